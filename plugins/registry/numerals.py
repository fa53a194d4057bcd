"""Numbers as Chinese sources print them: 1万余人, 40余处, 近百人, 3.5万元, 20%～40%, 二百一十五户."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Qualifier = Literal["exact", "over", "nearly", "about", "range"]

DIGITS = {
    char: number
    for number, chars in enumerate(("零〇", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
    for char in chars
}
STEPS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}

_LEAD = r"(?P<forecast>预计|预期|计划)?(?:共计|累计|总计|合计|共有|共|达到|达|已达|已有|有)*"
_BEFORE = (
    r"(?P<before>至少|不少于|不低于|超过|高于|超|逾|大约|约有|约为|约"
    r"|将近|接近|近|不足|不到|上(?=[百千万亿]))?"
)
_ARABIC = r"(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,6})?"
_MORE = r"[余多]"
_STEP = r"(?:百万|千万|十万|万亿|十|百|千|万|亿)"
_ARABIC_NUMBER = rf"{_ARABIC}(?:{_MORE}?{_STEP}(?:\d{{1,4}}{_STEP})*)?"
_CHINESE_NUMBER = r"[数几]?[零〇一二两三四五六七八九十百千万亿]+(?:[余多几][万亿])?"
_NUMBER = rf"(?P<number>{_ARABIC_NUMBER}|{_CHINESE_NUMBER})(?P<more>[余多几])?"
# No digit, blank or counting word may begin a unit, or a number could not be told from it.
UNIT = (
    r"(?![余多几以上左右百千万亿十%‰])"
    r"[^\W\d_零〇一二两三四五六七八九十百千万亿余约近]{1,8}?(?:\([^\W\d_]{1,6}\))?"
)
_AFTER = r"(?P<after>以上|左右|上下|以内|以下)?"
_PLAIN = re.compile(rf"{_LEAD}{_BEFORE}{_NUMBER}(?P<unit>%|‰|{UNIT})?{_AFTER}")
_PERCENT = re.compile(
    rf"{_LEAD}{_BEFORE}百分之(?P<number>[零〇一二两三四五六七八九十百]+)(?P<more>)(?P<unit>){_AFTER}"
)
_RANGE = re.compile(
    rf"{_LEAD}(?P<low>{_ARABIC})(?P<first>%|‰|万|亿)?[~—–-]+(?P<high>{_ARABIC})(?P<step>万|亿)?(?P<unit>%|‰|{UNIT})?"
)
_GROUP = re.compile(rf"({_ARABIC})({_STEP})?")

OVER = {"至少", "不少于", "不低于", "超过", "高于", "超", "逾", "上", "余", "多", "几", "以上"}
NEARLY = {"将近", "接近", "近", "不足", "不到", "以内", "以下"}
ABOUT = {"大约", "约有", "约为", "约", "左右", "上下"}


class NotANumberError(ValueError):
    """What is wrong with the text, and the cure; both in Chinese."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Reading:
    """What a printed number says. ``high`` is the upper bound of a range; ``unit`` may be ""."""

    value: Decimal
    qualifier: Qualifier
    unit: str
    high: Decimal | None = None
    forecast: bool = False


def parse_number(text: str) -> Reading:
    """Read a printed number. Raises NotANumberError.

    20%～40% keeps both ends; percentages stay as printed (60% is 60 with the unit %); 3.5万元 is 35000 元.
    """
    plain = (
        re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("\uff5e", "~").replace("\u301c", "~")
    )
    match = _RANGE.fullmatch(plain)
    if match:
        return _read_range(match, text)
    match = _PERCENT.fullmatch(plain)
    if match:
        return Reading(
            _chinese(match["number"])[0], _qualify(match, text, False), "%", None, bool(match["forecast"])
        )
    match = _PLAIN.fullmatch(plain)
    if match is None:
        raise _explain(plain, text)
    number = match["number"]
    value, more = _arabic(number) if number[0] in "0123456789" else _chinese(number)
    return Reading(value, _qualify(match, text, more), match["unit"] or "", None, bool(match["forecast"]))


def _qualify(match: re.Match[str], text: str, more: bool) -> Qualifier:
    marks = [word for word in (match["before"], "余" if more else match["more"], match["after"]) if word]
    found: set[Qualifier] = set()
    for word in marks:
        found.add("over" if word in OVER else "nearly" if word in NEARLY else "about")
    if len(found) > 1:
        raise NotANumberError(
            f"“{text}”里两种说法相抵：{'、'.join(marks)}", "只留一个，如“约300户”或“300余户”"
        )
    return found.pop() if found else "exact"


def _arabic(number: str) -> tuple[Decimal, bool]:
    """The value of 3.5万, 10余万, 2万3千, and whether 余 or 多 stood inside."""
    bare = re.sub(_MORE, "", number)
    total = Decimal(0)
    for group in _GROUP.finditer(bare):
        scale = Decimal(1)
        for char in group[2] or "":
            scale *= STEPS[char]
        total += Decimal(group[1].replace(",", "")) * scale
    return _canonical(total), bare != number


def _canonical(value: Decimal) -> Decimal:
    """One form per value: 35000, not 35000.0 and not 3.5E+4."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _chinese(number: str) -> tuple[Decimal, bool]:
    """The value of 二百一十五, 十余万 or 数十, and whether it is a lower bound."""
    vague = number[0] in "数几"
    bare = re.sub("[数几余多]", "", number)
    total = section = digit = 0
    last = 10**12
    for char in bare:
        if char in DIGITS:
            if digit:
                raise NotANumberError(f"“{number}”不像一个数", "改用阿拉伯数字，如 24")
            digit = DIGITS[char]
            continue
        step = STEPS[char]
        if step >= 10**4:
            total = (
                (total + section + digit) * step if step > 10**4 else total + (section + digit or 1) * step
            )
            section, digit, last = 0, 0, step
            continue
        if step >= last:
            raise NotANumberError(f"“{number}”不像一个数", "改用阿拉伯数字，如 24")
        section += (digit or 1) * step
        digit, last = 0, step
    return Decimal(total + section + digit), vague or len(bare) != len(number)


def _read_range(match: re.Match[str], text: str) -> Reading:
    """Both ends share the step and the sign that stands after the second: 3~5万元 is 30000 to 50000."""
    step, first, unit = match["step"] or "", match["first"] or "", match["unit"] or ""
    if first in {"%", "‰"} and first != unit:
        raise NotANumberError(f"“{text}”两端的单位不同", "两端都写百分号，如 20%～40%")
    low = _canonical(Decimal(match["low"].replace(",", "")) * STEPS.get(first or step, 1))
    high = _canonical(Decimal(match["high"].replace(",", "")) * STEPS.get(step, 1))
    if high <= low:
        raise NotANumberError(f"“{text}”后一个数不大于前一个", "小数在前，大数在后")
    return Reading(low, "range", unit, high, bool(match["forecast"]))


def _explain(plain: str, text: str) -> NotANumberError:
    if re.match(r"(?:约|近|超|达到?)?[余多]", plain) or plain in {"", "个", "站个", "人", "户", "场", "次"}:
        return NotANumberError(f"“{text}”前面的数字缺失", "原件的数字残缺时写“未知”，不要猜")
    if re.match(r"若干|许多|众多|不少|大量|多(?:名|人|场)", plain):
        return NotANumberError(f"“{text}”没有说出数目", "来源没有数目就写“未知”")
    if plain.startswith("-"):
        return NotANumberError(f"“{text}”是负数", "数量不小于 0")
    return NotANumberError(
        f"看不懂数值“{text}”", "写作 24人、1万余人、约300户、近百人、60%、20%～40% 或 未知"
    )


def show_number(value: Decimal) -> str:
    """A plain value as the press writes it: 35000 is 3.5万, 12345 stays. Parses back to the same value."""
    for name, step in (("亿", 10**8), ("万", 10**4)):
        scaled = value / step
        if value >= step and scaled == scaled.quantize(Decimal("0.01")):
            return f"{scaled.normalize():f}{name}"
    return f"{value.normalize():f}"


def show_reading(reading: Reading) -> str:
    """The house's form of a reading. ``parse_number`` of it gives the reading back."""
    lead = "预计" if reading.forecast else ""
    number, unit = show_number(reading.value), reading.unit
    if reading.qualifier == "range" and reading.high is not None:
        sign = unit if unit in {"%", "‰"} else ""
        return f"{lead}{reading.value.normalize():f}{sign}～{reading.high.normalize():f}{unit}"
    if reading.qualifier == "over":
        return (
            f"{lead}{number}{unit}以上"
            if unit in {"%", "‰"} or ("." in number and number[-1].isdigit())
            else f"{lead}{number}余{unit}"
        )
    return lead + {"exact": "", "nearly": "近", "about": "约"}[reading.qualifier] + number + unit
