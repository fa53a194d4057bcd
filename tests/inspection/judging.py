"""Running the inspection on the small output, and spoiling that in one place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from tests.inspection.small_output import line_of

STORY = "news/2026/yizhen/index.html"
SECOND = "news/2026/fuwuri/index.html"
BODY = "<p>义诊队"


class Verdict(NamedTuple):
    """The exit status, every (rule, file, line) but advice, and the whole report."""

    status: int
    found: list[tuple[str, str, int]]
    report: dict[str, Any]


Judge = Callable[..., Verdict]
Fault = tuple[str, str, str, str, str, int]


def plant(output: Path, name: str, old: str, new: str) -> None:
    """Replace the first ``old`` in a file."""
    path = output / name
    whole = path.read_text(encoding="utf-8")
    assert old in whole
    path.write_text(whole.replace(old, new, 1), encoding="utf-8")


def write_file(output: Path, name: str, content: str | bytes) -> None:
    """One file more in the output."""
    path = output / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def check_planted(output: Path, judge: Judge, fault: Fault) -> None:
    """The fault is found at its line, it stops or does not, and nothing else is found."""
    file, old, new, at, rule, status = fault
    plant(output, file, old, new)
    verdict = judge()
    assert (rule, file, line_of(output, file, at)) in verdict.found
    assert {found[0] for found in verdict.found} - {"I103"} <= {rule, "I217"}
    assert verdict.status == status


def judge_inside(output: Path, judge: Judge, html: str) -> tuple[list[tuple[str, str]], int]:
    """What is found, rule and file, and the status, when ``html`` stands in a story."""
    plant(output, STORY, BODY, f"{html}\n{BODY}")
    verdict = judge()
    return [found[:2] for found in verdict.found], verdict.status


def judge_file(
    output: Path, judge: Judge, name: str, content: str | bytes
) -> tuple[list[tuple[str, str]], int]:
    """The same when one file more stands in the output."""
    write_file(output, name, content)
    verdict = judge()
    return [found[:2] for found in verdict.found], verdict.status
