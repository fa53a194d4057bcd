"""The small parts: sizes by length, codes, what is missing for printing, the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.catalog import CatalogLook
from plugins.posters.__main__ import Order, read_order
from plugins.posters.fit import CITATION, NAME, balance_line, fit, width_of
from plugins.posters.press import build_sheet, check_press
from plugins.posters.qr import build_qr
from plugins.posters.views import Desk, view_activity, view_batch, view_month, view_place
from tests.posters.poster_county import SITEURL, build_county, needs_fonts

DESK = Desk("", lambda _info, _step: "data:,")


def test_widths_and_steps() -> None:
    assert [width_of(text) for text in ("", "王", "Wang", "王a，")] == [0, 1, 2, 2.5]
    assert [fit("王" * count, NAME) for count in (1, 3, 4, 5, 6, 12, 13, 21, 40, 41)] == [
        "n1", "n1", "n2", "n3", "n4", "n4", "n5", "n5", "n6", "least",
    ]  # fmt: skip
    assert [fit("王" * count, CITATION) for count in (26, 27, 181)] == ["c1", "c2", "least"]


def test_lines_of_a_citation_are_even() -> None:
    assert [balance_line("王" * count, 15) for count in (4, 15, 16, 17, 31)] == [4, 15, 9, 10, 12]


def test_a_code_is_a_picture_with_the_address_for_who_cannot_see_it() -> None:
    code = str(build_qr("https://example.cn/?a=1&b=2"))
    assert code.startswith(
        '<img class="qr" alt="二维码：https://example.cn/?a=1&amp;b=2" src="data:image/png;base64,'
    )
    assert build_qr("https://example.cn/a") != build_qr("https://example.cn/b")


def test_what_is_missing_is_said_with_its_cure(tmp_path: Path) -> None:
    needs_fonts()
    assert check_press() == ""
    assert check_press(folders=[tmp_path]) == "做海报还缺软件包,请运行 sudo apt-get install fonts-noto-cjk"
    assert (
        check_press(libraries=["libpango-1.0.so.0", "libno-such-library.so.1"])
        == "做海报还缺软件包,请运行 sudo apt-get install libno-such-library.so.1"
    )


def test_the_sheet_names_no_font_without_fonts() -> None:
    assert build_sheet([], "body{}") == "body{}"


def test_the_command_line(tmp_path: Path) -> None:
    assert read_order(["--project", str(tmp_path), "--jobs", "3"], {"SITEURL": f"{SITEURL}/"}) == Order(
        project=tmp_path, output=tmp_path / "posters", siteurl=SITEURL, kinds=(), samples=True, jobs=3
    )
    with pytest.raises(SystemExit):
        read_order(["--kind", "flyer"], {})


def test_a_notice_shows_this_month_and_the_nearest_telephone() -> None:
    view = view_place(CatalogLook(build_county()), DESK, "place/bare")
    assert (view["telephone"], view["whose"], view["hours"], view["rows"]) == (
        "0432-12345678",
        "某乡实践所",
        [],
        [],
    )
    view = view_place(CatalogLook(build_county()), DESK, "place/hall")
    assert view["hours"] == [("周一至周五", "08:30—17:00")]
    assert view["teams"] == "秧歌分队"
    assert [
        (row["day"], row["weekday"], row["clock"], row["title"], row["team"], row["cancelled"])
        for row in view["rows"]
    ] == [
        ("6日", "周五", "09:00—11:00", "秧歌大家跳", "秧歌分队", False),
        ("20日", "周五", "", "雪地走一走", "", True),
        ("28日", "周六", "08:30", "扫雪队招人", "", False),
    ]


def test_a_notice_does_not_let_its_teams_fill_the_sheet() -> None:
    def teams(count: int) -> str:
        rows = (f"- {{id: t{n}, name: 第{n}队, level: backbone, home: hall}}" for n in range(1, count + 1))
        look = CatalogLook(build_county({"data/teams.yml": "\n".join(rows), "data/activities.yml": "[]"}))
        return str(view_place(look, DESK, "place/hall")["teams"])

    assert teams(8) == "第1队、第2队、第3队、第4队、第5队、第6队、第7队、第8队"
    assert teams(9) == "第1队、第2队、第3队、第4队、第5队、第6队等9支"


def test_a_real_place_with_sample_activities_is_no_notice_to_hang() -> None:
    def marked(sample: str) -> bool:
        row = f"- {{id: dance, title: 示例秧歌, status: held, starts: 2026-11-06, place: hall{sample}}}"
        look = CatalogLook(build_county({"data/activities.yml": row}))
        return bool(view_place(look, DESK, "place/hall")["sample"])

    assert [marked(""), marked(", sample: true")] == [False, True]


def test_a_month_runs_forward() -> None:
    view = view_month(CatalogLook(build_county()), DESK, "2026-11")
    assert (view["title"], [row["day"] for row in view["rows"]], view["sample"]) == (
        "2026年11月活动安排",
        ["6日", "20日", "28日"],
        False,
    )


def test_a_call_says_what_the_standard_asks_and_what_is_not_known() -> None:
    view = view_activity(CatalogLook(build_county()), DESK, "activity/snow")
    assert (view["when"], view["where"], view["number"], view["deadline"], view["telephone"]) == (
        "2026年11月28日（周六）08:30",
        "某乡实践所",
        "15人",
        "2026年11月27日 17:00",
        "0432-12345679",
    )
    assert view["facts"] == [
        ("服务内容", "扫净村口的雪"),
        ("报名条件", "不限"),
        ("报名方式", "到站里登记"),
        ("风险提示", "待补"),
        ("服务保障", "待补"),
    ]


def test_an_empty_batch_has_an_empty_roll() -> None:
    view = view_batch(CatalogLook(build_county({"data/honorees.yml": "[]"})), DESK, "batch/b1")
    assert (view["people"], view["date"], view["venue"], view["sample"]) == (
        [],
        "2026年5月1日",
        "某礼堂",
        False,
    )
