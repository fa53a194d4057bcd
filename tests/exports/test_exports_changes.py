"""What changed between two publications."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from plugins.exports import load_previous
from plugins.exports.changes import Changes, compare
from plugins.portal.settings import read_settings
from tests.exports.made_site import Made, build, make_settings, publication


def rebuilt(tmp_path, siteurl: str = "https://example.org/hd") -> Made:
    settings = make_settings(tmp_path, siteurl, publication=True)
    data = settings.data
    teams = data / "teams.yml"
    teams.write_text(teams.read_text("utf-8").replace("lead_unit: 县医院", "lead_unit: 县中医院"), "utf-8")
    activities = data / "activities.yml"
    text = activities.read_text("utf-8").replace(
        "- {id: banyue, title: 只知道月份", "- {id: xin, title: 新来的"
    )
    activities.write_text(text, "utf-8")
    honorees = data / "honorees.yml"
    honorees.write_text(
        honorees.read_text("utf-8").replace("guardian: 其母书面同意", "guardian: 其父书面同意"), "utf-8"
    )
    return build(replace(settings, previous=load_previous(publication().output / "data/index.json")))


def test_compare() -> None:
    assert compare({"a": "1", "b": "2", "c": "3"}, {"b": "2", "c": "4", "d": "5"}) == Changes(
        ["d"], ["c"], ["a"]
    )
    assert not compare({"a": "1"}, {"a": "1"})


def test_changes_between_publications_and_none_that_is_not_public(tmp_path) -> None:
    made = rebuilt(tmp_path)
    assert json.loads(made.text("data/changes.json"))["changes"] == {
        "team": {"added": [], "changed": ["yiliao"], "removed": []},
        "activity": {"added": ["xin"], "changed": [], "removed": ["banyue"]},
    }
    page = made.text("data/index.html")
    assert '<th scope="row">队伍</th><td data-c="新增">无</td><td data-c="修改">yiliao</td><td data-c="删除">无</td>' in page
    assert "其父" not in page


def test_moving_the_site_changes_no_record(tmp_path) -> None:
    settings = make_settings(tmp_path, "https://elsewhere.example", publication=True)
    previous = load_previous(publication().output / "data/index.json")
    made = build(replace(settings, previous=previous))
    assert json.loads(made.text("data/changes.json"))["changes"] == {}
    assert "没有变动" in made.text("data/index.html")


def test_another_index_makes_the_page_anew(tmp_path) -> None:
    settings = make_settings(tmp_path, "https://example.org/hd", publication=True)
    first = build(settings).text("data/index.html")
    assert not (settings.output / "data/changes.json").exists()
    second = build(replace(settings, previous={"as_of": "2020-01-01", "records": {}})).text("data/index.html")
    assert "没有上次发布的索引" in first and "2020-01-01 以来的变动" in second
    assert (settings.output / "data/changes.json").exists()
    assert build(settings).text("data/index.html") == first


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"records": {"place": []}}', '{"records": {"place": {"a": 1}}}']
)
def test_a_bad_index_is_told_in_words(tmp_path, text: str) -> None:
    path = tmp_path / "index.json"
    path.write_text(text, "utf-8")
    with pytest.raises(ValueError, match="PORTAL_PREVIOUS"):
        load_previous(path)


def test_the_setting_is_read(tmp_path) -> None:
    settings = {"PATH": str(tmp_path / "content"), "THEME": "theme", "OUTPUT_PATH": "output"}
    index = publication().output / "data/index.json"
    read = read_settings(settings, {"PORTAL_PREVIOUS": str(index)})
    assert read.previous == load_previous(index)
    assert read_settings(settings, {}).previous is None
