"""The sources in memory, for the preview: what was read, file by file, and what an edit changed of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from plugins.pipeline.crew import Crew
from plugins.pipeline.state import State
from plugins.portal.edits import is_reworded
from plugins.portal.gather import Gathered, gather_sources, link_sources
from plugins.portal.reader import DATA_SUFFIXES, PHOTO_SUFFIXES, STORY_SUFFIXES, Reader
from plugins.portal.settings import PortalSettings
from plugins.registry import OTHER_FILES
from plugins.registry.problems import Problem
from plugins.stories import Story

# kind, value, problems: what a Reader makes of a file
Read = tuple[str, Any, tuple[Problem, ...]]


class Memory:
    """Path -> what was read there. ``load`` once, then ``take`` for every batch of changed files."""

    def __init__(self, settings: PortalSettings) -> None:
        self._settings = settings
        self._data_label = settings.relative(settings.data)
        self._content_label = settings.relative(settings.content)
        self._reader = Reader(self._data_label, self._content_label)
        self._values: dict[str, Read] = {}

    def load(self, state: State) -> Gathered:
        """Read everything that changed on disk since ``state``."""
        reader = Reader(self._data_label, self._content_label)
        with Crew(1) as crew:
            gathered, _ = gather_sources(self._settings, state, crew, reader)
        stories = {story.source_path: story for story in gathered.stories}
        self._values = {
            path: (kind, stories.get(path) if kind == "story" else value, problems)
            for path, (kind, value, problems) in state.payloads.items()
        }
        return gathered

    def take(self, paths: Iterable[Path]) -> dict[str, Read | None]:
        """Read changed files; the sources that changed, with what they were before (None: there was none)."""
        before: dict[str, Read | None] = {}
        suffixes = (*DATA_SUFFIXES, *STORY_SUFFIXES, *PHOTO_SUFFIXES)
        for file in paths:
            path = self._settings.relative(file)
            if file.is_file() and not file.is_symlink():
                hidden = any(part.startswith(".") for part in Path(path).parts)
                other = file.parent == self._settings.data and file.name in OTHER_FILES
                if hidden or other or not path.lower().endswith(suffixes):
                    continue
                kind, value, problems = self._reader.parse(path, file.read_bytes())
                if kind == "story" and value is not None:
                    value = self._reader.kept.pop(path)
                    value.folder = str(self._settings.project)
                before[path] = self._values.get(path)
                self._values[path] = (kind, value, problems)
            else:
                for known in [name for name in self._values if name == path or name.startswith(f"{path}/")]:
                    before[known] = self._values.pop(known)
        return before

    def find_texts(self, before: dict[str, Read | None]) -> list[Story] | None:
        """The changed stories when each differs from its former self in its words alone; None otherwise."""
        stories = []
        for path, old in before.items():
            now = self._values.get(path)
            if old is None or now is None or old[0] != "story" or old[1] is None or now[1] is None:
                return None
            if old[2] or now[2] or not is_reworded(now[1], old[1]):
                return None
            stories.append(now[1])
        return stories

    def link(self) -> Gathered:
        """All that is in memory, linked."""
        parsed: list[Any] = []
        stories: list[Story] = []
        photos: dict[str, Any] = {}
        problems: list[Problem] = []
        for kind, value, found in self._values.values():
            problems += found
            if kind == "data":
                parsed.append(value)
                problems += value.problems
            elif kind == "story" and value is not None:
                stories.append(value)
            elif kind == "photo" and value is not None:
                photos[value.path] = value
        return link_sources(self._settings, parsed, stories, photos, problems)
