"""Parts that pages share are scanned once, and every page says of them what it would have said without."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.inspection.checks_refs import check_refs
from plugins.inspection.facts import PageFacts, Ref
from plugins.inspection.page import Known, scan_page
from plugins.inspection.space import Space

MENU = (
    '<nav class="nav"><ul><li><a href="/news/">动态</a></li><li><a href="/places/">阵地</a></li></ul></nav>'
)
FOOTER = '<footer id="f"><p>主办:甲 <a href="tel:0432-6000000">电话</a></p></footer>'
PAGE = "<html><body>{}<main><p>第{}页</p></main>{}</body></html>"
MARKS = [
    *("<nav>", "</nav>", '<nav class="contact">', "<header>", "</header>", "<footer>", "</footer>", "<main>", "</main>"),
    *('<a href="/a/">', '<a href="//x.cn/">', '<a href="b/#c">', "</a>", '<i id="a">', '<i id="b">', "<h2>", "</h2>"),
    *('<span class="badge">', "</span>", "示例", '<p class="notice">', "</p>", "草稿", '<time datetime="2026-01-01">'),
    *("<li>", "<label>", "</label>", "<input>", "<img>", '<img src="a.jpg" alt="甲">', "<!-- ", "-->", "<title>", "甲"),
    *('<p title="', '">', "发布时间:", '<section class="contact">', "</section>", '<p class="empty">', "<script>"),
    *("</script>", '<p data-who="13800000000">', "<style>", "&amp;", "<", '<a href="/a/" onclick="b()">'),
]  # fmt: skip


def tell(page: PageFacts) -> dict[str, object]:
    """All that the checks can see of a page."""
    own = {"refs", "menus", "whole"}
    told = {one.name: getattr(page, one.name) for one in fields(page) if one.name not in own}
    return told | {"refs": sorted(page.all_refs()), "ids": sorted(page.ids.items())}


def scan_warm(*htmls: str) -> list[PageFacts]:
    """Every page after all of them have been seen twice."""
    known = Known()
    for _ in range(2):
        for html in htmls:
            scan_page("b/index.html", html, known)
    return [scan_page("b/index.html", html, known) for html in htmls]


@pytest.mark.parametrize(
    "part",
    [
        MENU,
        FOOTER,
        "<header><h1>甲</h1>" + MENU + "</header>",
        '<header><p class="notice"></header>',
        '<nav><a href="/a/">甲</nav><p>乙</a>',
        '<nav title="</nav>"><a href="/a/"></a></nav>',
        '<header><!-- </header> --><img></header>',
        '<header>发布时间:<time datetime="2026-01-01">甲</time></header>',
        "<nav><nav>甲</nav></nav>",
        '<nav><p title="<nav></nav><a href="/a/">',
        '<nav id="a"><i id="a">甲</i></nav><i id="a">乙</i>',
        '<footer><p data-who="13800000000">甲</p></footer>',
    ],
)  # fmt: skip
def test_a_shared_part_tells_what_it_tells_alone(part: str) -> None:
    htmls = [PAGE.format(part, number, part) for number in (1, 2)]
    assert [tell(page) for page in scan_warm(*htmls)] == [
        tell(scan_page("b/index.html", html, Known())) for html in htmls
    ]


@given(st.lists(st.sampled_from(MARKS), max_size=25), st.lists(st.sampled_from(MARKS), max_size=8))
def test_pages_of_any_marks_tell_the_same(marks: list[str], before: list[str]) -> None:
    htmls = ["".join(marks), "".join([*before, *marks])]
    assert [tell(page) for page in scan_warm(*htmls)] == [
        tell(scan_page("b/index.html", html, Known())) for html in htmls
    ]


def test_the_links_of_a_menu_are_a_menu_and_lead_from_every_page() -> None:
    html = PAGE.format(MENU, 1, "")
    news, places = html.index('<a href="/news/'), html.index('<a href="/places/')
    [page] = scan_warm(html)
    assert page.refs == []
    assert page.all_refs() == [Ref(news, "link", "/news/"), Ref(places, "link", "/places/")]
    space = Space.build(frozenset({"news/index.html", "places/index.html"}), "")
    problems, ways = check_refs(page, space)
    assert (problems, ways.links) == ([], {"news/index.html", "places/index.html"})


def test_a_dead_link_of_a_menu_is_said_of_every_page_at_its_place() -> None:
    html = PAGE.format(MENU, 1, "")
    column = html.index('<a href="/places/') + 1
    space = Space.build(frozenset({"news/index.html"}), "")
    found = [
        [(one.rule, one.line, one.column) for one in check_refs(page, space)[0]]
        for page in scan_warm(html, f"\n{html}")
    ]
    assert found == [[("I203", 1, column)], [("I203", 2, column)]]
