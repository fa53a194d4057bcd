"""What is scored and advised: columns, words, weight, titles, access; and that a right output passes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.inspection.judging import BODY, SECOND, STORY, Fault, Judge, check_planted, judge_inside, plant
from tests.inspection.small_output import line_of

# name -> (file, what is replaced, by what, the line is that of this text, rule, exit status)
FAULTS: dict[str, Fault] = {
    "no footer": (STORY, "footer>", "div>", "</body", "I212", 0),
    "footer without operator": (STORY, "主办", "电邮", "<footer", "I212", 0),
    "no language": (STORY, ' lang="zh-CN"', "", "<html", "I411", 0),
    "two first headings": (STORY, BODY, "<h1>又一个</h1><p>义诊队", "又一个", "I413", 0),
    "skipped heading": (STORY, BODY, "<h4>小节</h4><p>义诊队", "小节", "I414", 0),
    "no alt": ("index.html", ' alt="义诊现场"', "", "<img", "I415", 0),
    "no label": ("search/index.html", '<label for="q">搜什么</label>', "", "<input", "I416", 0),
    "empty link": (STORY, BODY, '<a href="/"><svg></svg></a><p>义诊队', "<svg", "I417", 0),
    "repeated id": (STORY, BODY, '<p id="main">义诊队', '<p id="main"', "I418", 0),
    "no zoom": (STORY, "initial-scale=1", "initial-scale=1,user-scalable=no", "user-scalable", "I420", 0),
    "template left open": (STORY, "量血压", "{{ tizhong }}", "tizhong", "I217", 0),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found(name: str, output: Path, judge: Judge) -> None:
    check_planted(output, judge, FAULTS[name])


def test_a_right_output_passes(judge: Judge) -> None:
    verdict = judge()
    assert (verdict.status, verdict.found) == (0, [])
    assert verdict.report["search"]["asked"] == verdict.report["search"]["answered"] == 3
    assert [
        (column["name"], column["newest"], column["days"], column["stale"])
        for column in verdict.report["columns"]
    ] == [
        ("首页", "2026-05-08", 2, False),
        ("动态", "2026-05-08", 2, False),
        ("找阵地", "", -1, False),
        ("制度", "2026-05-02", 8, False),
        ("搜索", "", -1, False),
    ]


def test_words_of_the_lexicon(output: Path, judge: Judge, tmp_path: Path) -> None:
    lexicon = tmp_path / "words.yml"
    lexicon.write_text(
        "- {wrong: 血压, right: 血 压, severity: warning, reason: 试}\n"
        "- {wrong: 义诊队, right: 志愿队, reason: 试}\n"
        "- {wrong: 用药, right: 服药, severity: warning, unless: [用药常识]}\n",
        encoding="utf-8",
    )
    verdict = judge("--lexicon", str(lexicon))
    line = line_of(output, STORY, BODY)
    assert verdict.found == [("I101", STORY, line), ("I216", STORY, line)]
    assert verdict.report["stopped_by"] == ["grave_wording"]
    assert verdict.status == 1


def test_a_word_that_is_silenced_in_its_source_is_told_apart(
    output: Path, judge: Judge, tmp_path: Path
) -> None:
    lexicon, data, content = tmp_path / "words.yml", tmp_path / "data", tmp_path / "content"
    lexicon.write_text("- {wrong: 座落, right: 坐落, reason: 试}\n", encoding="utf-8")
    data.mkdir()
    content.mkdir()
    (content / "yizhen.md").write_text("碑文写着:**座落**于[村东](/places/x/)桥头。\n", encoding="utf-8")
    silence = "- {rule: W431, path: content/*.md, text: 碑文, reason: 碑文照录}\n"
    (data / "silence.yml").write_text(silence, encoding="utf-8")
    plant(output, STORY, BODY, f"<p>碑文写着:<b>座落</b>于<a href='/'>村东</a>桥头。</p>{BODY}")
    verdict = judge("--lexicon", str(lexicon))
    assert (verdict.found, verdict.status) == ([], 0)
    assert [
        (group["rule"], group["message"], group["hint"], group["places"][0][0])
        for group in verdict.report["silenced"]
    ] == [("I218", "用了“座落”,已登记不再提示", "碑文照录", STORY)]
    plant(output, SECOND, "</main>", "<p>书屋座落村口。</p></main>")
    line = line_of(output, SECOND, "书屋座落")
    again = judge("--lexicon", str(lexicon))
    assert (again.found, again.status) == ([("I101", SECOND, line)], 1)
    (data / "silence.yml").write_text(silence.replace("W431", "P304"), encoding="utf-8")
    assert {found[1] for found in judge("--lexicon", str(lexicon)).found} == {STORY, SECOND}


def test_stale_columns_are_loud_and_stop_only_where_told(output: Path, judge: Judge) -> None:
    quiet = judge(as_of="2026-06-01")
    assert quiet.found == [("I104", "index.html", 1), ("I201", "news/index.html", 1)]
    assert quiet.status == 0
    told = judge(as_of="2026-06-01", measures="stops: {home_fresh: true}\n")
    assert (told.found, told.status, told.report["stopped_by"]) == (quiet.found, 1, ["home_fresh"])


def test_a_policy_column_has_180_days(judge: Judge) -> None:
    assert ("I201", "regulations/index.html", 1) not in judge(as_of="2026-10-29").found
    assert ("I201", "regulations/index.html", 1) in judge(as_of="2026-10-30").found


def test_an_item_without_a_publication_date_counts_as_not_updated(output: Path, judge: Judge) -> None:
    for name in (STORY, SECOND):
        path = output / name
        path.write_text(
            re.sub('<meta name="PubDate"[^>]*>\n', "", path.read_text(encoding="utf-8")), encoding="utf-8"
        )
    assert ("I104", "index.html", 1) in judge().found


def test_a_blank_column_and_too_many_of_them(output: Path, judge: Judge) -> None:
    blank = '<div class="empty"><p>还没有内容</p></div>'
    plant(output, "places/index.html", '<ul><li><a href="/places/jiacun/">甲村站</a></li></ul>', blank)
    verdict = judge(measures="thresholds:\n  blank_columns: {value: 2, source: 试, status: own}\n")
    assert ("I202", "places/index.html", 1) in verdict.found
    assert "I107" not in {found[0] for found in verdict.found}
    plant(
        output,
        "search/index.html",
        "<ul><li>输入村名、站名、人名或文中的字句,几个词之间空一格。</li></ul>",
        blank,
    )
    assert ("I107", "index.html", 1) in judge().found


def test_a_heavy_story(output: Path, judge: Judge) -> None:
    verdict = judge(measures="thresholds:\n  article_bytes: {value: 100, source: 试, status: own}\n")
    assert sorted(verdict.found) == [("I403", SECOND, 1), ("I403", STORY, 1)]
    assert verdict.status == 0


def test_two_pages_with_one_title(output: Path, judge: Judge) -> None:
    plant(output, SECOND, "<title>服务日预告", "<title>义诊进村")
    verdict = judge()
    assert (verdict.found, verdict.status) == ([("I405", STORY, line_of(output, STORY, "<head>"))], 0)


@pytest.mark.parametrize("text", ["<<<<<<< HEAD", "ä¸\xadå¿\x83", "锟斤拷"])
def test_damage_of_a_merge_or_a_charset(text: str, output: Path, judge: Judge) -> None:
    assert judge_inside(output, judge, f"<p>\n{text}\n</p>") == ([("I217", STORY)], 0)
