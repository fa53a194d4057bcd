"""The small reader and libyaml say the same of every head that the small one takes."""

from __future__ import annotations

import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plugins.stories.head import read_simple, read_yaml, split_source

PIECES = [
    "title", "date", "键", ":", ": ", " ", "  ", "- ", "  - ", "\n", "\n", "\n", "[", "]", ", ", ",",
    '"', "'", "#", " #", "甲", "乙丙", "2026-05-01 09:30", "a-b", "&a", "*a", "!x", "|", ">", "%", "@",
    "`", "{", "}", "?", "? ", "~", "null", "-", "--- ", "...", "\\", "/", "：", "《", "“", "”", "\t",
    "\u3000", "\xa0", "\u2028", "\x85", "\ufeff", "😀", "1", "=", "<<",
]  # fmt: skip
LINES = [
    "title: 示例标题\n", "date: 2026-05-01 09:30\n", "places: [a-b, c]\n", "places: [a,b]\n",
    "places:\n", "  - 甲\n", "  - a: b\n", "  记者: 甲\n", "  记者: [甲, 乙]\n", "bylines:\n",
    "source:\n", 'source: "带: 冒号"\n', "summary: 甲#乙 丙\n", "summary: 甲 #乙\n",
    "url: https://www.example.org/a?b=c&d=e#f\n", "  续行\n", "title: 重复\n", "- 甲\n", "a:\n",
    "b: 甲 \n", "c:  甲\n", "d: 甲:\n", "e: 甲: 乙\n", "\n", "# 注\n", "focus: 50% 40%\n", "f: 1:30\n",
    "g: [甲乙, 丙·丁]\n", "h: [a, ]\n", "i: []\n", "j: [2026-1]\n",
]  # fmt: skip


def check_same(head: str) -> bool:
    simple = read_simple(head)
    if simple is None:
        return False
    full = read_yaml(head)
    assert (full.faults, full.root if head else {}) == ([], simple), head
    return True


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
@example("a: b\n  - c\n")
@example("a: 甲 \n")
def test_same_on_pieces(head: str) -> None:
    check_same(head)


def run_lines(seed: int, count: int) -> int:
    rng = random.Random(seed)
    return sum(check_same("".join(rng.choices(LINES, k=rng.randint(1, 6)))) for _ in range(count))


def test_same_on_random_lines() -> None:
    assert run_lines(1, 3000) > 200


@pytest.mark.nightly
def test_same_on_many_random_lines() -> None:
    assert run_lines(2, 100_000) > 5000


def test_places_of_keys_and_values() -> None:
    head = read_yaml("title: 示例\nbylines:\n  记者: [甲, 乙]\n")
    assert head.root == {"title": "示例", "bylines": {"记者": ["甲", "乙"]}}
    assert head.keys == {("title",): (2, 1), ("bylines",): (3, 1), ("bylines", "记者"): (4, 3)}
    assert head.values[("bylines", "记者", 1)] == (4, 11)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\na: b\n---\n正文", ("whole", "a: b\n", "正文", 4)),
        ("---\r\na: b\r\n---\r\n正文", ("whole", "a: b\n", "正文", 4)),
        ("--- \na: b\n---  \n正文", ("whole", "a: b\n", "正文", 4)),
        ("---\n---\n正文", ("whole", "", "正文", 3)),
        ("---\na: b\n---", ("whole", "a: b\n", "", 4)),
        ("---\na: b\n", ("unclosed", "a: b\n", "", 1)),
        ("a: b\n---\n", ("no-head", "", "a: b\n---\n", 1)),
    ],
)
def test_split(text: str, expected: tuple[str, str, str, int]) -> None:
    assert tuple(split_source(text)) == expected
