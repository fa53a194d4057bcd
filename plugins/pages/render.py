"""From a view to bytes: the template environment, and the maker that binds template, head and view into an Output."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from plugins.catalog import CatalogLook, PageHead
from plugins.pipeline.outputs import Page
from plugins.urls import address_of, href_of, output_name

View = Callable[..., tuple[PageHead, Any]]
Enrich = Callable[[CatalogLook, PageHead], Markup]


def build_environment(
    templates: Path, root: str, assets: Mapping[str, str], extra_globals: Mapping[str, Any] | None = None
) -> Environment:
    """The Jinja environment of the theme: autoescape on, undefined names are errors.

    ``root`` is the path under which the site stands (``/`` or ``/portal/``); ``assets`` maps a theme file
    (``css/site.css``) to its hashed address.
    """
    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        auto_reload=False,
        cache_size=-1,
    )
    environment.globals.update(
        url=partial(_href, root),
        asset=lambda path: root + assets[path],
        has_asset=lambda path: path in assets,
        root=root,
    )
    environment.globals.update(extra_globals or {})
    return environment


def _href(root: str, name: str, page: int = 1) -> str:
    return href_of(name, root, page)


@dataclass(frozen=True, slots=True)
class Maker:
    """Binds what all pages share. ``enrich`` makes the head's tags (the metadata room's work)."""

    environment: Environment
    root: str
    enrich: Enrich

    def page(self, name: str, template: str, view: View, *args: Any, page: int = 1, affinity: str = "") -> Page:
        """A page for a catalog name: ``view(look, root, *args)`` gives its head and view, ``template`` shows them.

        ``page`` is the page number of a list, from 1; the view gets it only if it is among ``args``.
        """
        return self.page_at(address_of(name, page), template, view, *args, affinity=affinity)

    def page_at(self, address: str, template: str, view: View, *args: Any, affinity: str = "") -> Page:
        """The same for an address that is no catalog name's."""
        render = partial(self.render, template, view, args)
        return Page(output_name(address), template, render, affinity)

    def render(self, template: str, view: View, args: tuple[Any, ...], look: CatalogLook) -> str:
        """The finished page, as text."""
        head, content = view(look, self.root, *args)
        shown = replace(head, crumbs=tuple((label, self.root + address) for label, address in head.crumbs))
        return self.environment.get_template(template).render(
            head=shown, view=content, site=look.site, look=look, head_extra=self.enrich(look, head)
        )
