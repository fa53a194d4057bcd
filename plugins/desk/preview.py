"""The site in memory, for the preview: an edit in, the pages it reaches out. One thread at a time.

A change of a story's words takes a short way: nothing is linked again. For everything else the pages that somebody
looks at are shown at once, as soon as it is known that there is no error; then all is linked anew from what is in memory,
and what differs is rendered, in slices that a further edit may interrupt. Whatever goes wrong becomes an Outcome; the
last good pages stay.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from plugins.catalog import Catalog, CatalogLook
from plugins.catalog.catalog import story_name
from plugins.fonts import RareFont
from plugins.pages.templates import Theme
from plugins.pipeline.build import BuildError
from plugins.pipeline.crew import Crew
from plugins.pipeline.outputs import Output, Page
from plugins.pipeline.progress import Silent
from plugins.pipeline.resident import Resident
from plugins.pipeline.state import State
from plugins.portal.assemble import (
    assemble,
    build_photo_outputs,
    list_photo_plans,
    prepare_photos,
)
from plugins.portal.assets import asset_addresses, build_asset_outputs, load_assets
from plugins.portal.build import link_catalog
from plugins.portal.gather import Gathered
from plugins.portal.making import build_maker, load_theme
from plugins.portal.rarefont import find_site_fonts
from plugins.portal.settings import PortalSettings
from plugins.portal.stamping import open_state
from plugins.registry.problems import Problem, has_errors

from .faults import describe_error, describe_fault
from .memory import Memory
from .outcome import Outcome, is_slow

Pause = Callable[[], bool]


class Preview:
    """``update`` for every batch of changed paths, the first time without any. A paused update leaves pages for
    ``proceed``; ``show`` renders those of them that somebody asks for. ``idle`` does what can wait.
    """

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
        self._memory = Memory(self.settings)
        self._catalog: Catalog | None = None
        self._gathered: Gathered | None = None
        self._quick: Resident | None = None
        self._slow: Resident | None = None
        self._slow_outputs: tuple[list[Output], dict[str, bytes], Catalog] | None = None
        self._whole = True
        self._theme: Theme | None = None
        self._rare: Sequence[RareFont] = ()
        # What an early showing left to do: whether anything, whether the theme changed, and what was shown with.
        self._due = False
        self._due_theme = False
        self._early: Catalog | None = None
        self._working = False

    def update(
        self, paths: Iterable[Path] | None = None, first: Iterable[str] = (), pause: Pause | None = None
    ) -> Outcome:
        """Take in the changed ``paths`` (None: look at everything) and render what they reach, ``first`` before all else.

        Never raises for what anybody wrote, be it data, template or code.
        """
        taken = None if paths is None else list(paths)
        return self._try(lambda: self._update(taken, list(first), pause))

    @property
    def waiting(self) -> frozenset[str]:
        """The pages that an update left for later. Any thread may ask."""
        quick = self._quick
        return quick.waiting if quick is not None else frozenset()

    @property
    def left(self) -> bool:
        """Whether ``proceed`` has anything to do. Any thread may ask."""
        return self._due or bool(self.waiting)

    @property
    def busy(self) -> bool:
        """Whether a file that is not there may be there soon. Any thread may ask."""
        return self._working or self.left

    def proceed(self, first: Iterable[str] = (), pause: Pause | None = None) -> Outcome:
        """Go on with what the last update left, ``first`` before all else, until ``pause()``."""
        if self._due:
            return self._try(lambda: self._render(list(first), pause))
        return self._try(lambda: self._go_on(first, pause))

    def show(self, names: Iterable[str]) -> Outcome:
        """Render those of the files left that somebody asks for, and no others."""
        asked = list(names)
        pages = [name for name in asked if name in self.waiting]
        if self._early is not None:
            self._try(lambda: ([], self._show_pictures(asked)))
        return self._try(lambda: self._go_on(pages, lambda: True))

    def _show_pictures(self, names: list[str]) -> list[str]:
        """Pictures that a page shown early asks for: only those that the browser really wants are made now."""
        early, gathered, quick = self._early, self._gathered, self._quick
        if early is None or gathered is None or quick is None:
            return []
        wanted = {name for name in names if name.startswith("photos/")}
        plans = list_photo_plans(early, gathered.stories, gathered.photos) if wanted else []
        pages = [page for page in build_photo_outputs(self.settings, plans) if page.name in wanted]
        return quick.render_early(pages, partial(CatalogLook, early))

    def _go_on(self, first: Iterable[str], pause: Pause | None) -> tuple[list[Problem], list[str]]:
        if self._quick is None or self._gathered is None:
            return [], []
        report = self._quick.refresh((), first=first, on_written=self._on_written, pause=pause)
        return self._gathered.problems, [*report.written, *report.removed]

    def _try(self, work: Callable[[], tuple[list[Problem], list[str]]]) -> Outcome:
        began = time.perf_counter()
        self._working = True
        try:
            problems, written = work()
        except BuildError as failure:
            self._whole = True
            lines = tuple(describe_fault(item.trace, self.settings.project) for item in failure.failures[:3])
            return Outcome(tuple(dict.fromkeys(lines)), (), time.perf_counter() - began, True)
        except Exception as error:
            self._whole = True
            lines = (describe_error(error, self.settings.project),)
            return Outcome(lines, (), time.perf_counter() - began, True)
        finally:
            self._working = False
        stopped = has_errors(problems)
        shown = tuple(str(problem) for problem in problems if problem.severity == "error" or not stopped)
        return Outcome(shown, tuple(written), time.perf_counter() - began, stopped, len(self.waiting))

    def _update(
        self, paths: list[Path] | None, first: list[str], pause: Pause | None
    ) -> tuple[list[Problem], list[str]]:
        if paths is None or any(path.is_relative_to(self.settings.theme) for path in paths):
            self._theme = None
        if paths is None or self._whole or self._quick is None:
            return self._load(first, pause)
        theme = any(path.is_relative_to(self.settings.theme) for path in paths)
        sources = [path for path in paths if not path.is_relative_to(self.settings.theme)]
        if any(path.is_dir() for path in sources):
            return self._load(first, pause)
        changed = self._memory.take(sources)
        if not changed and not theme:
            return (self._gathered.problems if self._gathered else []), []
        calm = (
            not theme
            and not self._due
            and self._gathered is not None
            and not has_errors(self._gathered.problems)
        )
        short = self._memory.find_texts(changed) if calm else None
        if short is not None and self._catalog is not None and self._gathered is not None:
            names: set[str] = set()
            for story in short:
                names |= self._catalog.replace_text(story_name(story), story)
            fresh = {story.source_path: story for story in short}
            self._gathered.stories = [fresh.get(old.source_path, old) for old in self._gathered.stories]
            report = self._quick.refresh(names, first=first, on_written=self._on_written, pause=pause)
            return self._gathered.problems, list(report.written)
        if changed or self._gathered is None:
            self._gathered = self._memory.link()
        self._due_theme = theme = theme or self._due_theme
        shown = self._show_early(first, theme)
        if shown and pause is not None:
            self._due = True
            return self._gathered.problems, shown
        problems, written = self._render(first, pause)
        return problems, [*shown, *written]

    def _show_early(self, first: list[str], theme: bool) -> list[str]:
        """The pages that somebody looks at, before all is linked again: with the new records, stories, pictures or
        theme, and the lists as they were. What fails here is told by the whole way after.
        """
        gathered, old, quick = self._gathered, self._catalog, self._quick
        if not first or gathered is None or gathered.registry is None or old is None or quick is None:
            return []
        if has_errors(gathered.problems):
            return []
        try:
            catalog = old.with_sources(gathered.registry, gathered.stories, gathered.photos)
            outputs = quick.outputs(first)
            if theme:
                assets = load_assets(self.settings.theme, self._rare)
                make = build_maker(self.settings, self._keep_theme(), asset_addresses(assets))
                fresh = [asset for asset in build_asset_outputs(assets) if not quick.outputs([asset.name])]
                outputs = [
                    *fresh,
                    *(make.remake(page) if isinstance(page, Page) else page for page in outputs),
                ]
            written = quick.render_early(outputs, partial(CatalogLook, catalog))
        except Exception:
            return []
        self._early = catalog
        self._on_written(written)
        return written

    def _load(self, first: list[str], pause: Pause | None) -> tuple[list[Problem], list[str]]:
        """Read everything that changed on disk since whenever."""
        state = open_state(self.settings)
        gathered = self._memory.load(state)
        self._gathered, self._whole = gathered, False
        return self._begin(state) if self._quick is None else self._render(first, pause)

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
        self._rare, unshowable = find_site_fonts(catalog, self.settings.cache / "fonts")
        if has_errors(unshowable):
            return sorted({*problems, *unshowable}), None
        assembly = assemble(self.settings, catalog, plans, None, self._keep_theme(), self._rare)
        quick = [output for output in assembly.outputs if not is_slow(output)]
        slow = [output for output in assembly.outputs if is_slow(output)]
        return problems, (quick, slow, dict(assembly.recipe_digests), catalog)

    def _keep_theme(self) -> Theme:
        """The compiled templates, kept until one of them is edited: compiling all takes longer than all the rest."""
        if self._theme is None:
            self._theme = load_theme(self.settings)
            self._theme.prepare(Crew())
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

    def _render(self, first: list[str], pause: Pause | None) -> tuple[list[Problem], list[str]]:
        assert self._quick is not None
        self._due = self._due_theme = False
        self._early = None
        problems, plan = self._plan(self._state)
        if plan is None:
            return problems, []
        quick, slow, digests, self._catalog = plan
        self._slow_outputs = slow, digests, self._catalog
        # Pictures and assets before the pages that show them.
        small = [output.name for output in quick if not output.name.endswith(".html")]
        report = self._quick.refresh(
            None, first=[*first, *small], make_look=partial(CatalogLook, self._catalog), outputs=quick,
            recipe_digests=digests, on_written=self._on_written, pause=pause,
        )  # fmt: skip
        return problems, [*report.written, *report.removed]

    @property
    def idling(self) -> bool:
        """Whether ``idle`` was interrupted."""
        return self._slow is not None and bool(self._slow.waiting)

    def idle(self, pause: Pause | None = None) -> None:
        """What nobody waits for, until ``pause()``: the search index, feeds and downloads; the state on disk."""
        if self._quick is None or self._slow_outputs is None:
            return
        outputs, digests, catalog = self._slow_outputs
        look = partial(CatalogLook, catalog)
        if self.left:
            return
        try:
            if self._slow is None:
                state = State(self.settings.cache / "slow", self.settings.output).load()
                self._slow = Resident(outputs, make_look=look, recipe_digests=digests, state=state)
                self._slow.adopt()
            self._slow.refresh(
                None, make_look=look, outputs=outputs, recipe_digests=digests, pause=pause, slice_size=1
            )
            self._slow.save()
            self._quick.save()
        except Exception as error:
            print(describe_error(error, self.settings.project))
