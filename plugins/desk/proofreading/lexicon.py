"""The project's own list of wrong and right words, ``data/lexicon.yml``.

```yaml
- wrong: [志愿服物]      # one or several
  right: 志愿服务
  severity: error        # or warning
  reason: 错字
  unless: [不惜]         # longer words that hold the wrong one and are right
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from plugins.registry.problems import Problem, Rule, Severity
from plugins.registry.reading import Locator, read_yaml

from .base import Finding

WRONG_WORD = Rule("W431", "error", "词表里的错词(错误)", "学雷峰月到了。", "学雷锋月到了。")
ODD_WORD = Rule("W432", "warning", "词表里的错词(提醒)", "村口座落着一座书屋。", "村口坐落着一座书屋。")
BAD_LEXICON = Rule("C403", "error", "词表的写法不对", "- {wrong: 学雷峰}", "- {wrong: 学雷峰, right: 学雷锋}")
_FIELDS: Final = frozenset({"wrong", "right", "severity", "reason", "unless"})


@dataclass(frozen=True, slots=True)
class Entry:
    wrong: str
    right: str
    severity: Severity
    reason: str
    unless: tuple[str, ...]
    characters: frozenset[str] = frozenset()


def parse_lexicon(path: str, text: str) -> tuple[tuple[Entry, ...], list[Problem]]:
    """The entries that are well written, and what is wrong with the others."""
    reading = read_yaml(path, text)
    problems = list(reading.problems)
    locator = Locator(path, text)
    entries: list[Entry] = []
    for number, item in enumerate(reading.value if isinstance(reading.value, list) else []):
        fault = _find_fault(item)
        if fault:
            problems.append(
                Problem(path, *locator.find((number,)), BAD_LEXICON.id, fault, "照文件开头的说明写")
            )
            continue
        unless = tuple(_many(item.get("unless")))
        severity: Severity = "warning" if item.get("severity") == "warning" else "error"
        entries += [
            Entry(wrong, item["right"], severity, item.get("reason", ""), unless, frozenset(wrong))
            for wrong in _many(item["wrong"])
        ]
    if reading.value is not None and not isinstance(reading.value, list):
        problems.append(Problem(path, 1, 1, BAD_LEXICON.id, "词表应是一个列表", "每条以“- wrong: ”开头"))
    return tuple(entries), problems


def _many(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def _find_fault(item: Any) -> str:
    if not isinstance(item, dict):
        return "这一条不是“键: 值”"
    unknown = sorted(item.keys() - _FIELDS)
    if unknown:
        return f"没有“{unknown[0]}”这一项"
    for name in ("wrong", "right"):
        if not _many(item.get(name)) or not all(isinstance(word, str) for word in _many(item[name])):
            return f"缺少 {name}"
    if not isinstance(item["right"], str):
        return "right 只能写一个"
    if item["right"] in _many(item["wrong"]):
        return "wrong 与 right 相同"
    return "" if item.get("severity", "error") in ("error", "warning") else "severity 只能是 error 或 warning"


# Nothing opens a title from here to its end.
_TITLE_AHEAD: Final = re.compile(r"[^《》\n]*》")


def find_words(entries: tuple[Entry, ...], text: str, held: set[str] | None = None) -> Iterator[Finding]:
    """Every wrong word that is not part of a right one. ``held`` are the text's characters, where they are known."""
    held = set(text) if held is None else held
    for entry in entries:
        if not entry.characters <= held or entry.wrong not in text:
            continue
        for match in re.finditer(re.escape(entry.wrong), text):
            if _stands_inside(text, match.start(), entry):
                continue
            if entry.severity == "warning" and _TITLE_AHEAD.match(text, match.end()):
                continue  # a title is cited as it was written
            rule = WRONG_WORD if entry.severity == "error" else ODD_WORD
            hint = f"应写“{entry.right}”" + (f"：{entry.reason}" if entry.reason else "")
            yield Finding(match.start(), match.end(), rule.id, f"“{entry.wrong}”有误", hint, entry.severity)


def _stands_inside(text: str, at: int, entry: Entry) -> bool:
    for word in (*entry.unless, entry.right):
        offset = word.find(entry.wrong)
        while offset >= 0:
            if text.startswith(word, at - offset):
                return True
            offset = word.find(entry.wrong, offset + 1)
    return False
