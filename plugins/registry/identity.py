"""Identity-card numbers (GB 11643): 18 characters with a birth date inside and a check character at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

NARROW: Final = {0xFF10 + number: str(number) for number in range(10)} | {0xFF38: "X", 0xFF58: "X", 0x78: "X"}
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_D: Final = "[0-9０-９]"
# Any break may stand anywhere; the birth date inside ends nearly every other try after a few characters.
_S: Final = r"[\s/_]{0,40}"
_BROKEN: Final = re.compile(
    rf"[1-9１-９](?<![0-9０-９A-Za-z.].)(?:{_S}{_D}){{5}}{_S}(?:[1１]{_S}[9９]|[2２]{_S}[0０])(?:{_S}{_D}){{2}}{_S}[01０１]{_S}{_D}{_S}"
    rf"[0-3０-３](?:{_S}{_D}){{4}}{_S}[0-9０-９XxＸｘ](?![0-9０-９A-Za-z])"
)
_GROUP: Final = re.compile(rf"{_D}+[XxＸｘ]?|[XxＸｘ]")
# Where people break an identity number: after the district, in and after the birth date, before the check character.
_SEAMS: Final = frozenset({6, 10, 12, 14, 17})


def is_identity_number(digits: str) -> bool:
    """Whether 18 characters are an identity-card number: a birth date inside and GB 11643's check character."""
    if not looks_like_identity(digits):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == digits[17].upper()


def looks_like_identity(digits: str) -> bool:
    """Whether 18 characters have a birth date where an identity-card number has it."""
    if len(digits) != 18 or not digits[:17].isdigit() or digits[0] == "0":
        return False
    year, month, day = int(digits[6:10]), int(digits[10:12]), int(digits[12:14])
    return 1900 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= 31


def may_hold_identity(text: str) -> bool:
    """Whether there are digits as an identity-card number has them, whatever stands between."""
    return _BROKEN.search(text) is not None


def find_identities(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, digits) of every identity-card number that passes its check, in one piece or broken where people break
    one: by blanks, lines, slashes. The text is one that ``folding.fold_text`` gave.
    """
    for match in _BROKEN.finditer(text):
        groups = _GROUP.findall(match[0])
        digits = "".join(groups).translate(NARROW)
        if len(digits) == 18 and is_identity_number(digits) and _is_natural([len(group) for group in groups]):
            yield match.start(), match.end(), digits


def _is_natural(sizes: list[int]) -> bool:
    """Numbers of a table that stand side by side are no identity number, whatever their sum says."""
    seams = {sum(sizes[: end + 1]) for end in range(len(sizes) - 1)}
    return len(sizes) <= 2 or len(sizes) == 18 or seams <= _SEAMS
