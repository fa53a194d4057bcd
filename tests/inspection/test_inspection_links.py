"""Where addresses lead: dead ones in every writing, in pages and in what programs read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.inspection.judging import (
    BODY,
    SECOND,
    STORY,
    Fault,
    Judge,
    check_planted,
    judge_file,
    judge_inside,
    plant,
    write_file,
)
from tests.inspection.small_output import SITEURL

# name -> (file, what is replaced, by what, the line is that of this text, rule, exit status)
FAULTS: dict[str, Fault] = {
    "dead link": (
        STORY,
        BODY,
        '<p><a href="/news/2026/meiyou/">旧文</a></p>\n<p>义诊队',
        "meiyou",
        "I203",
        1,
    ),
    "dead relative link": (
        STORY,
        BODY,
        '<p><a href="../meiyou/">旧文</a></p>\n<p>义诊队',
        "meiyou",
        "I203",
        1,
    ),
    "dead own full address": (
        STORY,
        BODY,
        f'<a href="{SITEURL}/meiyou/">旧文</a><p>义诊队',
        "meiyou",
        "I203",
        1,
    ),
    "dead fragment": (SECOND, "#kaifang", "#guanbi", "#guanbi", "I204", 1),
    "dead fragment of its own": (STORY, BODY, '<a href="#weizhi">见下</a><p>义诊队', "#weizhi", "I204", 1),
    "missing picture": ("index.html", 'src="/photos/a-360.jpg"', 'src="/photos/b.jpg"', "b.jpg", "I205", 1),
    "missing picture of a set": ("index.html", "a-720.webp", "a-999.webp", "a-999", "I205", 1),
    "missing attachment": (
        STORY,
        BODY,
        '<a href="/files/baoming.docx">附件</a><p>义诊队',
        "baoming",
        "I206",
        1,
    ),
    "external link unmarked": (
        STORY,
        BODY,
        '<a href="https://www.gov.cn/">中国政府网</a><p>义诊队',
        "gov.cn",
        "I422",
        0,
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found(name: str, output: Path, judge: Judge) -> None:
    check_planted(output, judge, FAULTS[name])


# what -> (what stands before the story's text, rule, exit status)
INSIDE: dict[str, tuple[str, str, int]] = {
    "drawing that is not there": ('<svg><use href="/theme/none.svg#b"></use></svg>', "I205", 1),
    "second picture of a set": ('<img src="/photos/a-360.jpg" srcset="/photos/none.jpg 2x" alt="图">', "I205", 1),
    "loud markup": ('<A HREF="/NONE/">x</A>', "I203", 1),
    "loud address": ('<a href="/NEWS/">x</a>', "I203", 1),
    "Chinese in percent": ('<a href="/news/%E4%B9%8C%E6%9C%89/">x</a>', "I203", 1),
    "backslashes": ('<a href="\\\\none\\\\">x</a>', "I422", 0),
    "own port": (f'<a href="{SITEURL}:443/none/">x</a>', "I203", 1),
    "the editor's own machine": ('<a href="http://localhost:8000/news/">x</a>', "I203", 1),
    "the editor's own disk": ('<a href="file:///C:/a.doc">x</a>', "I203", 1),
    "no host": ('<a href="https://">x</a>', "I203", 1),
    "fragment in percent": ('<a href="/places/jiacun/#%E5%85%B3">x</a>', "I204", 1),
    "set by pixels": ('<img src="/photos/a-360.jpg" srcset="/photos/a-360.jpg 1x,/none.jpg 2x" alt="x">', "I205", 1),
    "set without blanks": (
        '<img src="/photos/a-360.jpg" srcset="/photos/a-360.jpg 360w,/none.jpg 720w" alt="x">',
        "I205", 1),
    "page as a picture": ('<img src="/news/" alt="x">', "I205", 1),
    "old background": ('<table background="/none.png"><tr><td>x</td></tr></table>', "I205", 1),
    "picture of a style": ("<p>x</p><link rel=preload as=image imagesrcset='/none.jpg 1x'>", "I205", 1),
    "JSON-LD": (f'<script type="application/ld+json">{{"url":"{SITEURL}/none/"}}</script>', "I203", 1),
    "picture of JSON-LD": ('<script type="application/ld+json">{"logo":{"url":"/none.jpg"}}</script>', "I205", 1),
    "canonical": (f'<link rel="canonical" href="{SITEURL}/none/">', "I206", 1),
    "canonical of another page": (f'<link rel="canonical" href="{SITEURL}/news/">', "I209", 0),
    "canonical elsewhere": ('<link rel="canonical" href="https://other.example/">', "I209", 0),
    "feed of the head": ('<link rel="alternate" type="application/atom+xml" href="/feeds/none.xml">', "I206", 1),
    "picture for sharing": (f'<meta name="twitter:image" content="{SITEURL}/none.jpg">', "I205", 1),
}  # fmt: skip


@pytest.mark.parametrize("what", INSIDE)
def test_a_dead_address_in_a_page(what: str, output: Path, judge: Judge) -> None:
    html, rule, status = INSIDE[what]
    assert judge_inside(output, judge, html) == ([(rule, STORY)], status)


GOOD: list[str] = [
    '<a href="/news">x</a>',
    '<a href="/news/2026/%66uwuri/?a=1">x</a>',
    '<a href="\\\\news\\\\">x</a>'.replace("\\\\", "\\"),
    f'<a href="{SITEURL.upper()}:443/news/">x</a>',
    '<a href="#top">x</a>',
    '<a href="/places/jiacun/#kai%66ang">x</a>',
    '<img src="/photos/a-360.jpg" srcset="/photos/a-360.jpg, /photos/a-360.webp 2x" alt="x">',
    f'<link rel="canonical" href="{SITEURL}/news/2026/yizhen/">',
    f'<script type="application/ld+json">{{"@id":"{SITEURL}/news/#a","sameAs":"https://www.gov.cn/"}}</script>',
]  # fmt: skip


@pytest.mark.parametrize("html", GOOD)
def test_an_address_that_leads_somewhere(html: str, output: Path, judge: Judge) -> None:
    assert judge_inside(output, judge, html) == ([], 0)


# what -> (file, its content, rule, exit status)
FILES: dict[str, tuple[str, str | bytes, str, int]] = {
    "dead picture of a sheet": ("theme/a.css", 'a{background:url("../none.png")}', "I206", 1),
    "dead picture of a set": ("theme/a.css", 'a{background:image-set("none.png" 1x)}', "I206", 1),
    "dead sheet of a sheet": ("theme/a.css", '@import "none.css";', "I206", 1),
    "dead link in a feed": ("feeds/a.xml", f'<feed><link href="{SITEURL}/none/"/></feed>', "I203", 1),
    "dead page in the map": ("sitemap.xml", f"<urlset><url><loc>{SITEURL}/none/</loc></url></urlset>", "I203", 1),
    "dead link in an entry, single quotes": (
        "feeds/a.xml", f"<feed><link href='{SITEURL}/none/'/></feed>",
        "I203", 1),
    "dead link in a feed's HTML": (
        "feeds/a.xml", f'<feed>&lt;a href="{SITEURL}/none/"&gt;x&lt;/a&gt;</feed>',
        "I203", 1),
    "dead picture in a feed's HTML": ("feeds/a.xml", '<feed>&lt;img src="/none.jpg"&gt;</feed>', "I203", 1),
    "dead link of RSS": ("feeds/a.xml", f"<rss><link>{SITEURL}/none/</link></rss>", "I203", 1),
    "dead sheet of a feed": ("feeds/a.xml", '<?xml-stylesheet href="/feeds/none.xsl"?><feed/>', "I203", 1),
    "dead picture in the map": (
        "sitemap.xml", f"<urlset><i:loc xmlns:i='i'>{SITEURL}/none.jpg</i:loc></urlset>",
        "I203", 1),
    "another host in the map": ("sitemap.xml", "<urlset><loc>https://old.example/</loc></urlset>", "I203", 1),
    "the editor's machine in a feed": (
        "feeds/a.xml", '<feed><link href="http://127.0.0.1:8000/"/></feed>',
        "I203", 1),
    "dead page in open data": ("data/a.json", f'{{"url": "{SITEURL}/none/"}}'.replace("/", "\\/"), "I203", 1),
    "dead page in a table": ("data/a.csv", f"编号,网址\n甲,{SITEURL}/none/\n", "I203", 1),
    "dead page in a calendar": ("calendar.ics", f"BEGIN:VEVENT\r\nURL:{SITEURL}/no\r\n ne/\r\n", "I203", 1),
    "dead map": ("robots.txt", f"Sitemap: {SITEURL}/none.xml\n", "I203", 1),
    "dead sheet, escaped": ("theme/a.css", "a{background:u\\72l(none.png)}", "I206", 1),
    "dead second picture of a set": (
        "theme/a.css", 'a{background:image-set("../photos/a-360.jpg" 1x,"none.png" 2x)}',
        "I206", 1),
    "dead picture in a drawing": ("theme/a.svg", '<svg><image href="none.png"/></svg>', "I206", 1),
    "dead shape in a drawing": ("theme/a.svg", "<svg><path style='fill:url(none.svg#a)'/></svg>", "I206", 1),
}  # fmt: skip


@pytest.mark.parametrize("what", FILES)
def test_a_dead_address_in_another_file(what: str, output: Path, judge: Judge) -> None:
    name, content, rule, status = FILES[what]
    assert judge_file(output, judge, name, content) == ([(rule, name)], status)


def test_redirects(output: Path, judge: Judge) -> None:
    (output / "redirects.json").write_text('{"old/index.html": "/news/", "older/index.html": "/meiyou/"}')
    verdict = judge()
    assert verdict.found == [("I401", "redirects.json", 1)]
    assert verdict.status == 1


REDIRECT = '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>旧址</title>{}</head><body></body></html>'


@pytest.mark.parametrize(
    ("said", "rules"),
    [
        ("0;url=/news/", set()),
        ("0; URL='/none/'", {"I401"}),
        ("0,url=/none/", {"I401"}),
        ("0 /none/", {"I401"}),
        ("0;url=javascript:x()", {"I401"}),
        ("0;url=https://other.example/", {"I302"}),
    ],
)
def test_a_page_that_sends_readers_on(said: str, rules: set[str], output: Path, judge: Judge) -> None:
    write_file(output, "old/index.html", REDIRECT.format(f'<meta http-equiv="refresh" content="{said}">'))
    verdict = judge()
    assert {rule for rule, _, _ in verdict.found} - {"I305"} == rules
    assert verdict.status == bool(rules)


@pytest.mark.parametrize(
    ("hidden", "rule"),
    [
        ("<script>x()</script>", "I303"),
        ('<p class="badge">示例</p>', "I301"),
        ("<p>11010519491231002X</p>", "P306"),
    ],
)
def test_a_refresh_hides_nothing(hidden: str, rule: str, output: Path, judge: Judge) -> None:
    write_file(
        output, "old/index.html", REDIRECT.format(f'<meta http-equiv="refresh" content="0;url=/">{hidden}')
    )
    assert (rule, "old/index.html", 1) in judge().found
    plant(output, STORY, "</head>", f'<meta http-equiv="refresh" content="600">{hidden}</head>')
    assert rule in {found[0] for found in judge().found if found[1] == STORY}


def test_an_orphan_page(output: Path, judge: Judge) -> None:
    path = output / "places/gucun/index.html"
    path.parent.mkdir()
    whole = (output / "places/jiacun/index.html").read_text(encoding="utf-8")
    path.write_text(whole.replace("甲村站", "古村站"), encoding="utf-8")
    verdict = judge()
    assert sorted(verdict.found) == [
        ("I215", "places/gucun/index.html", 1),
        ("I404", "places/gucun/index.html", 1),
    ]
    assert verdict.status == 0


def test_a_torn_search_index(output: Path, judge: Judge) -> None:
    next(iter(sorted((output / "search/s").iterdir()))).write_bytes(b"\xff\xff\x00\x00")
    verdict = judge()
    assert {found[0] for found in verdict.found} == {"I214"}
    (output / "search/index.json").write_bytes(b"{")
    assert {found[0] for found in judge().found} == {"I214", "I310"}
    (output / "search/index.json").unlink()
    assert judge().found == [("I213", "search/index.html", 1)]


def test_a_document_whose_page_is_gone(output: Path, judge: Judge) -> None:
    (output / SECOND).rename(output / "gone.html")
    assert ("I203", "search/index.json", 1) in judge().found


def test_a_link_out_of_the_output_is_no_file_of_it(output: Path, judge: Judge) -> None:
    (output / "news" / "secret.txt").symlink_to("/etc/hostname")
    assert judge().found == [("I307", "news/secret.txt", 1)]
