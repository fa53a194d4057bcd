"""Repeated characters, and relative dates that nothing anchors."""

# ruff: noqa: E501 -- a pattern is read whole or not at all
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from plugins.registry.problems import Rule

from .base import RECORD, Finding, WordRule

RELATIVE = Rule(
    "W417", "warning", "相对日期没有着落", "去年，全市建起一批实践站。", "2018年，全市建起一批实践站。"
)
REPEATED = Rule("W418", "warning", "字词重复", "村民的的菜园绿了。", "村民的菜园绿了。")

_RELATIVE: Final = re.compile(r"去年|前年|截至目前|截止目前|目前为止|今年(?!的?[春元])|上个月|上月(?!球)")
# A date that the words themselves give.
_ANCHOR: Final = re.compile(
    r"(?<!\d)(?:19|20)\d\d年?|[〇零一二三四五六七八九]{4}年|\d{1,2}月(?:\d{1,2}日|份|初|底|中旬|上旬|下旬)?"
)
_DOUBLE_WORDS = "我们|他们|她们|进行|通过|以及|志愿者|为了|因为|所以|可以|已经|必须|组织开展|新时代|文明实践|实践站|实践所|实践中心|志愿服务"


def find_relative(text: str, dated: Sequence[bool]) -> Iterator[Finding]:
    """The first relative date of each record whose words hold no date and whose fields hold none either."""
    at = 0
    for number, record in enumerate(text.split(RECORD)):
        known = number < len(dated) and dated[number]
        if not known:
            match = _RELATIVE.search(record)
            if match and not _ANCHOR.search(record):
                yield Finding(
                    at + match.start(),
                    at + match.end(),
                    RELATIVE.id,
                    f"“{match[0]}”不知从哪一年说起",
                    "写明年份",
                    "warning",
                )
        at += len(record) + 1


_SINGLE: Final = (
    r"的的(?!确)|了了(?<=[成完到来去现展取进]了了)|在在(?!处)|和和(?<![暖热软随乐]和和)(?![美气睦])|是是(?!非)|地地(?!道)|与与|为为|有有|于于|被被|及及"
    r"|也也|就就(?!业)|都都|将将(?!够)"
)
_TWICE: Final = re.compile(r"([的了在和是地与为有于被及也就都将])\1")
_WORD_TWICE: Final = re.compile(rf"({_DOUBLE_WORDS})\1")
_SINGLE_TWICE: Final = re.compile(_SINGLE)


def _find_repeated(text: str) -> Iterator[Finding]:
    found = list(_WORD_TWICE.finditer(text))
    if _TWICE.search(text):
        found += _SINGLE_TWICE.finditer(text)
    for match in found:
        yield Finding(match.start(), match.end(), REPEATED.id, f"“{match[0]}”重复了", "删去一个", "warning")


RULES: Final[tuple[WordRule, ...]] = (WordRule(REPEATED, "", _find_repeated),)
