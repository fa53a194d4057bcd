"""The short cut gives the same bytes as the full way, or steps aside."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.stories.convert import convert_block, convert_full, convert_markdown
from plugins.stories.lean import convert_lean
from tests.bench.markdown_speed import build_corpus

PIECES = [
    "甲", "乙丙", "志愿者", "，", "。", "**", "*", "_", "[", "](", "](a.jpg)", "](place:jin-sha)",
    "](https://www.ab.cn/x_y?a=1)", "](http://1.2.3.4/)", ")", "(", "!", "![", "#", "## ", "# ",
    "###### ", "- ", "* ", "+ ", "1. ", "2. ", "10. ", "1.", "> ", ">", "\n", "\n", "\n\n", "\n\n",
    "\n\n\n", " ", "  ", "    ", "\t", "\\", "`", "&", "&amp;", "&lt;", "<", "<b>", "</b>", "|",
    "|-|-|", "---", "===", "***", "2.5", "2026年", "a", "B", "“", "”", '"', "'", "：", ":", "]:",
    "[1]: http://x.y", "http://a.b", "\u3000", "\u3000\u3000", "\u200b", "\u200d", "\u2028", "\x85",
    "\xa0", "\r", "\x0c", "\x00", "\x02", "\x03", "klzzwxh:0001", "{", "}", "~~", "１.", "1) ", "①",
    "（", "😀", "𠀀", "é", "^", "=", "+", "-", "$", "\ufeff", "[甲](https://a-b.gov.cn)", "**乙**",
    "![图](b_c.jpg)", "[丁](story:a)", "[戊](//x.y)", "[己](javascript:a)", '[庚](a "t")', "**粗。**",
    "*斜*", "[辛](http://xn--a.cn/)", "[壬](http://a.1/)",
]  # fmt: skip
STORYLIKE = [
    "甲乙", "丙丁。", "\n\n", "\n\n", "\n\n## 标题", "\n\n# 题", "\n\n- 项", "\n- 项", "\n\n1. 一",
    "\n2. 二", "\n\n> 引", "\n> 引", "\n", "**粗**", "[链](https://www.example.org/a_b/1.html)",
    "[站](place:a-b)", "\n\n![图](a_b.jpg)\n\n", "2026年5月1日，", "2.5元", "“引”", "\n\n---\n\n",
    "\u3000\u3000", "(注)", "50%", "A座", "\n\n|甲|乙|\n|-|-|\n|1|2|\n\n", " ", "  \n", "\n### 小题",
    "AT&T", "a_b", "*", "\n\n**粗**", "\n\n2026. 甲", "\n* 项", "\n\n* 项", "\n\n+ 项",
    "\n\n[甲](a.html)", "》", "—", "…",
]  # fmt: skip


def check_same(text: str) -> bool:
    lean = convert_lean(text, convert_block)
    if lean is None:
        return False
    assert lean == convert_full(text), text
    return True


def run_seed(seed: int, count: int) -> int:
    rng = random.Random(seed)
    taken = 0
    for _ in range(count):
        pieces = STORYLIKE if rng.random() < 0.5 else PIECES
        subset = [piece for piece in pieces if rng.random() < rng.choice((0.2, 0.6))] or ["甲"]
        taken += check_same("".join(rng.choice(subset) for _ in range(rng.randint(1, 30))))
    return taken


def test_same_on_random_texts() -> None:
    assert run_seed(1, 2000) > 200


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(10))
def test_same_on_many_random_texts(seed: int) -> None:
    assert run_seed(100 + seed, 5000) > 500


@given(st.lists(st.sampled_from(PIECES + STORYLIKE), max_size=20).map("".join))
def test_same_on_pieces(text: str) -> None:
    check_same(text)


@given(st.text(max_size=60))
def test_same_on_any_text(text: str) -> None:
    check_same(text)


FRAMES = [
    "{}",
    "甲{}乙",
    "- {}甲",
    "> {}甲",
    "## {}甲",
    "甲{}",
    "甲\n{}乙",
    "**{}甲**",
    "[{}](a)",
    "![{}](a.jpg)",
]


@given(st.characters(codec="utf-8"), st.sampled_from(FRAMES))
def test_same_on_every_character_at_every_place(letter: str, frame: str) -> None:
    check_same(frame.format(letter))


@pytest.mark.parametrize(
    "text",
    [
        "\u3000\u3000\n### 小题",
        "\u3000\u3000 甲",
        "\u3000\u3000  ",
        "- \u3000\u3000",
        "> \u3000甲",
        "+ 项\n> 引\n\n> 引",
        "甲 \n2. 二\n\n---",
        "[甲](http://1.2.3.999/)和[乙](https://xn--a.cn/)",
        '![甲"乙](a.jpg)',
        "** 甲**乙**",
        "甲\n- 乙\n\n- 丙",
        "１. 甲",
    ],
)
def test_same_where_it_once_differed_or_nearly_did(text: str) -> None:
    assert convert_markdown(text) == convert_full(text)


def test_takes_every_ordinary_story() -> None:
    for _, data in build_corpus(20, seed=3):
        body = data.decode().partition("\n---\n")[2]
        assert check_same(body)


def test_one_text_does_not_colour_the_next() -> None:
    before = convert_markdown("甲*乙**丙*[丁](a)")
    convert_full("**粗。****粗。**+ '\n\n“*斜**斜*[己](javascript:a)")
    assert convert_markdown("甲*乙**丙*[丁](a)") == before


def test_no_placeholder_of_the_package_is_ever_shown() -> None:
    html = convert_full("**粗。****粗。**+ '\n\n“*斜**斜**斜*[己](a)， 志愿者+")
    assert "klzzwxh" not in html
    assert '<a href="a">己</a>' in html
