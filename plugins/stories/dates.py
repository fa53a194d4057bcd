"""Dates as editors write them: one form is right, the others are recognised to say how."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from .model import SHANGHAI

_RIGHT: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d)", re.ASCII)
_LOOSE: Final = re.compile(
    r"\s*(\d{4})\s*[-/.年—－]\s*(\d{1,2})\s*[-/.月—－]\s*(\d{1,2})\s*日?(?:[\sT,，]*(上午|下午)?\s*(\d{1,2})\s*[:时點点]\s*(\d{1,2})?.*)?",
    re.ASCII,
)
_WIDE: Final = str.maketrans("０１２３４５６７８９：－／．　", "0123456789:-/. ")


def parse_date(text: str) -> datetime | tuple[str, str]:
    """``2026-05-01 09:30`` as an aware datetime of Asia/Shanghai; else (``form`` or ``value``, a corrected
    text or "").
    """
    match = _RIGHT.fullmatch(text)
    if not match:
        return "form", _correct(text)
    year, month, day, hour, minute = match.groups()
    try:
        date = datetime(int(year), int(month), int(day), int(hour), int(minute), tzinfo=SHANGHAI)
    except ValueError:
        return "value", ""
    return date if 1949 <= date.year <= 2199 else ("value", "")


def _correct(text: str) -> str:
    """The right form of a date written in another, so that a message can offer it. "" when it is no date at
    all.
    """
    match = _LOOSE.fullmatch(text.translate(_WIDE))
    if not match:
        return ""
    year, month, day, half, hour, minute = match.groups()
    hours = int(hour or 9) + (12 if half == "下午" and int(hour) < 12 else 0)
    try:
        date = datetime(int(year), int(month), int(day), hours, int(minute or 0), tzinfo=SHANGHAI)
    except ValueError:
        return ""
    return f"{date:%Y-%m-%d %H:%M}"
