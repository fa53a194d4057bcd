"""Numbers that identify a private person, wherever they stand in a text (个人信息保护法 Art. 28; 志愿服务条例 Art. 20).

They are found however they are written: in groups, with blanks or dashes of any kind between, in full-width digits,
with +86 before, a mobile number also in Chinese numerals, an identity-card number also over lines; and whatever stands
between that nobody sees (``folding``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from .folding import fold_text
from .identity import NARROW, find_identities, is_identity_number, looks_like_identity
from .problems import Problem

_DIGIT: Final = "0-9０-９"
_GAP: Final = " \u00a0\u3000\\-\u2010-\u2015－﹣.·"
# The digits of one line that may belong together; the ends are judged group by group.
_RUN: Final = re.compile(rf"[{_DIGIT}](?:[{_GAP}]{{0,2}}[{_DIGIT}]){{10,}}(?:[{_GAP}]?[XxＸｘ])?")
_GROUP: Final = re.compile(rf"[{_DIGIT}]+[XxＸｘ]?")
_SPOKEN: Final = re.compile(
    "[一幺壹][三四五六七八九叁肆伍陆柒捌玖][〇零一二三四五六七八九幺○]{9}(?![〇零一二三四五六七八九十百千万])"
)
_SPOKEN_DIGITS: Final = {"〇": "0", "零": "0", "○": "0", "幺": "1"} | {
    char: str(number) for number, char in enumerate("一二三四五六七八九", 1)
}
_MOBILE: Final = re.compile(r"(?:0{0,2}86)?(1[3-9]\d{9})", re.ASCII)
# How people group a mobile number. Other groups are a list of other numbers.
_MOBILE_GROUPS: Final = frozenset({(11,), (3, 4, 4), (3, 8), (7, 4), (1,) * 11})
_MOST_GROUPS: Final = 20
# A letter or a low line beside a digit makes a code of it, but after these it is somebody's number.
_CALLED: Final = re.compile(
    r"(?:^|[^A-Za-z])(?:tel|te|mob|mobile|phone|cell|call|wx|vx|v|weixin|wechat|qq|sj|id|no)[.:：]?\s?$",
    re.IGNORECASE,
)
NAMED_CARD: Final = re.compile(r"(?:卡号|银行卡|储蓄卡|借记卡|信用卡|工资卡|一卡通)[^\d０-９\n。；]{0,8}$")
_NAMED_IDENTITY: Final = re.compile(r"(?:身份证|证件号|身份号码)[^\d０-９\n。；]{0,8}$")
_ADDRESS: Final = re.compile(r"(?:https?://|www\.|//)[^\s\u3000-\u9fff]*$")

IDENTITY: Final = ("P306", "这里像是身份证号码", "删去；公布身份证号码违法")
CARD: Final = ("P307", "这里像是银行卡号", "删去")
MOBILE: Final = (
    "P304",
    "这里像是手机号码",
    "私人手机删去；单位的办公手机写进该单位记录的 telephone，并加一行 office_mobile: true",
)


class PrivateNumber(NamedTuple):
    """Characters ``start`` to ``end`` of a text are ``digits``, a number of the kind of ``rule``."""

    start: int
    end: int
    digits: str
    rule: str
    message: str
    hint: str


def is_bank_card(digits: str) -> bool:
    """Whether 16 to 19 digits that begin with 62 (China UnionPay) pass Luhn's test."""
    return 16 <= len(digits) <= 19 and digits.startswith("62") and passes_luhn(digits)


def passes_luhn(digits: str) -> bool:
    """Whether a string is all digits and passes Luhn's test (ISO/IEC 7812-1)."""
    if not digits.isdigit():
        return False
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (2 if place % 2 else 1)
        total += number - 9 if number > 9 else number
    return total % 10 == 0


def find_numbers(text: str) -> Iterator[PrivateNumber]:
    """Every private number in a text, each once; the broken ones last."""
    plain, places = fold_text(text)
    told: list[PrivateNumber] = []
    for found in _find_all(plain):
        if any(
            found.rule == other.rule and found.start < other.end and other.start < found.end for other in told
        ):
            continue
        told.append(found)
        if places is None:
            yield found
        else:
            yield found._replace(start=places[found.start], end=places[found.end - 1] + 1)


def _find_all(text: str) -> Iterator[PrivateNumber]:
    yield from _find_on_lines(text)
    for start, end, digits in find_identities(text):
        yield PrivateNumber(start, end, digits, *IDENTITY)


def _find_on_lines(text: str) -> Iterator[PrivateNumber]:
    for run in _RUN.finditer(text):
        groups = [(match.start(), match.end()) for match in _GROUP.finditer(text, run.start(), run.end())]
        first = 0
        while first < len(groups):
            found = _judge_from(text, groups, first)
            if found is None:
                first += 1
                continue
            yield found
            first = next((n for n, group in enumerate(groups) if group[0] >= found.end), len(groups))
    for match in _SPOKEN.finditer(text):
        digits = "".join(_SPOKEN_DIGITS.get(char, "") for char in match[0])
        if _MOBILE.fullmatch(digits):
            yield PrivateNumber(match.start(), match.end(), digits, *MOBILE)


def _judge_from(text: str, groups: list[tuple[int, int]], first: int) -> PrivateNumber | None:
    """The longest private number that begins with group ``first``."""
    start = groups[first][0]
    digits = ""
    found = None
    for last in range(first, min(len(groups), first + _MOST_GROUPS)):
        begin, end = groups[last]
        digits += text[begin:end].translate(NARROW)
        if len(digits) > 19:
            break
        if len(digits) < 11 or not _stands_alone(text, start, end):
            continue
        sizes = tuple(stop - at for at, stop in groups[first : last + 1])
        said = _judge(digits, sizes, text[max(0, start - 16) : start])
        if said is not None:
            found = PrivateNumber(start, end, digits, *said)
    return found


def _judge(digits: str, sizes: tuple[int, ...], before: str) -> tuple[str, str, str] | None:
    if is_identity_number(digits) or (looks_like_identity(digits) and _NAMED_IDENTITY.search(before)):
        return IDENTITY
    if 16 <= len(digits) <= 19 and digits.isdigit():
        even = len(sizes) <= 2 or all(size == 4 for size in sizes[:-1]) or set(sizes) == {1}
        named = digits.startswith("62") and NAMED_CARD.search(before)
        if named or (even and is_bank_card(digits)):
            return CARD
    mobile = _MOBILE.fullmatch(digits)
    if mobile and _strip_country(sizes, len(digits) - 11) in _MOBILE_GROUPS:
        return MOBILE
    return None


def _strip_country(sizes: tuple[int, ...], country: int) -> tuple[int, ...]:
    """The groups of a mobile number without the ``country`` digits of 86 or 0086 before it."""
    if not country:
        return sizes
    if sizes[0] == country:
        return sizes[1:]
    return (sizes[0] - country, *sizes[1:])


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether nothing beside the stretch makes it a part of something longer: a decimal, a code, an address, a sum."""
    before, after = text[start - 1 : start], text[end : end + 2]
    joined = before in ("_", "/", "=", ".") or (before.isascii() and before.isalpha())
    if before in ("/", "="):
        joined = _ADDRESS.search(text, max(0, start - 200), start) is not None
    elif before == ".":
        joined = text[start - 2 : start - 1].isdigit()
    if joined and before and not _CALLED.search(text[max(0, start - 12) : start]):
        return False
    if not after:
        return True
    if after[0].isascii() and (after[0].isalpha() or after[0] == "_"):
        return False
    if after[0] == "." and after[1:].isascii() and after[1:].isalnum():
        return False
    return not after.startswith(("元", "万元", "%", "％"))


def strip_country(digits: str) -> str:
    """A mobile number's eleven digits, without 86 or 0086 before them; anything else as it is."""
    match = _MOBILE.fullmatch(digits)
    return match[1] if match else digits


def find_private(path: str, text: str) -> Iterator[Problem]:
    """Every private number in a text, at its place. The number itself is not repeated in the message."""
    for _, problem in place_numbers(path, text):
        yield problem


def place_numbers(path: str, text: str) -> Iterator[tuple[str, Problem]]:
    """(digits without a country's, problem) of every private number in a text."""
    for number in find_numbers(text):
        line = text.count("\n", 0, number.start) + 1
        column = number.start - text.rfind("\n", 0, number.start)
        problem = Problem(path, line, column, number.rule, number.message, number.hint)
        yield strip_country(number.digits), problem
