"""The report for people: one page, readable and printable, without a script and without a byte from elsewhere."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .report import VERDICTS, Report, name_status
from .rules import PARTS, UNJUDGED
from .weights import KIND_NAMES


def build_html(report: Report) -> str:
    """The report as one HTML document in Chinese."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["status"] = name_status
    return environment.get_template("report.html").render(
        report=report, parts=PARTS, verdicts=VERDICTS, kinds=KIND_NAMES, unjudged=UNJUDGED
    )
