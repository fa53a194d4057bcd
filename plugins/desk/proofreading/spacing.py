"""Spaces beside Chinese: none between Chinese and digits or letters, none beside marks, none at a paragraph's head.

A space may set things off, and then it is no fault: the two halves of a headline, the columns of a schedule, a label
and its title, a clock time, a telephone number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from plugins.registry.problems import Rule

from .base import HAN, MARKS, Finding, WordRule, pattern_rule

SPACE = Rule("W408", "warning", "中文与数字、字母之间多了空格", "现有 14 支队伍。", "现有14支队伍。")
SPREAD = Rule("W421", "warning", "字与字之间有空格", "新 时 代 文 明实践。", "新时代文明实践。")
SPACE_AFTER = Rule("W422", "warning", "中文标点旁边有空格", "村民来了， 坐满一屋。", "村民来了，坐满一屋。")
INDENT = Rule("W423", "warning", "段首打了空格", "　　队员们冒雪出发。", "队员们冒雪出发。")

_SPACE: Final = re.compile(
    rf"[ \u00a0]+(?:(?P<a>(?<=[{HAN}][ \u00a0])(?=[0-9A-Za-z]))|(?<=[0-9A-Za-z%％][ \u00a0])(?=[{HAN}]))"
)
# What a space may rightly set off: a clock time, a score, an ISO date, a long number (telephone, postcode).
_SET_OFF: Final = re.compile(r"\d{1,3}[:：]\d|\d{4}-\d|\d{3,4}-\d{3}|\d{5,}|[A-Za-z]+:")
_SET_OFF_BEFORE: Final = re.compile(
    r"(?:\d{1,2}[:：]\d\d|\d{1,3}[:：]\d{1,3}|\d{4}-\d\d?-\d\d?|\d{5,}|\d-\d{3,}"
    # A label and its title: 图1 义诊现场, 附件2-1 报名表, 1.2 总则.
    r"|(?:图|表|附件|附表|附图|附录|案例|专栏|步骤|例|题|注)\d{1,3}(?:[-.]\d{1,3})*|(?:^|\n)\d{1,3}(?:\.\d{1,3})*\.?)$"
)
_CLOCK_BEFORE: Final = re.compile(
    r"(?:日|[上下中]午|早上|早晨|晚上|傍晚|凌晨|夜间|(?:周|星期)[一二三四五六日天])$"
)
_CLOCK: Final = re.compile(r"\d{1,2}[时点]")
_SERVICE_BEFORE: Final = re.compile(
    r"(?:电话|热线|[火匪报]警|急救|救护|求助|举报|投诉|咨询|客服|传真|邮编|区号)$"
)
_SERVICE: Final = re.compile(r"1\d\d(?!\d)")
_BREAK: Final = re.compile(r"\n|\f")
_SENTENCE: Final = re.compile(r"[，。；！？]")
_COLUMNS: Final = re.compile(rf"[{HAN}） ][ \u00a0]+[{HAN}]")
# Each half of a headline has at least so many characters.
_HALF_HEADLINE: Final = 5


def _passage(text: str, at: int) -> tuple[int, int]:
    """Where the line of ``text`` that holds ``at`` begins and ends."""
    start = max(text.rfind("\n", 0, at), text.rfind("\f", 0, at)) + 1
    end = _BREAK.search(text, at)
    return start, end.start() if end else len(text)


def _sets_off(text: str, start: int, end: int) -> bool:
    """Whether a space parts the halves of a headline or the columns of a line that is no sentence."""
    first, last = _passage(text, start)
    line = text[first:last]
    if _SENTENCE.search(line):
        return False
    if _COLUMNS.search(line):
        return True
    before, after = line[: start - first], line[end - first :]
    if min(len(before), len(after)) < _HALF_HEADLINE:
        return False
    # A number with a space on either side stands inside a clause.
    return " " not in before[-8:] and not re.match(r"[0-9A-Za-z.]+ ", after)


def _find_spaces(text: str) -> Iterator[Finding]:
    for match in _SPACE.finditer(text):
        start, end = match.span()
        before = text[max(0, start - 24) : start]
        if match["a"] is not None:
            if (
                _SET_OFF.match(text, end)
                or (_CLOCK.match(text, end) and _CLOCK_BEFORE.search(before))
                or (_SERVICE.match(text, end) and _SERVICE_BEFORE.search(before))
            ):
                continue
        elif _SET_OFF_BEFORE.search(before):
            continue
        if _sets_off(text, start, end):
            continue
        what = text[max(start - 1, 0) : end + 1]
        yield Finding(start, end, SPACE.id, f"“{what}”中间有空格", "删去空格", "warning", "")


_SPACE_AFTER: Final = re.compile(
    rf"[ \u00a0]+(?:(?<=[{MARKS}][ \u00a0])(?=[{HAN}“《0-9A-Za-z])|(?<=[{HAN}][ \u00a0])(?=[{MARKS}]))"
)


def _find_beside_marks(text: str) -> Iterator[Finding]:
    for match in _SPACE_AFTER.finditer(text):
        start, end = match.span()
        if text[start - 1] in "！？":
            first, last = _passage(text, start)
            if last - end >= _HALF_HEADLINE and not _SENTENCE.search(
                text[first : start - 1] + text[end:last]
            ):
                continue  # a headline: 雪天路滑怎么办？ 交警来支招
        yield Finding(start, end, SPACE_AFTER.id, "标点旁边多了空格", "删去空格", "warning", "")


_WIDE_SPACES: Final = re.compile(r"[\u3000\u00a0]+(?=\S)")


def _find_indents(text: str) -> Iterator[Finding]:
    for match in _WIDE_SPACES.finditer(text):
        if match.start() == 0 or text[match.start() - 1] in "\n\f":
            hint = "删去；网页自会排版"
            yield Finding(match.start(), match.end(), INDENT.id, "段首的空格不用打", hint, "warning", "")


RULES: Final[tuple[WordRule, ...]] = (
    WordRule(SPACE, " \u00a0", _find_spaces),
    pattern_rule(
        SPREAD, " ", rf"[{HAN}] (?<![{HAN}][{HAN}] )(?:[{HAN}] ){{2,}}[{HAN}]", "“{0}”里有空格", "删去字间的空格"
    ),
    WordRule(SPACE_AFTER, " \u00a0", _find_beside_marks),
    WordRule(INDENT, "\u3000\u00a0", _find_indents),
)  # fmt: skip
