"""A county that has only its site block: every page stands, and every list says what will stand there."""

from __future__ import annotations

import re

from tests.pages.fixture import build_small_catalog, render_pages, text_of

LISTS = (
    "index.html", "news/index.html", "activities/index.html", "activities/coming/index.html", "honors/index.html",
    "honors/boards/index.html", "places/index.html", "places/find/index.html", "teams/index.html", "programs/index.html",
    "regulations/index.html", "figures/index.html", "about/index.html", "themes/index.html",
    "activities/regularity/index.html",
)  # fmt: skip


def test_every_page_of_an_empty_county_stands() -> None:
    pages = render_pages(build_small_catalog(), [""])
    assert [name for name in LISTS if name not in pages] == []
    assert [name for name, page in pages.items() if len(text_of(page, "//h1")) != 1] == []


def test_every_empty_list_says_what_will_stand_there() -> None:
    pages = render_pages(build_small_catalog(), LISTS)
    silent = [name for name in LISTS if not re.search(r'class="(empty|notice)', pages[name])]
    assert silent == []
