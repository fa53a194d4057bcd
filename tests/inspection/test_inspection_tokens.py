"""The tokenizer against an independent parser, on a finished site and on hostile HTML."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as oracle

from plugins.inspection.page import Known, scan_page
from plugins.inspection.tokens import find_tokens, parse_attributes
from tests.inspection.small_output import make_files

START = [
    ("<p>", [("p", {})]),
    ("<P CLASS=A>", [("p", {"class": "A"})]),
    ('<a href="x>y" title=\'"\'>', [("a", {"href": "x>y", "title": '"'})]),
    ("<a href=/x/ b>", [("a", {"href": "/x/", "b": ""})]),
    ("<a\nhref\n=\n'x'>", [("a", {"href": "x"})]),
    ("<br/><img/src=a/alt=b>", [("br", {}), ("img", {"src": "a/alt=b"})]),
    ("<a href=1 href=2 HREF=3>", [("a", {"href": "1"})]),
    ("<a href='?a=1&copy=2&amp;b&lt;&#65;&#x42;'>", [("a", {"href": "?a=1&copy=2&b<AB"})]),
    ("<a title='&copy; &copy &nosuch; &'>", [("a", {"title": "© © &nosuch; &"})]),
    ("<!-- <a href=x> --><b>", [("b", {})]),
    ("<!--><b>--><i>", [("b", {}), ("i", {})]),
    ("<!-- a --!><b>", [("b", {})]),
    ("<!doctype html><?xml <b>?><i>", [("i", {})]),
    ("</ x><b></b x='>'><i>", [("b", {}), ("i", {})]),
    ("< a><1><b>", [("b", {})]),
    ("<script>if (a<b) '<p>'</script><i>", [("script", {}), ("i", {})]),
    ("<SCRIPT src=a></Script ><i>", [("script", {"src": "a"}), ("i", {})]),
    ("<style>a>b{}</style><title><b></title><i>", [("style", {}), ("title", {}), ("i", {})]),
    ("<script>x</scripty></script><i>", [("script", {}), ("i", {})]),
    ("<textarea><b></textarea><scripts><i>", [("textarea", {}), ("scripts", {}), ("i", {})]),
    ("<script>never closed <i>", [("script", {})]),
    ("<!-- never closed <i>", []),
    ("<b><i title='never closed", [("b", {}), ("i", {"title": "", "'never": "", "closed": ""})]),
]


@pytest.mark.parametrize(("source", "expected"), START)
def test_start_tags(source: str, expected: list[tuple[str, dict[str, str]]]) -> None:
    assert [tuple(token.tag) for token in find_tokens(source) if not token.closes] == expected


def by_oracle(source: str) -> list[tuple[str, dict[str, str]]]:
    tree = oracle.document_fromstring(source)
    found = [(str(node.tag), dict(node.attrib)) for node in tree.iter() if isinstance(node.tag, str)]
    # libxml2 gives a bare attribute its own name as value; the standard gives it none.
    return [
        (name, {key: "" if key == value else value for key, value in attrs.items()}) for name, attrs in found
    ]


@pytest.mark.parametrize("name", [name for name in make_files() if name.endswith(".html")])
def test_elements_are_those_of_an_independent_parser(name: str) -> None:
    source = str(make_files()[name])
    ours = [tuple(token.tag) for token in find_tokens(source) if not token.closes]
    assert ours == by_oracle(source)


TEXTS = st.text(alphabet="abé中&;#1 \n", max_size=12)
VALUES = st.text(alphabet="abc中 /?=&;<>'\n", max_size=12).filter(lambda text: "&" not in text)


@given(st.lists(st.tuples(st.sampled_from(["b", "i", "em", "u"]), VALUES, TEXTS), max_size=8))
def test_written_elements_come_back(elements: list[tuple[str, str, str]]) -> None:
    source = "".join(f'<{name} title="{value}">{text}</{name}>' for name, value, text in elements)
    assert [tuple(token.tag) for token in find_tokens(source) if not token.closes] == [
        (name, {"title": value}) for name, value, _ in elements
    ]


PIECES = st.sampled_from(
    [
        *(
            "<",
            ">",
            "</",
            "/>",
            "<!--",
            "-->",
            '"',
            "'",
            "=",
            "a",
            "script",
            "<script>",
            "</script",
            "title",
            " ",
            "\n",
        ),
        *(
            "<a href=",
            "<main>",
            "</main>",
            "<h1>",
            "</h2>",
            "</a>",
            "<footer>",
            "<label for=x>",
            "</label>",
            "&#",
            "中",
        ),
        *(
            "<meta name=PubDate content=",
            "<p class='notice badge ribbon contact'>",
            "</span>",
            "</p>",
            "<img alt=1",
        ),
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_nothing_makes_the_scan_fail(source: str) -> None:
    page = scan_page("x.html", source, Known())
    assert len(page.parts) == len(page.starts)
    assert all(0 <= start <= len(source) for start in page.starts)
    last = 0
    for token in find_tokens(source):
        assert last <= token.start < token.end <= len(source)
        last = token.end


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<a ",
        "<a b='",
        '<a b="',
        "<!--",
        "<script>",
        "</",
        "<a b=c ",
        "a=",
        "<title",
        "&#",
        "<svg onload=\n",
    ],
)
def test_time_grows_with_the_length_only(piece: str) -> None:
    source = piece * (400_000 // len(piece))
    started = time.process_time()
    scan_page("x.html", source, Known())
    assert time.process_time() - started < 4


def test_attributes() -> None:
    assert parse_attributes(" a b=1 c = '2' D=\"3\" / e") == {"a": "", "b": "1", "c": "2", "d": "3", "e": ""}


def test_the_facts_of_a_page() -> None:
    source = (
        '<html lang=zh-CN><head><title>甲 &amp; 乙</title><meta name=SiteName content=丙></head><body class="x kind-list">'
        '<main><h1>标<b>题</b></h1><p>字<br>词 <a href="/a/#b">看</a></p><img src=x.png></main>'
        "<footer>主办</footer></body></html>"
    )
    page = scan_page("a/index.html", source, Known())
    assert (page.lang, page.title, page.kind, page.complete) == ("zh-CN", "甲 & 乙", "list", True)
    assert [(ref.use, ref.href, ref.content) for ref in page.all_refs()] == [
        ("link", "/a/#b", True),
        ("picture", "x.png", False),
    ]
    assert [(heading.level, heading.text) for heading in page.headings] == [(1, "标题")]
    assert page.text(*(page.footer or (0, 0))).strip() == "主办"
    assert [line for line in page.text().split("\n") if line.strip()] == [
        "甲 & 乙",
        "标题",
        "字",
        "词 看",
        "主办",
    ]
    at = page.text().index("词")
    assert source[page.locate(at)] == "词"
    assert page.place(source.index("<main>")) == (1, source.index("<main>") + 1)
