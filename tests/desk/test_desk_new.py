"""new: a file of every kind that passes the check, ids from pinyin, and nothing overwritten."""

from __future__ import annotations

import pytest

from plugins.desk.__main__ import main
from plugins.desk.drafts import KINDS, quote
from plugins.desk.new import propose_id
from plugins.registry.reading import read_yaml
from tests.desk.test_desk_check import project, said  # noqa: F401


def new(capsys, *arguments):
    status = main(["new", *arguments])
    told = capsys.readouterr()
    return status, told.out.strip().split("\n"), told.err.strip()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_passes_the_check(project, capsys, kind):  # noqa: F811
    errors = [line for line in said(capsys)[1] if " 错误 " in line]
    status, lines, _ = new(capsys, "--kind", kind, "--title", "单家屯的事")
    assert status == 0, lines
    assert [line for line in said(capsys)[1] if " 错误 " in line] == errors
    paths = {line.split(":", 1)[0] for line in lines if line.startswith("data/")}
    dated = [path for path in paths if "updated: 2025-06-01" in (project / path).read_text("utf-8")]
    assert len(dated) == (kind in ("honoree", "activity", "place", "team"))
    path, line, _ = lines[-1].split(":", 2) if "提醒" not in lines[-1] else lines[-2].split(":", 2)
    assert int(line) <= len((project / path).read_text("utf-8").split("\n"))


def test_a_story(project, capsys):  # noqa: F811
    status, lines, _ = new(
        capsys,
        "--kind",
        "story",
        "--title",
        "#甲村来了义诊队",
        "--set",
        "summary=县医院的义诊队来到甲村义诊。",
    )
    assert (status, lines) == (
        0,
        [
            "content/stories/2025/jia-cun-lai-le-yi-zhen-dui.md:8: 从这里写正文;写好后把 status: draft 一行删去,稿件才会发布"
        ],
    )
    text = (project / "content/stories/2025/jia-cun-lai-le-yi-zhen-dui.md").read_text("utf-8")
    assert text.split("\n")[:3] == ["---", 'title: "#甲村来了义诊队"', "date: 2025-06-01 08:00"]


def test_a_honoree_with_consent(project, capsys):  # noqa: F811
    status, _, _ = new(
        capsys,
        "--kind",
        "honoree",
        "--title",
        "单某",
        "--set",
        "consent=2025-05-01",
        "--set",
        "deed=天天给邻居扫雪。",
    )
    text = (project / "data/honorees/shan-mou.yml").read_text("utf-8").split("\n")
    assert status == 0
    assert text[:3] == [
        "# yaml-language-server: $schema=../../.vscode/schemas/honorees.schema.json",
        "id: shan-mou",
        "name: 单某",
    ]
    assert text[-2] == "consent: {given: true, on: 2025-05-01, scope: [name]}"


def test_nothing_is_overwritten(project, capsys):  # noqa: F811
    for _ in range(2):
        new(capsys, "--kind", "team", "--title", "甲队")
    assert sorted(file.name for file in (project / "data/teams").glob("jia*")) == [
        "jia-dui-2.yml",
        "jia-dui.yml",
    ]
    assert new(capsys, "--kind", "team", "--title", "乙", "--id", "jia-dui") == (
        2,
        [""],
        "错误:标识“jia-dui”已经有了,请换一个",
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--kind", "storey", "--title", "甲"], "错误:没有“storey”这一类"),
        (["--kind", "story"], "错误:缺少标题"),
        (["--kind", "story", "--title", "甲", "--id", "A b"], "错误:标识“A b”的写法不对"),
        (["--kind", "story", "--title", "甲", "--set", "x"], "错误:--set x 的写法不对"),
    ],
)
def test_refusals(project, capsys, arguments, message):  # noqa: F811
    status, _, error = new(capsys, *arguments)
    assert status == 2
    assert error.startswith(message)


@pytest.mark.parametrize(
    ("title", "person", "proposed"),
    [
        ("单家店", True, "shan-jia-dian"),
        ("重庆", False, "chong-qing"),
        ("“”", False, "xin"),
        ("甲" * 60, False, "-".join(["jia"] * 9)),
    ],
)
def test_ids(title, person, proposed):
    assert propose_id(title, lambda _: False, person=person) == proposed
    assert len(propose_id(title, lambda name: not name.endswith("-12"), person=person)) <= 40


@pytest.mark.parametrize(
    "value",
    [
        "甲",
        "a: b",
        "- 甲",
        "#甲",
        "甲 #乙",
        "'",
        '"',
        "\\",
        "~",
        "",
        " 甲",
        "甲:",
        "[甲]",
        "{",
        "\u200b",
        "!甲",
        "null",
    ],
)
def test_quoted_values_read_back(value):
    assert read_yaml("a", f"a: {quote(value)}\n").value == {"a": value}


def test_questions_are_asked_at_a_terminal(project, monkeypatch, capsys):  # noqa: F811
    answers = iter(["5", "清明祭英烈", "2025-04", ""])
    asked = []
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda words: asked.append(words) or next(answers))
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)
    answers = iter(["6", "清明祭英烈", "2025-03", ""])
    assert main(["new"]) in (0, 1)
    assert asked == ["新建什么(编号):", "主题:", "月份,如 2026-05(可不填):", "标识[qing-ming-ji-ying-lie]:"]
    assert "month: 2025-03" in (project / "data/themes/qing-ming-ji-ying-lie.yml").read_text("utf-8")
