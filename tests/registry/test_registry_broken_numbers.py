"""Private numbers that are broken where nobody sees it: found with their places, and nothing else with them."""

from __future__ import annotations

import pytest

from plugins.registry import parse_data_file
from plugins.registry.folding import fold_text
from plugins.registry.privacy import find_numbers, find_private

FOUND = {
    "nothing seen between": ("证件 110105\u200b1949\u00ad1231\u2060002X。", "P306", "11010519491231002X"),
    "thin spaces": ("110105\u200919491231\u202f002X", "P306", "11010519491231002X"),
    "tabs": ("110105\t19491231\t002X", "P306", "11010519491231002X"),
    "slashes": ("110105/19491231/002X", "P306", "11010519491231002X"),
    "over lines": ("证件 110105\n19491231\n002X", "P306", "11010519491231002X"),
    "once over a line": ("11010519491\n231002X", "P306", "11010519491231002X"),
    "another X": ("11010519491231002\u0425", "P306", "11010519491231002X"),
    "Arabic-Indic digits": ("".join(chr(0x660 + int(c)) for c in "13800000000"), "P304", "13800000000"),
    "a mobile number, nothing seen between": ("电话138\u200b0000\u200b0000", "P304", "13800000000"),
    "a mobile number, thin spaces": ("电话138\u20090000\u20090000", "P304", "13800000000"),
    "a bank card, nothing seen between": ("622202\u200b0000000000000", "P307", "6222020000000000000"),
}  # fmt: skip


@pytest.mark.parametrize("name", FOUND)
def test_a_broken_number_is_found(name: str) -> None:
    text, rule, digits = FOUND[name]
    start = next(at for at, char in enumerate(text) if char.isdigit())
    end = len(text.rstrip("。"))
    assert [(one.start, one.end, one.rule, one.digits) for one in find_numbers(text)] == [
        (start, end, rule, digits)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "110105\n19491231\n0021",  # the check character is wrong
        "110105\n1949\n12\n31\n0\n02X",  # nobody breaks it so
        "今年\u200b1380场，去年\u200b00000000场",
        "110105 19991331 002X",  # no such month
        "桦甸 126 400\n2026 01 05\n0432-66660000",
        "| 12 | 34 |\n| 5619491231 | 002 |",
        "编号A110105\u20091949123\u20091002X1",
        "https://example.cn/110105194912310021/",
    ],
)
def test_what_is_no_number_stands(text: str) -> None:
    assert list(find_numbers(text)) == []


def test_a_broken_number_has_its_place_in_the_file() -> None:
    text = "甲\n乙\u200b 110105\u200b19491231002X 丙\n电话138\u20090000\u20090000\n"
    assert [(one.line, one.column, one.rule) for one in find_private("a.md", text)] == [
        (2, 4, "P306"),
        (3, 3, "P304"),
    ]


def test_a_data_file_with_a_number_over_lines_stops() -> None:
    text = "- id: a\n  name: 甲\n  summary: |\n    110105\n    19491231\n    002X\n"
    found = parse_data_file("data/programs.yml", text.encode()).problems
    assert [(one.line, one.column, one.rule, one.severity) for one in found if one.rule == "P306"] == [
        (4, 5, "P306", "error")
    ]


def test_a_text_is_folded_as_it_is_read() -> None:
    assert fold_text("甲1\u200b2\u00a0乙") == ("甲12\u00a0乙", [0, 1, 3, 4, 5])
    assert fold_text("٣\u2009\U0001d7cf\u0425") == ("3 1X", [0, 1, 2, 3])
    assert fold_text("甲 12") == ("甲 12", None)
