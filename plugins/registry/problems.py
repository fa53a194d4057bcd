"""Problems as values: everything that is wrong with what a person wrote, with its place and its cure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final, Literal

Severity = Literal["error", "warning"]

SEVERITY_NAMES: dict[Severity, str] = {"error": "错误", "warning": "提醒"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that can be wrong. Declared once, in the room that raises it; docs/rules.md is made from these.

    ``id`` is a letter and three digits and never changes its meaning. ``bad`` and ``good`` are examples that tests run.
    """

    id: str
    severity: Severity
    title: str
    bad: str = ""
    good: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A problem at a place. ``path`` is relative to the project's root, in POSIX form; line and column count from 1.

    ``rule`` is a Rule id, ``message`` says what is wrong, ``hint`` says the cure. Both are Chinese, without a full stop.
    """

    path: str
    line: int
    column: int
    rule: str
    message: str
    hint: str = ""
    severity: Severity = "error"

    def __reduce__(self) -> tuple[Any, ...]:
        # Caches hold hundreds of thousands; the way that dataclasses take by themselves is several times slower.
        return Problem, _values_of(self)

    def __str__(self) -> str:
        cure = f"({self.hint})" if self.hint else ""
        name = SEVERITY_NAMES[self.severity]
        return f"{self.path}:{self.line}:{self.column}: {name} {self.rule} {self.message}{cure}"


_values_of: Final = attrgetter("path", "line", "column", "rule", "message", "hint", "severity")


def sort_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, in their order. The same as ``sorted(set(problems))`` in a tenth of the time."""
    unique = {_values_of(problem): problem for problem in problems}
    return [unique[values] for values in sorted(unique)]


def has_errors(problems: list[Problem]) -> bool:
    """Whether any problem stops a build."""
    return any(problem.severity == "error" for problem in problems)
