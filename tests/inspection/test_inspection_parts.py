"""Addresses, measures, lexicon, weights and the report itself."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from plugins.inspection import ITEMS, RULES, Options, build_json, inspect_output
from plugins.inspection.__main__ import main, read_options
from plugins.inspection.lexicon import Lexicon, Word, load_lexicon
from plugins.inspection.report_html import build_html
from plugins.inspection.space import Goal, Space
from plugins.inspection.thresholds import Thresholds, load_thresholds, parse_thresholds
from plugins.inspection.weights import choose_picture
from plugins.pipeline.clock import SHANGHAI
from plugins.pipeline.crew import Crew
from tests.inspection.small_output import AS_OF, SITEURL, write_output

ROOT = Path(__file__).parents[2]
FILES = frozenset(["index.html", "news/index.html", "news/a/index.html", "a b.pdf", "photos/x.jpg"])
NOW = datetime(2026, 5, 10, 23, 59, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("href", "goal"),
    [
        ("/", Goal("ours", "index.html")),
        ("/news/", Goal("ours", "news/index.html")),
        ("/news", Goal("ours", "news/index.html")),
        ("/news/?page=2#x", Goal("ours", "news/index.html", "x")),
        ("#%E7%94%B2", Goal("ours", "news/a/index.html", "甲")),
        ("", Goal("ours", "news/a/index.html")),
        ("../", Goal("ours", "news/index.html")),
        ("../../a%20b.pdf", Goal("ours", "a b.pdf")),
        ("../../../index.html", Goal("ours", "index.html")),
        ("/News/", Goal("missing", "News/index.html")),
        ("/news/b/", Goal("missing", "news/b/index.html")),
        ("https://wenming.example.cn/news/", Goal("ours", "news/index.html")),
        ("//WENMING.example.cn/photos/x.jpg", Goal("ours", "photos/x.jpg")),
        (
            "https://wenming.example.cn.evil.example/",
            Goal("other", "https://wenming.example.cn.evil.example/"),
        ),
        ("ftp://wenming.example.cn/", Goal("other", "ftp://wenming.example.cn/")),
        ("mailto:a@b", Goal("message", "mailto:a@b")),
        ("TEL:110", Goal("message", "TEL:110")),
        ("JavaScript:x", Goal("script", "JavaScript:x")),
        ("data:,x", Goal("data", "data:,x")),
        ("http://[", Goal("malformed", "http://[")),
    ],
)
def test_addresses(href: str, goal: Goal) -> None:
    assert Space.build(FILES, SITEURL).resolve(href, "news/a/index.html") == goal


def test_a_site_below_a_path_owns_nothing_else_of_its_host() -> None:
    space = Space.build(FILES, "https://host.example/portal/")
    assert space.resolve("/portal/news/", "index.html") == Goal("ours", "news/index.html")
    assert space.resolve("/portal", "index.html") == Goal("ours", "index.html")
    assert space.resolve("news/", "index.html") == Goal("ours", "news/index.html")
    assert space.resolve("/news/", "index.html") == Goal("missing", "/news/")
    assert space.resolve("../news/", "index.html") == Goal("missing", "/news/")


def test_the_project_s_own_measures_are_the_defaults() -> None:
    measures, problems = load_thresholds(ROOT / "data/inspection.yml", "data/inspection.yml")
    assert problems == []
    assert measures == Thresholds()


def test_measures_that_are_wrong_are_named_with_their_lines() -> None:
    text = (
        "thresholds:\n  home_day: {value: 1, source: 甲, status: own}\n  home_days: {value: 两周, source: 甲, status: own}\n"
        "  news_days: {value: 7, source: 甲}\n  news_columns: 5\nstops:\n  privacy: maybe\n  nothing: true\nother: 1\n"
        "types:\n  工作动态: {value: 30, source: 甲, status: sure}\nlisted: news/\n"
    )
    measures, problems = parse_thresholds(text, "m.yml")
    assert [(problem.line, problem.column, problem.rule, problem.message) for problem in problems] == [
        (2, 3, "C602", "没有“home_day”这一项"),
        (3, 22, "C602", "首页更新时限(天)不是整数"),
        (4, 14, "C602", "动态类栏目的时限(天)缺少 status"),
        (5, 17, "C602", "几个动态类栏目超期即否决应是“名称: 值”的形式"),
        (5, 17, "C602", "几个动态类栏目超期即否决缺少 value、source、status"),
        (7, 12, "C602", "这里只能写 true 或 false"),
        (8, 3, "C602", "没有“nothing”这一项"),
        (9, 1, "C602", "没有“other”这一部分"),
        (11, 40, "C602", "status 写法不对"),
        (12, 9, "C602", "listed 应是列表"),
    ]
    assert measures.number("home_days") == 14


@pytest.mark.parametrize(
    "text", ["a: [", "\t", "- 1", "1", "? {}", "thresholds: []", "stops: {privacy: [1]}", "{a: b}: c"]
)
def test_no_measures_make_it_fail(text: str) -> None:
    assert parse_thresholds(text, "m.yml")[1] != []


def test_a_lexicon_leaves_longer_words_alone() -> None:
    lexicon = Lexicon((Word("公安", "", False, "", ("公安局",)),))
    assert [at for at, _ in lexicon.find("公安局的公安,公安")] == [4, 7]


def test_lexicon_files(tmp_path: Path) -> None:
    path = tmp_path / "lexicon.yml"
    assert load_lexicon(path) is None
    path.write_text("- {wrong: [甲, 丁], right: 乙}\n- 丙\n- {right: 丁}\n", encoding="utf-8")
    assert load_lexicon(path) == Lexicon((Word("甲", "乙", True, ""), Word("丁", "乙", True, "")), 2)
    path.write_text("- {wrong: 甲, severity: warning, reason: 因, unless: 甲乙}\n", encoding="utf-8")
    assert load_lexicon(path) == Lexicon((Word("甲", "", False, "因", ("甲乙",)),), 0)
    path.write_text("words: 1\n", encoding="utf-8")
    assert load_lexicon(path) == Lexicon((), 1)
    path.write_text("[", encoding="utf-8")
    assert load_lexicon(path) is None


@pytest.mark.parametrize(
    ("candidates", "chosen"),
    [
        (["a-360.avif 360w, a-720.avif 720w, a-900.avif 900w", "a.jpg"], "a-720.avif"),
        (["a-360.avif 360w"], "a-360.avif"),
        (["a.jpg"], "a.jpg"),
        ([], ""),
    ],
)
def test_the_picture_that_a_phone_takes(candidates: list[str], chosen: str) -> None:
    assert choose_picture(candidates) == chosen


def test_every_rule_stands_under_one_item() -> None:
    numbers = [rule.id for item in ITEMS for rule in item.rules]
    assert sorted(numbers) == sorted(set(numbers)) == sorted(RULES)


def test_one_process_and_two_say_the_same(tmp_path: Path) -> None:
    output = write_output(tmp_path / "output")
    for number in range(80):
        path = output / f"places/p{number}/index.html"
        path.parent.mkdir()
        path.write_text(f"<html><body><a href='/gone{number % 3}/'>x</a></body></html>")
    options = Options(NOW, SITEURL)
    alone = build_json(inspect_output(output, options, Crew(1)))
    with Crew(2) as crew:
        together = build_json(inspect_output(output, options, crew))
    assert together == alone
    assert json.loads(alone)["kinds"]["其他"] == 80


def test_the_report_for_people_tells_everything_and_what_it_cannot(tmp_path: Path) -> None:
    output = write_output(tmp_path / "output")
    path = output / "news/2026/yizhen/index.html"
    path.write_text(
        path.read_text(encoding="utf-8").replace("量血压", '<a href="/<x>/">量</a>'), encoding="utf-8"
    )
    text = build_html(inspect_output(output, Options(NOW, SITEURL), Crew(1)))
    assert "不能发布:站内死链接 1 处" in text
    assert "链接的 /&lt;x&gt;/ 不存在" in text
    for said in ("IPv6", "三审三校", "国办秘函〔2019〕19号", "已核对原文或摘要", "2026-05-08", "示意县"):
        assert (said in text) is (said != "示意县")
    assert "<script" not in text
    assert "http" not in text.replace(SITEURL, "")


def test_the_command_says_what_is_wrong_with_its_own_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = write_output(tmp_path / "output")
    report = ["--report", str(tmp_path / "report"), "--data", str(tmp_path / "data")]
    assert main([str(tmp_path / "nothing"), *report], {}) == 2
    assert main([str(output), "--as-of", "五月", *report], {}) == 2
    assert main([str(output), "--report", str(output / "report")], {}) == 2
    (tmp_path / "data").mkdir()
    (tmp_path / "data/inspection.yml").write_text("stops: {all: true}\n")
    assert main([str(output), *report], {}) == 2
    said = capsys.readouterr().err.splitlines()
    assert [line.partition(":")[0][:12] for line in said[:3]] == [
        "没有建好的网站",
        "--as-of 不是日期",
        "报告不能写进建好的网站里",
    ]
    assert "inspection.yml:1:9: 错误 C602" in said[3]
    assert not (output / "report").exists()


def test_the_address_comes_from_the_environment_as_publishing_gives_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = write_output(tmp_path / "output")
    words = [str(output), "--report", str(tmp_path / "r"), "--data", str(tmp_path), "--format", "json"]
    assert main(words, {"SITEURL": f"{SITEURL}/", "PORTAL_NOW": AS_OF}) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["siteurl"], said["as_of"], said["passed"]) == (SITEURL, AS_OF, True)
    assert json.loads((tmp_path / "r/report.json").read_text(encoding="utf-8")) == said


def test_now_is_the_build_s_clock() -> None:
    from plugins.inspection.__main__ import build_parser

    options = read_options(build_parser().parse_args(["x"]), {"SOURCE_DATE_EPOCH": "1777593600"})
    assert options.now.isoformat() == "2026-05-01T08:00:00+08:00"
