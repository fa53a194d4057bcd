"""The only place that knows an address.

An address is a POSIX path under the site's root, without a leading slash: ``places/jinsha/`` for a page, ``feeds/news.xml``
for a file. Names are the Catalog's (``place/jinsha``) or one of the fixed ones below. The addresses are a contract: readers'
bookmarks, QR codes on paper and other sites lean on them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

# name's first part -> pattern; `{}` takes the rest of the name
PATTERNS: dict[str, str] = {
    "home": "",
    "story": "news/{}/",
    "card": "news/{}/",
    "page": "{}/",
    "topic": "news/topics/{}/",
    "news-year": "news/{}/",
    "news-month": "news/{}/",
    "place": "places/{}/",
    "place-activities": "places/{}/activities/",
    "town": "places/towns/{}/",
    "town-activities": "places/towns/{}/activities/",
    "level": "places/levels/{}/",
    "team": "teams/{}/",
    "team-level": "teams/levels/{}/",
    "team-field": "teams/fields/{}/",
    "team-activities": "teams/{}/activities/",
    "honoree": "honors/{}/",
    "batch": "honors/batches/{}/",
    "honor-category": "honors/categories/{}/",
    "activity": "activities/{}/",
    "month": "activities/{}/",
    "activity-year": "activities/years/{}/",
    "regularity": "activities/regularity/{}/",
    "platform": "activities/platforms/{}/",
    "task": "activities/tasks/{}/",
    "theme": "themes/{}/",
    "programme": "programs/{}/",
    "regulation": "regulations/{}/",
    "feeds": "feeds/{}.xml",
    "calendar": "calendar/{}.ics",
    "embed": "embed/{}/",
    "data": "data/{}",
    "poster": "posters/{}.pdf",
}

INDEXES: dict[str, str] = {
    "news": "news/",
    "places": "places/",
    "find": "places/find/",
    "teams": "teams/",
    "honors": "honors/",
    "boards": "honors/boards/",
    "activities": "activities/",
    "coming": "activities/coming/",
    "regularity": "activities/regularity/",
    "themes": "themes/",
    "programs": "programs/",
    "regulations": "regulations/",
    "figures": "figures/",
    "about": "about/",
    "search": "search/",
    "data": "data/",
    "feeds": "feeds/",
    "site-map": "site-map/",
    "calendar": "calendar.ics",
    "sitemap": "sitemap.xml",
    "robots": "robots.txt",
    "error": "404.html",
    "styleguide": "styleguide/",
    "elders": "elders/",
    "contribute": "contribute/",
}

# Ids that would take the address of a list standing under the same folder.
RESERVED: dict[str, frozenset[str]] = {
    "place": frozenset({"page", "towns", "levels", "find"}),
    "team": frozenset({"page", "levels", "fields"}),
    "honoree": frozenset({"page", "batches", "categories", "boards"}),
    "activity": frozenset({"page", "years", "regularity", "platforms", "tasks", "coming"}),
    "story": frozenset({"page", *(f"{month:02}" for month in range(1, 13))}),
    "theme": frozenset({"page"}),
    "programme": frozenset({"page"}),
    "regulation": frozenset({"page"}),
    "page": frozenset(
        [
            "news",
            "places",
            "teams",
            "honors",
            "activities",
            "themes",
            "programs",
            "regulations",
            "figures",
            "search",
            "data",
            "feeds",
            "site-map",
            "calendar",
            "styleguide",
            "embed",
            "posters",
            "photos",
            "theme",
            "page",
            "404",
            "index",
            "sitemap",
            "robots",
        ]
    ),
}


# Ids of the form 2019-06 would take a month's address.
_MONTH = re.compile(r"\d{4}-\d{2}")
_LATER_PAGE = re.compile(r"/page/([0-9]+)/\Z")


def is_reserved(kind: str, record_id: str) -> bool:
    """Whether a page of this id would stand where a list of the site stands."""
    if kind == "activity" and _MONTH.fullmatch(record_id):
        return True
    return record_id in RESERVED.get(kind, ())


def list_columns() -> list[str]:
    """The ids that a column may have: the fixed pages that are there for readers."""
    return sorted(name for name, address in INDEXES.items() if address.endswith("/") and name != "styleguide")


@lru_cache(1 << 17)
def address_of(name: str, page: int = 1) -> str:
    """The address of a catalog name, or of page ``page`` (from 1) of a list. Raises KeyError for a name with no page.

    A fixed page is named by itself (``search``) or as ``index/search``.
    """
    first, _, rest = name.partition("/")
    fixed = rest if first == "index" else name
    base = INDEXES[fixed] if fixed in INDEXES else PATTERNS[first].format(rest)
    return base if page == 1 else f"{base}page/{page}/"


def page_number(address: str) -> int:
    """Which page of a list stands at an address, from 1."""
    match = _LATER_PAGE.search(address)
    return int(match[1]) if match else 1


def has_address(name: str) -> bool:
    """Whether a name's kind has pages of its own."""
    first, _, rest = name.partition("/")
    return rest in INDEXES if first == "index" else name in INDEXES or first in PATTERNS


# Stands in a link as it is.
_PLAIN = re.compile(r"[A-Za-z0-9/._~-]*")


def quote_address(address: str, also: str = "") -> str:
    """An address as it stands in a link: UTF-8, with percent signs for all but letters, digits, ``/-._~`` and ``also``."""
    return address if _PLAIN.fullmatch(address) else quote(address, safe=f"/-._~{also}")


def output_name(address: str) -> str:
    """The file under the output that serves an address."""
    return f"{address}index.html" if address == "" or address.endswith("/") else address


def root_of(siteurl: str) -> str:
    """The path under which the site stands, always ending in a slash: ``/``, or ``/portal/`` for https://host/portal."""
    return f"{urlsplit(siteurl).path.rstrip('/')}/"


def href_of(name: str, root: str = "/", page: int = 1) -> str:
    """A link to a name from any page of the site."""
    return root + quote_address(address_of(name, page))


def absolute_url(address: str, siteurl: str) -> str:
    """The full address for feeds, calendars and metadata; root-relative where no site address is known."""
    return f"{siteurl.rstrip('/')}/{quote_address(address)}"
