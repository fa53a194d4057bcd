"""Faults planted where no page shows them: drawings, sheets, scripts, feeds, calendars, open data, comments, posters."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.inspection.small_output import SITEURL
from tests.inspection.test_inspection_faults import BODY, STORY, Judge, judge, output, plant

__all__ = ["judge", "output"]

FOLDED = "BEGIN:VEVENT\r\nDESCRIPTION:电话 1380000\r\n 0000\r\nEND:VEVENT\r\n"
FUTURE = "<feed><entry><published>2031-01-01T00:00:00+08:00</published></entry></feed>"
PDF = b"%PDF-1.7\n1 0 obj\n<</Keywords <feff793a4f8b>>>\nendobj\n"
# what -> (file, its content, rule, exit status)
FILES: dict[str, tuple[str, str | bytes, str, int]] = {
    "script in a drawing": ("theme/a.svg", "<svg><script>x()</script></svg>", "I303", 1),
    "event in a drawing": ("theme/a.svg", '<svg onload="x()"></svg>', "I303", 1),
    "script address in a drawing": ("theme/a.svg", '<svg><a href="javascript:x()"/></svg>', "I303", 1),
    "foreign picture in a drawing": ("theme/a.svg", '<svg><image href="//p.example/a.png"/></svg>', "I306", 0),
    "dead picture of a sheet": ("theme/a.css", 'a{background:url("../none.png")}', "I206", 1),
    "dead picture of a set": ("theme/a.css", 'a{background:image-set("none.png" 1x)}', "I206", 1),
    "dead sheet of a sheet": ("theme/a.css", '@import "none.css";', "I206", 1),
    "foreign sheet": ("theme/a.css", '@import "https://cdn.example/a.css";', "I302", 1),
    "foreign picture, loud": ("theme/a.css", "a{background:URL(https://cdn.example/a.png)}", "I302", 1),
    "address in a script": ("theme/a.js", 'fetch("https://t.example/?"+document.title)', "I302", 1),
    "future in a feed": ("feeds/a.xml", FUTURE, "I102", 1),
    "future in a JSON feed": ("feeds/a.json", '{"date_published":"2031-01-01"}', "I102", 1),
    "dead link in a feed": ("feeds/a.xml", f'<feed><link href="{SITEURL}/none/"/></feed>', "I203", 1),
    "dead page in the map": ("sitemap.xml", f"<urlset><url><loc>{SITEURL}/none/</loc></url></urlset>", "I203", 1),
    "sample in a feed": ("feeds/a.xml", "<feed><entry><title>示例活动:扫雪</title></entry></feed>", "I301", 1),
    "sample in a calendar": ("calendar.ics", "BEGIN:VEVENT\r\nSUMMARY:示例活动:扫雪\r\n", "I301", 1),
    "sample in a table": ("data/a.csv", "id,姓名,示例\na,示例人物一,true\n", "I301", 1),
    "sample in open data": ("data/a.json", '{"sample": true}', "I301", 1),
    "sample on paper": ("posters/a.pdf", PDF, "I301", 1),
    "identity card, escaped": ("data/a.json", '{"a":"\\u0031\\u0031010519491231002X"}', "P306", 1),
    "mobile number as a number": ("data/a.json", '{"phone":13800000000}', "P304", 1),
    "mobile number, folded": ("calendar.ics", FOLDED, "P304", 1),
    "mobile number, as entities": ("feeds/a.xml", "<feed>&#49;3800000000</feed>", "P304", 1),
    "somebody's mail": ("data/a.json", '{"mail":"jia.yi@mail.example"}', "I311", 0),
}  # fmt: skip
# what -> (what stands before the story's text, rule, exit status)
INSIDE: dict[str, tuple[str, str, int]] = {
    "identity card in a comment": ("<!-- 11010519491231002X -->", "P306", 1),
    "identity card in pieces": ("<p>证件 110105 19491231 <b>002</b>X</p>", "P306", 1),
    "identity card, full-width": ("<p>证件 １１０１０５１９４９１２３１００２Ｘ</p>", "P306", 1),
    "script address with a tab": ('<a href="java&Tab;script:x()">看</a>', "I303", 1),
    "script address of a drawing": ('<svg><a xlink:href="javascript:x()">看</a></svg>', "I303", 1),
    "page in an address": ('<a href="data:text/html,x">看</a>', "I303", 1),
    "drawing of elsewhere": ('<svg><use href="https://x.example/a.svg#b"></use></svg>', "I306", 0),
    "drawing that is not there": ('<svg><use href="/theme/none.svg#b"></use></svg>', "I205", 1),
    "second picture of a set": ('<img src="/photos/a-360.jpg" srcset="/photos/none.jpg 2x" alt="图">', "I205", 1),
}  # fmt: skip


@pytest.mark.parametrize("what", FILES)
def test_a_fault_in_another_file(what: str, output: Path, judge: Judge) -> None:
    name, content, rule, status = FILES[what]
    path = output / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    verdict = judge()
    assert ([found[:2] for found in verdict.found], verdict.status) == ([(rule, name)], status)


@pytest.mark.parametrize("what", INSIDE)
def test_a_fault_hidden_in_a_page(what: str, output: Path, judge: Judge) -> None:
    html, rule, status = INSIDE[what]
    plant(output, STORY, BODY, f"{html}\n{BODY}")
    verdict = judge()
    assert ([found[:2] for found in verdict.found], verdict.status) == ([(rule, STORY)], status)


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
