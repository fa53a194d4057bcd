"""From a view to bytes: the template environment, and the maker that binds template, head and view into an Output."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from sys import modules
from types import NoneType
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from plugins.catalog import CatalogLook, PageHead
from plugins.pipeline.outputs import Page
from plugins.urls import address_of, href_of, output_name

from .shared import Card
from .shortcuts import mark_safe
from .templates import Theme, ThemeEnvironment

_PLAIN = (str, int, bool, NoneType)
View = Callable[..., tuple[PageHead, Any]]
Enrich = Callable[[CatalogLook, PageHead], Markup]


def build_environment(
    theme: Path | Theme, root: str, assets: Mapping[str, str], extra_globals: Mapping[str, Any] | None = None
) -> Environment:
    """The Jinja environment of the theme: autoescape on, undefined names are errors.

    ``theme`` is the folder of templates, or what was made of it; ``root`` the path under which the site stands (``/`` or
    ``/portal/``); ``assets`` maps a theme file (``css/site.css``) to its hashed address.
    """
    environment = ThemeEnvironment(theme if isinstance(theme, Theme) else Theme(theme))
    once = Once()
    environment.globals.update(
        url=partial(_href, root),
        asset=lambda path: root + assets[path],
        has_asset=lambda path: path in assets,
        root=root,
        poster=lambda name: "",
        once=once,
        once_plain=once.plain,
        show_card=show_card,
        show_cards=show_cards,
    )
    environment.globals.update(extra_globals or {})
    return environment


class Once:
    """``once(macro, subject, *args)`` in a template: a part that many pages share, rendered once for each set of arguments.

    ``subject`` is a record that the page has looked at by itself; the other arguments are plain.
    """

    def __init__(self) -> None:
        # The subject is kept beside its part, so that no other object can take its id.
        self._kept: dict[tuple[Any, ...], tuple[object, Markup]] = {}

    def __call__(self, macro: Any, subject: object, *args: Any) -> Markup:
        key = (macro.name, id(subject), *args)
        kept = self._kept.get(key)
        if kept is None:
            kept = self._kept[key] = (subject, macro(subject, *args))
        return kept[1]

    def plain(self, macro: Any, *args: Hashable) -> Markup:
        """``once_plain(macro, *args)``: the same for a part that no record is the subject of."""
        kept = self._kept.get((macro.name, *args))
        if kept is None:
            kept = self._kept[(macro.name, *args)] = (None, macro(*args))
        return kept[1]


def show_card(macro: Any, card: Card, lead: bool = False) -> Markup:
    """``show_card(macro, card)`` in a template: a card's HTML, rendered once however many lists it stands in."""
    if lead:
        shown: Markup = macro(lead=True, **card)
        return shown
    if card.html is None:
        card.html = macro(**card)
    return card.html


def show_cards(macro: Any, cards: Iterable[Card], lead: bool = False) -> Markup:
    """Cards one after the other; ``lead`` makes more of the first."""
    return mark_safe("".join([show_card(macro, card, lead and not at) for at, card in enumerate(cards)]))


def _href(root: str, name: str, page: int = 1) -> str:
    return href_of(name, root, page)


@dataclass(frozen=True, slots=True)
class Maker:
    """Binds what all pages share. ``enrich`` makes the head's tags (the metadata room's work)."""

    environment: Environment
    root: str
    enrich: Enrich

    def page(
        self, name: str, template: str, view: View, *args: Any, page: int = 1, affinity: str = ""
    ) -> Page:
        """A page for a catalog name: ``view(look, root, *args)`` gives its head and view, ``template`` shows them.

        ``page`` is the page number of a list, from 1; the view gets it only if it is among ``args``.
        """
        return self.page_at(address_of(name, page), template, view, *args, affinity=affinity)

    def page_at(self, address: str, template: str, view: View, *args: Any, affinity: str = "") -> Page:
        """The same for an address that is no catalog name's."""
        render = partial(self.render, template, view, args)
        return Page(output_name(address), template, render, affinity)

    def remake(self, page: Page) -> Page:
        """A page that another Maker made, with this one's templates; any other output's page as it is."""
        render = page.render
        if not isinstance(render, partial) or not isinstance(getattr(render.func, "__self__", None), Maker):
            return page
        return Page(page.name, page.recipe, partial(self.render, *render.args), page.affinity)

    def pack(self, page: Page) -> tuple[Any, ...] | None:
        """Plain values from which ``unpack`` makes a page of this maker again, be it in another process; None when its view
        or what that is given is not plain. Any other page: None.
        """
        render: Any = page.render
        if not isinstance(render, partial) or getattr(render.func, "__self__", None) is not self:
            return None
        template, view, args = render.args
        module, name = view.__module__, view.__qualname__
        if getattr(modules[module], name, None) is not view:
            return None
        row = (page.name, page.recipe, page.affinity, template, module, name, args)
        return row if all(type(arg) in _PLAIN for arg in args) else None

    def unpack(self, row: tuple[Any, ...]) -> Page:
        """The page that was packed, of this maker."""
        name, recipe, affinity, template, module, view, args = row
        render = partial(self.render, template, getattr(import_module(module), view), args)
        return Page(name, recipe, render, affinity)

    def render(self, template: str, view: View, args: tuple[Any, ...], look: CatalogLook) -> str:
        """The finished page, as text."""
        head, content = view(look, self.root, *args)
        root = self.root
        return self.environment.get_template(template).render(
            head=head,
            crumbs=[(label, root + address) for label, address in head.crumbs],
            view=content,
            site=look.site,
            look=look,
            head_extra=self.enrich(look, head),
        )
