"""The tags that the state asks for, and dates of publication in every form."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.inspection.judging import STORY, Fault, Judge, check_planted, judge_file, judge_inside, plant
from tests.inspection.small_output import line_of

FUTURE = "<feed><entry><published>2031-01-01T00:00:00+08:00</published></entry></feed>"
# name -> (file, what is replaced, by what, the line is that of this text, rule, exit status)
FAULTS: dict[str, Fault] = {
    "future date": (STORY, "2026-05-08 09:30", "2026-05-11 09:30", "PubDate", "I102", 1),
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
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found(name: str, output: Path, judge: Judge) -> None:
    check_planted(output, judge, FAULTS[name])


COLUMN = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
REQUIRED = [
    *(("places/jiacun/index.html", name) for name in ("SiteName", "SiteDomain")),
    *((file, name) for file in ("index.html", "news/index.html") for name in COLUMN),
    *((STORY, name) for name in ("ArticleTitle", "PubDate", "ContentSource")),
]


@pytest.mark.parametrize(("file", "name"), REQUIRED)
@pytest.mark.parametrize(
    "instead", ['<meta name="X"', '<!-- --><meta property="{}"', '<meta name="{}" content="　" data-x="']
)
def test_each_required_tag_is_missed(file: str, name: str, instead: str, output: Path, judge: Judge) -> None:
    old = f'<meta name="{name}" content="' if "data-x" in instead else f'<meta name="{name}"'
    plant(output, file, old, instead.format(name))
    verdict = judge()
    assert ("I207", file) in {found[:2] for found in verdict.found}
    assert verdict.status == 1


def test_a_page_of_no_kind(output: Path, judge: Judge) -> None:
    plant(output, "news/index.html", "kind-column", "plain")
    assert judge().found == [("I207", "news/index.html", line_of(output, "news/index.html", "<head>"))]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('name="ArticleTitle" content="义诊进村"', 'name="ArticleTitle" content="别的题"'),
        ('name="SiteDomain" content="wenming.example.cn"', 'name="SiteDomain" content="other.example.cn"'),
    ],
)
def test_a_tag_that_disagrees_with_its_page(old: str, new: str, output: Path, judge: Judge) -> None:
    plant(output, STORY, old, new)
    assert judge().found == [("I209", STORY, line_of(output, STORY, new))]


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


@pytest.mark.parametrize(
    "said",
    [
        *("2027年1月3日", "2027年1月3日 08:00", "2027-01-03", "2027/01/03 08:00", "2027-1-3 8:00"),
        *("2027-01-03T08:00:00+08:00", "２０２７-０１-０３ ０８:００", "Sun, 03 Jan 2027 08:00:00 +0800"),
    ],
)
def test_a_malformed_date_in_the_future_stops(said: str, output: Path, judge: Judge) -> None:
    plant(output, STORY, 'name="PubDate" content="2026-05-08 09:30"', f'name="PubDate" content="{said}"')
    verdict = judge()
    assert {found[0] for found in verdict.found} == {"I102", "I209"}
    assert verdict.status == 1


def test_the_minute_decides(output: Path, judge: Judge) -> None:
    plant(
        output,
        STORY,
        'name="PubDate" content="2026-05-08 09:30"',
        'name="PubDate" content="2026-05-10 23:59"',
    )
    assert judge().status == 0
    plant(
        output,
        STORY,
        'name="PubDate" content="2026-05-10 23:59"',
        'name="PubDate" content="2026-05-11 00:00"',
    )
    assert judge().status == 1


# what -> (what stands before the story's text, rule, exit status)
INSIDE: dict[str, tuple[str, str, int]] = {
    "shown in Chinese": ("<p>发布时间:2027年1月3日</p>", "I102", 1),
    "shown in wide digits": ("<p>发布日期：２０２７年１月３日</p>", "I102", 1),
    "shown in Chinese numerals": ("<p>发布时间:二〇二七年一月三日</p>", "I102", 1),
    "shown with slashes": ("<p>更新时间:2027/1/3</p>", "I102", 1),
    "of a time element": ('<p>发布时间:<time datetime="2027-01-03">元月三日</time></p>', "I102", 1),
    "of a time element's text": ("<p>发布时间:<time>2027年1月3日</time></p>", "I102", 1),
    "of JSON-LD's change": (
        '<script type="application/ld+json">{"dateModified":"2027-01-03T08:00Z"}</script>',
        "I102", 1),
    "of a tag for sharing": (
        '<meta property="article:published_time" content="2027-01-03T08:00:00+08:00">',
        "I102", 1),
    "of a property": ('<meta itemprop="datePublished" content="2027-01-03">', "I102", 1),
}  # fmt: skip


@pytest.mark.parametrize("what", INSIDE)
def test_a_future_date_in_a_page(what: str, output: Path, judge: Judge) -> None:
    html, rule, status = INSIDE[what]
    assert judge_inside(output, judge, html) == ([(rule, STORY)], status)


GOOD: list[str] = [
    "<p>活动定于2027年1月3日举行</p>",
    "<p>成果的发布时间:2027年1月3日前后</p>",
    '<p>报名截止:<time datetime="2027-01-03">1月3日</time></p>',
    "<p>发布时间:2026年5月10日</p>",
    '<script type="application/ld+json">{"startDate":"2027-01-03","validThrough":"2027-01-03"}</script>',
]  # fmt: skip


@pytest.mark.parametrize("html", GOOD)
def test_a_date_ahead_that_is_no_publication_s(html: str, output: Path, judge: Judge) -> None:
    assert judge_inside(output, judge, html) == ([], 0)


# what -> (file, its content, rule, exit status)
FILES: dict[str, tuple[str, str | bytes, str, int]] = {
    "future in a feed": ("feeds/a.xml", FUTURE, "I102", 1),
    "future in a JSON feed": ("feeds/a.json", '{"date_published":"2031-01-01"}', "I102", 1),
    "future change in a feed": ("feeds/a.xml", "<feed><updated>2027-01-03T00:00:00Z</updated></feed>", "I102", 1),
    "future in RSS": ("feeds/a.xml", "<rss><pubDate>Sun, 03 Jan 2027 08:00:00 +0800</pubDate></rss>", "I102", 1),
    "future in the map": ("sitemap.xml", "<urlset><lastmod>2027-01-03</lastmod></urlset>", "I102", 1),
    "future in open data, Chinese": ("data/a.json", '{"published":"2027年1月3日"}', "I102", 1),
    "future in a table": ("data/a.csv", "编号,发布时间\n甲,2027-01-03T08:00:00+08:00\n", "I102", 1),
    "future in a calendar": ("calendar.ics", "BEGIN:VEVENT\r\nDTSTAMP:20270103T000000Z\r\n", "I102", 1),
}  # fmt: skip


@pytest.mark.parametrize("what", FILES)
def test_a_future_date_in_another_file(what: str, output: Path, judge: Judge) -> None:
    name, content, rule, status = FILES[what]
    assert judge_file(output, judge, name, content) == ([(rule, name)], status)


def test_a_future_date_in_a_list_of_news(output: Path, judge: Judge) -> None:
    old = '<time datetime="2026-05-08">2026-05-08</time>'
    plant(output, "news/index.html", old, '<time datetime="2027-01-03">元月</time>')
    plant(output, "index.html", old, '<time datetime="2027-01-03">元月</time>')
    assert judge().found == [("I102", "news/index.html", line_of(output, "news/index.html", "元月"))]


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
