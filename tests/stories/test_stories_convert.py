"""Markdown to safe HTML, whole results."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HtmlElement, fragments_fromstring

from plugins.stories import convert_markdown, finish_body
from plugins.stories.convert import convert_full
from plugins.stories.text import html_to_text

MARK = '<span class="sr">（外部链接）</span>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("正文。", "<p>正文。</p>"),
        ("# 甲\n\n## 乙", "<h2>甲</h2>\n<h3>乙</h3>"),
        ("## 甲\n\n### 乙", "<h2>甲</h2>\n<h3>乙</h3>"),
        ("上一行，\n下一行", "<p>上一行，下一行</p>"),
        ("word\nword", "<p>word\nword</p>"),
        ("　　缩进", "<p>缩进</p>"),
        ("    四个空格不是代码", "<p>四个空格不是代码</p>"),
        ("- 甲\n- 乙", "<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>"),
        ("3. 甲", '<ol start="3">\n<li>甲</li>\n</ol>'),
        ("> 甲", "<blockquote>\n<p>甲</p>\n</blockquote>"),
        ("**注意：**请", "<p><strong>注意：</strong>请</p>"),
        (
            "[甲](https://www.example.org/)",
            f'<p><a href="https://www.example.org/" rel="external noopener noreferrer">甲{MARK}</a></p>',
        ),
        ("[甲](place:a-b)", '<p><a href="place:a-b">甲</a></p>'),
        ("[甲](mailto:a@example.org)", '<p><a href="mailto:a@example.org">甲</a></p>'),
        ("[甲](javascript:alert(1))", "<p>甲</p>"),
        ("[甲](//example.org/)", "<p>甲</p>"),
        ("[甲](\\\\\\\\example.org/)", "<p>甲</p>"),
        ("[甲](data:text/html,1)", "<p>甲</p>"),
        ('<a href="java&#10;script:alert(1)">甲</a>', "<p>甲</p>"),
        ("![图](a.jpg)", '<p><img src="a.jpg" alt="图"></p>'),
        ("![图](https://example.org/a.jpg)", "<p>图</p>"),
        ("<script>alert(1)</script>甲", "<p>甲</p>"),
        ('<p onclick="x" style="y" class="z" id="w">甲</p>', "<p>甲</p>"),
        ('<iframe src="https://example.org"></iframe>甲', "<p>甲</p>"),
        ('<form action="/x"><input name="a"></form>甲', "<p>甲</p>"),
        ("甲<br>乙", "<p>甲<br>乙</p>"),
        ("|甲|乙|\n|-|-:|\n|1|2|", None),
        ("", ""),
    ],
)
def test_convert(text: str, html: str | None) -> None:
    if html is None:
        assert re.findall(r"<t[hd](?: [^>]*)?>", convert_markdown(text)) == [
            "<th>",
            '<th align="right">',
            "<td>",
            '<td align="right">',
        ]
    else:
        assert convert_markdown(text) == html


def test_hostile_depth_gives_text() -> None:
    for text in (
        ">" * 5000 + " 甲",
        "[" * 5000,
        "*" * 5000,
        "- " * 3000 + "甲",
        "\n".join(" " * 4 * n + "- 甲" for n in range(300)),
    ):
        assert isinstance(convert_full(text), str)
        assert convert_full("甲[乙](c)") == '<p>甲<a href="c">乙</a></p>'


DANGERS = [
    "甲", "<", ">", '"', "'", "/", "a", "img", "script", " ", "onerror=", "href=", "src=", "javascript:", "style=", "&",
    "#", ";", "(", ")", "[", "]", "!", "*", "`", "\n", "x:", "svg", "--", "]]>", "<!--",
]  # fmt: skip


@given(st.lists(st.sampled_from(DANGERS), max_size=30).map("".join))
def test_no_text_gives_a_live_danger(text: str) -> None:
    html = convert_full(text)
    tags = re.findall(r"<[^>]*>", html)
    names = {re.match(r"</?([a-z0-9]*)", tag)[1] for tag in tags}  # type: ignore[index]
    assert not names & {"script", "style", "iframe", "svg", "form", "object", ""}
    assert not [tag for tag in tags if re.search(r"\s(on[a-z]+|style)=", re.sub(r'"[^"]*"', '""', tag))]
    # Read by another parser: the words may stand in the text, where they harm nobody, and never in an attribute.
    addresses = [value for element in fragments_fromstring(f"<p>{html}</p>") for value in read_addresses(element)]
    assert not [value for value in addresses if re.match(r"\s*(?:javascript|data|vbscript):", value, re.IGNORECASE)]


def read_addresses(element: HtmlElement) -> list[str]:
    return [str(value) for value in element.xpath(".//@href | .//@src")]


def test_the_judge_of_dangers_sees_them() -> None:
    (element,) = fragments_fromstring('<p><a href=" JavaScript:x">甲</a><img src="data:x"></p>')
    assert read_addresses(element) == [" JavaScript:x", "data:x"]


def test_finish_puts_addresses_and_pictures_in() -> None:
    html = convert_markdown(
        '[站](place:a-b)和[无](team:c)，见[上次](story:d "题")。\n\n![图 & 注](a_b.jpg "题")\n\n字![小](b.jpg)字'
    )
    done = finish_body(
        html,
        lambda kind, record_id: f"/{kind}/{record_id}/?a&b" if kind != "team" else None,
        lambda path, alt, title, block: f"[{path}|{alt}|{title}|{block}]",
    )
    assert done == (
        '<p><a href="/place/a-b/?a&amp;b">站</a>和无，见<a href="/story/d/?a&amp;b" title="题">上次</a>。</p>\n'
        "[a_b.jpg|图 & 注|题|True]\n<p>字[b.jpg|小||False]字</p>"
    )


def test_plain_text() -> None:
    html = convert_markdown("## 标题\n\n甲**乙** & [丙](https://www.example.org/)。\n\n- 一\n- 二")
    assert html_to_text(html) == "标题\n甲乙 & 丙。\n一\n二"
