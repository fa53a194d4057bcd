"""From the bytes of one source to what a cache keeps of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from plugins.registry.problems import Problem
from plugins.stories import KEPT_BODIES, Story, parse_story_file

DATA_SUFFIXES = (".yml", ".yaml")
STORY_SUFFIXES = (".md",)
PHOTO_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".svg", ".bmp", ".tif", ".tiff", ".heic", ".avif")


@dataclass(slots=True)
class Reader:
    """Parses one source by where it lies; keeps the stories it parsed for rendering in this process, the first with their
    bodies.
    """

    data_label: str
    content_label: str
    kept: dict[str, Story] = field(default_factory=dict)
    room: int = 10 * KEPT_BODIES  # beside the texts of a search index this is little

    def parse(self, path: str, data: bytes) -> Any:
        """The payload of a source: ``(kind, value, problems)`` with plain or picklable values."""
        if path.startswith(f"{self.data_label}/"):
            from plugins.registry import parse_data_file  # noqa: PLC0415 -- most builds meet no new record

            return ("data", parse_data_file(path, data, self.data_label), ())
        inside = path.removeprefix(f"{self.content_label}/")
        if path.endswith(STORY_SUFFIXES):
            story, problems = parse_story_file(path, data, "page" if inside.startswith("pages/") else "story")
            if story is not None:
                self.kept[path] = story
                self.room -= len(story.body)
                if self.room < 0:
                    story.forget_body()
            return ("story", None if story is None else story.to_row(), tuple(problems))
        from plugins.photos.inspect import inspect_bytes  # noqa: PLC0415 -- most builds meet no new picture

        info, problems = inspect_bytes(inside, data)
        return ("photo", info, tuple(_replace_path(problem, path) for problem in problems))


def _replace_path(problem: Problem, path: str) -> Problem:
    return Problem(path, problem.line, problem.column, problem.rule, problem.message, problem.hint, problem.severity)
