"""A mobile number that the data declare as an office's passes everywhere; another one nowhere but in a block of contact."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.inspection.__main__ import build_parser, read_options
from plugins.inspection.checks_page import check_privacy
from plugins.inspection.page import Known, scan_page

PAGE = "<html><body><main><p>报名打{0}。</p></main></body></html>"
OFFICES = frozenset({"13800000000"})


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("13800000000", 0),
        ("138-0000-0000", 0),
        ("138 0000 0000", 0),
        ("13900000000", 1),
        ("11010519491231002X", 1),
    ],
)
def test_declared_numbers_pass(number: str, found: int) -> None:
    page = scan_page("news/a/index.html", PAGE.format(number), Known())
    assert len(list(check_privacy(page, OFFICES))) == found
    assert len(list(check_privacy(page))) == 1


def test_the_data_folder_says_which(tmp_path: Path) -> None:

    (tmp_path / "teams").mkdir()
    text = "id: yi\nname: 乙队\nlevel: backbone\noffice_mobile: true\ntelephone: 13800000000\n"
    (tmp_path / "teams/yi.yml").write_text(text, "utf-8")
    told = build_parser().parse_args([str(tmp_path), "--data", str(tmp_path)])
    assert read_options(told, {}).offices == OFFICES
