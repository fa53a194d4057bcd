"""Quotation marks, brackets and title marks in pairs (GB/T 15834-2011)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from plugins.registry.problems import Rule

from .base import RECORD, Finding, WordRule

UNPAIRED = Rule("W403", "error", "引号、括号、书名号不成对", "开展“清洁家园活动。", "开展“清洁家园”活动。")

_PAIRS: Final = {
    "”": "“", "’": "‘", "》": "《", "）": "（", "〉": "〈", "】": "【", "」": "「", "』": "『", "〕": "〔",
}  # fmt: skip
_PAIR_MARKS: Final = re.compile(r"[“”‘’《》（）〈〉【】「」『』〔〕]|\n\n|\f")
_COUPLES: Final = re.compile("|".join(left + right for right, left in _PAIRS.items()))
_OPENING: Final = frozenset(_PAIRS.values())
# The number of an item, which takes a bracket on its right alone: 1）, a）, 二）.
_ITEM: Final = re.compile(r"(?:^|[\n\f。；：，、\s）”])(?:\d{1,2}|[A-Za-z]|[一二三四五六七八九十]{1,3})$")
# A poem or a letter is quoted over several paragraphs with one pair of marks; over more than these it was forgotten.
_REACH: Final = 8


def _find_unpaired(text: str) -> Iterator[Finding]:
    marks = "".join(_PAIR_MARKS.findall(text))
    while len(marks) != len(marks := _COUPLES.sub("", marks)):
        continue
    if marks.strip():
        yield from sorted(_walk_passages(text))


def _walk_passages(text: str) -> Iterator[Finding]:
    """Passage after passage. What one leaves open a later one may close; a quotation over several paragraphs may also
    open in each of them.
    """
    number, begins, ends_record = 0, 0, False
    waiting: list[tuple[str, int, int]] = []
    for match in (*_PAIR_MARKS.finditer(text), None):
        if match is not None and match[0] not in ("\n\n", RECORD):
            continue
        end = match.start() if match else len(text)
        ends_record = match is None or match[0] == RECORD
        opened, orphans = _walk_passage(text, begins, end)
        for mark, at in orphans:
            pair = next((item for item in reversed(waiting) if item[0] == _PAIRS[mark]), None)
            if pair is None:
                yield _unpaired(at, mark, "补上左边的一半，或删去它")
            else:
                waiting.remove(pair)
        for left, place in opened:
            if left == "“" and place == begins and text[end + 2 : end + 3] == "“" and not ends_record:
                continue
            if left == "“":
                waiting.append((left, place, number))
            else:
                yield _unpaired(place, left, "补上右边的一半，或删去它")
        number += 1
        late = [item for item in waiting if ends_record or number - item[2] > _REACH]
        for item in late:
            waiting.remove(item)
            yield _unpaired(item[1], item[0], "补上右边的一半，或删去它")
        begins = match.end() if match else end


def _walk_passage(text: str, begin: int, end: int) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """The marks of one passage that stay without their other half: left ones and right ones."""
    opened: list[tuple[str, int]] = []
    lost: list[tuple[str, int]] = []
    orphans: list[tuple[str, int]] = []
    for match in _PAIR_MARKS.finditer(text, begin, end):
        mark, at = match[0], match.start()
        if mark in _OPENING:
            opened.append((mark, at))
        elif opened and opened[-1][0] == _PAIRS[mark]:
            opened.pop()
        elif mark == "’" and _is_apostrophe(text, at):
            continue
        elif any(left == _PAIRS[mark] for left, _ in opened):
            while opened[-1][0] != _PAIRS[mark]:
                lost.append(opened.pop())
            opened.pop()
        elif mark != "）" or not _ITEM.search(text, max(begin - 1, at - 5, 0), at):
            orphans.append((mark, at))
    return lost + opened, orphans


def _is_apostrophe(text: str, at: int) -> bool:
    return text[at - 1 : at].isascii() and text[at - 1 : at].isalnum()


def _unpaired(at: int, mark: str, hint: str) -> Finding:
    said = f"“{mark}”没有另一半" if mark not in "“”" else f"引号{mark}没有另一半"
    return Finding(at, at + 1, UNPAIRED.id, said, hint, "error")


RULES: Final[tuple[WordRule, ...]] = (
    WordRule(UNPAIRED, "".join(_PAIRS) + "".join(_OPENING), _find_unpaired),
)
