"""Private numbers however a finished file may hide them: over lines and cells, in foreign digits, in odd groups.

``registry.privacy`` knows what a number is. Here the text is first read as an eye reads it, and what an output adds to a
source is looked through: line breaks, table cells, old identity numbers, a mobile number in odd groups after its word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from plugins.registry.privacy import IDENTITY, MOBILE, is_identity_number, place_numbers
from plugins.registry.problems import Problem

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
_NARROW: Final = {0xFF10 + digit: str(digit) for digit in range(10)} | {0xFF38: "X", 0xFF58: "X", 0x78: "X"}
_D: Final = "[0-9０-９]"
# No private number begins with a nought but after 0086; every landline does, and one stands in every footer.
_G: Final = rf"(?:[ \u00a0\u3000.·\u2010-\u2015－﹣-]{{0,2}}{_D})"
# What may begin a match stands first, and is looked back from: so the search leaps over everything else.
_LONG: Final = re.compile(rf"[1-9１-９](?<!{_D}.){_G}{{10}}")
_ABROAD: Final = re.compile(rf"0{{1,2}}86{_G}{{11}}")
_SPOKEN: Final = re.compile("[一幺壹][三四五六七八九叁肆伍陆柒捌玖][〇零一二三四五六七八九幺○]{9}")
# Any break may stand anywhere; the birth date inside ends nearly every other try after a few characters.
_S: Final = r"[\s/_]{0,40}"
_BROKEN: Final = re.compile(
    rf"[1-9１-９](?<![0-9０-９A-Za-z.].)(?:{_S}{_D}){{5}}{_S}(?:[1１]{_S}[9９]|[2２]{_S}[0０])(?:{_S}{_D}){{2}}{_S}[01０１]{_S}{_D}{_S}"
    rf"[0-3０-３](?:{_S}{_D}){{4}}{_S}[0-9０-９XxＸｘ](?![0-9０-９A-Za-z])"
)
_GROUP: Final = re.compile(rf"{_D}+[XxＸｘ]?|[XxＸｘ]")
# Where people break an identity number: after the district, in and after the birth date, before the check character.
_SEAMS: Final = frozenset({6, 10, 12, 14, 17})
_OLD_IDENTITY: Final = re.compile(
    r"(?:身份证|证件号|身份号码)[^\d\n。；]{0,8}([1-9]\d{7}[01]\d[0-3]\d{4})(?!\d)", re.ASCII
)
_CALLED: Final = re.compile(
    r"(?:电话|手机|微信|联系方式|联系人)[^\d\n。；]{0,8}?\s?[(（]?(1[3-9](?:[\s()（）.·-]{0,4}\d){9})(?!\d)",
    re.ASCII,
)


def may_hold_number(text: str) -> bool:
    """Whether it is worth looking closer."""
    return bool(_LONG.search(text) or _ABROAD.search(text) or _BROKEN.search(text) or _STRANGE.search(text))


def find_numbers(text: str, offices: frozenset[str] = frozenset()) -> Iterator[tuple[int, Problem]]:
    """Every private number with its position, but for the mobile numbers of ``offices``."""
    places: list[int] | None = None
    if _STRANGE.search(text):
        places = [at for at, char in enumerate(text) if char not in _UNSEEN]
        text = "".join(text[at] for at in places).translate(_ALIKE)
    told: set[int] = set()
    for at, digits, found in _find(text):
        if digits not in offices and at not in told:
            told.add(at)
            yield places[at] if places else at, found


def _find(text: str) -> Iterator[tuple[int, str, Problem]]:
    if _LONG.search(text) or _SPOKEN.search(text) or ("86" in text and _ABROAD.search(text)):
        lines = [0, *(match.end() for match in re.finditer("\n", text))]
        for digits, found in place_numbers("", text):
            yield lines[found.line - 1] + found.column - 1, digits, found
    for at in find_identities(text):
        yield at, "", Problem("", 1, 1, *IDENTITY)
    if "证" in text or "身份" in text:
        for match in _OLD_IDENTITY.finditer(text):
            yield match.start(1), "", Problem("", 1, 1, *IDENTITY)
    if "电话" in text or "手机" in text or "微信" in text or "联系" in text:
        for match in _CALLED.finditer(text):
            digits = re.sub(r"\D", "", match[1])
            yield match.start(1), digits, Problem("", 1, 1, *MOBILE)


def find_identities(text: str) -> Iterator[int]:
    """Where an identity-card number begins that passes its check, in one piece or broken where people break one."""
    for match in _BROKEN.finditer(text):
        groups = _GROUP.findall(match[0])
        digits = "".join(groups).translate(_NARROW)
        if len(digits) == 18 and is_identity_number(digits) and _is_natural([len(group) for group in groups]):
            yield match.start()


def _is_natural(sizes: list[int]) -> bool:
    """Numbers of a table that stand side by side are no identity number, whatever their sum says."""
    seams = {sum(sizes[: end + 1]) for end in range(len(sizes) - 1)}
    return len(sizes) <= 2 or len(sizes) == 18 or seams <= _SEAMS
