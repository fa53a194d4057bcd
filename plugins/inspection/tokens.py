"""A tokenizer for HTML: markup and text with their offsets, in linear time for any input.

It follows the tokenizer of the HTML standard where a finished page can tell the difference: quoted and bare
attribute values, comments and their odd ends, raw-text elements, tags cut off by the end of the file. It
builds no tree. ``html.parser`` is too slow for ten thousand pages in five seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.entities import html5
from typing import NamedTuple

# It stops only at ">" or at the end of the file, whatever comes, so that no tag is ever tried twice: possessive throughout.
_ATTRS = (
    r"(?:[\t\n\f\r /]++"
    r"|[^\t\n\f\r />][^\t\n\f\r />=]*+"
    r"(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+(?:\"[^\"]*+\"|'[^']*+'|[^\t\n\f\r \"'>][^\t\n\f\r >]*+)?+)?+)*+"
)
RAW_TEXT = ("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes")

# Groups: 1 raw element, 2 its attributes, 3 its text; 4 slash of an end tag, 5 name, 6 attributes.
TOKEN = re.compile(
    r"<(?:"
    r"!--(?:-?>|.*?(?:--!?>|\Z))"
    rf"|((?i:{'|'.join(RAW_TEXT)}))(?=[\t\n\f\r />])({_ATTRS})"
    rf"(?:>(.*?)(?:</(?i:\1)(?=[\t\n\f\r />]){_ATTRS}(?:>|\Z)|\Z)|\Z)"
    rf"|(/)?([A-Za-z][^\t\n\f\r />]*+)({_ATTRS})(?:>|\Z)"
    r"|[!?/][^>]*+(?:>|\Z)"
    r")",
    re.DOTALL,
)
_ATTR = re.compile(
    r"([^\t\n\f\r />][^\t\n\f\r />=]*+)"
    r"(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\t\n\f\r \"'>][^\t\n\f\r >]*+))?+)?+"
)
_REFERENCE = re.compile(r"&(?:#[0-9]++;?|#[xX][0-9a-fA-F]++;?|[A-Za-z][A-Za-z0-9]*+;?)(=?)")


class Tag(NamedTuple):
    """A start tag. ``name`` and the names in ``attrs`` are lower-case, values are decoded; of two attributes
    of one name the first counts.
    """

    name: str
    attrs: dict[str, str]


class Token(NamedTuple):
    """A piece of markup from ``start`` to ``end``. ``closes`` is an end tag; ``body`` the text of a raw-text element."""

    start: int
    end: int
    tag: Tag
    closes: bool
    body: str | None


def parse_attributes(source: str) -> dict[str, str]:
    """The attributes of a tag from what stands between its name and its ``>``."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTR.findall(source):
        found.setdefault(name.lower(), decode_attribute(double or single or bare))
    return found


def decode_attribute(value: str) -> str:
    """A value with its character references decoded. ``&copy=1`` in an address stays: that is the standard's exception."""
    return _REFERENCE.sub(_decode, value) if "&" in value else value


def _decode(match: re.Match[str]) -> str:
    whole = match[0]
    name = whole[1 : len(whole) - len(match[1])]
    if name.startswith("#") or name.endswith(";"):
        return unescape(f"&{name}") + match[1]
    return whole if match[1] or name not in html5 else html5[name]


def find_tokens(html: str) -> Iterator[Token]:
    """Every start tag, end tag and raw-text element in order; comments, doctypes and processing instructions left out."""
    for match in TOKEN.finditer(html):
        raw, raw_attrs, body, slash, name, attrs = match.groups()
        if name:
            tag = Tag(name.lower(), {} if slash or not attrs else parse_attributes(attrs))
            yield Token(match.start(), match.end(), tag, bool(slash), None)
        elif raw:
            yield Token(
                match.start(), match.end(), Tag(raw.lower(), parse_attributes(raw_attrs)), False, body or ""
            )
