"""Punctuation beside Chinese (GB/T 15834-2011)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from plugins.registry.problems import Rule

from .base import HAN, MARKS, Finding, WordRule, pattern_rule

HALF_WIDTH = Rule(
    "W401", "warning", "中文里用了半角标点", "村民们来了,还带了凳子。", "村民们来了，还带了凳子。"
)
STRAIGHT_QUOTES = Rule("W402", "warning", "中文里用了直引号", '开展"清洁家园"活动。', "开展“清洁家园”活动。")
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
FULL_WIDTH = Rule("W409", "warning", "用了全角数字或字母", "现有１４支队伍。", "现有14支队伍。")
DOUBLED = Rule("W419", "error", "标点重复或相抵", "村民来了，，坐满一屋。", "村民来了，坐满一屋。")
LEADING = Rule("W420", "error", "一段以标点开头", "，队员们冒雪出发。", "队员们冒雪出发。")

WIDE: Final = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ".": "。", "(": "（", ")": "）"}
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


_LIST: Final = re.compile(r"(?:“[^“”\n]*”|《[^《》\n]*》)(?:、?(?:“[^“”\n]*”|《[^《》\n]*》))+")
_IDLE: Final = re.compile(r"、(?:(?<=》、)(?=《)|(?<=”、)(?=“))")
# A quotation that is bound to another by words is not the whole of its item: “拉手”而不是“松手”、“延链”而不是“断链”.
_BOUND_BEFORE: Final = re.compile(rf"[”》](?![和与及或、]*$)[^{MARKS}“”《》\n]{{1,8}}$")
_BOUND_AFTER: Final = re.compile(rf"(?!(?:和|与|及|以及|或|或者|还有)[“《])[^{MARKS}“”《》\n]{{1,8}}[“《]")


def _find_idle_commas(text: str) -> Iterator[Finding]:
    """Only lists whose items are all quotations or titles: beside other items the mark keeps the list even."""
    for run in _LIST.finditer(text):
        start, end = run.span()
        if text[end : end + 1] == "、" or (start and text[start - 1] == "、"):
            continue
        if _BOUND_BEFORE.search(text, max(0, start - 10), start) or _BOUND_AFTER.match(text, end):
            continue
        for match in _IDLE.finditer(text, start, end):
            said, hint = "相邻的两项已有标号，不用顿号", "删去顿号"
            yield Finding(match.start(), match.end(), IDLE_COMMA.id, said, hint, "warning", "")


_DOUBLED: Final = re.compile(
    rf"[，、；：][{MARKS}]+|[！？][，、；：。]+|。(?:[，、；：！？]|。(?!。))[，、；：！？]*"
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
    WordRule(IDLE_COMMA, ("》、《", "”、“"), _find_idle_commas),
    pattern_rule(
        ELLIPSIS, ("..", "。。。", "…", "··"),
        rf"\.{{3,}}(?:(?<=[{HAN}”》）]\.\.\.)|(?<=[{HAN}]\.{{4}})|(?<=[{HAN}]\.{{5}})|(?<=[{HAN}]\.{{6}})|(?=[{HAN}]))"
        rf"|\.\.(?<=[{HAN}”》）]\.\.)(?!\.)|。{{3,}}|…(?<!……)(?!…)|…{{3,}}+(?<!^…{{4}})(?<![\n\f\u2003\u3000]…{{4}})|·{{3,}}",
        "“{0}”不是省略号", "写成“……”", "……",
    ),
    pattern_rule(
        DASH, ("--", "－－", "———"), rf"(?:-{{2,}}|－{{2,}}|—{{3,}})(?=[{HAN}“《（])", "“{0}”不是破折号", "写成“——”", "——"
    ),
    pattern_rule(
        EMPTY_PAIR, _EMPTY,
        r"“[ \u3000]*”|‘[ \u3000]*’|《[ \u3000]*》|（）|【[ \u3000]*】|「[ \u3000]*」|\(\)(?<![A-Za-z_]\(\))",
        "{0}里是空的", "补上丢失的文字，或删去它",
    ),
    WordRule(FULL_WIDTH, _WIDE_CHARACTERS, _find_wide),
    WordRule(DOUBLED, _NARROW_HEADS, _find_doubled),
    pattern_rule(
        LEADING, MARKS + "）》”", rf"[{MARKS}）》”](?:(?<=\n\n.)|(?<=\f.)|(?<=\A.))",
        "一段以“{0}”开头", "补上前面丢失的文字，或删去它",
    ),
)  # fmt: skip
