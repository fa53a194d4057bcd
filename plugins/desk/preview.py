"""The site in memory, for the preview: an edit in, the pages it reaches out. One thread at a time.

A change of a story's words takes a short way: nothing is linked again. Everything else is linked anew from what is
in memory, and only what differs is rendered. Whatever goes wrong becomes an Outcome; the last good pages stay.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from plugins.catalog import Catalog, CatalogLook
from plugins.catalog.catalog import story_name
from plugins.pages.templates import Theme
from plugins.pipeline.build import BuildError
from plugins.pipeline.crew import Crew
from plugins.pipeline.outputs import Bundle, Output
from plugins.pipeline.progress import Silent
from plugins.pipeline.resident import Resident
from plugins.pipeline.state import State
from plugins.portal.assemble import assemble, list_photo_plans, load_theme, prepare_photos
from plugins.portal.build import link_catalog, open_state
from plugins.portal.gather import (
    DATA_SUFFIXES,
    PHOTO_SUFFIXES,
    STORY_SUFFIXES,
    Gathered,
    Reader,
    gather_sources,
    link_sources,
)
from plugins.portal.settings import PortalSettings
from plugins.registry import OTHER_FILES
from plugins.registry.problems import Problem, has_errors
from plugins.stories import Story
from plugins.stories.model import RECORD_FIELDS

from .faults import describe_error, describe_fault

# What of a story decides which pages and lists there are; while these stand, only what shows the story changes.
_LINKED = (
    "kind", "slug", "status", "url", "save_as", "topic", "keywords", "sample", "aliases", "date", "lead_photo",
    *RECORD_FIELDS,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an update came to. ``problems`` are lines to show; ``written`` names of changed files; ``seconds`` it took.

    ``stopped``: nothing was rendered, because a problem is an error.
    """

    problems: tuple[str, ...]
    written: tuple[str, ...]
    seconds: float
    stopped: bool = False


class Preview:
    """``start`` once, then ``update`` for every batch of changed paths. ``idle`` does what can wait."""

    def __init__(
        self, settings: PortalSettings, on_written: Callable[[list[str]], None] | None = None
    ) -> None:
        cache = settings.cache
        self.settings = replace(
            settings,
            output=cache / "preview" / "site",
            cache=cache / "preview",
            siteurl="",
            publication=False,
            settings_file=None,
        )
        self._on_written = on_written or (lambda _names: None)
        self._values: dict[str, tuple[str, Any, tuple[Problem, ...]]] = {}
        self._reader = Reader(self.settings.relative(settings.data), self.settings.relative(settings.content))
        self._catalog: Catalog | None = None
        self._gathered: Gathered | None = None
        self._quick: Resident | None = None
        self._slow: Resident | None = None
        self._slow_outputs: tuple[list[Output], dict[str, bytes], Catalog] | None = None
        self._whole = True
        self._theme: Theme | None = None

    def update(self, paths: Iterable[Path] | None = None, first: Iterable[str] = ()) -> Outcome:
        """Take in the changed ``paths`` (None: look at everything) and render what they reach, ``first`` before all else.

        Never raises for what anybody wrote, be it data, template or code.
        """
        began = time.perf_counter()
        try:
            problems, written = self._update(None if paths is None else list(paths), list(first))
        except BuildError as failure:
            self._whole = True
            lines = tuple(describe_fault(item.trace, self.settings.project) for item in failure.failures[:3])
            return Outcome(tuple(dict.fromkeys(lines)), (), time.perf_counter() - began, True)
        except Exception as error:
            self._whole = True
            lines = (describe_error(error, self.settings.project),)
            return Outcome(lines, (), time.perf_counter() - began, True)
        stopped = has_errors(problems)
        shown = tuple(str(problem) for problem in problems if problem.severity == "error" or not stopped)
        return Outcome(shown, tuple(written), time.perf_counter() - began, stopped)

    def _update(self, paths: list[Path] | None, first: list[str]) -> tuple[list[Problem], list[str]]:
        if paths is None or any(path.is_relative_to(self.settings.theme) for path in paths):
            self._theme = None
        if paths is None or self._whole or self._quick is None:
            return self._load(first)
        theme = any(path.is_relative_to(self.settings.theme) for path in paths)
        sources = [path for path in paths if not path.is_relative_to(self.settings.theme)]
        if any(path.is_dir() for path in sources):
            return self._load(first)
        old = dict(self._values)
        changed = self._take(sources)
        if not changed and not theme:
            return (self._gathered.problems if self._gathered else []), []
        short = None if theme else self._find_texts(old, changed)
        if short is not None and self._catalog is not None and self._gathered is not None:
            names: set[str] = set()
            for story in short:
                names |= self._catalog.replace_text(story_name(story), story)
            self._swap(short)
            report = self._quick.refresh(names, first=first, on_written=self._on_written)
            return self._gathered.problems, list(report.written)
        self._gathered = link_sources(self.settings, *self._collect())
        return self._render(first)

    def _take(self, paths: list[Path]) -> set[str]:
        """Read the changed files into memory; the sources that differ now."""
        changed: set[str] = set()
        suffixes = (*DATA_SUFFIXES, *STORY_SUFFIXES, *PHOTO_SUFFIXES)
        for file in paths:
            path = self.settings.relative(file)
            if file.is_file() and not file.is_symlink():
                hidden = any(part.startswith(".") for part in Path(path).parts)
                other = file.parent == self.settings.data and file.name in OTHER_FILES
                if hidden or other or not path.lower().endswith(suffixes):
                    continue
                kind, value, problems = self._reader.parse(path, file.read_bytes())
                if kind == "story" and value is not None:
                    value = self._reader.kept.pop(path)
                    value.folder = str(self.settings.project)
                self._values[path] = (kind, value, problems)
                changed.add(path)
            else:
                gone = [known for known in self._values if known == path or known.startswith(f"{path}/")]
                for known in gone:
                    del self._values[known]
                changed.update(gone)
        return changed

    def _find_texts(self, old: dict[str, Any], changed: set[str]) -> list[Story] | None:
        """The changed stories when each differs from its former self in its words alone; None otherwise."""
        stories = []
        if self._gathered is None or has_errors(self._gathered.problems):
            return None
        for path in changed:
            before, now = old.get(path), self._values.get(path)
            if before is None or now is None or before[0] != "story" or before[1] is None or now[1] is None:
                return None
            if (
                before[2]
                or now[2]
                or any(getattr(before[1], name) != getattr(now[1], name) for name in _LINKED)
            ):
                return None
            if [(link.kind, link.target) for link in before[1].links] != [
                (link.kind, link.target) for link in now[1].links
            ]:
                return None
            stories.append(now[1])
        return stories

    def _swap(self, stories: list[Story]) -> None:
        assert self._gathered is not None
        fresh = {story.source_path: story for story in stories}
        self._gathered.stories = [fresh.get(story.source_path, story) for story in self._gathered.stories]

    def _collect(self) -> tuple[list[Any], list[Story], dict[str, Any], list[Problem]]:
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
        return parsed, stories, photos, problems

    def _load(self, first: list[str]) -> tuple[list[Problem], list[str]]:
        """Read everything that changed on disk since whenever."""
        state = open_state(self.settings)
        reader = Reader(self._reader.data_label, self._reader.content_label)
        with Crew(1) as crew:
            gathered, _ = gather_sources(self.settings, state, crew, reader)
        stories = {story.source_path: story for story in gathered.stories}
        self._values = {
            path: (kind, stories.get(path) if kind == "story" else value, problems)
            for path, (kind, value, problems) in state.payloads.items()
        }
        self._gathered, self._whole = gathered, False
        return self._begin(state) if self._quick is None else self._render(first)

    def _plan(
        self, state: State
    ) -> tuple[list[Problem], tuple[list[Output], list[Output], dict[str, bytes], Catalog] | None]:
        assert self._gathered is not None
        problems = self._gathered.problems
        if self._gathered.registry is None or has_errors(problems):
            return problems, None
        catalog, stories = link_catalog(self.settings, self._gathered)
        plans = list_photo_plans(catalog, stories, self._gathered.photos)
        with Crew(1) as crew:
            damaged = prepare_photos(self.settings, plans, state, crew, Silent())
        if has_errors(damaged):
            return sorted({*problems, *damaged}), None
        assembly = assemble(self.settings, catalog, plans, None, self._keep_theme())
        quick = [output for output in assembly.outputs if not is_slow(output)]
        slow = [output for output in assembly.outputs if is_slow(output)]
        return problems, (quick, slow, dict(assembly.recipe_digests), catalog)

    def _keep_theme(self) -> Theme:
        """The compiled templates, kept until one of them is edited: compiling all takes longer than all the rest."""
        if self._theme is None:
            self._theme = load_theme(self.settings)
            self._theme.prepare()
            self._theme.save()
        return self._theme

    def _begin(self, state: State) -> tuple[list[Problem], list[str]]:
        problems, plan = self._plan(state)
        if plan is None:
            self._whole = True
            return problems, []
        quick, slow, digests, self._catalog = plan
        resident = Resident(
            quick, make_look=partial(CatalogLook, self._catalog), recipe_digests=digests, state=state
        )
        report = resident.start()
        self._quick, self._state = resident, state
        self._slow_outputs = slow, digests, self._catalog
        self._on_written(list(report.written))
        gc.collect()
        gc.freeze()  # tens of thousands of records and stories stay: looking through them again and again is lost time
        return problems, list(report.written)

    def _render(self, first: list[str]) -> tuple[list[Problem], list[str]]:
        assert self._quick is not None
        problems, plan = self._plan(self._state)
        if plan is None:
            return problems, []
        quick, slow, digests, self._catalog = plan
        self._slow_outputs = slow, digests, self._catalog
        report = self._quick.refresh(
            None, first=first, make_look=partial(CatalogLook, self._catalog), outputs=quick, recipe_digests=digests,
            on_written=self._on_written,
        )  # fmt: skip
        return problems, [*report.written, *report.removed]

    def idle(self) -> None:
        """What nobody waits for: the search index, feeds and downloads; the state on disk."""
        if self._quick is None or self._slow_outputs is None:
            return
        outputs, digests, catalog = self._slow_outputs
        look = partial(CatalogLook, catalog)
        try:
            if self._slow is None:
                state = State(self.settings.cache / "slow", self.settings.output).load()
                self._slow = Resident(outputs, make_look=look, recipe_digests=digests, state=state)
                self._slow.start()
            else:
                self._slow.refresh(None, make_look=look, outputs=outputs, recipe_digests=digests)
            self._slow.save()
            self._quick.save()
        except Exception as error:
            print(describe_error(error, self.settings.project))


def is_slow(output: Output) -> bool:
    """Whether an output is no page that somebody looks at: bundles over the whole site, feeds, downloads."""
    return isinstance(output, Bundle) or output.name.endswith(
        (".xml", ".json", ".csv", ".ics", ".geojson", ".zip")
    )
