"""What the YAML parser says, in Chinese and with a cure."""

from __future__ import annotations

import re

import yaml

from .problems import Problem

FULL_COLON = re.compile(r"^\s*(?:- )?\s*[A-Za-z_]+\uff1a")
# (a piece of the parser's message, what it means, the cure)
_MEANINGS = (
    ("found character '\\t'", "用了制表符（Tab）", "改用空格缩进，每层两格"),
    (
        "found character that cannot start any token",
        "有一个不能放在开头的字符",
        "以 @ ` % 或制表符开头的文字用引号括起来",
    ),
    (
        "mapping values are not allowed",
        "这一行冒号的位置不对",
        "检查缩进；文字里有半角冒号加空格时用引号括起来",
    ),
    ("could not find expected ':'", "这一行缺少“: ”", "写成 键: 值，冒号用半角，后面空一格"),
    ("did not find expected key", "缩进或引号不对", "同一层的键左边对齐；引号成对"),
    ("did not find expected '-' indicator", "列表的缩进不对", "同一列表的“- ”左边对齐"),
    ("did not find expected ',' or ']'", "方括号没有配对", "补上 ]，各项之间用半角逗号"),
    ("did not find expected ',' or '}'", "花括号没有配对", "补上 }，各项之间用半角逗号"),
    ("found unexpected end of stream", "引号没有配对", "补上另一半引号"),
    ("block sequence entries are not allowed", "“- ”的位置不对", "列表另起一行写在键的下面"),
    ("did not find expected node content", "括号没有配对", "补上另一半括号；文字里有括号时用引号括起来"),
    ("found undefined tag", "不能使用标签", "文字以 ! 开头时用引号括起来"),
    ("found unknown escape character", "双引号里的反斜杠写法不对", "改用单引号"),
    ("did not find expected alphabetic or numeric character", "* 或 & 不能放在开头", "用引号括起来"),
    ("nesting depth", "嵌套太深", "检查括号和缩进"),
    ("found duplicate", "写了两次", "留一个"),
    ("document start", "文件里有多余的内容", "检查缩进；一个文件只写一个列表或一条记录"),
    ("control characters are not allowed", "文字里有看不见的字符", "删去它"),
)


def explain_yaml_error(path: str, text: str, error: yaml.YAMLError) -> Problem:
    """The problem that a syntax error is, at the place where the parser stopped."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    lines = text.split("\n")
    line = min(mark.line if mark is not None else 0, len(lines) - 1)
    column = min(mark.column if mark is not None else 0, len(lines[line]))
    colon = _find_full_colon(lines, line)
    if colon is not None:
        return Problem(
            path, colon[0] + 1, colon[1] + 1, "D006", "键后面用了全角冒号", "改用半角冒号，后面空一格"
        )
    said = " ".join(
        str(part) for part in (getattr(error, "context", ""), getattr(error, "problem", "")) if part
    )
    if "\t" in lines[line][: column + 1]:
        column = lines[line].index("\t")
        said = "found character '\\t'"
    for piece, message, hint in _MEANINGS:
        if piece in said:
            rule = "D010" if piece == "nesting depth" else "D005"
            return Problem(path, line + 1, column + 1, rule, message, hint)
    return Problem(
        path, line + 1, column + 1, "D005", "这里不合 YAML 的写法", "检查这一行和上一行的缩进、冒号、引号"
    )


def _find_full_colon(lines: list[str], line: int) -> tuple[int, int] | None:
    """The full-width colon that made the parser stop: on its line or on the few lines before."""
    for number in range(line, max(line - 3, -1), -1):
        match = FULL_COLON.match(lines[number])
        if match:
            return number, match.end() - 1
    return None
