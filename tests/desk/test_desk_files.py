"""Damaged files of every kind, all in one folder at once: each has its problem at its place, with a cure, in Chinese."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plugins.desk.checking import check_project
from plugins.desk.project import read_project
from plugins.pipeline.crew import Crew
from tests.desk.desk_project import make_project

HEAD = "---\ntitle: 甲村来了义诊队\ndate: 2025-05-01 09:30\ntopic: TOPIC\nsummary: 县医院的义诊队来到甲村，给老人量血压。\n"
STORY = HEAD + "---\n正文。\n"
PLACE = "- id: jia\n  name: 甲站\n  level: station\n"


def key(line: str) -> str:
    return f"{HEAD}{line}\n---\n正文。\n"


STORIES = {
    "bom": ("\ufeff" + STORY, ["1:1 S129"]),
    "line-ends": (STORY.replace("\n", "\r\n"), []),
    "old-line-ends": (STORY.replace("\n", "\r"), []),
    "tab": (key("bylines:\n\t记者: 示例甲"), ["7:1 S107"]),
    "twice": (key("topic: huodong"), ["6:1 S109"]),
    "quote": (STORY.replace("甲村来", '"甲村来'), ["6:1 S106"]),
    "indent": (STORY.replace("date:", "  date:"), ["3:7 S106"]),
    "utf-16": (STORY.encode("utf-16"), ["1:1 S101"]),
    "gbk": (STORY.encode("gbk"), ["2:8 S101"]),
    "nul": (STORY.replace("正文", "正\0文"), ["7:2 S103"]),
    "merge": (STORY + "<<<<<<< HEAD\n甲。\n=======\n乙。\n>>>>>>> b\n", ["8:1 W426", "12:1 W426"]),
    "merge-head": (key("<<<<<<< HEAD\nsource: 甲\n=======\nsource: 乙\n>>>>>>> b"), ["6:1 W426", "7:1 S106", "10:1 W426"]),
    "anchor": (key("keywords: &a [*a, *a]"), ["6:11 S114", "6:15 S114"]),
    "deep": (key("keywords: " + "[" * 3000 + "]" * 3000), ["6:1010 S106"]),
    "number": (STORY.replace("2025", "9" * 5000), ["3:7 S116"]),
    "no-such-day": (STORY.replace("05-01", "02-30"), ["3:7 S117"]),
    "no-end": (HEAD + "正文。\n", ["1:1 S105"]),
    "no-head": ("正文。\n", ["1:1 S104"]),
    "wide-colon": (STORY.replace("topic:", "topic："), ["4:6 S108"]),
    "curly": (STORY.replace("甲村来了义诊队", "“甲村来了义诊队”"), ["2:8 W427"]),
    "wide-comma": (key("places: [a，b]"), ["6:10 S121", "6:10 W430"]),
    "no-list": (key("places: a、b"), ["6:9 S112"]),
    "list-for-map": (key("bylines: [甲]"), ["6:10 S112"]),
    "map-for-list": (key("places: {a: b}"), ["6:9 S112"]),
    "picture": (b"\x89PNG\r\n\x1a\n\x00\x01", ["2:1 S103"]),
    "empty": ("", ["1:1 S104"]),
    "list": ("---\n- a\n- b\n---\n正文。\n", ["2:1 S106"]),
    "sentence": ("---\n一句话\n---\n正文。\n", ["2:1 S106"]),
    "nothing": ("---\n---\n正文。\n", ["1:1 S111"] * 4),
    "no-body": (HEAD + "---\n", ["7:1 S125"]),
    "no-space": (STORY.replace("title: ", "title:"), ["3:5 S106"]),
    "colon": (STORY.replace("甲村来", "喜报: 甲村来"), ["2:10 S106"]),
    "hash": (STORY.replace("甲村来", "甲村 #1来"), ["2:11 W428"]),
    "null": (key("source: ~"), ["6:9 W429"]),
    "wide-date": (STORY.replace("2025", "２０２５"), ["3:7 S116"]),
    "slash-date": (STORY.replace("2025-05-01 09:30", "2025/5/1"), ["3:7 S116"]),
    "status": (key("status: yes"), ["6:9 S119"]),
    "quotes": (STORY + ">" * 5000 + "x\n", ["7:1 S128"]),
    "brackets": (STORY + "[" * 20000 + "\n", ["7:1 S128"]),
    "surrogate": (STORY.encode() + b"\xed\xa0\x80\n", ["8:1 S101"]),
    "separator": (STORY.replace("正文", "正文\u2028"), ["7:3 W425"]),
}  # fmt: skip
PLACES = {
    "bom": ("\ufeff" + PLACE, []),
    "line-ends": (PLACE.replace("\n", "\r\n"), []),
    "tab": (PLACE + "\tsummary: 甲\n", ["4:1 D005"]),
    "twice": (PLACE + "  name: 乙\n", ["4:3 D007"]),
    "quote": (PLACE.replace("甲站", '"甲站'), ["4:1 D005"]),
    "indent": (PLACE.replace("  name", "   name"), ["2:8 D005"]),
    "outdent": (PLACE.replace("  level", " level"), ["3:2 D005"]),
    "utf-16": (PLACE.encode("utf-16"), ["1:1 D003"]),
    "gbk": (PLACE.encode("gbk"), ["2:9 D003"]),
    "nul": (PLACE.replace("甲", "甲\0"), ["2:10 D004"]),
    "merge": (PLACE + "<<<<<<< HEAD\n=======\n>>>>>>> b\n", ["4:1 W426", "5:1 D005", "6:1 W426"]),
    "bomb": ("- &a {id: x}\n- &b [*a,*a]\n", ["1:3 D008", "2:3 D008", "2:7 D008", "2:10 D008"]),
    "deep": ("- " * 3000 + "a\n", ["1:35 D010"]),
    "deep-brackets": ("[" * 5000 + "]" * 5000, ["1:1001 D010"]),
    "no-such-day": (PLACE + "  opened: 2026-02-30\n", ["4:11 D105"]),
    "wide-colon": (PLACE.replace("name:", "name："), ["2:7 D006"]),
    "curly": (PLACE.replace("甲站", "“甲站”"), ["2:9 W427"]),
    "wide-comma": (PLACE + "  aliases: [a，b]\n", ["4:13 D107", "4:13 W430"]),
    "no-list": (PLACE + "  aliases: a，b\n", ["4:12 D104"]),
    "map-for-list": (PLACE + "  posts: {role: 主任}\n", ["4:10 D104"]),
    "list-for-map": (PLACE + "  geo: [1, 2]\n", ["4:8 D104"]),
    "text-for-map": (PLACE + "  geo: 东经126度\n", ["4:8 D104"]),
    "picture": (b"\x89PNG\r\n\x1a\n\x00\x01", ["1:1 D003"]),
    "empty": ("", ["1:1 D014"]),
    "two-documents": (PLACE + "---\n" + PLACE, ["4:1 D009"]),
    "no-space": (PLACE.replace("name: ", "name:"), ["3:3 D005"]),
    "yes": (PLACE + "  sample: 是的\n", ["4:11 D105"]),
    "chinese-key": (PLACE.replace("name", "名称"), ["1:3 D101", "2:3 D102"]),
    "chinese-id": (PLACE.replace("id: jia", "id: 甲站"), ["1:7 D107"]),
    "colon": (PLACE.replace("甲站", "甲站: 乙"), ["2:11 D005"]),
    "at": (PLACE.replace("甲站", "@甲"), ["2:9 D005"]),
    "star": (PLACE.replace("甲站", "*甲"), ["2:10 D005"]),
    "backslash": (PLACE.replace("甲站", '"甲\\q"'), ["2:11 D005"]),
    "null": (PLACE + "  summary: null\n", ["4:12 W429"]),
    "hash": (PLACE + "  address: 甲街 #1\n", ["4:15 W428"]),
    "merge-key": (PLACE + "  <<: {a: 1}\n", ["4:3 D008"]),
    "tag": (PLACE + "  summary: !!python/object:os.system x\n", ["4:12 D008"]),
    "list-as-key": (PLACE + "  ? [a]\n  : b\n", ["4:5 D016"]),
    "web-page": ("<!doctype html><p>x", ["1:1 D016"]),
    "clock": (PLACE + "  hours: [{days: 周一, opens: 8：30, closes: 17:00}]\n", ["4:29 D105"]),
}  # fmt: skip


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> dict[str, list[tuple[str, str, str]]]:
    """File -> (place and rule, message, cure) of its problems, after one check of all of them together."""
    home = make_project(tmp_path_factory.mktemp("files") / "home")
    texts = [file.read_text("utf-8") for file in (home / "content/stories").rglob("*.md")]
    topic = next(line[7:] for text in texts for line in text.split("\n") if line.startswith("topic: "))
    for folder, cases, end in (("content/stories/2025", STORIES, "md"), ("data/places", PLACES, "yml")):
        (home / folder).mkdir(exist_ok=True)
        for name, (text, _) in cases.items():
            data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
            data = data.replace(b"TOPIC", topic.encode()).replace(b"id: jia", b"id: jia-%b" % name.encode())
            (home / folder / f"huai-{name}.{end}").write_bytes(data)
    with Crew(1) as crew:
        problems = check_project(read_project(home), crew).problems
    files: dict[str, list[tuple[str, str, str]]] = {}
    for item in problems:
        told = (f"{item.line}:{item.column} {item.rule}", item.message, item.hint)
        files.setdefault(item.path, []).append(told)
    return files


@pytest.mark.parametrize("name", STORIES)
def test_stories(found, name):
    judge(found.get(f"content/stories/2025/huai-{name}.md", []), STORIES[name][1])


@pytest.mark.parametrize("name", PLACES)
def test_places(found, name):
    judge(found.get(f"data/places/huai-{name}.yml", []), PLACES[name][1])


def judge(told: list[tuple[str, str, str]], expected: list[str]) -> None:
    assert [item[0] for item in told] == expected
    for _, message, hint in told:
        assert re.search("[\u4e00-\u9fff]", message)
        assert re.search("[\u4e00-\u9fff]|---", hint)
        assert "Error" not in message
        assert len(message) < 200


def test_the_cases_are_real(found):
    assert len([path for path in found if Path(path).name.startswith("huai-")]) > 60
