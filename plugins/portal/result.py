"""What a build comes to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from plugins.pipeline.report import BuildReport
from plugins.registry.problems import Problem
from plugins.stories.model import Story


class Counts(NamedTuple):
    """The stories that a site shows: those that are published or will be, and drafts."""

    articles: int = 0
    drafts: int = 0


NOTHING = Counts()


@dataclass(frozen=True, slots=True)
class Result:
    """What a build came to. ``report`` is None when problems stopped it; then nothing was written."""

    problems: list[Problem]
    report: BuildReport | None
    counts: Counts = NOTHING


def count_stories(stories: Iterable[Story]) -> Counts:
    """How many of these are news, fixed pages left out."""
    standings = [story.status for story in stories if story.kind == "story"]
    drafts = standings.count("draft")
    return Counts(len(standings) - drafts, drafts)
