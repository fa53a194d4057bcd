"""Numbers that identify a private person, wherever they stand in a data file (个人信息保护法 Art. 28;
志愿服务条例 Art. 20).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .problems import Problem

_LONG = re.compile(r"(?<![\d.A-Za-z_-])\d(?:[ -]?\d){10,18}[Xx]?(?![\d.A-Za-z_-])", re.ASCII)
_MOBILE = re.compile(r"(?:86)?1[3-9]\d{9}", re.ASCII)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def is_identity_number(digits: str) -> bool:
    """Whether 18 characters are an identity-card number: a birth date inside and GB 11643's check character."""
    if len(digits) != 18 or not digits[:17].isdigit():
        return False
    year, month, day = int(digits[6:10]), int(digits[10:12]), int(digits[12:14])
    if not (1900 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= 31):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == digits[17].upper()


def is_bank_card(digits: str) -> bool:
    """Whether 16 to 19 digits that begin with 62 (China UnionPay) pass Luhn's test."""
    if not (16 <= len(digits) <= 19 and digits.isdigit() and digits.startswith("62")):
        return False
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (2 if place % 2 else 1)
        total += number - 9 if number > 9 else number
    return total % 10 == 0


def find_private(path: str, text: str) -> Iterator[Problem]:
    """Every private number in a text, at its place. The number itself is not repeated in the message."""
    for match in _LONG.finditer(text):
        digits = re.sub(r"[ -]", "", match[0])
        if is_identity_number(digits):
            said = ("P306", "这里像是身份证号码", "删去；公布身份证号码违法")
        elif is_bank_card(digits):
            said = ("P307", "这里像是银行卡号", "删去")
        elif _MOBILE.fullmatch(digits):
            said = ("P304", "这里像是手机号码", "只公布单位电话；没有就不写")
        else:
            continue
        line = text.count("\n", 0, match.start()) + 1
        yield Problem(path, line, match.start() - text.rfind("\n", 0, match.start()), *said)
