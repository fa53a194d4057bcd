"""How large a text may be set, by its length. Pure.

Only a first guess that keeps a poster on its page: whatever does not fit flows on to the next page and is never cut off.
"""

from __future__ import annotations

from math import ceil
from typing import Final
from unicodedata import east_asian_width

# (widest text in ems, step); the last step takes everything.
Steps = tuple[tuple[float, str], ...]
NAME: Final[Steps] = ((3, "n1"), (4, "n2"), (5, "n3"), (12, "n4"), (21, "n5"), (40, "n6"))
CITATION: Final[Steps] = ((10, "c0"), (26, "c1"), (52, "c2"), (96, "c3"), (180, "c4"))
DEED: Final[Steps] = ((36, "d1"), (72, "d2"))
STORY: Final[Steps] = ((300, "s1"), (430, "s2"), (580, "s3"), (900, "s4"))
TITLE: Final[Steps] = ((9, "t1"), (13, "t2"), (28, "t3"), (48, "t4"))
SMALLEST: Final = "least"
# How many ems of a citation stand in a line at each step of the sheet.
CITATION_LINE: Final = {"c0": 10.0, "c1": 15.0, "c2": 19.0, "c3": 23.0, "c4": 29.0, SMALLEST: 35.0}


def width_of(text: str) -> float:
    """The width of a text in ems: a Chinese character is one, a Latin letter a half."""
    return sum(1.0 if east_asian_width(char) in "WFA" else 0.5 for char in text)


def fit(text: str, steps: Steps) -> str:
    """The step at which a text is set."""
    width = width_of(text)
    return next((step for widest, step in steps if width <= widest), SMALLEST)


def balance_line(text: str, widest: float) -> int:
    """The width in ems at which a text fills all its lines about evenly, so that no last line holds one character."""
    width = width_of(text)
    lines = max(1, ceil(width / widest))
    return ceil(width / lines) + (1 if lines > 1 else 0)
