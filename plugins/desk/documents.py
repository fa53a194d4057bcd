"""``docs/rules.md``: every rule of every room, made from the rules themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from plugins.registry.problems import SEVERITY_NAMES, Rule

from .rules import list_rules

FILE = "docs/rules.md"
_ROOMS = {
    "C": ("设置与词表", "`data/lexicon.yml`、`data/silence.yml` 自身的写法。"),
    "D": ("数据记录", "`data/` 里的文件、字段和记录之间的关系。"),
    "F": ("照片", "`content/` 里的图片文件。"),
    "P": ("隐私", "依据《个人信息保护法》《志愿服务条例》。一律阻止发布。"),
    "S": ("稿件", "`content/` 里的稿件信息、正文和链接。"),
    "W": ("用字用词", "标点依 GB/T 15834-2011，数字依 GB/T 15835-2011。带“可自动改”的，`make fmt` 能改。"),
}


def build_rules_page() -> str:
    """The whole page. Pure."""
    return "\n".join(_lines(list_rules())) + "\n"


def _lines(rules: list[Rule]) -> Iterator[str]:
    from .formatting import SAFE  # noqa: PLC0415 -- only this page needs it

    yield "# 检查规则\n"
    yield "由 `python -m plugins.desk rules` 从程序里的规则写出，请勿手改。编号不变义：改了含义就换编号。\n"
    yield "“错误”使构建停下，不写出任何文件；“提醒”不阻止构建。\n"
    yield "确需保留的写法，在 `data/silence.yml` 登记规则、文件和理由。\n"
    letter = ""
    for rule in rules:
        if rule.id[0] != letter:
            letter = rule.id[0]
            name, words = _ROOMS[letter]
            yield f"## {letter} {name}\n\n{words}\n"
        mended = "，可自动改" if rule.id in SAFE else ""
        yield f"### {rule.id} {rule.title}\n\n{SEVERITY_NAMES[rule.severity]}{mended}。\n"
        for label, example in (("错", rule.bad), ("对", rule.good)):
            if example:
                yield f"{label}：\n\n{_fence(example)}\n"


def _fence(example: str) -> str:
    shown = "".join(
        char if char in "\n" or char.isprintable() or char in "\u3000\t" else f"⟨U+{ord(char):04X}⟩"
        for char in example
    )
    if len(shown) > 900:
        shown = shown[:900] + "……"
    mark = "````" if "```" in shown else "```"
    return f"{mark}text\n{shown.rstrip(chr(10))}\n{mark}"


def write_rules(root: Path) -> str:
    """Write the page under ``root``; its path."""
    (root / FILE).write_text(build_rules_page(), "utf-8")
    return FILE
