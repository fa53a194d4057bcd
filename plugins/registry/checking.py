"""The common tools of the rules between records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .dates import LocalTime, PartialDate
from .problems import Problem
from .registry import Registry
from .rules import SEVERITIES

# (kind, key, steps into the record …)
At = tuple[Any, ...]

MAX_GUESSES = 100

KIND_NAMES: dict[str, str] = {
    "site": "网站信息",
    "operating-model": "运行模式",
    "term": "词条",
    "source": "来源",
    "figure": "数字",
    "division": "区划",
    "place": "阵地",
    "team": "队伍",
    "programme": "项目",
    "progress": "进度",
    "batch": "批次",
    "honoree": "好人",
    "board": "好人榜",
    "theme": "实践周",
    "activity": "活动",
    "regulation": "制度",
}


@dataclass(frozen=True, slots=True)
class Checker:
    """Turns findings about records into problems at their places."""

    registry: Registry
    # Looking for the nearest of thousands of names is slow; the same miss is looked up once, and only so many at all.
    guesses: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def guess(self, kind: str, target: str, vocabulary: str) -> str:
        """What was probably meant, for the first MAX_GUESSES different misses; "" after."""
        key = (kind, target, vocabulary)
        if key not in self.guesses and len(self.guesses) < MAX_GUESSES:
            self.guesses[key] = self.registry.suggest(kind, target, vocabulary)
        return self.guesses.get(key, "")

    def problem(self, rule: str, at: At, message: str, hint: str) -> Problem:
        """A problem of a rule at ``(kind, key, steps…)``; its severity is the rule's."""
        kind, key, *where = at
        path, line, column = self.registry.locate(kind, key, *where)
        return Problem(path, line, column, rule, message, hint, SEVERITIES[rule])

    def missing(self, at: At, kind: str, target: str, vocabulary: str = "") -> Problem:
        """D204 for a reference that no record answers."""
        guess = self.guess(kind, target, vocabulary)
        what = (
            f"词表 {vocabulary} 里没有“{target}”"
            if vocabulary
            else f"没有标识为“{target}”的{KIND_NAMES[kind]}"
        )
        renamed = (f"{vocabulary}/{target}" if vocabulary else target) in self.registry.aliases(kind)
        cure = (
            f"已改名，请写 {guess}"
            if renamed
            else f"是否要写 {guess}？"
            if guess
            else "先登记它，或删去这一处"
        )
        return self.problem("D204", at, what, cure)

    def circles(self, kind: str, field: str) -> Iterator[Problem]:
        """D205 for each circle of ``field`` among the records of a kind, once, at the first id of the circle."""
        records = self.registry.records(kind)
        for circle in find_circles({key: getattr(record, field) for key, record in records.items()}):
            chain = " → ".join([*circle, circle[0]])
            yield self.problem("D205", (kind, circle[0], field), f"转成了圈：{chain}", "改正其中一处")

    def in_order(
        self, at: At, first: LocalTime | PartialDate | None, last: LocalTime | PartialDate | None, words: str
    ) -> Iterator[Problem]:
        """D207 when ``last`` is surely before ``first``. Unknown months and days are no reason to complain."""
        if first is not None and last is not None and surely_before(last, first):
            yield self.problem("D207", at, f"{words}（{last.value}早于{first.value}）", "核对两个时间")


def surely_before(one: LocalTime | PartialDate, other: LocalTime | PartialDate) -> bool:
    """Whether ``one`` is before ``other`` whatever their unknown parts are."""
    if isinstance(one, LocalTime) and isinstance(other, LocalTime):
        return one < other
    return one.last_day() < other.first_day()


def find_circles(parents: Mapping[str, str | None]) -> list[list[str]]:
    """The circles in a relation from child to parent; each starts with its smallest id, and they are sorted."""
    circles: list[list[str]] = []
    done: set[str] = set()
    for start in parents:
        path: dict[str, None] = {}
        node: str | None = start
        while node is not None and node in parents and node not in done and node not in path:
            path[node] = None
            node = parents[node]
        if node in path:
            walk = list(path)
            circle = walk[walk.index(node) :]
            turn = circle.index(min(circle))
            circles.append(circle[turn:] + circle[:turn])
        done.update(path)
    return sorted(circles)
