"""One fault planted in a right output: it is found at its file and line, nothing else is, and it stops or does not."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from plugins.inspection.__main__ import main
from tests.inspection.small_output import AS_OF, SITEURL, line_of, write_output

STORY = "news/2026/yizhen/index.html"
SECOND = "news/2026/fuwuri/index.html"
BODY = "<p>义诊队"


class Verdict(NamedTuple):
    status: int
    found: list[tuple[str, str, int]]
    report: dict[str, Any]


Judge = Callable[..., Verdict]


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return write_output(tmp_path / "output")


@pytest.fixture
def judge(output: Path, tmp_path: Path) -> Judge:
    """Runs the command; gives its status and every (rule, file, line), advice left out."""

    def run(*words: str, as_of: str = AS_OF, measures: str = "") -> Verdict:
        data = tmp_path / "data"
        data.mkdir(exist_ok=True)
        if measures:
            (data / "inspection.yml").write_text(measures, encoding="utf-8")
        report = tmp_path / "report"
        options = [
            "--as-of",
            as_of,
            "--siteurl",
            SITEURL,
            "--report",
            str(report),
            "--data",
            str(data),
            "--jobs",
            "1",
        ]
        status = main([str(output), *options, *words], {})
        said = json.loads((report / "report.json").read_text(encoding="utf-8"))
        found = [
            (group["rule"], path, line)
            for item in said["items"]
            if item["part"] != "advice"
            for group in item["findings"]
            for path, line, _ in group["places"]
        ]
        return Verdict(status, found, said)

    return run


def plant(output: Path, name: str, old: str, new: str) -> None:
    path = output / name
    whole = path.read_text(encoding="utf-8")
    assert old in whole
    path.write_text(whole.replace(old, new, 1), encoding="utf-8")


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


# name -> (file, what is replaced, by what, the line is that of this text, rule, exit status)
FAULTS: dict[str, tuple[str, str, str, str, str, int]] = {
    "dead link": (
        STORY,
        BODY,
        '<p><a href="/news/2026/meiyou/">旧文</a></p>\n<p>义诊队',
        "meiyou",
        "I203",
        1,
    ),
    "dead relative link": (
        STORY,
        BODY,
        '<p><a href="../meiyou/">旧文</a></p>\n<p>义诊队',
        "meiyou",
        "I203",
        1,
    ),
    "dead own full address": (
        STORY,
        BODY,
        f'<a href="{SITEURL}/meiyou/">旧文</a><p>义诊队',
        "meiyou",
        "I203",
        1,
    ),
    "dead fragment": (SECOND, "#kaifang", "#guanbi", "#guanbi", "I204", 1),
    "dead fragment of its own": (STORY, BODY, '<a href="#weizhi">见下</a><p>义诊队', "#weizhi", "I204", 1),
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
    "future date": (STORY, "2026-05-08 09:30", "2026-05-11 09:30", "PubDate", "I102", 1),
    "inline script": (STORY, BODY, "<script>track()</script><p>义诊队", "track", "I303", 1),
    "event attribute": (STORY, BODY, '<p onclick="go()">义诊队', "onclick", "I303", 1),
    "javascript address": (STORY, BODY, '<a href="javascript:go()">看</a><p>义诊队', "javascript", "I303", 1),
    "foreign script": (
        STORY,
        "</head>",
        '<script src="https://cdn.example/a.js"></script></head>',
        "cdn",
        "I302",
        1,
    ),
    "foreign script, no scheme": (
        STORY,
        "</head>",
        '<script src="//cdn.example/a.js"></script></head>',
        "cdn",
        "I302",
        1,
    ),
    "foreign frame": (
        STORY,
        BODY,
        '<iframe src="https://v.example/" title="片"></iframe><p>义诊队',
        "iframe",
        "I302",
        1,
    ),
    "foreign style": (
        STORY,
        "</head>",
        '<link rel="stylesheet" href="https://cdn.example/a.css"></head>',
        "cdn",
        "I302",
        1,
    ),
    "foreign picture": (
        STORY,
        BODY,
        '<img src="https://p.example.net/1.jpg" alt="图"><p>义诊队',
        "p.example",
        "I306",
        0,
    ),
    "inline style": (STORY, BODY, '<p style="color:red">义诊队', "style=", "I304", 0),
    "missing tag": (
        STORY,
        '<meta name="ContentSource" content="示意县融媒体中心">\n',
        "",
        "<head>",
        "I207",
        1,
    ),
    "missing column tag": (
        "news/index.html",
        '<meta name="ColumnType" content="工作动态">\n',
        "",
        "<head>",
        "I207",
        1,
    ),
    "missing given tag": (
        STORY,
        '<meta name="SiteDomain" content="wenming.example.cn">\n',
        "",
        "<head>",
        "I207",
        1,
    ),
    "empty tag": (STORY, 'content="示意县融媒体中心"', 'content=" "', "ContentSource", "I207", 1),
    "sample ribbon": (
        STORY,
        BODY,
        '<p class="ribbon"><b>示例</b>不是真实的事</p><p>义诊队',
        "ribbon",
        "I301",
        1,
    ),
    "sample badge": (
        STORY,
        BODY,
        '<p><span class="badge dashed">示例</span></p><p>义诊队',
        "badge",
        "I301",
        1,
    ),
    "draft": (
        STORY,
        BODY,
        '<div class="notice warn"><p><b>注意：草稿</b></p></div><p>义诊队',
        "草稿",
        "I308",
        1,
    ),
    "missing picture": ("index.html", 'src="/photos/a-360.jpg"', 'src="/photos/b.jpg"', "b.jpg", "I205", 1),
    "missing picture of a set": ("index.html", "a-720.webp", "a-999.webp", "a-999", "I205", 1),
    "missing attachment": (
        STORY,
        BODY,
        '<a href="/files/baoming.docx">附件</a><p>义诊队',
        "baoming",
        "I206",
        1,
    ),
    "no footer": (STORY, "footer>", "div>", "</body", "I212", 0),
    "footer without operator": (STORY, "主办", "电邮", "<footer", "I212", 0),
    "no policy": (STORY, "Content-Security-Policy", "X-Nothing", "<!doctype", "I305", 0),
    "loose policy": (STORY, "script-src 'self'", "script-src 'self' 'unsafe-inline'", "unsafe", "I305", 0),
    "no language": (STORY, ' lang="zh-CN"', "", "<html", "I411", 0),
    "two first headings": (STORY, BODY, "<h1>又一个</h1><p>义诊队", "又一个", "I413", 0),
    "skipped heading": (STORY, BODY, "<h4>小节</h4><p>义诊队", "小节", "I414", 0),
    "no alt": ("index.html", ' alt="义诊现场"', "", "<img", "I415", 0),
    "no label": ("search/index.html", '<label for="q">搜什么</label>', "", "<input", "I416", 0),
    "empty link": (STORY, BODY, '<a href="/"><svg></svg></a><p>义诊队', "<svg", "I417", 0),
    "repeated id": (STORY, BODY, '<p id="main">义诊队', '<p id="main"', "I418", 0),
    "no zoom": (STORY, "initial-scale=1", "initial-scale=1,user-scalable=no", "user-scalable", "I420", 0),
    "template left open": (STORY, "量血压", "{{ tizhong }}", "tizhong", "I217", 0),
    "external link unmarked": (
        STORY,
        BODY,
        '<a href="https://www.gov.cn/">中国政府网</a><p>义诊队',
        "gov.cn",
        "I422",
        0,
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found(name: str, output: Path, judge: Judge) -> None:
    file, old, new, at, rule, status = FAULTS[name]
    plant(output, file, old, new)
    verdict = judge()
    assert (rule, file, line_of(output, file, at)) in verdict.found
    assert {found[0] for found in verdict.found} - {"I103"} <= {rule, "I217"}
    assert verdict.status == status


def test_an_office_s_mobile_in_the_footer_passes_and_elsewhere_not(output: Path, judge: Judge) -> None:
    link = '<a href="tel:13800000000">13800000000</a>'
    plant(output, STORY, '<a href="tel:0432-00000000">0432-00000000</a>', link)
    plant(output, SECOND, "<p>地点", f"<p>{link}</p><p>地点")
    verdict = judge()
    assert {found[:2] for found in verdict.found} == {("P304", SECOND)}
    assert verdict.status == 1


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("2026年5月8日", "I209"),
        ("2026-5-8 9:30", "I209"),
        ("2026-05-08", "I209"),
        ("2026-02-30 09:30", "I209"),
    ],
)
def test_a_malformed_publication_date(said: str, rule: str, output: Path, judge: Judge) -> None:
    plant(output, STORY, 'name="PubDate" content="2026-05-08 09:30"', f'name="PubDate" content="{said}"')
    verdict = judge()
    assert verdict.found == [(rule, STORY, line_of(output, STORY, "PubDate"))]


def test_a_misspelt_tag_is_named_and_missed(output: Path, judge: Judge) -> None:
    plant(output, STORY, 'name="PubDate"', 'name="pubdate"')
    verdict = judge()
    assert sorted(verdict.found) == [
        ("I207", STORY, line_of(output, STORY, "<head>")),
        ("I208", STORY, line_of(output, STORY, "pubdate")),
    ]
    assert verdict.status == 1


def test_a_date_that_disagrees_with_what_is_shown(output: Path, judge: Judge) -> None:
    plant(
        output,
        STORY,
        'name="PubDate" content="2026-05-08 09:30"',
        'name="PubDate" content="2026-05-07 09:30"',
    )
    assert judge().found == [("I103", STORY, line_of(output, STORY, "PubDate"))]


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        (".git/config", "I307"),
        (".DS_Store", "I307"),
        ("content/a.md", "I307"),
        ("site.yml", "I307"),
        ("build.state", "I307"),
        ("a.md.br", "I307"),
        ("drafts/xingao.html", "I308"),
        ("gone.html.gz", "I307"),
    ],
)
def test_a_file_that_does_not_belong(name: str, rule: str, output: Path, judge: Judge) -> None:
    path = output / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x" if not name.endswith(".html") else (output / STORY).read_text(encoding="utf-8"))
    verdict = judge()
    assert (rule, name, 1) in verdict.found
    assert verdict.status == 1


def test_a_link_out_of_the_output_is_no_file_of_it(output: Path, judge: Judge) -> None:
    (output / "news" / "secret.txt").symlink_to("/etc/hostname")
    assert judge().found == [("I307", "news/secret.txt", 1)]


def test_an_orphan_page(output: Path, judge: Judge) -> None:
    path = output / "places/gucun/index.html"
    path.parent.mkdir()
    path.write_text((output / "places/jiacun/index.html").read_text(encoding="utf-8"), encoding="utf-8")
    verdict = judge()
    assert sorted(verdict.found) == [
        ("I215", "places/gucun/index.html", 1),
        ("I404", "places/gucun/index.html", 1),
    ]
    assert verdict.status == 0


def test_a_cut_page_and_foreign_bytes(output: Path, judge: Judge) -> None:
    whole = (output / STORY).read_bytes()
    (output / STORY).write_bytes(whole[: len(whole) // 2])
    (output / SECOND).write_bytes(
        (output / SECOND).read_bytes().replace("服务".encode(), "服务".encode("gb18030"))
    )
    verdict = judge()
    assert {("I310", STORY), ("I310", SECOND)} <= {found[:2] for found in verdict.found}
    assert verdict.status == 1


def test_redirects(output: Path, judge: Judge) -> None:
    (output / "redirects.json").write_text('{"old/index.html": "/news/", "older/index.html": "/meiyou/"}')
    verdict = judge()
    assert verdict.found == [("I401", "redirects.json", 1)]
    assert verdict.status == 1


def test_private_numbers_in_open_data(output: Path, judge: Judge) -> None:
    (output / "data").mkdir()
    (output / "data/teams.csv").write_text("名称,电话\n甲村队,13800000000\n", encoding="utf-8")
    assert judge().found == [("P304", "data/teams.csv", 2)]


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


def test_a_torn_search_index(output: Path, judge: Judge) -> None:
    next(iter(sorted((output / "search/s").iterdir()))).write_bytes(b"\xff\xff\x00\x00")
    verdict = judge()
    assert {found[0] for found in verdict.found} == {"I214"}
    (output / "search/index.json").write_bytes(b"{")
    assert {found[0] for found in judge().found} == {"I214"}
    (output / "search/index.json").unlink()
    assert judge().found == [("I213", "search/index.html", 1)]


def test_a_document_whose_page_is_gone(output: Path, judge: Judge) -> None:
    (output / SECOND).rename(output / "gone.html")
    assert ("I214", "search/index.json", 1) in judge().found


def test_a_heavy_story(output: Path, judge: Judge) -> None:
    verdict = judge(measures="thresholds:\n  article_bytes: {value: 100, source: 试, status: own}\n")
    assert sorted(verdict.found) == [("I403", SECOND, 1), ("I403", STORY, 1)]
    assert verdict.status == 0


def test_samples_pass_where_the_site_asks_for_them(output: Path, judge: Judge, tmp_path: Path) -> None:
    plant(output, STORY, BODY, '<p class="ribbon"><b>示例</b>不是真实的事</p><p>义诊队')
    (tmp_path / "data").mkdir()
    (tmp_path / "data/site.yml").write_text("samples_in_publication: true\n")
    assert (judge().status, judge().found) == (0, [])
