"""How to enlarge text: where a county wrote no page of its own, the switch still leads somewhere when scripts are off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plugins.catalog import Catalog, CatalogLook, PageHead
from plugins.pipeline.outputs import Page
from plugins.urls import address_of

from .render import Maker

OWN = "page/elders"


def build_outputs(catalog: Catalog, make: Maker) -> Iterator[Page]:
    """One page, unless ``content/pages/elders.md`` takes the address."""
    if OWN not in catalog.listed("pages"):
        yield make.page("elders", "elders.html", view_elders)


def view_elders(_look: CatalogLook, _root: str) -> tuple[PageHead, Any]:
    """The same words for every county."""
    head = PageHead(
        kind="page",
        url=address_of("elders"),
        title="长辈版和放大字号",
        description="怎样打开长辈版，怎样在手机、微信和电脑上把字放大，怎样听文章。",
        crumbs=(("长辈版", address_of("elders")),),
    )
    return head, {}
