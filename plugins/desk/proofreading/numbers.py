"""Numbers, dates and percentages (GB/T 15835-2011)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from plugins.registry.problems import Rule

from .base import Finding, WordRule, pattern_rule

PERCENT = Rule("W410", "warning", "百分数的范围少了百分号", "达标20～40%。", "达标20%～40%。")
NO_SUCH_DAY = Rule("W411", "error", "没有这一天或这个时刻", "活动于13月6日举行。", "活动于12月6日举行。")
ABOUT_TWICE = Rule("W412", "warning", "概数的说法重复", "约300余人参加。", "约300人参加。")
SHORT_YEAR = Rule("W413", "warning", "年份少了前两位", "19年6月开始登记。", "2019年6月开始登记。")

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
# 13月龄 is an age, 第13月 a count.
_MONTH: Final = re.compile(r"月(?!龄)(?:(\d{1,3})[日号](?:至(\d{1,3})日)?)?")
_MONTH_BEFORE: Final = re.compile(r"(?:(?<!\d)(\d{4})年)?(?<![\d.\-/第满])(\d{1,2})$")
_OLD_CALENDAR: Final = re.compile(r"[农阴旧古夏]历[^，。；\n]{0,6}$")
_DAYTIME: Final = (
    r"(?:\d[日号]|[上下中正]午|[早晚]上|早晨|清晨|凌晨|傍晚|夜间|[当今昨明]晚|[当今昨明次翌]日|[当今明昨]天)"
)
# From the mark of the hour, which is rare, one looks back.
_CLOCK: Final = re.compile(r"[时点:：](?<=\d.)(?!间)(?:(?P<minute>\d{1,2})(?!\d)(?P<said>分(?!之))?)?")
_HOUR_BEFORE: Final = re.compile(rf"(?P<day>{_DAYTIME})?(?<![\d.])(?P<hour>\d{{1,3}})$")
# Words that end in 约 and say nothing of a number: 节约100多万元, 签约300余户.
_BOUND = "节条合公契预制集简特协签邀违相履誓缔失爽毁解守租盟隐婉续订立依践"
_QUANTITY = r"(?:\d[\d.,]*(?:多)?[万千百亿]?|[一二两三四五六七八九十百千万几]{2,}|百|千|万)"
_COUNTED = r"(?:人|名|户|场|次|件|个|元|份|位|家|公里|米|亩|平方米|吨|年|天|岁|处|支|斤|棵|株|册|本|条|台|套)"


def _find_dates(text: str) -> Iterator[Finding]:
    for match in _MONTH.finditer(text):
        before = _MONTH_BEFORE.search(text, max(0, match.start() - 8), match.start())
        if before is None or _OLD_CALENDAR.search(text, max(0, before.start() - 10), before.start()):
            continue
        wrong = _judge_date(before[1], before[2], [day for day in match.groups() if day])
        if wrong:
            yield Finding(before.start(2), match.end(), NO_SUCH_DAY.id, wrong, "核对日期", "error")
    for match in _CLOCK.finditer(text):
        before = _HOUR_BEFORE.search(text, max(0, match.start() - 10), match.start())
        # Without a time of day 30:20 may be a score, and 时 no hour; nobody doubts 9时72分.
        if before is None or not (before["day"] or (match["said"] and match[0][0] in "时点")):
            continue
        if int(before["hour"]) > 24 or int(match["minute"] or 0) > 59:
            start = before.start("hour")
            said = f"没有“{text[start : match.end()]}”这个时刻"
            yield Finding(start, match.end(), NO_SUCH_DAY.id, said, "核对时刻", "error")


def _judge_date(year: str | None, month_said: str, days: list[str]) -> str:
    month = int(month_said)
    if not 1 <= month <= 12:
        return f"没有“{month}月”"
    for day in map(int, days):
        if not 1 <= day <= _DAYS[month - 1]:
            return f"{month}月没有“{day}日”"
        if (month, day) == (2, 29) and year and not _is_leap(int(year)):
            return f"{year}年2月没有29日"
    return ""


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


_PERCENT: Final = re.compile(r"(?<![\d.%％])(\d+(?:\.\d+)?)([~～—－\-至到])(\d+(?:\.\d+)?)([%％])$")


def _find_percent(text: str) -> Iterator[Finding]:
    for sign in re.finditer("[%％]", text):
        match = _PERCENT.search(text, max(0, sign.start() - 24), sign.end())
        if match is None:
            continue
        good = f"{match[1]}{match[4]}～{match[3]}{match[4]}"
        said = f"“{match[0]}”的前一个数少了百分号"
        yield Finding(match.start(), match.end(), PERCENT.id, said, f"写成“{good}”", "warning")


RULES: Final[tuple[WordRule, ...]] = (
    WordRule(PERCENT, "%％", _find_percent),
    WordRule(NO_SUCH_DAY, "月时点:：", _find_dates),
    pattern_rule(
        ABOUT_TWICE, ("余", "多", "左右", "上下", "以上"),
        rf"(?:约(?<![{_BOUND}]约)|将近|近(?<![最附邻接远靠临亲将]近)|大概){_QUANTITY}[余多](?![年天日周月载]|个月){_COUNTED}?"
        rf"|约(?<![{_BOUND}]约){_QUANTITY}[余多](?:年|天|日|周|个月)"
        rf"|(?:约(?<![{_BOUND}]约)|将近|大概){_QUANTITY}{_COUNTED}?(?:左右|上下)"
        rf"|(?:超过|逾){_QUANTITY}余?{_COUNTED}?(?:以上|左右)|余{_COUNTED}(?:左右|上下|以上)",
        "“{0}”里概数说了两遍", "留一个",
    ),
    pattern_rule(
        SHORT_YEAR, "年",
        r"年(?<=(?<![\d.,第了近过前后历个满龄刑期限共达逾超约足])[0-4]\d年)(?=(?:1[0-2]|0?[1-9])月(?!龄))|[‘'’]\d\d年",
        "“{0}”前面的年份不全", "写全四位",
    ),
)  # fmt: skip
