"""Everything is within three steps of the home page, every link inside the site leads to a page, no page is heavy."""

from __future__ import annotations

import re

import pytest

from plugins.catalog import Catalog
from plugins.urls import output_name
from tests.pages.fixture import build_real_catalog, render_pages

HREF = re.compile(r'href="/([^"#?]*)')
# Made by other rooms than pages: feeds, calendars, data, posters, static files.
ELSEWHERE = re.compile(
    r"(feeds|calendar|data|posters|theme|photos|embed)/|calendar\.ics|sitemap\.xml|(places/find|search)/.*json"
)


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    catalog: Catalog = build_real_catalog()
    return render_pages(catalog, [""])


def links_of_page(text: str) -> set[str]:
    return {output_name(href) for href in HREF.findall(text) if not ELSEWHERE.match(href)}


def test_no_link_is_dead(pages: dict[str, str]) -> None:
    dead = {(name, link) for name, text in pages.items() for link in links_of_page(text) if link not in pages}
    assert sorted(dead)[:10] == []


def test_three_steps_reach_everything(pages: dict[str, str]) -> None:
    reached, edge = {"index.html"}, {"index.html"}
    for _ in range(3):
        edge = {link for name in edge for link in links_of_page(pages[name]) if link in pages} - reached
        reached |= edge
    far = sorted(
        name for name in pages if name not in reached and name != "404.html" and "/page/" not in name
    )
    assert far == []


def test_no_page_is_over_150_kilobytes(pages: dict[str, str]) -> None:
    assert {name: len(text.encode()) for name, text in pages.items() if len(text.encode()) > 150_000} == {}
