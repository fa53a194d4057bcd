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
TURNS = MappingProxyType(
    {chr(0xFF01 + i): chr(0x21 + i) for i in range(94)}
    | {"İ": "i", "ς": "σ", "Σ": "σ"}
    | dict.fromkeys(_NOTHING, "")
)
# Blocks with letters that have a lower case, or with white space, of their own: most texts hold none of them.
_CASED = (
    "A-Z\u00c0-\u058f\u10a0-\u13ff\u1c80-\u1cbf\u1e00-\u1fff\u2100-\u218f\u24b6-\u24cf\u2c00-\u2dff\ua640-\ua7ff"
    "\U00010000-\U0010ffff"
)
_BLANK = "\t\r\x0b\x0c\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_TURNING = re.compile(f"[{''.join(map(re.escape, TURNS))}{_CASED}{_BLANK}]")
_LOWER = MappingProxyType({sign: turn.lower() for sign, turn in TURNS.items()})


def fold_text(text: str) -> str:
    """Return ``text`` as it is indexed: narrow, lower case, one space for many, one newline between paragraphs."""
    # Looking for what does occur, and replacing that, is several times quicker than a translation of every character.
    doubt = False
    for character in set(_TURNING.findall(text)):
        turn = _LOWER.get(character)
        if turn is None:
            doubt = True
        else:
            text = text.replace(character, turn)
    if doubt:
        text = text.lower()
    elif not (
        "  " in text
        or " \n" in text
        or "\n " in text
        or "\n\n" in text
        or text[:1].isspace()
        or text[-1:].isspace()
    ):
        return text
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.splitlines())))


def fold_query(query: str) -> list[str]:
    """Return the words of a query: every one must stand in a document, as a substring of its folded text."""
    return list(dict.fromkeys(fold_text(query).split()))


def encode_units(text: str) -> bytes:
    """UTF-16 little endian; a lone surrogate, which no honest text holds, is kept as it is."""
    return text.encode("utf-16-le", "surrogatepass")
