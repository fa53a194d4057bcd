"""Private numbers however a finished file may hide them: over lines and cells, in foreign digits, in odd groups.

``registry.privacy`` knows what a number is and reads a text as an eye does. Here what an output may add to a source is
looked through: old identity numbers, a mobile number in odd groups after its word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from plugins.registry import privacy
from plugins.registry.folding import fold_text, is_strange
from plugins.registry.identity import find_identities, may_hold_identity
from plugins.registry.privacy import IDENTITY, MOBILE, strip_country
from plugins.registry.problems import Problem

_D: Final = "[0-9０-９]"
# No private number begins with a nought but after 0086; every landline does, and one stands in every footer.
_G: Final = rf"(?:[ \u00a0\u3000.·\u2010-\u2015－﹣-]{{0,2}}{_D})"
# What may begin a match stands first, and is looked back from: so the search leaps over everything else.
_LONG: Final = re.compile(rf"[1-9１-９](?<!{_D}.){_G}{{10}}")
_ABROAD: Final = re.compile(rf"0{{1,2}}86{_G}{{11}}")
_SPOKEN: Final = re.compile("[一幺壹][三四五六七八九叁肆伍陆柒捌玖][〇零一二三四五六七八九幺○]{9}")
_OLD_IDENTITY: Final = re.compile(
    r"(?:身份证|证件号|身份号码)[^\d\n。；]{0,8}([1-9]\d{7}[01]\d[0-3]\d{4})(?!\d)", re.ASCII
)
_CALLED: Final = re.compile(
    r"(?:电话|手机|微信|联系方式|联系人)[^\d\n。；]{0,8}?\s?[(（]?(1[3-9](?:[\s()（）.·-]{0,4}\d){9})(?!\d)",
    re.ASCII,
)


def may_hold_number(text: str) -> bool:
    """Whether it is worth looking closer."""
    return bool(_LONG.search(text) or _ABROAD.search(text) or may_hold_identity(text) or is_strange(text))


def find_numbers(text: str, offices: frozenset[str] = frozenset()) -> Iterator[tuple[int, Problem]]:
    """Every private number with its position, but for the mobile numbers of ``offices``."""
    text, places = fold_text(text)
    told: set[int] = set()
    for at, digits, said in _find(text):
        if digits not in offices and at not in told:
            told.add(at)
            yield places[at] if places else at, Problem("", 1, 1, *said)


def _find(text: str) -> Iterator[tuple[int, str, tuple[str, str, str]]]:
    """Where, the digits of a mobile number, what is said of it."""
    if _LONG.search(text) or _SPOKEN.search(text) or ("86" in text and _ABROAD.search(text)):
        for number in privacy.find_numbers(text):
            yield number.start, strip_country(number.digits), (number.rule, number.message, number.hint)
    else:
        for at, _, _ in find_identities(text):
            yield at, "", IDENTITY
    if "证" in text or "身份" in text:
        for match in _OLD_IDENTITY.finditer(text):
            yield match.start(1), "", IDENTITY
    if "电话" in text or "手机" in text or "微信" in text or "联系" in text:
        for match in _CALLED.finditer(text):
            yield match.start(1), re.sub(r"\D", "", match[1]), MOBILE
