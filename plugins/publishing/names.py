"""What a file's name alone decides: its type, how long it may be cached, when it goes up, whether it is
compressed.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

CONTENT_TYPES: dict[str, str] = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".geojson": "application/geo+json; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".xsl": "text/xsl; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".webmanifest": "application/manifest+json; charset=utf-8",
    ".bin": "application/octet-stream",
    ".ico": "image/x-icon",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".woff2": "font/woff2",
    ".woff": "font/woff",
    ".ttf": "font/ttf",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
DEFAULT_TYPE = "application/octet-stream"
TEXT_SUFFIXES = frozenset(s for s, kind in CONTENT_TYPES.items() if "charset" in kind)
SIBLING_SUFFIXES = (".br", ".gz")

CACHE_IMMUTABLE = "public, max-age=31536000, immutable"
CACHE_PAGE = "public, max-age=300"
CACHE_FEED = "public, max-age=1800"
CACHE_NEVER = "no-cache"
FEED_SUFFIXES = frozenset({".xml", ".ics", ".atom"})

STAMP_NAME = "build.json"
# Matched against "/" + name. One expression for Python and for nginx, so that the two can never disagree
# about what may be cached for a year.
IMMUTABLE_PATTERN = r"/[^/]+\.[0-9a-f]{8,64}\.[^/]+$|^/photos/.+|/search/shards/.+"
_IMMUTABLE = re.compile(IMMUTABLE_PATTERN)

_BROWSER_SUFFIXES = frozenset({".html", ".css", ".js", ".mjs", ".svg"})


def suffix_of(name: str) -> str:
    """The last suffix in lower case: ``.html``; empty when there is none."""
    return PurePosixPath(name).suffix.lower()


def is_sibling(name: str) -> bool:
    """Whether ``name`` is the compressed form of a text file (``index.html.br``). Such names belong to this
    room alone.
    """
    stem, dot, _ = name.rpartition(".")
    return bool(dot) and name.endswith(SIBLING_SUFFIXES) and suffix_of(stem) in TEXT_SUFFIXES


def is_immutable(name: str) -> bool:
    """Whether the bytes behind ``name`` (no leading slash) never change.

    True for a basename with ``.<8 or more hex digits>.`` in it, for pictures under ``photos/`` (their names
    are digests of content and settings), for the shards of the search index, and for the compressed siblings
    of any of these.
    """
    plain = name.rpartition(".")[0] if is_sibling(name) else name
    return bool(_IMMUTABLE.search(f"/{plain}"))


def is_compressible(name: str) -> bool:
    """Whether a compressed sibling is worth making."""
    return suffix_of(name) in TEXT_SUFFIXES and name != STAMP_NAME


def content_type(name: str) -> str:
    """The Content-Type for ``name``, with its charset for text."""
    return CONTENT_TYPES.get(suffix_of(name), DEFAULT_TYPE)


def cache_control(name: str) -> str:
    """The Cache-Control for ``name``: a year for immutable names, 1,800 s for feeds and calendars, 300 s for
    the rest.
    """
    if name == STAMP_NAME:
        return CACHE_NEVER
    if is_immutable(name):
        return CACHE_IMMUTABLE
    return CACHE_FEED if suffix_of(name) in FEED_SUFFIXES else CACHE_PAGE


def stored_encoding(name: str) -> str:
    """How an object store holds ``name``: ``gzip`` for what browsers read, plain (empty) for what programs
    fetch.

    A store cannot negotiate. Every browser takes gzip; a county's data and feeds are fetched by programs
    that may not.
    """
    if suffix_of(name) in _BROWSER_SUFFIXES or (is_immutable(name) and is_compressible(name)):
        return "gzip"
    return ""


def upload_rank(name: str) -> int:
    """The order in which names go up where there is no atomic switch: 0 immutable, 1 single pages, 2 lists
    and feeds, 3 the stamp.

    What is pointed at goes before what points at it.
    """
    if name == STAMP_NAME:
        return 3
    if is_immutable(name):
        return 0
    path = PurePosixPath(name)
    is_list = path.name == "index.html" and len(path.parts) <= 2
    paginated = "page" in path.parts
    machine = suffix_of(name) not in {".html", ".pdf"} and path.parts[0] not in {"theme", "assets", "static"}
    return 2 if is_list or paginated or machine else 1
