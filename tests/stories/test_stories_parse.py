"""One file to a Story or to the whole list of its problems."""

from __future__ import annotations

import marshal
import pickle
import re
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import plugins.stories
from plugins.stories import SHANGHAI, Story, is_public, parse_story_file, story_standing
from plugins.stories.dates import parse_date
from plugins.stories.model import BodyLink, LeadPhoto

PATH = "content/stories/2026/2026-05-01-fuwuri.md"
EXAMPLE = re.search(r"```\n(.*?)```", plugins.stories.__doc__ or "", re.DOTALL)[1]  # type: ignore[index]


def parse(text: str, path: str = PATH, kind: str = "story") -> tuple[Story | None, list[str]]:
    story, problems = parse_story_file(path, text.encode(), kind)  # type: ignore[arg-type]
    return story, [str(problem).removeprefix(path + ":") for problem in problems]


def example() -> Story:
    story, problems = parse(EXAMPLE)
    assert problems == []
    assert story is not None
    return story


def test_documented_example_is_whole() -> None:
    story = example()
    assert story.title == "示例:文明实践服务日走进示例村"
    assert story.date == datetime(2026, 5, 1, 9, 30, tzinfo=SHANGHAI)
    assert (story.slug, story.url, story.save_as) == (
        "fuwuri",
        "news/2026/fuwuri/",
        "news/2026/fuwuri/index.html",
    )
    assert story.locale_date == "2026-05-01 09:30"
    assert story.bylines == (
        ("记者", "示例人物一"),
        ("通讯员", "示例人物二"),
        ("通讯员", "示例人物三"),
        ("编辑", "示例人物四"),
        ("责编", "示例人物五"),
        ("摄影", "示例人物六"),
    )
    assert story.lead_photo == LeadPhoto(
        "fuwuri.jpg", "志愿者在示例村广场为村民量血压", "示例人物六 摄", "50% 40%"
    )
    assert story.places == ("shili-cun",)
    assert story.programs == ("shili-xiangmu",)
    assert story.alias_urls == ("news/2026/jiu-dizhi/",)
    assert story.relative_source_path == "stories/2026/2026-05-01-fuwuri.md"
    assert story.links == (
        BodyLink("place", "shili-cun", 34, 27),
        BodyLink("story", "shangci-baodao", 34, 51),
        BodyLink("image", "fuwuri.jpg", 36, 20),
    )


def test_reads_as_an_article_of_pelican() -> None:
    story = example()
    assert [author.name for author in story.authors] == ["示例人物一", "示例人物二", "示例人物三"]
    assert str(story.author) == "示例人物一"
    assert (story.category.name, story.category.slug, story.category.url) == (
        "huodong",
        "huodong",
        "news/topics/huodong/",
    )
    assert [tag.slug for tag in story.tags] == ["志愿服务", "义诊"]
    assert (story.status, story.lang, story.template, story.in_default_lang) == (
        "published",
        "zh-CN",
        "article",
        True,
    )
    assert story.metadata["title"] == story.title
    assert story.content.startswith(
        '<p>正文从这里开始。链接到记录用短写:<a href="place:shili-cun">示例村实践站</a>'
    )


def test_rows_come_back_the_same() -> None:
    story = example()
    for row in (story.to_row(), story.to_row(with_body=True)):
        assert Story.from_row(marshal.loads(marshal.dumps(row))) == story
    assert pickle.loads(pickle.dumps(story)).content == story.content


def test_body_is_read_again_when_a_row_left_it_out(tmp_path: object) -> None:
    path = tmp_path / "fuwuri.md"  # type: ignore[operator]
    path.write_text(EXAMPLE, "utf-8")
    story = parse_story_file(str(path), EXAMPLE.encode(), "story")[0]
    assert story is not None
    assert Story.from_row(story.to_row()).content == story.content


def test_all_problems_of_a_bad_head() -> None:
    head = (
        "---\ntitel: 示例\nbylines:\n  作者: 示例人物一\n  记者: 甲、乙\ndate: 2026/5/1 9：30\nsummary: 短\n"
        "status: 草稿\nplaces: 示例村\nsample: 是\n---\n"
    )
    assert parse(head) == (
        None,
        [
            "1:1: 错误 S111 缺少标题 title(补上一行 title: 示例标题)",
            "1:1: 错误 S111 缺少栏目 topic(补上一行 topic: huodong)",
            "2:1: 错误 S110 没有“titel”这一项(是否要写 title?)",
            "4:3: 错误 S120 没有“作者”这种署名(是否要写 记者?)",
            "5:7: 错误 S136 一处只写一个姓名(写成 记者: [甲, 乙])",
            "6:7: 错误 S116 “2026/5/1 9：30”不是规定的日期写法(写成 2026-05-01 09:30)",
            "7:10: 错误 S118 摘要有 1 字,应为 10 到 140 字(用一两句话说清何时何地何事)",
            "8:9: 错误 S119 状态没有“草稿”(草稿写 draft;正式发布写 published 或删去这一行)",
            "9:9: 错误 S112 places 应是列表(写成 places: [示例村])",
            "10:9: 错误 S123 sample 不能写“是”(写 true 或 false)",
            "12:1: 错误 S125 没有正文(在第二个 --- 之后写正文)",
        ],
    )


def test_alias_bomb_stops_early() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + step)}: &{chr(98 + step)} [{','.join(['*' + chr(97 + step)] * 9)}]\n"
        for step in range(20)
    )
    story, problems = parse(f"---\n{bomb}---\n正文。\n")
    assert story is None
    assert {problem.split(" ")[2] for problem in problems} >= {"S114"}
    assert len(problems) < 20


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-05-01 09:30", datetime(2026, 5, 1, 9, 30, tzinfo=SHANGHAI)),
        ("2026-02-30 09:30", ("value", "")),
        ("2026-05-01 25:00", ("value", "")),
        ("0026-05-01 09:30", ("value", "")),
        ("2026-05-01", ("form", "2026-05-01 09:00")),
        ("2026年5月1日", ("form", "2026-05-01 09:00")),
        ("2026年5月1日下午3时30分", ("form", "2026-05-01 15:30")),
        ("２０２６－０５－０１　０９：３０", ("form", "2026-05-01 09:30")),
        ("2026/5/1 9:30:15", ("form", "2026-05-01 09:30")),
        ("2026.13.1", ("form", "")),
        ("去年", ("form", "")),
    ],
)
def test_dates(text: str, expected: object) -> None:
    assert parse_date(text) == expected


def test_page_needs_neither_date_nor_topic() -> None:
    text = "---\ntitle: 关于\nsummary: 这里说明中心如何运行、由谁承办。\n---\n正文。\n"
    story, problems = parse(text, "content/pages/about.md", "page")
    assert problems == []
    assert story is not None
    assert (story.kind, story.url, story.date, story.template) == ("page", "about/", None, "page")
    assert parse(text.replace("---\n正", "topic: a\n---\n正"), "content/pages/about.md", "page")[1][
        0
    ].startswith("4:1: 错误 S110 没有“topic”这一项")


def test_drafts_and_the_future_are_never_published() -> None:
    now = datetime(2026, 5, 1, 9, 30, tzinfo=SHANGHAI)
    story = example()
    early = now.replace(minute=29)
    assert [story_standing(story, when) for when in (early, now)] == ["future", "published"]
    assert [is_public(story, when, True) for when in (early, now)] == [False, True]
    story.status = "draft"
    assert (is_public(story, now, True), is_public(story, now, False)) == (False, True)


@given(st.binary(max_size=300), st.sampled_from(["story", "page"]))
def test_any_bytes_give_problems_and_never_an_exception(data: bytes, kind: str) -> None:
    for content in (
        data,
        b"---\n" + data + b"\n---\nx",
        EXAMPLE.encode()[:60] + data + EXAMPLE.encode()[60:],
    ):
        story, problems = parse_story_file(PATH, content, kind)  # type: ignore[arg-type]
        assert story is not None or problems
        assert all(problem.line > 0 and problem.column > 0 for problem in problems)


def test_a_story_that_forgot_its_body_reads_it_again(tmp_path: Path) -> None:
    data = EXAMPLE.encode()
    (tmp_path / "content/stories/2026").mkdir(parents=True)
    (tmp_path / PATH).write_bytes(data)
    story, _ = parse_story_file(PATH, data, "story")
    assert story is not None
    body, content = story.body, story.content
    story.folder = str(tmp_path)
    story.forget_body()
    story.forget_content()
    assert (story.body, story.content) == (body, content)
