"""Problems for people, for programs and for a code host's annotations."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

from plugins.registry.problems import Problem

FORMATS = ("text", "json", "github")


def count_severities(problems: list[Problem]) -> tuple[int, int]:
    """(errors, warnings)."""
    errors = sum(problem.severity == "error" for problem in problems)
    return errors, len(problems) - errors


def describe_problems(problems: list[Problem], files: int, form: str) -> Iterator[str]:
    """Lines to print. ``form`` is one of FORMATS."""
    errors, warnings = count_severities(problems)
    if form == "json":
        held = {
            "files": files,
            "errors": errors,
            "warnings": warnings,
            "problems": [asdict(item) for item in problems],
        }
        yield json.dumps(held, ensure_ascii=False, indent=1)
        return
    for problem in problems:
        yield _annotate(problem) if form == "github" else str(problem)
    yield f"共检查 {files} 个文件:{errors} 个错误,{warnings} 个提醒"


def _annotate(problem: Problem) -> str:
    cure = f"({problem.hint})" if problem.hint else ""
    fields = {
        "file": problem.path, "line": problem.line, "col": problem.column, "title": problem.rule,
    }  # fmt: skip
    said = ",".join(f"{key}={_escape(str(value), ':,')}" for key, value in fields.items())
    return f"::{problem.severity} {said}::{_escape(problem.message + cure)}"


def _escape(text: str, more: str = "") -> str:
    for char in "%\r\n" + more:
        text = text.replace(char, f"%{ord(char):02X}")
    return text
