"""An office's mobile number: where a record declares one it passes, exactly that one; any other is private."""

from __future__ import annotations

import pytest

from plugins.registry.offices import load_office_numbers
from tests.registry.registry_samples import SITE, link_all, shown

PLACE = "- id: jia\n  name: 甲站\n  level: station\n{}"
TEAM = "- id: yi\n  name: 乙队\n  level: backbone\n{}"
DECLARED = "  office_mobile: true\n  telephone: {}\n"
FOUND = "错误 P304 这里像是手机号码(私人手机删去；单位的办公手机写进该单位记录的 telephone，并加一行 office_mobile: true)"
FIELD = "错误 P304 电话（telephone）：这里写了手机号码(私人手机删去；单位配发的办公手机，在上一行写 office_mobile: true)"


@pytest.mark.parametrize("number", ["13800000000", "138 0000 0000", "138-0000-0000", "+86 13800000000"])
def test_a_declared_number_passes_in_any_form(number: str) -> None:
    files = {
        "data/places/a.yml": PLACE.format(DECLARED.format(number)),
        "data/teams/a.yml": TEAM.format("  summary: 报名打13800000000。\n"),
    }
    registry, problems = link_all(files)
    assert problems == []
    assert registry.records("place")["jia"].telephone == number


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"data/places/a.yml": PLACE.format("  telephone: 13800000000\n")}, [f"data/places/a.yml:4:14: {FIELD}"]),
        (
            {"data/places/a.yml": PLACE.format("  office_mobile: false\n  telephone: 13800000000\n")},
            [f"data/places/a.yml:5:14: {FIELD}"],
        ),
        (
            {
                "data/places/a.yml": PLACE.format(DECLARED.format("13800000000")),
                "data/teams/a.yml": TEAM.format("  summary: 报名打13900000000。\n"),
            },
            [f"data/teams/a.yml:4:15: {FOUND}"],
        ),
        (
            {"data/places/a.yml": PLACE.format(DECLARED.format("0432-12345678"))},
            ["data/places/a.yml:5:14: 错误 D105 电话（telephone）：写了 office_mobile，这里却不是手机号码"
             "(删去 office_mobile，或核对号码)"],
        ),
        (
            {"data/places/a.yml": PLACE.format(DECLARED.format("１３８００００００００"))},
            ["data/places/a.yml:5:14: 错误 D105 电话（telephone）：电话“１３８００００００００”的写法不对"
             "(请用半角写作 13800000000)",
             f"data/places/a.yml:5:14: {FOUND}"],
        ),
    ],
)  # fmt: skip
def test_any_other_is_private(files: dict[str, str], expected: list[str]) -> None:
    assert shown(files) == expected


def test_the_site_and_a_call_declare_theirs() -> None:
    site = SITE + "contact: {office_mobile: true, telephone: 13800000000}\n"
    call = (
        "id: hu\ntitle: 招募\nstatus: planned\nstarts: 2026-05-01 09:00\nvenue: 广场\n"
        "call: {content: 引导, sign_up: 打13800000000或13700000000, office_mobile: true, telephone: 13700000000}\n"
    )
    assert [
        line for line in shown({"data/site.yml": site, "data/activities/a.yml": call}) if "P3" in line
    ] == []


def test_the_numbers_of_a_folder(tmp_path) -> None:
    (tmp_path / "data/places").mkdir(parents=True)
    (tmp_path / "data/places/a.yml").write_text(PLACE.format(DECLARED.format("13800000000")), "utf-8")
    (tmp_path / "data/places/b.yml").write_text("office_mobile: [\n", "utf-8")
    assert load_office_numbers(tmp_path / "data") == {"13800000000"}
    assert load_office_numbers(tmp_path / "none") == frozenset()
