"""Atom (RFC 4287) as text. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import urlsplit

# What XML 1.0 cannot hold, though Markdown may.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_OWN_LINK = re.compile(r'(\s(?:href|src)=")(/(?!/)|#)')


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. ``updated`` and ``published`` are RFC 3339; ``content`` is HTML with absolute addresses."""

    id: str
    title: str
    url: str
    updated: str
    published: str = ""
    summary: str = ""
    content: str = ""
    authors: tuple[str, ...] = ()
    categories: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed. ``own_url`` is its own address, ``url`` that of the page it follows, ``style`` that of its XSL."""

    id: str
    title: str
    subtitle: str
    url: str
    own_url: str
    updated: str
    author: str
    rights: str
    style: str


def absolute_links(html: str, url: str) -> str:
    """Addresses from the root and fragments made absolute on the site of ``url``; unchanged where no site is known."""
    parts = urlsplit(url)
    if not parts.netloc:
        return html
    origin = f"{parts.scheme}://{parts.netloc}/"

    def join(match: re.Match[str]) -> str:
        return match[1] + (f"{url}#" if match[2] == "#" else origin)

    return _OWN_LINK.sub(join, html)


def build_feed(feed: Feed, entries: list[Entry]) -> str:
    """The document."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<?xml-stylesheet type="text/xsl" href={_quote(feed.style)}?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">',
        _tag("id", feed.id),
        _tag("title", feed.title),
        _tag("subtitle", feed.subtitle),
        f'<link rel="alternate" type="text/html" href={_quote(feed.url)}/>',
        f'<link rel="self" type="application/atom+xml" href={_quote(feed.own_url)}/>',
        _tag("updated", feed.updated),
        f"<author>{_tag('name', feed.author)}</author>",
        _tag("rights", feed.rights),
    ]
    for entry in entries:
        lines += _entry(entry)
    return _FORBIDDEN.sub("", "\n".join(line for line in lines if line)) + "\n</feed>\n"


def _entry(entry: Entry) -> list[str]:
    return [
        "<entry>",
        _tag("id", entry.id),
        _tag("title", entry.title),
        f'<link rel="alternate" type="text/html" href={_quote(entry.url)}/>',
        _tag("published", entry.published),
        _tag("updated", entry.updated),
        *(f"<author>{_tag('name', name)}</author>" for name in entry.authors),
        *(f"<category term={_quote(term)} label={_quote(label)}/>" for term, label in entry.categories),
        _tag("summary", entry.summary),
        f'<content type="html">{escape(entry.content, quote=False)}</content>' if entry.content else "",
        "</entry>",
    ]


def _tag(name: str, text: Any) -> str:
    return f"<{name}>{escape(str(text), quote=False)}</{name}>" if text else ""


def _quote(text: str) -> str:
    return f'"{escape(text)}"'
