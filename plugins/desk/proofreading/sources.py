"""What goes wrong with a file as such and no parser complains of: a merge left undone, marks that mean something else
to YAML than to the writer. These look at the file as it stands, not at its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from plugins.registry.problems import Rule

from .base import Finding

_HEAD: Final = "---\ndate: 2026-05-01\n"
MERGE = Rule(
    "W426",
    "error",
    "合并冲突没有处理",
    "村民来了。\n\n<<<<<<< HEAD\n大家笑了。\n=======\n大家都笑了。\n>>>>>>> new\n",
    "村民来了。\n\n大家都笑了。\n",
)
WRAPPED = Rule(
    "W427",
    "warning",
    "整个值套在中文引号里",
    _HEAD + "title: “示例标题”\n---\n",
    _HEAD + "title: 示例标题\n---\n",
)
HIDDEN = Rule(
    "W428",
    "warning",
    "井号后面的字被当成注释",
    _HEAD + "title: 甲村 #1号楼\n---\n",
    _HEAD + 'title: "甲村 #1号楼"\n---\n',
)
NOTHING = Rule(
    "W429", "warning", "空值照字面显示", _HEAD + "source: null\n---\n", _HEAD + "source: 示例报\n---\n"
)
WIDE_LIST = Rule(
    "W430",
    "warning",
    "列表里用了全角逗号",
    _HEAD + "keywords: [义诊，理发]\n---\n",
    _HEAD + "keywords: [义诊, 理发]\n---\n",
)

_FRONT: Final = re.compile(r"\ufeff?---[ \t]*\n([\s\S]*?)^---[ \t]*$", re.MULTILINE)
_CONFLICT: Final = re.compile(r"^(?:<{7}|>{7})(?: .*)?$", re.MULTILINE)
_KEY: Final = r"^[ ]*(?:- )?(?:[a-z_]+): +"
_WRAPPED: Final = re.compile(
    r"^[ ]*(?:- )?(?:title|name|label|summary|short): +(?P<x>“[^“”\n]*”)[ ]*$", re.MULTILINE
)
_HIDDEN: Final = re.compile(rf"{_KEY}(?![\"'|>\[{{&#])[^\n#]*? (?P<x>#[^\s#!][^\n]*)$", re.MULTILINE)
_NOTHING: Final = re.compile(rf"{_KEY}(?P<x>~|[Nn]ull|NULL|None)[ ]*$", re.MULTILINE)
_WIDE_LIST: Final = re.compile(
    rf"{_KEY}\[(?P<x>[^\[\]{{}}\"',\n]*(?:，|(?<=[a-z0-9])、(?=[a-z0-9]))[^\[\]{{}}\"',\n]*)\]", re.MULTILINE
)
_SIGNS: Final = ("<<<<<<<", ">>>>>>>")


def find_marks(text: str, *, story: bool) -> Iterator[Finding]:
    """Findings at offsets of the file. Of a story only the front matter is YAML."""
    if any(sign in text for sign in _SIGNS):
        for match in _CONFLICT.finditer(text):
            said, hint = "合并冲突没有处理完", "两边的内容留一份，把 <<<<<<<、=======、>>>>>>> 三行删去"
            yield Finding(match.start(), match.end(), MERGE.id, said, hint, MERGE.severity)
    if story:
        front = _FRONT.match(text)
        start, end = front.span(1) if front else (0, 0)
    else:
        start, end = 0, len(text)
    yaml = text[start:end]
    for rule, pattern, sign, said, hint in _YAML_RULES:
        if sign in yaml:
            for match in pattern.finditer(yaml):
                place = match.span("x")
                yield Finding(start + place[0], start + place[1], rule.id, said, hint, rule.severity)
    for match in _NOTHING.finditer(yaml) if _maybe_nothing(yaml) else ():
        said = f"“{match['x']}”会照字面显示"
        yield Finding(
            start + match.start("x"),
            start + match.end("x"),
            NOTHING.id,
            said,
            "没有内容就删去这一行",
            NOTHING.severity,
        )


def _maybe_nothing(yaml: str) -> bool:
    return ": ~" in yaml or "ull\n" in yaml or "NULL" in yaml or "None" in yaml


_YAML_RULES: Final = (
    (WRAPPED, _WRAPPED, ": “", "整个值套在中文引号里，引号会显示出来", "删去引号；要给 YAML 看的引号用英文的"),
    (HIDDEN, _HIDDEN, " #", "空格加 # 后面的字不会显示", "要显示的，把整个值用英文双引号括起来；是注释的，# 后面空一格"),
    (WIDE_LIST, _WIDE_LIST, "[", "列表的各项之间是全角标点，会当成一项", "改成半角逗号加一个空格"),
)  # fmt: skip
RULES: Final[tuple[Rule, ...]] = (MERGE, WRAPPED, HIDDEN, NOTHING, WIDE_LIST)
