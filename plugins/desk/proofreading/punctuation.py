"""Punctuation (GB/T 15834-2011) and spacing beside Chinese."""

# ruff: noqa: E501 -- a pattern is read whole or not at all
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from plugins.registry.problems import Rule

from .base import HAN, PASSAGE, RECORD, Finding, WordRule, pattern_rule

HALF_WIDTH = Rule(
    "W401", "warning", "中文里用了半角标点", "村民们来了,还带了凳子。", "村民们来了，还带了凳子。"
)
STRAIGHT_QUOTES = Rule("W402", "warning", "中文里用了直引号", '开展"清洁家园"活动。', "开展“清洁家园”活动。")
UNPAIRED = Rule("W403", "error", "引号、括号、书名号不成对", "开展“清洁家园活动。", "开展“清洁家园”活动。")
IDLE_COMMA = Rule(
    "W404", "warning", "书名号或引号之间多了顿号", "学习《制度》、《办法》。", "学习《制度》《办法》。"
)
ELLIPSIS = Rule(
    "W405", "warning", "省略号的写法不对", "写对联、剪窗花...忙了一天。", "写对联、剪窗花……忙了一天。"
)
DASH = Rule(
    "W406", "warning", "破折号的写法不对", "他只有一个心愿--让大家看上书。", "他只有一个心愿——让大家看上书。"
)
EMPTY_PAIR = Rule(
    "W407", "error", "引号、括号、书名号里是空的", "开展了“”主题活动。", "开展了“学雷锋”主题活动。"
)
SPACE = Rule("W408", "warning", "中文与数字、字母之间多了空格", "现有 14 支队伍。", "现有14支队伍。")
FULL_WIDTH = Rule("W409", "warning", "用了全角数字或字母", "现有１４支队伍。", "现有14支队伍。")
DOUBLED = Rule("W419", "error", "标点重复或相抵", "村民来了，，坐满一屋。", "村民来了，坐满一屋。")
LEADING = Rule("W420", "error", "一段以标点开头", "，队员们冒雪出发。", "队员们冒雪出发。")
SPREAD = Rule("W421", "warning", "字与字之间有空格", "新 时 代 文 明实践。", "新时代文明实践。")
SPACE_AFTER = Rule("W422", "warning", "中文标点旁边有空格", "村民来了， 坐满一屋。", "村民来了，坐满一屋。")
INDENT = Rule("W423", "warning", "段首打了空格", "　　队员们冒雪出发。", "队员们冒雪出发。")

WIDE: Final = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ".": "。", "(": "（", ")": "）"}
_MARKS = "，。、；：！？"
# After Chinese, or before it; never between two Latin letters or digits.
_HALF: Final = re.compile(
    rf"[,;?!](?:(?<=[{HAN}”’》」』）％%].)(?![,;?!])|(?<=[A-Za-z0-9%].)(?=[{HAN}“《]))|:(?<=[{HAN}”’》」』）].)(?![/\\\\])"
    rf"|\.(?<=[{HAN}”’》」』）].)(?=$|\s|[{HAN}”’》」』）])(?!\.)"
)
_BRACKETS: Final = re.compile(r"\(([^()\n]*)\)|[()]")
_HAN_ONE: Final = re.compile(f"[{HAN}]")


def _find_half(text: str) -> Iterator[Finding]:
    for match in _HALF.finditer(text):
        mark = match[0]
        if (
            mark == "."
            and text[match.start() - 1] in "一二三四五六七八九十"
            and text[match.end() : match.end() + 1]
        ):
            wide = "．" if text[match.end()].isspace() else "、"
            if text[match.start() - 2 : match.start() - 1] in ("", "\n"):
                yield _half(match.start(), mark, wide if wide == "、" else "、", None)
                continue
        yield _half(match.start(), mark, WIDE[mark], WIDE[mark])
    for match in _BRACKETS.finditer(text):
        before = text[match.start() - 1 : match.start()]
        after = text[match.end() : match.end() + 1]
        if not (
            _HAN_ONE.match(before)
            or _HAN_ONE.search(match[0])
            or (len(match[0]) > 1 and _HAN_ONE.match(after))
        ):
            continue
        ends = [match.start()] if len(match[0]) == 1 else [match.start(), match.end() - 1]
        for at in ends:
            yield _half(at, text[at], WIDE[text[at]], WIDE[text[at]] if len(ends) == 2 else None)


def _half(at: int, mark: str, wide: str, fix: str | None) -> Finding:
    return Finding(at, at + 1, HALF_WIDTH.id, f"半角标点“{mark}”", f"改成全角“{wide}”", "warning", fix)


_PAIRS: Final = {
    "”": "“",
    "’": "‘",
    "》": "《",
    "）": "（",
    "〉": "〈",
    "】": "【",
    "」": "「",
    "』": "『",
    "〕": "〔",
}
_PAIR_MARKS: Final = re.compile(r"[“”‘’《》（）〈〉【】「」『』〔〕]|\n\n|\f")
_COUPLES: Final = re.compile("|".join(left + right for right, left in _PAIRS.items()))
_OPENING: Final = frozenset(_PAIRS.values())


def _find_unpaired(text: str) -> Iterator[Finding]:  # noqa: PLR0912 -- a branch for each way to be unpaired
    """Each passage by itself; a quotation over several paragraphs opens in each and closes in the last only."""
    marks = "".join(_PAIR_MARKS.findall(text))
    while len(marks) != len(marks := _COUPLES.sub("", marks)):
        continue
    if not marks.strip():
        return
    opened: list[tuple[str, int]] = []
    passage = 0
    for match in _PAIR_MARKS.finditer(text):
        mark, at = match[0], match.start()
        if mark in (PASSAGE, RECORD):
            goes_on = mark == PASSAGE and text[passage : passage + 1] == "“" == text[at + 2 : at + 3]
            for left, place in opened:
                if not (goes_on and place == passage):
                    yield _unpaired(place, left, "没有另一半", "补上右边的一半，或删去它")
            opened, passage = [], match.end()
        elif mark in _OPENING:
            opened.append((mark, at))
        elif opened and opened[-1][0] == _PAIRS[mark]:
            opened.pop()
        elif mark == "’" and _is_apostrophe(text, at):
            continue
        elif any(left == _PAIRS[mark] for left, _ in opened):
            while opened[-1][0] != _PAIRS[mark]:
                left, place = opened.pop()
                yield _unpaired(place, left, "没有另一半", "补上右边的一半，或删去它")
            opened.pop()
        else:
            yield _unpaired(at, mark, "没有另一半", "补上左边的一半，或删去它")
    for left, place in opened:
        yield _unpaired(place, left, "没有另一半", "补上右边的一半，或删去它")


def _is_apostrophe(text: str, at: int) -> bool:
    return text[at - 1 : at].isascii() and text[at - 1 : at].isalnum()


def _unpaired(at: int, mark: str, message: str, hint: str) -> Finding:
    return Finding(
        at,
        at + 1,
        UNPAIRED.id,
        f"“{mark}”{message}" if mark not in "“”" else f"引号{mark}{message}",
        hint,
        "error",
    )


_SPACE: Final = re.compile(
    rf"[ \u00a0]+(?:(?P<a>(?<=[{HAN}][ \u00a0])(?=[0-9A-Za-z]))|(?<=[0-9A-Za-z%％][ \u00a0])(?=[{HAN}]))"
)
# What a space may rightly set off: a clock time, an ISO date, a long number (telephone, postcode).
_SET_OFF: Final = re.compile(r"\d{1,2}[:：]\d\d|\d{4}-\d|\d{3,4}-\d{3}|\d{5,}|[A-Za-z]+:")
_SET_OFF_BEFORE: Final = re.compile(r"(?:\d{1,2}[:：]\d\d|\d{4}-\d\d?-\d\d?|\d{5,}|\d-\d{3,})$")


def _find_spaces(text: str) -> Iterator[Finding]:
    for match in _SPACE.finditer(text):
        start, end = match.span()
        if match["a"] is not None:
            if _SET_OFF.match(text, end):
                continue
        else:
            before = text[max(0, start - 24) : start]
            if _SET_OFF_BEFORE.search(before) or before.rpartition("\n")[2].isdigit():
                continue
        what = text[max(start - 1, 0) : end + 1]
        yield Finding(start, end, SPACE.id, f"“{what}”中间有空格", "删去空格", "warning", "")


def _find_wide(text: str) -> Iterator[Finding]:
    for match in re.finditer("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+", text):
        if len(match[0]) > 10:
            continue  # no count is that long: a private number, which has its own rule
        narrow = "".join(chr(ord(char) - 0xFEE0) for char in match[0])
        yield Finding(
            match.start(),
            match.end(),
            FULL_WIDTH.id,
            f"“{match[0]}”是全角的",
            f"改成“{narrow}”",
            "warning",
            narrow,
        )


_DOUBLED: Final = re.compile(
    rf"[，、；：][{_MARKS}]+|[！？][，、；：。]+|。(?:[，、；：！？]|。(?!。))[，、；：！？]*"
)


def _find_doubled(text: str) -> Iterator[Finding]:
    for match in _DOUBLED.finditer(text):
        if match.start() and text[match.start() - 1] == "。":
            continue
        same = len(set(match[0])) == 1
        hint = f"留一个“{match[0][0]}”" if same else "只留该用的一个"
        mended = match[0][0] if same else None
        yield Finding(match.start(), match.end(), DOUBLED.id, f"“{match[0]}”连在一起", hint, "error", mended)


_NARROW_HEADS: Final = (
    *(one + other for one in "，、；：！？" for other in "，、；：。"),
    *("。" + other for other in "，、；：。！？"),
)
_WIDE_CHARACTERS: Final = "".join(
    chr(code)
    for start, end in ((0xFF10, 0xFF1A), (0xFF21, 0xFF3B), (0xFF41, 0xFF5B))
    for code in range(start, end)
)
_EMPTY: Final = tuple(
    left + gap
    for left, right in ("“”", "‘’", "《》", "（）", "【】", "「」", "()")
    for gap in (right, " ", "\u3000")
)
RULES: Final[tuple[WordRule, ...]] = (
    WordRule(HALF_WIDTH, ",;:?!.()", _find_half),
    pattern_rule(
        STRAIGHT_QUOTES, "\"",
        rf"\"(?:(?<=[{HAN}，。：、]\")(?=\S)|(?<=\S\")(?=[{HAN}，。、])|(?=[{HAN}])|(?<=[{HAN}。]\"))",
        "直引号“{0}”", "改成“ ”",
    ),
    WordRule(UNPAIRED, "".join(_PAIRS) + "".join(_OPENING), _find_unpaired),
    pattern_rule(IDLE_COMMA, ("》、《", "”、“"), "、(?:(?<=》、)(?=《)|(?<=”、)(?=“))", "相邻的两项已有标号，不用顿号", "删去顿号", ""),
    pattern_rule(
        ELLIPSIS, ("..", "。。。", "…", "··"),
        rf"\.{{3,}}(?:(?<=[{HAN}”》）]\.\.\.)|(?<=[{HAN}]\.{{4}})|(?<=[{HAN}]\.{{5}})|(?<=[{HAN}]\.{{6}})|(?=[{HAN}]))"
        rf"|\.\.(?<=[{HAN}”》）]\.\.)(?!\.)|。{{3,}}|…(?<!……)(?!…)|…{{3,}}|·{{3,}}",
        "“{0}”不是省略号", "写成“……”", "……",
    ),
    pattern_rule(
        DASH, ("--", "－－", "———"), rf"(?:-{{2,}}|－{{2,}}|—{{3,}})(?=[{HAN}“《（])", "“{0}”不是破折号", "写成“——”", "——"
    ),
    pattern_rule(
        EMPTY_PAIR, _EMPTY,
        r"“[ \u3000]*”|‘[ \u3000]*’|《[ \u3000]*》|（[ \u3000]*）|【[ \u3000]*】|「[ \u3000]*」|\([ \u3000]*\)(?<![A-Za-z_]\(\))",
        "{0}里是空的", "补上丢失的文字，或删去它",
    ),
    WordRule(SPACE, " \u00a0", _find_spaces),
    WordRule(FULL_WIDTH, _WIDE_CHARACTERS, _find_wide),
    WordRule(DOUBLED, _NARROW_HEADS, _find_doubled),
    pattern_rule(
        LEADING, _MARKS + "）》”", rf"[{_MARKS}）》”](?:(?<=\n\n.)|(?<=\f.)|(?<=\A.))",
        "一段以“{0}”开头", "补上前面丢失的文字，或删去它",
    ),
    pattern_rule(SPREAD, " ", rf"[{HAN}] (?:[{HAN}] ){{2,}}[{HAN}]", "“{0}”里有空格", "删去字间的空格"),
    pattern_rule(
        SPACE_AFTER, " \u00a0",
        rf"[ \u00a0]+(?:(?<=[{_MARKS}][ \u00a0])(?=[{HAN}“《0-9A-Za-z])|(?<=[{HAN}][ \u00a0])(?=[{_MARKS}]))",
        "标点旁边多了空格", "删去空格", "",
    ),
    pattern_rule(INDENT, "\u3000\u00a0", r"[\u3000\u00a0]+(?<![^\n\f\u3000\u00a0][\u3000\u00a0])(?<![^\n\f\u3000\u00a0][\u3000\u00a0]{2})(?=\S)",
                 "段首的空格不用打", "删去；网页自会排版", ""),
)  # fmt: skip
