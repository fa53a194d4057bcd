"""Every rule's own examples: the bad one raises the rule, the good one raises nothing."""

from __future__ import annotations

import pytest

from plugins.registry.problems import Rule
from plugins.stories import parse_story_file
from plugins.stories.rules import RULES

PATH = "content/stories/2026/shili.md"
BODY = (
    "---\ntitle: 示例标题\ndate: 2026-05-01 09:30\ntopic: huodong\n"
    "summary: 示例志愿服务队在示例村开展义诊。\n---\n正文。\n"
)
EXAMPLES = [rule for rule in RULES if rule.bad]


def rules_of(example: str) -> set[str]:
    path, text = (example, BODY) if example.startswith("content/") else (PATH, example)
    kind = "page" if "/pages/" in path else "story"
    if kind == "page":
        text = text.replace("topic: huodong\n", "")
    data = text.encode("gb18030") if text == "\ufffd" else text.encode()
    return {problem.rule for problem in parse_story_file(path, data, kind)[1]}


@pytest.mark.parametrize("rule", EXAMPLES, ids=lambda rule: rule.id)
def test_rule_examples(rule: Rule) -> None:
    assert rule.id in rules_of(rule.bad)
    assert rules_of(rule.good) == set()


def test_ids_are_unique_and_in_order() -> None:
    assert [rule.id for rule in RULES] == sorted({rule.id for rule in RULES})


def test_bad_encoding_and_size_which_no_text_can_show() -> None:
    gbk = parse_story_file(PATH, BODY.encode("gb18030"), "story")[1]
    assert [str(problem) for problem in gbk] == [
        f"{PATH}:2:9: 错误 S101 文件不是 UTF-8 编码(文件像是 GBK 编码,请另存为 UTF-8)"
    ]
    utf16 = parse_story_file(PATH, BODY.encode("utf-16"), "story")[1]
    assert [(problem.rule, problem.hint) for problem in utf16] == [
        ("S101", "文件像是 UTF-16 编码,请另存为 UTF-8")
    ]
    huge = parse_story_file(PATH, BODY.encode() + b"x" * 50_000_000, "story")[1]
    assert [(problem.rule, problem.message) for problem in huge] == [
        ("S102", "文件有 50.0 MB,一篇稿件不超过 1 MB")
    ]
