"""The judges know a bad page from a good one."""

from __future__ import annotations

import pytest

from tests.pages.judging import find_blanks, find_parse_errors

GOOD = "<!doctype html><html><head><title>题</title></head><body><main>{}</main></body></html>"


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<h1>题</h1><h2>甲</h2><h3>乙</h3><p>文</p><ul><li>一</li></ul>", []),
        ("<h2>甲</h2><img src=a alt='' width=1 height=1>", []),
        ("<article><h3>卡片只有题</h3></article>", []),
        ("<h2>甲</h2><h2>乙</h2><p>文</p>", ["nothing under 甲"]),
        ("<h2>甲</h2><h3>乙</h3>", ["nothing under 乙", "nothing under 甲"]),
        ("<div class='section-head'><h2>甲</h2><p>话</p><a href=x>更多</a></div>", ["nothing under 甲"]),
        ("<p>看</p><ul class='dense'></ul>", ["empty <ul> dense (看)"]),
        ("<dl><div><dt>名</dt></div></dl>", ["empty <dl>  (名)"]),
        ("<table><tbody></tbody></table>", ["empty <tbody>  ()"]),
        ("<div class='cards cards-people'></div>", ["no card in cards cards-people ()"]),
        (
            "<nav aria-label='页'><ul><li><a href=x></a></li></ul></nav>",
            ["empty <ul>  ()", "empty <nav> 页 ()"],
        ),
    ],
)
def test_blanks_are_found(inside: str, said: list[str]) -> None:
    assert find_blanks(GOOD.format(inside)) == said


def test_parse_errors_are_found() -> None:
    assert find_parse_errors(GOOD.format("<p>文</p>")) == []
    wrong = (
        "<p>文</div>",
        "<b><p>文</b></p>",
        "<ul><li>一</ul></li>",
        "<p id=a id=b>文</p>",
        "<table><p>文</table>",
    )
    assert [bool(find_parse_errors(GOOD.format(inside))) for inside in wrong] == [True] * len(wrong)
