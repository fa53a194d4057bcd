"""Rules that are silenced, each in one place and with a reason: ``data/silence.yml``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, Final

from plugins.registry.problems import Problem, Rule, sort_problems
from plugins.registry.reading import Locator, read_yaml

BAD_SILENCE = Rule(
    "C401",
    "error",
    "静默条目的写法不对",
    "- {rule: W404, path: content/*}",
    "- {rule: W404, path: content/*, reason: 引文照录}",
)
IDLE_SILENCE = Rule(
    "C402", "warning", "静默的规则已经用不上",
    "- {rule: W404, path: content/wu.md, reason: 已经改好}", "- {rule: W404, path: content/you.md, reason: 引文照录}",
)  # fmt: skip
_FIELDS: Final = ("rule", "path", "reason")


@dataclass(frozen=True, slots=True)
class Silence:
    """One entry, and where it stands."""

    rule: str
    path: str
    text: str
    line: int
    column: int


def parse_silences(path: str, text: str, known: Iterable[str]) -> tuple[list[Silence], list[Problem]]:
    """The entries that are well written, and what is wrong with the others. ``known``: ids of all rules."""
    reading = read_yaml(path, text)
    problems = list(reading.problems)
    locator = Locator(path, text)
    silences: list[Silence] = []
    ids = set(known)
    value = reading.value if reading.value is not None else []
    if not isinstance(value, list):
        return [], [
            *problems,
            Problem(path, 1, 1, BAD_SILENCE.id, "这里应是一个列表", "每条以“- rule: ”开头"),
        ]
    for number, item in enumerate(value):
        place = locator.find((number,))
        fault = _find_fault(item, ids)
        if fault:
            problems.append(Problem(path, *place, BAD_SILENCE.id, fault, "写明 rule、path、reason"))
        else:
            silences.append(Silence(item["rule"], item["path"], item.get("text", ""), *place))
    return silences, problems


def _find_fault(item: Any, ids: set[str]) -> str:
    if not isinstance(item, dict) or not all(isinstance(value, str) for value in item.values()):
        return "这一条不是“键: 值”"
    unknown = sorted(item.keys() - {*_FIELDS, "text"})
    if unknown:
        return f"没有“{unknown[0]}”这一项"
    missing = [name for name in _FIELDS if not item.get(name)]
    if missing:
        return f"缺少 {missing[0]}"
    return "" if item["rule"] in ids else f"没有规则 {item['rule']}"


def apply_silences(
    path: str, silences: list[Silence], problems: list[Problem], read_line: Callable[[str, int], str]
) -> list[Problem]:
    """The problems that are left, and one for each silence that matched nothing."""
    used: set[Silence] = set()
    silenced = {silence.rule for silence in silences}
    left = [problem for problem in problems if problem.rule not in silenced]
    for problem in problems:
        if problem.rule not in silenced:
            continue
        matching = [silence for silence in silences if _matches(silence, problem, read_line)]
        used.update(matching)
        if not matching:
            left.append(problem)
    for silence in silences:
        if silence not in used:
            message = f"{silence.path} 里已没有要静默的 {silence.rule}"
            left.append(
                Problem(
                    path,
                    silence.line,
                    silence.column,
                    IDLE_SILENCE.id,
                    message,
                    "删去这一条",
                    IDLE_SILENCE.severity,
                )
            )
    return sort_problems(left)


def _matches(silence: Silence, problem: Problem, read_line: Callable[[str, int], str]) -> bool:
    return (
        silence.rule == problem.rule
        and fnmatchcase(problem.path, silence.path)
        and (not silence.text or silence.text in read_line(problem.path, problem.line))
    )
