"""What counts as the same text: the folding that index, browser and substring truth share.

Everything is measured in UTF-16 units, because that is what a browser's strings are made of: an astral character such as
𬭎 is then simply a pair of units, and its pair is found like any other.
"""

from __future__ import annotations

import re
from types import MappingProxyType

# Marks that show nothing: soft hyphen, zero widths, directions, byte order mark, controls that are not white space.
_NOTHING = "\u00ad\u061c\ufeff" + "".join(
    chr(code)
    for low, high in (
        (0x200B, 0x200F),
        (0x202A, 0x202E),
        (0x2060, 0x2064),
        (0x2066, 0x2069),
        (0, 8),
        (0xE, 0x1B),
    )
    for code in range(low, high + 1)
)
# Full-width forms to ASCII; İ and ς are the two letters whose lower case would depend on more than themselves.
_TURNS = MappingProxyType(
    {chr(0xFF01 + i): chr(0x21 + i) for i in range(94)}
    | {"İ": "i", "ς": "σ", "Σ": "σ"}
    | dict.fromkeys(_NOTHING, "")
)
_TURNING = re.compile(f"[{''.join(map(re.escape, _TURNS))}]")


def fold_text(text: str) -> str:
    """Return ``text`` as it is indexed: narrow, lower case, one space for many, one newline between paragraphs."""
    # Looking for what does occur, and replacing that, is several times quicker than a translation of every character.
    for character in set(_TURNING.findall(text)):
        text = text.replace(character, _TURNS[character])
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.lower().splitlines())))


def fold_query(query: str) -> list[str]:
    """Return the words of a query: every one must stand in a document, as a substring of its folded text."""
    return list(dict.fromkeys(fold_text(query).split()))


def encode_units(text: str) -> bytes:
    """UTF-16 little endian; a lone surrogate, which no honest text holds, is kept as it is."""
    return text.encode("utf-16-le", "surrogatepass")
