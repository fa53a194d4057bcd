"""The character that stands on the tile of a record without a picture."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

PlaceholderKind = Literal["person", "group", "place", "team"]

# 新时代文明实践所 and its like say what a place is, not which one.
PLACE_SORT = re.compile(r"新时代文明实践(?:服务)?(?:中心|分中心|所|站|点|基地|广场)?$")
TEAM_SORT = re.compile(r"(?:志愿者?)?(?:服务)?(?:总队|支队|分队|大队|小队|队伍|队|团队|小组|组)$")
DIVISION = re.compile(r"[^省市县区乡镇村]+?(?:自治[区州县]|街道(?:办事处)?|社区|[省市县区旗乡镇])")
VARIATION_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def placeholder_character(name: str, kind: PlaceholderKind) -> str:
    """One character for ``name``: a person's surname, or the first character that tells a place or team from
    its neighbours.

    金沙镇独木村新时代文明实践站 gives 独. A variation selector stays with its character. A name without
    letters gives "·".
    """
    telling = name.strip()
    if kind == "place":
        telling = _last_division(PLACE_SORT.sub("", telling) or telling)
    elif kind in ("team", "group"):
        telling = TEAM_SORT.sub("", telling) or telling
    for index, char in enumerate(telling):
        if unicodedata.category(char)[0] in "LN":
            following = telling[index + 1 : index + 2]
            return char + following if VARIATION_SELECTORS.match(following) else char
    return "·"


def _last_division(name: str) -> str:
    rest = name
    while (match := DIVISION.match(rest)) and match.end() < len(rest):
        rest = rest[match.end() :]
    return rest
