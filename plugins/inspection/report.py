"""What the inspection came to: values, JSON and plain text. Nothing in it depends on the machine or the hour."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Final

from plugins.registry.problems import Problem

from .freshness import ColumnState
from .rules import ITEM_OF, ITEMS, UNJUDGED, Item
from .searching import SearchState
from .thresholds import STATUS_NAMES, Measure, Thresholds
from .weights import Weight

# So many places of one finding are shown; the count tells the rest.
SHOWN: Final = 20
VERDICTS: Final = {
    "pass": "合格",
    "stop": "不合格,拦截发布",
    "fail": "不合格",
    "warn": "提醒",
    "advice": "待补",
}


@dataclass(frozen=True, slots=True)
class Group:
    """Findings that say the same, with their first places and how many there are."""

    rule: str
    severity: str
    message: str
    hint: str
    count: int
    places: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class ItemResult:
    """One line of the report. ``verdict`` is a key of VERDICTS; ``stops`` whether its errors stop a publication."""

    key: str
    part: str
    title: str
    verdict: str
    stops: bool
    count: int
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything the inspection says."""

    as_of: str
    siteurl: str
    files: int
    pages: int
    bytes: int
    kinds: dict[str, int]
    items: tuple[ItemResult, ...]
    silenced: tuple[Group, ...]
    columns: tuple[ColumnState, ...]
    weights: tuple[Weight, ...]
    search: SearchState
    outside: tuple[tuple[str, int, str], ...]
    deepest: int
    measures: tuple[Measure, ...]

    @property
    def stopped(self) -> tuple[ItemResult, ...]:
        """The items that stop a publication."""
        return tuple(item for item in self.items if item.verdict == "stop")


def build_items(problems: Iterable[Problem], measures: Thresholds) -> tuple[ItemResult, ...]:
    """The findings sorted under their items, in the order of the indicators."""
    found: dict[str, list[Problem]] = {item.key: [] for item in ITEMS}
    for problem in sorted(set(problems)):
        found[ITEM_OF.get(problem.rule, "inputs")].append(problem)
    return tuple(
        ItemResult(
            item.key,
            item.part,
            item.title,
            _judge(item, found[item.key], measures.stops[item.key]),
            measures.stops[item.key],
            len(found[item.key]),
            group_problems(found[item.key]),
        )
        for item in ITEMS
    )


def _judge(item: Item, problems: list[Problem], stops: bool) -> str:
    if not problems:
        return "pass"
    if item.part == "advice":
        return "advice"
    wrong = any(problem.severity == "error" for problem in problems)
    # An item that only ever reminds stops where the site's owner asks for it.
    reminds = all(rule.severity == "warning" for rule in item.rules)
    if stops and (wrong or reminds):
        return "stop"
    return "fail" if wrong else "warn"


def group_problems(problems: list[Problem]) -> tuple[Group, ...]:
    """Findings of one rule and message together: the same fault of a template stands on every page."""
    groups: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        groups.setdefault((problem.rule, problem.message), []).append(problem)
    made = [
        Group(
            rule,
            same[0].severity,
            message,
            same[0].hint,
            len(same),
            tuple((problem.path, problem.line, problem.column) for problem in same[:SHOWN]),
        )
        for (rule, message), same in groups.items()
    ]
    return tuple(
        sorted(made, key=lambda group: (group.severity != "error", group.rule, -group.count, group.message))
    )


def count_outside(pages: Iterable[tuple[str, list[str]]]) -> tuple[tuple[str, int, str], ...]:
    """Every address of another site: how many links lead there, and the first page that has one."""
    counts: Counter[str] = Counter()
    first: dict[str, str] = {}
    for path, addresses in pages:
        for address in addresses:
            counts[address] += 1
            first.setdefault(address, path)
    return tuple((address, counts[address], first[address]) for address in sorted(counts))


def list_measures(measures: Thresholds) -> tuple[Measure, ...]:
    """Every measure that was used."""
    return (*measures.numbers.values(), *measures.types.values(), *measures.columns.values())


def build_json(report: Report) -> str:
    """The report for machines; stable keys, one order."""
    value = {
        "as_of": report.as_of,
        "siteurl": report.siteurl,
        "passed": not report.stopped,
        "stopped_by": [item.key for item in report.stopped],
        "files": report.files,
        "pages": report.pages,
        "bytes": report.bytes,
        "kinds": report.kinds,
        "deepest_clicks": report.deepest,
        "items": [
            {
                "key": item.key,
                "part": item.part,
                "title": item.title,
                "verdict": item.verdict,
                "stops": item.stops,
                "count": item.count,
                "findings": [asdict(group) for group in item.groups],
            }
            for item in report.items
        ],
        "silenced": [asdict(group) for group in report.silenced],
        "columns": [column._asdict() for column in report.columns],
        "weights": [{**weight._asdict(), "total": weight.total} for weight in report.weights],
        "search": report.search._asdict(),
        "external_links": [
            {"url": url, "count": count, "first": first} for url, count, first in report.outside
        ],
        "measures": [
            {"title": m.title, "value": m.value, "source": m.source, "status": m.status}
            for m in report.measures
        ],
        "unjudged": [{"what": what, "why": why} for what, why in UNJUDGED],
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def build_text(report: Report) -> str:
    """The report for a terminal: what stops, what is wrong, and nothing of what is right."""
    lines = []
    for item in report.items:
        if item.verdict == "pass":
            continue
        lines.append(f"【{VERDICTS[item.verdict]}】{item.title}:{item.count} 处")
        for group in item.groups[:8]:
            path, line, column = group.places[0]
            more = f" 等 {group.count} 处" if group.count > 1 else ""
            cure = f"({group.hint})" if group.hint else ""
            lines.append(f"  {path}:{line}:{column}: {group.rule} {group.message}{more}{cure}")
        if len(item.groups) > 8:
            lines.append(f"  ……另有 {len(item.groups) - 8} 种,见报告")
    for group in report.silenced:
        path, line, column = group.places[0]
        lines.append(f"【不再提示】{path}:{line}:{column}: {group.message}:{group.count} 处({group.hint})")
    stopped = "、".join(item.title for item in report.stopped)
    lines.append(
        f"检验了 {report.pages} 页、{report.files} 个文件,以 {report.as_of} 为准:"
        + (f"不能发布,因为 {stopped}" if stopped else "没有拦截发布的问题")
    )
    return "\n".join(lines) + "\n"


def name_status(measure: Measure) -> str:
    """How sure a measure is, in words."""
    return STATUS_NAMES[measure.status]
