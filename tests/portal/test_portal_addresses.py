"""Ids that would take an address of the site's own are told, at the id."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.oracle.county import County


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("places.yml", "id: xizhen-zhan", "id: towns", (18, 7, "阵地的标识“towns”与网站自己的地址相冲突")),
        ("regulations.yml", "id: guanli,", "id: page,", (1, 8, "制度的标识“page”与网站自己的地址相冲突")),
        ("activities.yml", "id: quxiao", "id: 2025-05", (23, 7, "活动的标识“2025-05”与网站自己的地址相冲突")),
    ],
)
def test_a_taken_id_is_told_at_the_id(
    file: str, old: str, new: str, problem: tuple[int, int, str], tmp_path: Path
) -> None:
    county = County(tmp_path)
    path = county.home / "data" / file
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    result = county.build()
    assert result.report is None
    found = [item for item in result.problems if item.rule == "D230"]
    assert [(item.path, item.line, item.column, item.message) for item in found] == [
        (f"data/{file}", *problem)
    ]


@pytest.mark.parametrize("name", ["news", "404"])
def test_a_page_may_not_take_a_column(name: str, tmp_path: Path) -> None:
    county = County(tmp_path)
    text = "---\ntitle: 页\nsummary: 想占栏目的地址,占不成。\n---\n文。\n"
    (county.home / f"content/pages/{name}.md").write_text(text, "utf-8")
    result = county.build()
    assert result.report is None
    assert [(item.path, item.rule) for item in result.problems if item.severity == "error"] == [
        (f"content/pages/{name}.md", "D230")
    ]


def test_the_text_of_the_about_page_keeps_its_name(tmp_path: Path) -> None:
    assert County(tmp_path).build().problems == []


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("newz", "是否要写 news?"),
        (
            "xw",
            "能用的有 about、activities、boards、coming、contribute、data、elders、feeds、figures、find、honors、news、"
            "places、programs、regularity、regulations、search、site-map、teams、themes",
        ),
    ],
)
def test_a_column_that_leads_nowhere_is_told(written: str, hint: str, tmp_path: Path) -> None:
    county = County(tmp_path)
    path = county.home / "data/site.yml"
    path.write_text(path.read_text("utf-8").replace("id: news", f"id: {written}"), "utf-8")
    result = county.build()
    assert result.report is None
    found = [item for item in result.problems if item.rule == "D231"]
    assert [(item.path, item.message, item.hint) for item in found] == [
        ("data/site.yml", f"没有标识为“{written}”的栏目网页", hint)
    ]
