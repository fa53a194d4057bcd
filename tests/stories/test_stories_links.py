"""Names that lead nowhere and addresses taken twice, at their places."""

from __future__ import annotations

from plugins.stories import Story, parse_story_file
from plugins.stories.links import link_stories

RECORDS = {("topic", "huodong"), ("place", "shili-cun"), ("programme", "shili-xiangmu")}
HEAD = "title: 示例标题\ndate: 2026-05-01 09:30\nsummary: 示例志愿服务队在示例村开展义诊。\n"


def story(path: str, more: str = "topic: huodong\n", body: str = "正文。", kind: str = "story") -> Story:
    made, problems = parse_story_file(path, f"---\n{HEAD}{more}---\n{body}\n".encode(), kind)  # type: ignore[arg-type]
    assert problems == []
    assert made is not None
    return made


def link(*stories: Story) -> list[str]:
    return [
        str(problem)
        for problem in link_stories(
            stories,
            lambda kind, record_id: (kind, record_id) in RECORDS,
            lambda kind, record_id: "shili-cun" if record_id == "shili-cum" else None,
        )
    ]


def test_good_links_raise_nothing() -> None:
    body = "[站](place:shili-cun)、[项目](program:shili-xiangmu)、[旧](story:jiu)、[乙](story:yi)、[关于](page:about)"
    one = story(
        "content/stories/a/jia.md", "topic: huodong\nplaces: [shili-cun]\nprograms: [shili-xiangmu]\n", body
    )
    two = story("content/stories/b/yi.md", "topic: huodong\naliases: [jiu]\n")
    assert link(one, two, story("content/pages/about.md", "", kind="page")) == []


def test_every_unknown_name_is_told_with_its_place() -> None:
    body = "见[站](place:shili-cum)、[乙](story:ji)。\n\n[队](team:wu)"
    one = story("content/stories/jia.md", "topic: huodon\nplaces: [shili-cun, shili-cum]\n", body)
    assert link(one, story("content/stories/jib.md")) == [
        "content/stories/jia.md:5:8: 错误 S141 没有栏目“huodon”(栏目见 data 里的 topics 词表)",
        "content/stories/jia.md:6:21: 错误 S140 没有编号为“shili-cum”的阵地(是否要写 shili-cun?)",
        "content/stories/jia.md:8:6: 错误 S142 没有编号为“shili-cum”的阵地(是否要写 place:shili-cun?)",
        "content/stories/jia.md:8:27: 错误 S143 没有稿件“ji”(是否要写 story:jib?)",
        "content/stories/jia.md:10:5: 错误 S142 没有编号为“wu”的队伍(先在 data 里建这条记录,或改正编号)",
    ]


def test_two_stories_claim_one_address() -> None:
    first, second = story("content/stories/a/jia.md"), story("content/stories/b/2026-05-01-jia.md")
    third = story("content/stories/c/yi.md", "topic: huodong\naliases: [bing, jia]\n")
    assert link(third, second, first) == [
        "content/stories/b/2026-05-01-jia.md:1:1: 错误 S144 地址 /news/2026/jia/ 已是 content/stories/a/jia.md 的"
        "(给其中一个文件换名字)",
        "content/stories/c/yi.md:6:17: 错误 S145 旧地址“jia”已是 content/stories/a/jia.md 的地址(删去这个旧地址)",
    ]
