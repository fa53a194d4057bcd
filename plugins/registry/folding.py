"""A text as an eye reads it: without characters that nobody sees, with digits and blanks of any script as plain ones."""

from __future__ import annotations

import re
from typing import Final

_OTHER_DIGITS: Final = (0x660, 0x6F0, 0x966, *range(0x1D7CE, 0x1D800, 10))
_ALIKE: Final = (
    {start + digit: str(digit) for start in _OTHER_DIGITS for digit in range(10)}
    | dict.fromkeys([0x9, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F], " ")
    | dict.fromkeys([0x425, 0x445, 0x3A7, 0x3C7], "X")
)
_UNSEEN: Final = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e")
_STRANGE: Final = re.compile(
    "[\t\u00ad\u03a7\u03c7\u0425\u0445\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u1680\u2000-\u200f"
    "\u202a-\u202f\u205f\u2060\ufeff\U0001d7ce-\U0001d7ff]"
)


def is_strange(text: str) -> bool:
    """Whether an eye reads something else than a program does."""
    return _STRANGE.search(text) is not None


def fold_text(text: str) -> tuple[str, list[int] | None]:
    """The text as it is read, and where each of its characters stands in ``text``; None where it is the text itself."""
    if not is_strange(text):
        return text, None
    places = [at for at, char in enumerate(text) if char not in _UNSEEN]
    return "".join(text[at] for at in places).translate(_ALIKE), places
