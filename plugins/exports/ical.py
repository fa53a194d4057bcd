"""iCalendar (RFC 5545) as text: folded at 75 octets between characters, escaped, CRLF. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

LIMIT: Final = 75
ZONE: Final = "Asia/Shanghai"
# China has kept one offset since its last summer time ended on 1991-09-15; nothing a portal lists is older.
VTIMEZONE: Final = (
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONE}",
    "BEGIN:STANDARD",
    "DTSTART:19910915T010000",
    "TZOFFSETFROM:+0900",
    "TZOFFSETTO:+0800",
    "TZNAME:CST",
    "END:STANDARD",
    "END:VTIMEZONE",
)
_ESCAPES: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def escape_text(text: str) -> str:
    """A TEXT value. Control characters, which no calendar may hold, are dropped."""
    kept = "".join(letter for letter in text if letter in "\n\t" or (letter >= " " and letter != "\x7f"))
    return kept.translate(_ESCAPES)


def fold_line(line: str) -> str:
    """One content line with its CRLF; continuation lines begin with a blank, none is longer than 75 octets.

    A character of several octets is never torn apart.
    """
    if len(line) * 4 <= LIMIT or len(line.encode()) <= LIMIT:
        return f"{line}\r\n"
    pieces: list[str] = []
    piece, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > LIMIT:
            pieces.append(piece)
            piece, size = " ", 1
        piece += letter
        size += octets
    pieces.append(piece)
    return "\r\n".join(pieces) + "\r\n"


def build_calendar(name: str, description: str, events: Iterable[list[str]]) -> str:
    """A whole calendar: ``events`` are lists of content lines between BEGIN and END."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//practice-portal//calendar//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escape_text(name)}",
        f"X-WR-CALNAME:{escape_text(name)}",
        f"X-WR-CALDESC:{escape_text(description)}",
        f"X-WR-TIMEZONE:{ZONE}",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        "X-PUBLISHED-TTL:P1D",
        *VTIMEZONE,
    ]
    for event in events:
        lines += ["BEGIN:VEVENT", *event, "END:VEVENT"]
    lines.append("END:VCALENDAR")
    return "".join(fold_line(line) for line in lines)


def all_day(name: str, day: date) -> str:
    """``DTSTART;VALUE=DATE:20260501``."""
    return f"{name};VALUE=DATE:{day:%Y%m%d}"


def at_minute(name: str, moment: datetime) -> str:
    """``DTSTART;TZID=Asia/Shanghai:20260501T093000``."""
    return f"{name};TZID={ZONE}:{moment:%Y%m%dT%H%M%S}"


def next_day(day: date) -> date:
    """An all-day event ends before this day."""
    return day + timedelta(days=1)
