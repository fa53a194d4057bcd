"""The sitemap: true days, whole lists, split where the protocol asks for it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any

from lxml import etree

from plugins.metadata.sitemap import LIMIT, SitemapWriter, build_outputs, collect_days
from plugins.pipeline.outputs import Page
from tests.exports.made_site import SITEURL, preview, publication

NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


class KeepingSink:
    def __init__(self) -> None:
        self.files: dict[str, str] = {}

    def put(self, name: str, data: Any) -> None:
        self.files[name] = data

    @contextmanager
    def open(self, name: str) -> Any:
        raise AssertionError("not streamed")
        yield name


def rows(text: str) -> dict[str, str]:
    root = etree.fromstring(text.encode())
    return {
        node.findtext("s:loc", namespaces=NS): node.findtext("s:lastmod", default="", namespaces=NS)
        for node in root
    }


def test_lists_every_page_with_what_its_data_says() -> None:
    found = rows(publication().text("sitemap.xml"))
    days = {address.removeprefix(SITEURL): day for address, day in found.items()}
    assert days["/news/2025/haoren/"] == "2025-05-12"
    assert days["/news/"] == "2025-05-12"
    assert days["/activities/liangtian/"] == "2025-05-26"
    assert days["/activities/yizhen/"] == "2025-05-10"
    assert days["/honors/batches/2025-1/"] == "2025-04-01"
    assert days["/activities/gaiqi/"] == "2025-05-30"
    assert days["/activities/dushu/"] == ""
    assert days["/places/center/"] == ""
    pages = {
        "/" + path.relative_to(publication().output).as_posix().removesuffix("index.html")
        for path in publication().output.rglob("*.html")
        if 'content="noindex"' not in path.read_text("utf-8")
    }
    assert {page for page in pages if not page.startswith("/search/")} == set(days)


def test_leaves_out_what_no_one_should_find() -> None:
    found = rows(preview().text("sitemap.xml"))
    assert not [
        address for address in found if "caogao" in address or "embed/" in address or "404" in address
    ]


def test_splits_at_the_protocols_limit() -> None:
    addresses = tuple(f"p/{number:06}/" for number in range(LIMIT + 1))
    sink = KeepingSink()
    SitemapWriter(addresses, SITEURL)(publication().look(), sink)
    assert list(sink.files) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"]
    assert list(rows(sink.files["sitemap.xml"])) == [f"{SITEURL}/sitemap-1.xml", f"{SITEURL}/sitemap-2.xml"]
    assert len(rows(sink.files["sitemap-1.xml"])) == LIMIT
    assert list(rows(sink.files["sitemap-2.xml"])) == [f"{SITEURL}/p/{LIMIT:06}/"]


def test_a_new_page_makes_the_sitemap_stale() -> None:
    def recipe(*names: str) -> str:
        return next(build_outputs([Page(name, "x", lambda _look: "") for name in names], SITEURL)).recipe

    assert recipe("a/index.html") == recipe("a/index.html")
    assert recipe("a/index.html") != recipe("a/index.html", "b/index.html")


def test_no_day_lies_ahead() -> None:
    look = publication().look()
    assert max(collect_days(look).values()) <= look.today.isoformat()


def test_robots_names_the_sitemap_only_with_an_address() -> None:
    assert publication().text("robots.txt") == (
        f"User-agent: *\nDisallow: /*?q=\nAllow: /\n\nSitemap: {SITEURL}/sitemap.xml\n"
    )
    assert "Sitemap" not in preview().text("robots.txt")
