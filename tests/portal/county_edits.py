"""Edits of the county that the tests of this room build, and how a build of it is judged."""

from __future__ import annotations

from plugins.portal.result import Result
from tests.oracle.county import County, read_tree

STORY = "content/stories/2025/kaimen.md"


def add(county: County, text: str, path: str = STORY) -> None:
    file = county.home / path
    file.write_text(file.read_text("utf-8") + text, "utf-8")


def swap(county: County, old: str, new: str, path: str = STORY) -> None:
    file = county.home / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def is_short(result: Result) -> bool:
    """Whether nothing was linked."""
    assert result.report is not None
    return "关联" not in result.report.seconds


def check(county: County) -> None:
    clean, target = county.build_clean()
    assert read_tree(county.settings.output) == read_tree(target)
    assert county.build().problems == clean.problems
