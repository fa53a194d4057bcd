"""The state of one pass over a page, and the shape of what handles its tags."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from .facts import PageFacts


@dataclass(slots=True)
class Scan:
    """The state of one pass."""

    page: PageFacts
    links: list[tuple[int, int, str, bool]] = field(default_factory=list)
    heading: tuple[int, int, int] | None = None
    in_label: int = 0
    in_contact: bool = False
    in_footer: bool = False
    in_main: bool = False
    badge: int = -1
    badge_part: int = 0
    notice: int = -1
    in_nav: int = 0
    source_set: list[str] = field(default_factory=list)


Handler = Callable[[Scan, int, dict[str, str], "re.Match[str]"], None]
# A tag already parsed: most tags of a site occur on every page.
Parsed = tuple[bool, Handler | None, dict[str, str], bool, str]
