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


# A character twice that is no word's end and the next one's beginning: not 目的的, 现在在, 所有有关, 参与与监督, 和和龙市.
_SINGLE: Final = (
    r"的的(?<![目标众之中]的的)(?![确士])|了了(?<=[成完到来去现展取进]了了)(?!解|无|然|如|断)|在在(?<![现存实所正内潜自外旨常]在在)(?!处)"
    r"|和和(?<![暖热软随乐饱共总平缓调温柔谐祥中]和和)(?![美气睦谐解善平龙田县风])|是是(?<![但于可还就只若要凡]是是)(?![非否])"
    r"|地地(?<![当属本各产用土林耕工园基外场驻]地地)(?![道方区带块理质点势址主下形面力价税产貌名级市铁])|与与(?<![参赠授给]与与)(?!会)"
    r"|为为(?<![行作人无有以极更尤因认]为为)(?!何)|有有(?<![所没国私公只还享占]有有)(?![关效限利力序机益害声色人偿待助余奖意])"
    r"|于于(?<=[位建设始成定处属用]于于)|被被(?<!棉被被)(?!子)|及及(?<![普涉以波顾触危]及及)(?![时格早])"
    r"|也也(?!门)|就就(?<![成造将]就就)(?![业医近餐诊读学地位任职寝此座])|都都(?<![首成古京国旧]都都)(?!市)|将将(?<![大干猛老名战健闯]将将)(?![够军领士要来])"
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
