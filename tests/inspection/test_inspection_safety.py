"""Scripts and frames from elsewhere, samples, drafts, files that do not belong, damage."""

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
)
from tests.inspection.small_output import SITEURL

PDF = b"%PDF-1.7\n1 0 obj\n<</Keywords <feff793a4f8b>>>\nendobj\n"
# name -> (file, what is replaced, by what, the line is that of this text, rule, exit status)
FAULTS: dict[str, Fault] = {
    "inline script": (STORY, BODY, "<script>track()</script><p>义诊队", "track", "I303", 1),
    "event attribute": (STORY, BODY, '<p onclick="go()">义诊队', "onclick", "I303", 1),
    "javascript address": (STORY, BODY, '<a href="javascript:go()">看</a><p>义诊队', "javascript", "I303", 1),
    "foreign script": (
        STORY,
        "</head>",
        '<script src="https://cdn.example/a.js"></script></head>',
        "cdn",
        "I302",
        1,
    ),
    "foreign script, no scheme": (
        STORY,
        "</head>",
        '<script src="//cdn.example/a.js"></script></head>',
        "cdn",
        "I302",
        1,
    ),
    "foreign frame": (
        STORY,
        BODY,
        '<iframe src="https://v.example/" title="片"></iframe><p>义诊队',
        "iframe",
        "I302",
        1,
    ),
    "foreign style": (
        STORY,
        "</head>",
        '<link rel="stylesheet" href="https://cdn.example/a.css"></head>',
        "cdn",
        "I302",
        1,
    ),
    "foreign picture": (
        STORY,
        BODY,
        '<img src="https://p.example.net/1.jpg" alt="图"><p>义诊队',
        "p.example",
        "I306",
        0,
    ),
    "inline style": (STORY, BODY, '<p style="color:red">义诊队', "style=", "I304", 0),
    "sample ribbon": (
        STORY,
        BODY,
        '<p class="ribbon"><b>示例</b>不是真实的事</p><p>义诊队',
        "ribbon",
        "I301",
        1,
    ),
    "sample badge": (
        STORY,
        BODY,
        '<p><span class="badge dashed">示例</span></p><p>义诊队',
        "badge",
        "I301",
        1,
    ),
    "draft": (
        STORY,
        BODY,
        '<div class="notice warn"><p><b>注意：草稿</b></p></div><p>义诊队',
        "草稿",
        "I308",
        1,
    ),
    "no policy": (STORY, "Content-Security-Policy", "X-Nothing", "<!doctype", "I305", 0),
    "loose policy": (STORY, "script-src 'self'", "script-src 'self' 'unsafe-inline'", "unsafe", "I305", 0),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found(name: str, output: Path, judge: Judge) -> None:
    check_planted(output, judge, FAULTS[name])


# what -> (what stands before the story's text, rule, exit status)
INSIDE: dict[str, tuple[str, str, int]] = {
    "script address with a tab": ('<a href="java&Tab;script:x()">看</a>', "I303", 1),
    "script address of a drawing": ('<svg><a xlink:href="javascript:x()">看</a></svg>', "I303", 1),
    "page in an address": ('<a href="data:text/html,x">看</a>', "I303", 1),
    "drawing of elsewhere": ('<svg><use href="https://x.example/a.svg#b"></use></svg>', "I306", 0),
    "script of a drawing": ('<svg><script href="https://e.example/a.js"></script></svg>', "I302", 1),
    "script behind backslashes": ('<script src="\\\\\\\\e.example/a.js"></script>'.replace("\\\\", "\\"), "I302", 1),
    "script with the site's name before": (
        '<script src="https://wenming.example.cn.e.example/a.js"></script>',
        "I302", 1),
    "script without an address": ('<script src=""></script>', "I206", 1),
    "script address after a control character": ('<a href="\x01javascript:x()">看</a>', "I303", 1),
    "script address of an animation": ('<svg><set attributeName="href" to="javascript:x()"/></svg>', "I303", 1),
    "script module": ('<script type="module">import "https://e.example/a.js"</script>', "I303", 1),
    "sheet, alternate": ('<link rel="alternate stylesheet" href="//e.example/a.css" title="x">', "I302", 1),
    "object": ('<object data="https://e.example/a.swf"></object>', "I302", 1),
    "object by its code": ('<object codebase="https://e.example/a.cab"></object>', "I302", 1),
    "embed": ('<embed src="//e.example/a.swf">', "I302", 1),
    "applet": ('<applet code="a" codebase="https://e.example/"></applet>', "I302", 1),
    "base elsewhere": ('<base href="https://e.example/">', "I302", 1),
    "base of our own": ('<base href="/news/">', "I302", 1),
    "picture of an old tag": ('<image src="https://e.example/a.png">', "I306", 0),
    "ping": ('<a href="/" ping="https://e.example/">首页</a>', "I306", 0),
    "sample, badge of any element": ('<em class="badge dashed">示例</em>', "I301", 1),
    "sample by its heading": ("<h2>示例人物一</h2>", "I301", 1),
    "sample by its link": ('<p><a href="/news/">示例站一</a></p>', "I301", 1),
    "sample by its picture": ('<img src="/photos/a-360.jpg" alt="示例照片">', "I301", 1),
    "sample by its data": ('<script type="application/ld+json">{"name":"示例人物一"}</script>', "I301", 1),
    "sample in brackets": ("<p>【示例】扫雪</p>", "I301", 1),
    "draft, badge": ('<b class="badge">草稿</b>', "I308", 1),
}  # fmt: skip


@pytest.mark.parametrize("what", INSIDE)
def test_a_fault_hidden_in_a_page(what: str, output: Path, judge: Judge) -> None:
    html, rule, status = INSIDE[what]
    assert judge_inside(output, judge, html) == ([(rule, STORY)], status)


@pytest.mark.parametrize(
    "style", ['@import "https://e.example/a.css";', "@import url(//e.example/a.css)", "@import'//e.example'"]
)
def test_a_sheet_from_elsewhere_in_a_style_element(style: str, output: Path, judge: Judge) -> None:
    assert judge_inside(output, judge, f"<style>{style}</style>") == ([("I302", STORY), ("I304", STORY)], 1)


GOOD: list[str] = [
    "<p>名字带“示例”二字的条目是虚设的,示例不计在内。</p>",
    "<table><tr><th>编号</th><th>示例</th></tr><tr><td>甲</td><td>否</td></tr></table>",
    "<p>这篇原是草稿,后来改好了。</p>",
    "<p>onclick= javascript: &lt;script&gt;</p>",
    '<a href="/news/" title="<script>">动态</a>',
]  # fmt: skip


@pytest.mark.parametrize("html", GOOD)
def test_what_only_looks_like_it(html: str, output: Path, judge: Judge) -> None:
    assert judge_inside(output, judge, html) == ([], 0)


# what -> (file, its content, rule, exit status)
FILES: dict[str, tuple[str, str | bytes, str, int]] = {
    "script in a drawing": ("theme/a.svg", "<svg><script>x()</script></svg>", "I303", 1),
    "event in a drawing": ("theme/a.svg", '<svg onload="x()"></svg>', "I303", 1),
    "script address in a drawing": ("theme/a.svg", '<svg><a href="javascript:x()"/></svg>', "I303", 1),
    "foreign picture in a drawing": ("theme/a.svg", '<svg><image href="//p.example/a.png"/></svg>', "I306", 0),
    "foreign sheet": ("theme/a.css", '@import "https://cdn.example/a.css";', "I302", 1),
    "foreign picture, loud": ("theme/a.css", "a{background:URL(https://cdn.example/a.png)}", "I302", 1),
    "address in a script": ("theme/a.js", 'fetch("https://t.example/?"+document.title)', "I302", 1),
    "sample in a feed": ("feeds/a.xml", "<feed><entry><title>示例活动:扫雪</title></entry></feed>", "I301", 1),
    "sample in a calendar": ("calendar.ics", "BEGIN:VEVENT\r\nSUMMARY:示例活动:扫雪\r\n", "I301", 1),
    "sample in a table": ("data/a.csv", "id,姓名,示例\na,示例人物一,true\n", "I301", 1),
    "sample in open data": ("data/a.json", '{"sample": true}', "I301", 1),
    "sample on paper": ("posters/a.pdf", PDF, "I301", 1),
    "socket in a script": ("theme/a.js", 'new WebSocket("wss://e.example/a")', "I302", 1),
    "sheet without a blank": ("theme/a.css", '@import"https://e.example/a.css";', "I302", 1),
    "sheet, escaped": ("theme/a.css", '@\\69mport "https://e.example/a.css";', "I302", 1),
    "second picture of a set elsewhere": (
        "theme/a.css", 'a{background:image-set("../photos/a-360.jpg" 1x,"//e.example/a.png" 2x)}',
        "I302", 1),
    "script address in a drawing, as an entity": (
        "theme/a.svg", '<svg><a href="&#106;avascript:x()"/></svg>',
        "I303", 1),
    "script in a drawing, prefixed": ("theme/a.svg", '<svg xmlns:s="s"><s:script>x()</s:script></svg>', "I303", 1),
    "sheet of a drawing": (
        "theme/a.svg", "<svg><style>@import url(https://e.example/a.css);</style></svg>",
        "I302", 1),
    "frame in a drawing": ("theme/a.svg", "<svg><iframe/></svg>", "I302", 1),
    "script in a feed": ("feeds/a.xml", "<feed>&lt;script&gt;x()&lt;/script&gt;</feed>", "I303", 1),
    "frame in a feed": ("feeds/a.xml", '<feed>&lt;iframe src="/"&gt;&lt;/iframe&gt;</feed>', "I302", 1),
    "event in a feed": ("feeds/a.xml", '<feed>&lt;p onclick="x()"&gt;</feed>', "I303", 1),
    "sample in a column": ("data/a.csv", "编号,示例\n甲,是\n", "I301", 1),
    "sample in an array": ("data/a.json", '["示例人物一"]', "I301", 1),
    "sample in a drawing": ("theme/a.svg", "<svg><text>示例人物一</text></svg>", "I301", 1),
    "sample on a line": ("data/a.txt", "示例人物一\n", "I301", 1),
    "draft in open data": ("data/a.json", '{"status":"draft"}', "I308", 1),
    "table in another charset": ("data/a.csv", "编号\n甲\n".encode("gb18030"), "I310", 1),
    "JSON cut off": ("data/a.json", '{"a":', "I310", 1),
    "XML cut off": ("feeds/a.xml", "<feed><a></feed>", "I310", 1),
    "digest that is another's": ("theme/css/a.0123456789.css", "a{}", "I312", 1),
}  # fmt: skip


@pytest.mark.parametrize("what", FILES)
def test_a_fault_in_another_file(what: str, output: Path, judge: Judge) -> None:
    name, content, rule, status = FILES[what]
    assert judge_file(output, judge, name, content) == ([(rule, name)], status)


def test_what_looks_like_a_fault_and_is_none(output: Path, judge: Judge) -> None:
    """A column that is called 示例, a namespace, the site's own address, a date of today, a comment in a sheet."""
    for name, content in {
        "data/a.csv": "编号,示例\na,false\n",
        "data/schema.json": '{"title":"示例","type":"boolean"}',
        "feeds/a.xml": f'<feed xmlns="http://www.w3.org/2005/Atom"><link href="{SITEURL}/news/"/>'
        "<updated>2026-05-10T08:00:00+08:00</updated></feed>",
        "theme/a.css": "/* url(none.png) */ a{background:url(#b)}",
        "theme/a.js": 'document.createElementNS("http://www.w3.org/2000/svg","svg");// a//b',
        "theme/a.svg": '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>',
    }.items():
        (output / name).parent.mkdir(exist_ok=True)
        (output / name).write_text(content, encoding="utf-8")
    verdict = judge()
    assert (verdict.found, verdict.status) == ([], 0)


def test_a_page_that_sends_readers_away(output: Path, judge: Judge) -> None:
    name = "old/index.html"
    (output / "old").mkdir()
    head = '<meta http-equiv="refresh" content="0;url=https://other.example/">'
    (output / name).write_text(
        f'<html lang="zh-CN"><head>{head}</head><body></body></html>', encoding="utf-8"
    )
    verdict = judge()
    assert ("I302", name, 1) in verdict.found
    assert verdict.status == 1


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        (".git/config", "I307"),
        (".well-known/.git/config", "I307"),
        ("~$名单.xlsx", "I307"),
        ("package.json", "I307"),
        ("beifen.tar.gz", "I307"),
        ("caiji.php", "I307"),
        (".DS_Store", "I307"),
        ("content/a.md", "I307"),
        ("site.yml", "I307"),
        ("build.state", "I307"),
        ("a.md.br", "I307"),
        ("drafts/xingao.html", "I308"),
        ("gone.html.gz", "I307"),
    ],
)
def test_a_file_that_does_not_belong(name: str, rule: str, output: Path, judge: Judge) -> None:
    path = output / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x" if not name.endswith(".html") else (output / STORY).read_text(encoding="utf-8"))
    verdict = judge()
    assert (rule, name, 1) in verdict.found
    assert verdict.status == 1


def test_a_cut_page_and_foreign_bytes(output: Path, judge: Judge) -> None:
    whole = (output / STORY).read_bytes()
    (output / STORY).write_bytes(whole[: len(whole) // 2])
    (output / SECOND).write_bytes(
        (output / SECOND).read_bytes().replace("服务".encode(), "服务".encode("gb18030"))
    )
    verdict = judge()
    assert {("I310", STORY), ("I310", SECOND)} <= {found[:2] for found in verdict.found}
    assert verdict.status == 1


@pytest.mark.parametrize(
    "instead",
    [
        *("", '<meta charset="gb2312">', '<meta http-equiv="Content-Type" content="text/html; charset=gbk">'),
        f'<!-- {"x" * 1100} --><meta charset="utf-8">',
    ],
)
def test_a_charset_that_browsers_would_get_wrong(instead: str, output: Path, judge: Judge) -> None:
    plant(output, STORY, '<meta charset="utf-8">', instead)
    verdict = judge()
    assert ([found[:2] for found in verdict.found], verdict.status) == ([("I310", STORY)], 1)


def test_what_follows_the_end_of_a_page(output: Path, judge: Judge) -> None:
    with (output / "404.html").open("a", encoding="utf-8") as file:
        file.write("\n<!-- -->")
    verdict = judge()
    assert ([found[:2] for found in verdict.found], verdict.status) == ([("I310", "404.html")], 1)


def test_samples_pass_where_the_site_asks_for_them(output: Path, judge: Judge, tmp_path: Path) -> None:
    plant(output, STORY, BODY, '<p class="ribbon"><b>示例</b>不是真实的事</p><p>义诊队')
    (tmp_path / "data").mkdir()
    (tmp_path / "data/site.yml").write_text("samples_in_publication: true\n")
    assert (judge().status, judge().found) == (0, [])
