"""Faults in templates and code, told in one line each: a person at the preview never sees a traceback."""

from __future__ import annotations

import traceback
from pathlib import Path

from jinja2 import TemplateSyntaxError


def describe_error(error: Exception, project: Path) -> str:
    """A fault in a template or in the program, as one line with its place."""
    if isinstance(error, TemplateSyntaxError):
        name = error.filename or error.name or ""
        return f"{_short(name, project)}:{error.lineno}:1: 错误 模板写错了:{error.message}"
    return describe_fault("".join(traceback.format_exception(error)), project)


def describe_fault(trace: str, project: Path) -> str:
    """The last place of ours in a traceback, and what it says, as one line."""
    place = ""
    for line in trace.split("\n"):
        words = line.strip()
        if words.startswith('File "') and ("theme" in words or str(project) in words):
            file, _, rest = words[6:].partition('", line ')
            place = f"{_short(file, project)}:{rest.partition(',')[0]}:1: "
    said = trace.strip().rpartition("\n")[2]
    return f"{place}错误 模板或程序出错:{said}"


def _short(name: str, project: Path) -> str:
    path = Path(name)
    return path.relative_to(project).as_posix() if path.is_relative_to(project) else name
