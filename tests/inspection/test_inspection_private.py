"""Private numbers, however they are written and wherever they stand: found, and the publication stops."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.inspection.judging import (
    SECOND,
    STORY,
    Fault,
    Judge,
    check_planted,
    judge_file,
    judge_inside,
    plant,
)

FOLDED = "BEGIN:VEVENT\r\nDESCRIPTION:电话 1380000\r\n 0000\r\nEND:VEVENT\r\n"
# name -> (file, what is replaced, by what, the line is that of this text, rule, exit status)
FAULTS: dict[str, Fault] = {
    "identity card": (STORY, "量血压", "量血压(证件 11010519491231002X)", "1949", "P306", 1),
    "identity card in full-width": (
        STORY,
        "量血压",
        "证件 １１０１０５１９４９１２３１００２Ｘ"[:-1] + "X",
        "１１０",
        "P306",
        1,
    ),
    "mobile number": (STORY, "量血压", "量血压,电话 13800000000", "13800000000", "P304", 1),
    "mobile number in two tags": (STORY, "量血压", "电话 138<b>0000</b>0000", "138<b>", "P304", 1),
    "mobile number in an alt": ("index.html", "义诊现场", "电话13800000000", "13800000000", "P304", 1),
    "bank card": (STORY, "量血压", "卡号 6222020000000000000", "6222", "P307", 1),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found(name: str, output: Path, judge: Judge) -> None:
    check_planted(output, judge, FAULTS[name])


# what -> (what stands before the story's text, rule, exit status)
INSIDE: dict[str, tuple[str, str, int]] = {
    "identity card in a comment": ("<!-- 11010519491231002X -->", "P306", 1),
    "identity card in pieces": ("<p>证件 110105 19491231 <b>002</b>X</p>", "P306", 1),
    "identity card, full-width": ("<p>证件 １１０１０５１９４９１２３１００２Ｘ</p>", "P306", 1),
    "identity card, small x": ("<p>11010519491231002x</p>", "P306", 1),
    "identity card over lines": ("<p>证件110105<br>19491231<br>002X</p>", "P306", 1),
    "identity card in cells": ("<table><tr><td>110105</td><td>19491231</td><td>002X</td></tr></table>", "P306", 1),
    "identity card, broken anywhere once": ("<p>11010519491\n231002X</p>", "P306", 1),
    "identity card, nothing seen between": ("<p>110105&#8203;1949&shy;1231\u2060002X</p>", "P306", 1),
    "identity card, thin spaces": ("<p>110105\u200919491231\u202f002X</p>", "P306", 1),
    "identity card with slashes": ("<p>110105/19491231/002X</p>", "P306", 1),
    "identity card, another X": ("<p>11010519491231002Х</p>", "P306", 1),
    "identity card, bold digits": (
        "<p>" + "".join(chr(0x1D7CE + int(c)) for c in "11010519491231002") + "X</p>",
        "P306", 1),
    "identity card of fifteen": ("<p>身份证号:110105491231002</p>", "P306", 1),
    "identity card in an alt": ('<img src="/photos/a-360.jpg" alt="11010519491231002X">', "P306", 1),
    "identity card in an address": ('<a href="/search/?q=110105%2019491231002X">查</a>', "P306", 1),
    "identity card in a data attribute": ('<p data-who="110105\u00a019491231002X">甲</p>', "P306", 1),
    "identity card in JSON-LD": ('<script type="application/ld+json">{"a":"11010519491231002X"}</script>', "P306", 1),
    "identity card in JSON-LD, escaped": (
        '<script type="application/ld+json">{"a":"\\u0031\\u0031010519491231002X"}</script>',
        "P306", 1),
    "identity card of a textarea": ('<label>甲<textarea>11010519491231002X</textarea></label>', "P306", 1),
    "identity card of a drawing in the page": (
        "<svg><text><tspan>110105</tspan><tspan>19491231002X</tspan></text></svg>",
        "P306", 1),
    "mobile number with 0086": ("<p>008613800000000</p>", "P304", 1),
    "mobile number in Chinese": ("<p>一三八零零零零零零零零</p>", "P304", 1),
    "mobile number over a break": ("<p>电话:138<br>00000000</p>", "P304", 1),
    "mobile number in odd groups": ("<p>电话1380 000 0000</p>", "P304", 1),
    "mobile number, bracketed": ("<p>手机(138)00000000</p>", "P304", 1),
    "mobile number of a loud link": ('<a href="TEL:138%200000%200000">打</a>', "P304", 1),
    "mobile number of a message": ('<a href="sms:13800000000">发</a>', "P304", 1),
}  # fmt: skip


@pytest.mark.parametrize("what", INSIDE)
def test_a_number_hidden_in_a_page(what: str, output: Path, judge: Judge) -> None:
    html, rule, status = INSIDE[what]
    assert judge_inside(output, judge, html) == ([(rule, STORY)], status)


# What looks like a number of somebody and is none.
GOOD: list[str] = [
    "<p>11010519491231002</p>",
    "<p>110105194912310021</p>",
    "<table><tr><td>150</td><td>2019</td><td>2020</td></tr></table>",
    "<table><tr><td>110</td><td>105</td><td>1949</td><td>1231</td><td>002</td><td>3</td></tr></table>",
    "<p>电话 0432-66200000,服务热线 12345</p>",
    "<p>2026-05-08 09:30—11:30,第13800号</p>",
    '<svg><path d="M138 0000 0000 110105 19491231 0020"></path></svg>',
    '<a href="/news/?t20190528_539513800">旧</a>',
]  # fmt: skip


@pytest.mark.parametrize("html", GOOD)
def test_what_is_nobody_s_number(html: str, output: Path, judge: Judge) -> None:
    assert judge_inside(output, judge, html) == ([], 0)


# what -> (file, its content, rule, exit status)
FILES: dict[str, tuple[str, str | bytes, str, int]] = {
    "identity card, escaped": ("data/a.json", '{"a":"\\u0031\\u0031010519491231002X"}', "P306", 1),
    "mobile number as a number": ("data/a.json", '{"phone":13800000000}', "P304", 1),
    "mobile number, folded": ("calendar.ics", FOLDED, "P304", 1),
    "mobile number, as entities": ("feeds/a.xml", "<feed>&#49;3800000000</feed>", "P304", 1),
    "somebody's mail": ("data/a.json", '{"mail":"jia.yi@mail.example"}', "I311", 0),
    "identity card, folded by a tab": (
        "calendar.ics", "BEGIN:VEVENT\r\nDESCRIPTION:110105194\r\n\t91231002X\r\n",
        "P306", 1),
    "identity card in a table": ("data/a.csv", '编号,证件\n甲,"110105\n19491231002X"\n', "P306", 1),
    "identity card in a drawing": ("theme/a.svg", "<svg><text>11010519491231002X</text></svg>", "P306", 1),
    "identity card in pieces of a drawing": (
        "theme/a.svg", "<svg><tspan>110105</tspan><tspan>19491231002X</tspan></svg>",
        "P306", 1),
    "mobile number in a drawing": ("theme/a.svg", "<svg><desc>13800000000</desc></svg>", "P304", 1),
    "identity card in a sheet": ("theme/a.css", "/* 11010519491231002X */", "P306", 1),
    "mobile number in a script": ("theme/a.js", 'const a = "13800000000";', "P304", 1),
    "identity card in a feed's HTML": (
        "feeds/a.xml", "<feed>110105&lt;b&gt;19491231&lt;/b&gt;002X</feed>",
        "P306", 1),
    "mobile number on a card": ("data/a.vcf", "BEGIN:VCARD\nTEL:13800000000\n", "P304", 1),
    "identity card, loud suffix": ("data/A.CSV", "11010519491231002X\n", "P306", 1),
    "identity card in a name": ("photos/11010519491231002X.jpg", b"x", "P306", 1),
    "mobile number in a name": ("data/甲-13800000000.pdf", b"%PDF", "P306", 1),
}  # fmt: skip


@pytest.mark.parametrize("what", FILES)
def test_a_number_in_another_file(what: str, output: Path, judge: Judge) -> None:
    name, content, rule, status = FILES[what]
    assert judge_file(output, judge, name, content) == ([(rule, name)], status)


def test_an_office_s_mobile_in_the_footer_passes_and_elsewhere_not(output: Path, judge: Judge) -> None:
    link = '<a href="tel:13800000000">13800000000</a>'
    plant(output, STORY, '<a href="tel:0432-00000000">0432-00000000</a>', link)
    plant(output, SECOND, "<p>地点", f"<p>{link}</p><p>地点")
    verdict = judge()
    assert {found[:2] for found in verdict.found} == {("P304", SECOND)}
    assert verdict.status == 1


def test_private_numbers_in_open_data(output: Path, judge: Judge) -> None:
    (output / "data").mkdir()
    (output / "data/teams.csv").write_text("名称,电话\n甲村队,13800000000\n", encoding="utf-8")
    assert judge().found == [("P304", "data/teams.csv", 2)]
