"""What a style sheet, a ``style`` element or a ``style`` attribute takes from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_ADDRESS: Final = re.compile(
    r"@import\s*(?:url\(\s*)?([\"']?)(?P<sheet>[^\"')\s;]+)\1|url\(\s*([\"']?)(?P<url>.*?)\3\s*\)",
    re.IGNORECASE,
)
_SET: Final = re.compile(r"image-set\(((?:[^()]|\([^()]*\))*)", re.IGNORECASE)
_STRING: Final = re.compile(r"url\([^)]*\)|type\([^)]*\)|([\"'])(.*?)\1", re.IGNORECASE)
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_ESCAPE: Final = re.compile(r"\\([0-9a-fA-F]{1,6})[ \t\n]?")


def find_style_addresses(text: str) -> Iterator[tuple[int, str, bool]]:
    """``(position, address, whether it is a sheet)`` of everything a style sheet loads; comments left out."""
    plain = _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    if "\\" in plain:
        plain = _ESCAPE.sub(_decode, plain)
    for match in _ADDRESS.finditer(plain):
        href = (match["sheet"] or match["url"] or "").strip()
        if href and not href.startswith("#"):
            yield match.start(), href, match["sheet"] is not None
    for match in _SET.finditer(plain):
        for part in _STRING.finditer(match[1]):
            if part[2]:
                yield match.start(1) + part.start(), part[2].strip(), False


def _decode(match: re.Match[str]) -> str:
    number = int(match[1], 16)
    return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"
