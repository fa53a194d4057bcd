"""The search page: everything in it happens in the browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plugins.catalog import Catalog, CatalogLook, PageHead
from plugins.pipeline.outputs import Page
from plugins.urls import address_of

from .render import Maker


def build_outputs(_catalog: Catalog, make: Maker) -> Iterator[Page]:
    """One page."""
    yield make.page("search", "search.html", view_search)


def view_search(look: CatalogLook, root: str) -> tuple[PageHead, Any]:
    """The form and its help."""
    head = PageHead(
        kind="page",
        url=address_of("search"),
        title="搜索",
        description=f"在{look.site.name}里按字词、地名、人名、拼音查找",
        crumbs=(("搜索", address_of("search")),),
    )
    return head, {}
