"""The sitemap for search engines, with a last change only where the data says one; and robots.txt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from plugins.catalog.dating import changed_on, latest_day
from plugins.pipeline.digests import digest_parts
from plugins.pipeline.outputs import Bundle, Output, Page, Sink
from plugins.urls import absolute_url, address_of, output_name

if TYPE_CHECKING:
    from plugins.catalog import CatalogLook

# sitemaps.org: at most 50,000 addresses a file, 50 MB unpacked.
LIMIT = 50_000
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
# Kinds of records with a page of their own -> the first part of that page's name.
RECORD_KINDS = ("place", "team", "honoree", "batch", "activity", "theme", "programme", "regulation")
# Pages that are for no one who searches.
LEFT_OUT = ("404.html", "styleguide/", "embed/", "search/")


def build_outputs(pages: Iterable[Output], siteurl: str, left_out: Iterable[str] = ()) -> Iterator[Output]:
    """``sitemap.xml`` (an index beside ``sitemap-1.xml`` … when one file cannot hold all) and ``robots.txt``.

    ``pages`` are the outputs of the site so far; only HTML pages are listed, without the file names ``left_out``
    (drafts). Without ``siteurl`` addresses start at the root, which only a preview may do.
    """
    skipped = set(left_out)
    addresses = tuple(
        sorted(
            page.name.removesuffix("index.html")
            for page in pages
            if isinstance(page, Page) and page.name.endswith(".html") and page.name not in skipped
        )
    )
    listed = tuple(address for address in addresses if not address.startswith(LEFT_OUT))
    # The list of pages is an ingredient that no Look sees; its digest in the recipe makes it count.
    recipe = f"sitemap:{digest_parts(listed, siteurl).hex()}"
    yield Bundle("sitemap", recipe, SitemapWriter(listed, siteurl))
    yield Page(output_name(address_of("robots")), f"robots:{siteurl}", RobotsWriter(siteurl))


@dataclass(frozen=True, slots=True)
class RobotsWriter:
    """Everything is open but the search's answers, which are without number."""

    siteurl: str

    def __call__(self, _look: object) -> str:
        where = absolute_url(address_of("sitemap"), self.siteurl)
        sitemap = f"\nSitemap: {where}\n" if self.siteurl else ""
        return f"User-agent: *\nDisallow: /*?q=\nAllow: /\n{sitemap}"


@dataclass(frozen=True, slots=True)
class SitemapWriter:
    """Writes the sitemap of ``addresses``."""

    addresses: tuple[str, ...]
    siteurl: str

    def __call__(self, look: CatalogLook, sink: Sink) -> None:
        days = collect_days(look)
        parts = [self.addresses[start : start + LIMIT] for start in range(0, len(self.addresses), LIMIT)] or [
            ()
        ]
        if len(parts) == 1:
            sink.put(address_of("sitemap"), self._build_set(parts[0], days))
            return
        rows = []
        for number, part in enumerate(parts, 1):
            name = f"sitemap-{number}.xml"
            sink.put(name, self._build_set(part, days))
            newest = max((days.get(address, "") for address in part), default="")
            rows.append(self._row("sitemap", name, newest))
        body = "".join(rows)
        sink.put(address_of("sitemap"), f'{HEAD}<sitemapindex xmlns="{NAMESPACE}">\n{body}</sitemapindex>\n')

    def _build_set(self, addresses: tuple[str, ...], days: dict[str, str]) -> str:
        rows = "".join(self._row("url", address, days.get(address, "")) for address in addresses)
        return f'{HEAD}<urlset xmlns="{NAMESPACE}">\n{rows}</urlset>\n'

    def _row(self, tag: str, address: str, day: str) -> str:
        lastmod = f"<lastmod>{day}</lastmod>" if day else ""
        return f"<{tag}><loc>{escape(absolute_url(address, self.siteurl), quote=False)}</loc>{lastmod}</{tag}>\n"


def collect_days(look: CatalogLook) -> dict[str, str]:
    """Address -> the day of its last change, for records, stories and the lists of news; nothing for what does not say."""
    days: dict[str, str] = {}
    for kind in RECORD_KINDS:
        for name in look.listed("all", kind):
            _note(days, name, changed_on(kind, look(name)))
    for name, topic, year, day in look.value("story-days"):
        _note(days, name, day)
        if name.startswith("story/"):
            for list_name in ("home", "index/news", f"topic/{topic}", f"news-year/{year}"):
                _note(days, list_name, day)
    today = look.today
    return {address: day for address, day in days.items() if latest_day([day], today)}


def _note(days: dict[str, str], name: str, day: str) -> None:
    address = address_of(name)
    if day > days.get(address, ""):
        days[address] = day
