"""An edit of words alone takes the short way, and gives the bytes of a clean build; anything else takes the whole way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from plugins.catalog import packed
from plugins.pipeline.clock import SHANGHAI
from plugins.portal.keeping import Keeper, Standing
from plugins.portal.result import Counts
from plugins.portal.stamping import find_code, open_state
from plugins.registry.problems import Problem
from tests.oracle.county import NOW, County, read_tree
from tests.portal.county_edits import STORY, add, check, is_short, swap


def test_words_of_a_story_reach_its_page_and_the_index(county: County) -> None:
    add(county, "\n又添一段,说说春耕。\n")
    result = county.build()
    assert is_short(result)
    assert result.report is not None
    assert (result.report.rendered, result.counts, result.problems) == (6, Counts(2, 1), [])
    assert [name for name in result.report.written if not name.startswith("search/")] == [
        "feeds/news.xml", "feeds/topic-headlines.xml", "news/2025/kaimen/index.html",
    ]  # fmt: skip
    check(county)


def test_edits_one_after_the_other_and_two_at_once(county: County) -> None:
    for number in range(3):
        add(county, f"\n第{number}段。\n")
        add(county, f"\n第{number}句。\n", "content/pages/contribute.md")
        assert is_short(county.build())
    add(county, "\n概况。\n", "content/pages/about.md")
    assert is_short(county.build())
    check(county)


def test_a_file_that_was_only_touched_makes_nothing(county: County) -> None:
    add(county, "")
    result = county.build()
    assert is_short(result)
    assert result.report is not None
    assert (result.report.rendered, result.report.written) == (0, ())
    check(county)


@pytest.mark.parametrize("field", ["title: ", "summary: "])
def test_a_title_and_a_summary_reach_the_lists(county: County, field: str) -> None:
    swap(county, field, f"{field}新")
    result = county.build()
    assert is_short(result)
    assert result.report is not None
    assert {"index.html", "news/index.html", "data/news.json"} <= set(result.report.written)
    assert not any(name.startswith("sitemap") for name in result.report.written)
    check(county)


def test_keywords_reach_the_page_and_the_data(county: County) -> None:
    swap(county, "summary: ", "keywords: [春耕, 农技]\nsummary: ")
    result = county.build()
    assert is_short(result)
    assert result.report is not None
    assert {"news/2025/kaimen/index.html", "data/news.json"} <= set(result.report.written)
    check(county)


def test_a_title_there_and_back_is_not_taken_for_no_change(county: County) -> None:
    before = read_tree(county.settings.output)
    swap(county, "title: ", "title: 新")
    assert is_short(county.build())
    assert read_tree(county.settings.output) != before
    swap(county, "title: 新", "title: ")
    swap(county, "name: ", "name: 新", "data/teams.yml")
    assert not is_short(county.build())
    swap(county, "name: 新", "name: ", "data/teams.yml")
    county.build()
    assert read_tree(county.settings.output) == before


def test_titles_one_after_the_other_go_the_short_way(county: County) -> None:
    for number in range(3):
        swap(county, "title: ", f"title: 第{number}次")
        assert is_short(county.build())
    check(county)


def change_the_topic(county: County) -> None:
    swap(county, "topic: headlines", "topic: people")


def change_the_day(county: County) -> None:
    swap(county, "date: 2025-05-", "date: 2025-04-")


def put_a_rare_character_in_the_title(county: County) -> None:
    swap(county, "title: ", "title: 㛃")


def add_a_picture(county: County) -> None:
    add(county, "\n![站里的屋子](photos/zhan.png)\n")


def name_a_record(county: County) -> None:
    add(county, "\n见[柳树站](place:xizhen-zhan)。\n")


def edit_a_record_too(county: County) -> None:
    add(county, "\n一段。\n")
    swap(county, "name: ", "name: 新", "data/teams.yml")


def add_a_file_too(county: County) -> None:
    add(county, "\n一段。\n")
    (county.home / "content/stories/2025/xin.md").write_text(
        "---\ntitle: 新消息\ndate: 2025-05-20 09:00\ntopic: people\nsummary: 一条新消息,写给大家看。\n---\n正文。\n",
        "utf-8",
    )


def edit_the_theme_too(county: County) -> None:
    add(county, "\n一段。\n")
    swap(county, "<main", '<main data-new="1"', "theme/templates/base.html")


def harm_the_output(county: County) -> None:
    add(county, "\n一段。\n")
    (county.settings.output / "index.html").write_text("?", "utf-8")


def lose_what_was_kept(county: County) -> None:
    add(county, "\n一段。\n")
    for path in county.settings.cache.glob("standing-*"):
        path.unlink()


def cut_what_was_kept(county: County) -> None:
    add(county, "\n一段。\n")
    for path in county.settings.cache.glob("standing-*"):
        path.write_bytes(path.read_bytes()[:5000])


@pytest.mark.parametrize(
    "change",
    [
        change_the_topic, change_the_day, put_a_rare_character_in_the_title, add_a_picture, name_a_record,
        edit_a_record_too, add_a_file_too, edit_the_theme_too, harm_the_output, lose_what_was_kept, cut_what_was_kept,
    ],
)  # fmt: skip
def test_more_than_words_takes_the_whole_way(county: County, change: Callable[[County], None]) -> None:
    change(county)
    assert not is_short(county.build())
    check(county)
    add(county, "\n再添一段。\n")
    assert is_short(county.build())


def test_an_error_in_the_words_is_told_and_nothing_is_touched(county: County) -> None:
    before = read_tree(county.settings.output)
    add(county, "\n见[无处](place:meiyou)。\n")
    result = county.build()
    assert result.report is None
    assert [(problem.path, problem.rule) for problem in result.problems] == [(STORY, "S142")]
    assert read_tree(county.settings.output) == before


def test_warnings_elsewhere_are_told_again(county: County) -> None:
    empty = county.home / "data/themes/kong.yml"
    empty.parent.mkdir()
    empty.write_text("", "utf-8")
    told = county.build().problems
    assert [(problem.path, problem.rule, problem.severity) for problem in told] == [
        ("data/themes/kong.yml", "D014", "warning")
    ]
    add(county, "\n一段。\n")
    result = county.build()
    assert is_short(result)
    assert result.problems == told
    empty.unlink()
    assert county.build().problems == []
    add(county, "\n一段。\n")
    assert county.build().problems == []
    check(county)


def test_a_warning_of_the_edited_story_is_told_where_it_is_now(county: County) -> None:
    add(county, "\n文<script>字\n")
    first = county.build()
    assert is_short(first)
    assert [(problem.path, problem.rule) for problem in first.problems] == [(STORY, "S132")]
    line = first.problems[0].line
    for number in range(3):
        swap(county, "summary: ", f"source: 第{number}报\nsummary: " if not number else "summary: 新")
        result = county.build()
        assert is_short(result)
        assert [(problem.line, problem.rule) for problem in result.problems] == [(line + 1, "S132")]
    swap(county, "name: ", "name: 新", "data/teams.yml")
    assert [problem.line for problem in county.build().problems] == [line + 1]
    swap(county, "\n文<script>字\n", "\n")
    result = county.build()
    assert is_short(result)
    assert result.problems == []
    check(county)


def test_with_a_warning_nothing_changed_is_seen_as_quickly(county: County) -> None:
    add(county, "\n文<script>字\n")
    told = county.build().problems
    for _ in range(2):
        result = county.build()
        assert is_short(result)
        assert result.report is not None
        assert (result.report.rendered, result.report.written, result.problems) == (0, (), told)
    check(county)


@pytest.mark.parametrize("lost", ["cut", "gone", "older"])
def test_a_warning_is_told_whatever_became_of_the_record_of_it(county: County, lost: str) -> None:
    add(county, "\n文<script>字\n")
    county.build()
    (log,) = (county.home / ".cache").glob("standing-*.bin.log")
    older = log.read_bytes()
    swap(county, "summary: ", "summary: 新")
    add(county, "\n又<script>字\n")
    told = county.build().problems
    assert len(told) == 2
    if lost == "gone":
        log.unlink()
    else:
        log.write_bytes(older if lost == "older" else log.read_bytes()[:-3])
    add(county, "\n一段。\n", "content/pages/about.md")
    assert county.build().problems == told
    assert county.build().problems == told
    check(county)


def test_a_warning_that_others_are_part_of_takes_the_whole_way(county: County) -> None:
    add(county, "\n一段。\n")
    told = [*county.build().problems, Problem(STORY, 1, 1, "S999", "与别的文稿一起才看得出", "")]
    keeper = Keeper(open_state(county.settings), find_code(county.settings, None))
    assert keeper.load(open_state(county.settings).epoch) is not None
    keeper.leave_problems(told)
    add(county, "\n又一段。\n")
    result = county.build()
    assert not is_short(result)
    assert result.problems == []
    check(county)


def test_what_another_output_has_taken_in_is_not_taken_for_granted(county: County) -> None:
    here, there = county.settings, replace(county.settings, output=county.home / "there")
    swap(county, "title: ", "title: 新")
    county.settings = there
    county.build()
    county.settings = here
    add(county, "\n一段。\n")
    assert not is_short(county.build())
    check(county)


def test_a_page_that_asks_for_what_was_not_kept_has_all_built(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(county, "\n一段。\n")
    monkeypatch.setattr(packed, "_WITHIN", ())
    assert not is_short(county.build())
    check(county)


@pytest.mark.parametrize(
    ("now", "holds"),
    [
        (NOW, True),
        (NOW + timedelta(hours=3), False),
        (NOW + timedelta(days=1), False),
        (NOW - timedelta(days=1), False),
    ],
)
def test_the_clock_ends_it(now: datetime, holds: bool) -> None:
    due = datetime(2025, 6, 1, 11, tzinfo=SHANGHAI)
    standing = Standing(date(2025, 6, 1), due, [], Counts(), {}, False)
    assert standing.holds(now) is holds
