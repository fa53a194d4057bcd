"""Old addresses: a small page at each that leads on, and ``redirects.json``, from which the host's own map is made."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from plugins.catalog import PageHead
from plugins.pipeline.digests import digest_parts
from plugins.pipeline.outputs import Output, Page
from plugins.urls import address_of, output_name

from .public import PAGES, TERM_PAGES
from .where import Make, Where

if TYPE_CHECKING:
    from plugins.catalog import Catalog, CatalogLook

MAP = "redirects.json"


def build_outputs(catalog: Catalog, make: Make, where: Where, taken: Iterable[str]) -> Iterator[Output]:
    """A page for every old address that no living page stands at (``taken``: names of outputs), and the map of all."""
    goals = list_redirects(catalog, set(taken))
    for old, new in goals.items():
        page = make.page_at(old, "redirect.html", view_redirect, new, where)
        # Where it leads is bound in and asked of no Look, so it must count as part of the recipe.
        yield Page(page.name, f"{page.recipe}#{digest_parts(new).hex()}", page.render)
    rows = {output_name(old): where.root + quote(new) for old, new in goals.items()}
    text = json.dumps(rows, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    # The list is made here and not through a Look, so its digest belongs to the recipe.
    yield Page(MAP, f"redirects:{digest_parts(text).hex()}", lambda _look: text)


def list_redirects(catalog: Catalog, taken: set[str]) -> dict[str, str]:
    """Old address -> new address, both of this site, sorted. The first claim to an old address holds."""
    goals: dict[str, str] = {}

    def claim(old: str, new: str) -> None:
        if old != new and output_name(old) not in taken:
            goals.setdefault(old, new)

    for kind in PAGES:
        for alias, record_id in catalog.registry.aliases(kind).items():
            if catalog.registry.get(kind, record_id) is not None:
                claim(address_of(f"{kind}/{alias}"), address_of(f"{kind}/{record_id}"))
    for alias, record_id in catalog.registry.aliases("division").items():
        division = catalog.registry.get("division", record_id)
        if division is not None and division.level == "town":
            claim(address_of(f"town/{alias}"), address_of(f"town/{record_id}"))
    for alias, term_key in catalog.registry.aliases("term").items():
        vocabulary, _, old_id = alias.partition("/")
        if vocabulary in TERM_PAGES and catalog.registry.get("term", term_key) is not None:
            first = TERM_PAGES[vocabulary]
            claim(address_of(f"{first}/{old_id}"), address_of(f"{first}/{term_key.partition('/')[2]}"))
    for name in (*catalog.listed("stories"), *catalog.listed("pages")):
        story: Any = catalog.fetch(name)
        for old in story.alias_urls:
            claim(old, story.url)
    return dict(sorted(goals.items()))


def view_redirect(look: CatalogLook, root: str, new: str, where: Where) -> tuple[PageHead, Any]:
    """The page at an old address: it leads on by itself, and by a link for whoever stays."""
    head = PageHead(kind="error", url=new, title="地址已变更", robots="noindex")
    return head, {"href": root + quote(new), "canonical": where.at(new), "site": look.site.name}
