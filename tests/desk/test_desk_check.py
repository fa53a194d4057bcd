"""check: the whole list, the formats, silences, and a cache that is never wrong."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from plugins.desk.__main__ import main
from tests.desk.desk_project import make_project

STORY = (
    "---\ntitle: 甲村来了义诊队\ndate: 2025-05-01 09:30\ntopic: {topic}\n"
    "summary: 县医院的义诊队来到甲村，给老人量血压。\n---\n{body}\n"
)
HINT = "私人手机删去；单位的办公手机写进该单位记录的 telephone，并加一行 office_mobile: true"


@pytest.fixture
def project(tmp_path, monkeypatch):
    home = make_project(tmp_path / "home")
    monkeypatch.chdir(home)
    monkeypatch.setenv("PORTAL_NOW", "2025-06-01T08:00")
    monkeypatch.setenv("PORTAL_JOBS", "1")
    return home


def topic_of(home: Path) -> str:
    for file in (home / "content/stories").rglob("*.md"):
        for line in file.read_text("utf-8").split("\n"):
            if line.startswith("topic: "):
                return line[7:]
    raise LookupError


def write(home: Path, body: str, name: str = "jia") -> None:
    file = home / f"content/stories/2025/{name}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(STORY.format(topic=topic_of(home), body=body), "utf-8")


def said(capsys, *arguments: str) -> tuple[int, list[str]]:
    status = main(["check", *arguments])
    return status, capsys.readouterr().out.strip().split("\n")


def test_problems_and_summary(project, capsys):
    _, before = said(capsys)
    write(project, "他们来了,还带了“”药箱。学雷峰。\n\n[去](place:meiyou)")
    status, lines = said(capsys)
    new = [line for line in lines if "jia.md" in line]
    assert status == 1
    assert new == [
        "content/stories/2025/jia.md:7:5: 提醒 W401 半角标点“,”(改成全角“，”)",
        "content/stories/2025/jia.md:7:9: 错误 W407 “”里是空的(补上丢失的文字，或删去它)",
        "content/stories/2025/jia.md:7:14: 错误 W431 “学雷峰”有误(应写“学雷锋”：错字)",
        new[3],
    ]
    assert new[3].startswith("content/stories/2025/jia.md:9:5: 错误 S142 没有编号为“meiyou”的阵地")
    assert lines[-1].startswith("共检查 ")
    assert lines[-1].endswith("个提醒")
    assert len(lines) == len(before) + 4


def test_json_and_github(project, capsys):
    write(project, "手机13800000000。")
    status, lines = said(capsys, "--format", "json")
    held = json.loads("\n".join(lines))
    mine = [item for item in held["problems"] if item["path"].endswith("jia.md")]
    assert status == 1
    assert mine == [
        {
            "path": "content/stories/2025/jia.md", "line": 7, "column": 3, "rule": "P304", "message": "这里像是手机号码",
            "hint": HINT, "severity": "error",
        }
    ]  # fmt: skip
    _, lines = said(capsys, "--format", "github")
    assert (
        f"::error file=content/stories/2025/jia.md,line=7,col=3,title=P304::这里像是手机号码({HINT})" in lines
    )


def test_an_offices_mobile_passes_where_a_record_declares_it_and_no_other(project, capsys):
    """Declared in a place, written in a story in another form; the private one beside it stays a problem."""
    write(project, "值班手机138 0000 0000，私人手机13900000000。")
    place = project / "data/places/zhiban.yml"
    place.parent.mkdir(exist_ok=True)
    text = (
        "id: zhiban\nname: 甲村值班点\nlevel: station\n{}telephone: 13800000000\nremark: 或打139-0000-0000\n"
    )
    place.write_text(text.format(""), "utf-8")
    _, lines = said(capsys)
    assert [line.partition("(")[0] for line in lines if "P304" in line] == [
        "content/stories/2025/jia.md:7:5: 错误 P304 这里像是手机号码",
        "content/stories/2025/jia.md:7:23: 错误 P304 这里像是手机号码",
        "data/places/zhiban.yml:4:12: 错误 P304 电话（telephone）：这里写了手机号码",
        "data/places/zhiban.yml:5:11: 错误 P304 这里像是手机号码",
    ]
    place.write_text(text.format("office_mobile: true\n"), "utf-8")
    _, lines = said(capsys)
    assert [line.partition(": ")[0] for line in lines if "P304" in line] == [
        "content/stories/2025/jia.md:7:23",
        "data/places/zhiban.yml:6:11",
    ]


def test_silence(project, capsys):
    write(project, "甲,乙。")
    (project / "data/silence.yml").write_text(
        "- {rule: W401, path: content/stories/2025/*.md, text: 甲, reason: 引文照录}\n"
        "- {rule: W404, path: content/*, reason: 没有用了}\n"
        "- {rule: W999, path: content/*, reason: 没有}\n"
        "- {rule: W404, path: content/*}\n",
        "utf-8",
    )
    _, lines = said(capsys)
    assert [line for line in lines if "jia.md" in line or "silence" in line] == [
        "data/silence.yml:2:3: 提醒 C402 content/* 里已没有要静默的 W404(删去这一条)",
        "data/silence.yml:3:3: 错误 C401 没有规则 W999(写明 rule、path、reason)",
        "data/silence.yml:4:3: 错误 C401 缺少 reason(写明 rule、path、reason)",
    ]


def test_the_cache_is_never_wrong(project, capsys):
    """After every one of many edits the cached answer is that of a check without a cache."""
    dice = random.Random(7)
    pieces = ["甲,乙。", "甲，乙。", "余人。", "共 3 人。", "学雷峰。", "“甲。"]
    for turn in range(12):
        write(project, "\n\n".join(dice.choices(pieces, k=3)), f"jia-{turn % 3}")
        if turn == 5:
            (project / "data/lexicon.yml").write_text("- {wrong: 乙, right: 丙}\n", "utf-8")
        if turn == 8:
            (project / "content/stories/2025/jia-0.md").unlink()
        assert said(capsys) == said(capsys, "--no-cache")


@pytest.mark.parametrize(
    "damage",
    [
        b"\xff\xfe\x00",
        b"---\n",
        b"---\ntitle: [\n---\n",
        b"",
        b"- : : :\n\t- &a *a\n",
        b"\x00" * 50,
        "：：：\n---\n# #\n".encode(),
    ],
)
def test_nothing_a_person_writes_stops_the_check(project, capsys, damage):
    (project / "content/stories/2025").mkdir(exist_ok=True)
    for name in (
        "content/stories/2025/huai.md",
        "data/places/huai.yml",
        "data/lexicon.yml",
        "data/silence.yml",
    ):
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_bytes(damage)
    status, lines = said(capsys)
    assert status in (0, 1)
    assert lines[-1].startswith("共检查 ")
