"""Proofreading: every rule's own examples, damaged sentences with their exact findings, and clean text with none."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.desk.checking import check_words
from plugins.desk.proofreading import RULES, check_text
from plugins.desk.proofreading.lexicon import BAD_LEXICON, parse_lexicon

ROOT = Path(__file__).resolve().parents[2]
ENTRIES, LEXICON_PROBLEMS = parse_lexicon("data/lexicon.yml", (ROOT / "data/lexicon.yml").read_text("utf-8"))
CLEAN = sorted(Path(__file__).with_name("clean").glob("*.md"))
SOURCES = sorted([*(ROOT / "content").rglob("*.md"), *(ROOT / "data").rglob("*.yml")])


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule is not BAD_LEXICON], ids=lambda rule: rule.id
)
def test_examples(rule):
    found = [(item.rule, item.severity) for _, _, item in check_text(rule.bad, entries=ENTRIES)]
    assert set(found) == {(rule.id, rule.severity)}
    assert list(check_text(rule.good, entries=ENTRIES)) == []


def test_lexicon_is_sound():
    assert LEXICON_PROBLEMS == []
    assert len(ENTRIES) >= 60
    for entry in ENTRIES:
        assert [
            item.message
            for _, _, item in check_text(f"那里{entry.wrong}的", entries=ENTRIES)
            if item.rule[:3] == "W43"
        ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (BAD_LEXICON.bad, "缺少 right"),
        ("- {wrong: 甲, right: 甲}", "wrong 与 right 相同"),
        ("- {wrong: 甲, right: 乙, severity: 大}", "severity 只能是 error 或 warning"),
        ("- {wrong: 甲, right: 乙, reson: 丙}", "没有“reson”这一项"),
        ("a: 1", "词表应是一个列表"),
    ],
)
def test_bad_lexicon(text, problem):
    assert [item.message for item in parse_lexicon("data/lexicon.yml", text)[1]] == [problem]


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.name)
def test_clean_text(path):
    assert check_words(f"content/stories/{path.name}", path.read_bytes(), ENTRIES) == []


def test_the_clean_text_is_long_and_varied():
    assert sum(len(path.read_text("utf-8")) for path in CLEAN) > 20_000
    assert len(CLEAN) >= 10


def test_the_real_sources_are_clean():
    """All that is really written counts as ordinary text too."""
    problems = [
        str(item)
        for path in SOURCES
        if path.name not in ("lexicon.yml", "silence.yml", "inspection.yml")
        for item in check_words(path.relative_to(ROOT).as_posix(), path.read_bytes(), ENTRIES)
    ]
    assert problems == []
    assert sum(len(path.read_text("utf-8")) for path in [*CLEAN, *SOURCES]) > 100_000


DAMAGED = [
    ("活动吸引了余人参加。", ["1:6 W415 余人"]),
    ("建成农村实践站个，实践所个。", ["1:8 W415 个", "1:13 W415 个"]),
    ("各村组建了支志愿服务队。", ["1:6 W415 支"]),
    ("已组织活动余场，服务余人次。", ["1:6 W415 余场", "1:11 W415 余人次"]),
    ("预计年年底完成。", ["1:3 W416 年底"]),
    ("由邮*公司承办。", ["1:3 W414 *"]),
    ("开展“”主题活动。", ["1:3 W407 “”"]),
    ("学习《制度》、《办法》，读“甲”、“乙”。", ["1:7 W404", "1:17 W404"]),
    ("他说:“好!”", ["1:3 W401 :", "1:6 W401 !"]),
    ("村民们来了,坐满了.\n大家笑了。", ["1:6 W401 ,", "1:10 W401 ."]),
    ("世界卫生组织(WHO)发布。", ["1:7 W401 (", "1:11 W401 )"]),
    ("共 14 支", ["1:2 W408 空格", "1:5 W408 空格"]),
    ("比例为20～40%。", ["1:4 W410 20～40%"]),
    ("2026年13月1日，2月30日，4月31日。", ["1:6 W411", "1:12 W411", "1:18 W411"]),
    ("2023年2月29日。", ["1:6 W411"]),
    ("下午25时开会。", ["1:3 W411"]),
    ("约300余人、近百余户、大约50人左右、近50多名。", ["1:1 W412", "1:8 W412", "1:14 W412", "1:21 W412"]),
    ("19年6月启动。", ["1:3 W413"]),
    ("占全县的%。", ["1:5 W415 %"]),
    ("第届活动举行。", ["1:1 W415 第届"]),
    ("村民的的菜园，，绿了。", ["1:3 W418 的的", "1:7 W419 ，，"]),
    ("截至目前，全市建成一批。", ["1:1 W417 截至目前"]),
    ("他说“来了，我们走。\n\n好。", ["1:3 W403"]),
    ("证件11010519491231002X。", ["1:3 P306"]),
    ("卡号6222020000000000000。", ["1:3 P307"]),
    ("卡号4000 0000 0000 0002。", ["1:3 P308"]),
    ("手机138-0000-0000。", ["1:3 P304"]),
    ("学生张三（9岁）", ["1:3 P309"]),
    ("- 甲,乙\n\n`甲,乙` <https://a.cn/,> [甲,乙](https://a.cn/甲,乙)", ["1:4 W401 ,", "3:26 W401 ,"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), DAMAGED, ids=[text[:10] for text, _ in DAMAGED])
def test_damaged_text(text, expected):
    found = [(f"{line}:{column} {item.rule}", item.message) for line, column, item in check_text(text)]
    assert [place for place, _ in found] == [" ".join(item.split(" ")[:2]) for item in expected]
    for (_, message), item in zip(found, expected, strict=True):
        assert "".join(item.split(" ")[2:]) in message


def test_positions_in_data_files():
    data = '- id: a\n  name: "甲,乙"\n  story: |\n    一段。\n\n    **开展**“”活动。\n  remark: 共 3 个\n'.encode()
    assert [str(item) for item in check_words("data/honorees/a.yml", data)] == [
        "data/honorees/a.yml:2:11: 提醒 W401 半角标点“,”(改成全角“，”)",
        "data/honorees/a.yml:6:11: 错误 W407 “”里是空的(补上丢失的文字，或删去它)",
        "data/honorees/a.yml:7:12: 提醒 W408 “共 3”中间有空格(删去空格)",
        "data/honorees/a.yml:7:14: 提醒 W408 “3 个”中间有空格(删去空格)",
    ]
