"""A build that stays in memory, for the preview: after an edit only what the edit reaches is rendered,
what is looked at first.
"""

from __future__ import annotations

import time
import traceback
from array import array
from collections.abc import Callable, Iterable, Mapping

from .build import remove_files, render_output, run_build
from .crew import Crew
from .disk import Disk
from .looks import Look, PauseError
from .outputs import Output, Page, index_outputs
from .plan import recipe_key
from .progress import Progress
from .report import BuildError, BuildReport, Failure
from .state import FileEntry, State
from .writer import Writer

# Outputs between two questions whether to pause, and failures after which nothing new is learnt.
_SLICE = 16
_MANY_FAILURES = 20


class Resident:
    """Outputs with an index from every noted name to the outputs that noted it.

    One process, one thread at a time. The state on disk is left behind by ``refresh`` and catches up with
    ``save``; a build that starts from the older state is right all the same, only slower.
    """

    def __init__(
        self,
        outputs: Iterable[Output],
        *,
        make_look: Callable[[], Look],
        recipe_digests: Mapping[str, bytes],
        state: State,
    ) -> None:
        self._outputs = index_outputs(outputs)
        self._make_look = make_look
        self._recipes = dict(recipe_digests)
        self._state = state
        self._positions: dict[str, int] = {}
        self._readers: dict[int, set[str]] = {}
        self._pages: dict[str, str] = {}
        self._broken: set[str] = set()
        self._waiting: set[str] = set()
        self._unsaved = False

    def start(self, crew: Crew | None = None, progress: Progress | None = None) -> BuildReport:
        """The first build, whole, and the index. Raises what run_build raises."""
        report = run_build(
            self._outputs.values(),
            make_look=self._make_look,
            recipe_digests=self._recipes,
            state=self._state,
            crew=crew,
            progress=progress,
        )
        self.adopt()
        return report

    def adopt(self) -> None:
        """Take the state for what lies in the output, without building: the first ``refresh`` renders what is stale."""
        state = self._state
        self._positions = dict(zip(state.names, range(len(state.names)), strict=True))
        self._readers = {position: set() for position in range(len(state.names))}
        for name, entry in state.outputs.items():
            for position in memoryview(entry[1]).cast("I"):
                self._readers[position].add(name)
            for file in entry[2]:
                self._pages[file[0]] = name

    @property
    def waiting(self) -> frozenset[str]:
        """The outputs that a paused refresh left for later. Any thread may ask."""
        return frozenset(self._waiting)

    def outputs(self, names: Iterable[str]) -> list[Output]:
        """The outputs of these names, as far as there are any."""
        return [self._outputs[name] for name in names if name in self._outputs]

    def render_early(self, outputs: Iterable[Output], make_look: Callable[[], Look]) -> list[str]:
        """Write some outputs as they will be, before it is known what else an edit reaches; the files changed.

        Nothing is recorded but the files, so that the refresh that follows judges them again. Raises what the
        first render function raises that does; then nothing of it and of those after it was written.
        """
        written: list[str] = []
        self._unsaved = True
        self._state.begin_writing()
        for output in outputs:
            writer = Writer(self._state, Disk(self._state.out_dir))
            old = self._state.outputs.get(output.name)
            try:
                pages = dict.fromkeys([output.name], output.name)
                rows = render_output(output, make_look(), writer, pages, old[2] if old else ())
                times = writer.commit(set())
            except BaseException:
                writer.rollback()
                raise
            rows = tuple((f[0], f[1], *times.get(f[0], f[2:4]), f[4]) for f in rows)
            self._state.owned.update(file[0] for file in rows)
            if old is not None:
                self._state.outputs[output.name] = (b"", old[1], rows)
            written += writer.written
        return written

    def readers(self, name: str) -> frozenset[str]:
        """The outputs that noted ``name``: what an edit of it reaches."""
        return frozenset(self._readers.get(self._positions.get(name, -1), ()))

    def refresh(
        self,
        changed: Iterable[str] | None = None,
        *,
        first: Iterable[str] = (),
        make_look: Callable[[], Look] | None = None,
        outputs: Iterable[Output] | None = None,
        recipe_digests: Mapping[str, bytes] | None = None,
        on_written: Callable[[list[str]], None] | None = None,
        pause: Callable[[], bool] | None = None,
        slice_size: int = _SLICE,
    ) -> BuildReport:
        """Render again what a change of the names ``changed`` reaches; None asks the shelf for every name
        there is.

        ``make_look`` stands on the new shelf. ``outputs`` is the new list, when it may have changed: new
        ones are rendered, files of those gone removed. ``recipe_digests`` likewise. ``first`` are outputs
        to have on disk before the others are begun; ``on_written`` hears the names of changed files after
        these and again at the end. When ``pause()`` says so, what is left is ``waiting`` for the next refresh;
        it is asked after ``first``, then after every ``slice_size`` outputs, and by long ones while they are made: these
        are taken back.

        Raises BuildError when render functions raised: the failed outputs keep their old files and are
        tried again at the next refresh; all others are done, but for those after many failures.
        """
        began = time.perf_counter()
        self._make_look = make_look or self._make_look
        # Until it is rendered, an output must not look as if it stood: the table holds the new digests.
        self._broken |= self._find_stale(changed)
        stale = self._broken
        removed: list[str] = []
        gone: set[str] = set()
        if recipe_digests is not None:
            self._recipes = dict(recipe_digests)
        if outputs is not None:
            fresh = index_outputs(outputs, self._outputs)
            gone = self._outputs.keys() - fresh.keys()
            self._outputs = fresh
        if outputs is not None or recipe_digests is not None:
            stale = stale | self._find_unlike()
        stale = {name for name in stale if name in self._outputs}
        self._broken = set(stale)
        wanted = [name for name in first if name in stale]
        rest = [name for name in self._outputs if name in stale and name not in wanted] if stale else []
        if stale or gone:
            self._unsaved = True
            self._state.begin_writing()
        for name in gone:
            self._forget(name)
        failures: list[Failure] = []
        written: list[str] = []
        self._waiting = set(rest)
        size = len(rest) if pause is None else slice_size
        for batch in (wanted, *(rest[at : at + size] for at in range(0, len(rest), size or 1))):
            if batch is not wanted and (len(failures) > _MANY_FAILURES or (pause is not None and pause())):
                break
            try:
                names, old = self._render(batch, failures, None if batch is wanted else pause)
            except PauseError:
                break
            self._waiting.difference_update(batch)
            written += names
            removed += old
            if names and on_written:
                on_written(names)
        removed += self._sweep() if gone else []
        self._broken = {failure.name for failure in failures} | self._waiting
        if failures:
            raise BuildError(failures)
        count = len(self._outputs)
        seconds = {"渲染": time.perf_counter() - began}
        return BuildReport(
            count, len(stale), count - len(stale), tuple(sorted(written)), tuple(removed), 1, seconds
        )

    def save(self) -> None:
        """Bring the state on disk up to date; call it when idle and at the end."""
        if self._unsaved:
            for name in self._broken:  # the table of names already holds digests that these never saw
                self._state.outputs.pop(name, None)
            self._state.save_outputs(compact=False, owned=self._state.owned)
            self._unsaved = False
        self._state.save_sources()

    def _find_stale(self, changed: Iterable[str] | None) -> set[str]:
        state, digest = self._state, self._make_look().shelf.digest
        names = state.names if changed is None else [n for n in set(changed) if n in self._positions]
        stale: set[str] = set()
        for name in names:
            position = self._positions[name]
            new = digest(name)
            if new != state.name_digests[position]:
                state.epoch = b""  # the table is of no one epoch any more
                state.name_digests[position] = new
                stale |= self._readers[position]
        # Until it is rendered, an output must not look as if it stood: the table already holds the new
        # digests.
        for name in stale:
            self._broken.add(name)
        return stale

    def _find_unlike(self) -> set[str]:
        entries = self._state.outputs
        return {
            name
            for name, output in self._outputs.items()
            if (entry := entries.get(name)) is None or entry[0] != recipe_key(output, self._recipes)
        }

    def _render(
        self, batch: list[str], failures: list[Failure], pause: Callable[[], bool] | None
    ) -> tuple[list[str], list[str]]:
        """Render, write and record some outputs; the files written, and those a bundle no longer makes,
        removed. PauseError when ``pause()`` said so and nothing of the batch was done.
        """
        state = self._state
        done: dict[str, tuple[bytes, tuple[str, ...], tuple[FileEntry, ...]]] = {}
        written: list[str] = []
        for name in batch:
            output = self._outputs[name]
            writer = Writer(state, Disk(state.out_dir))  # one each: a failed bundle is taken back alone
            try:
                look = self._make_look()
                # What is done must be recorded, so only the first of a batch may be given up.
                look.pause = None if done else pause
                if isinstance(output, Page):
                    self._pages[name] = name
                entry = state.outputs.get(name)
                files = render_output(output, look, writer, self._pages, entry[2] if entry else ())
                times = writer.commit(self._find_unwanted() if writer.blocked else set())
            except PauseError:
                writer.rollback()
                raise
            except Exception:
                failures.append(Failure(name, traceback.format_exc()))
                writer.rollback()
                continue
            files = tuple((f[0], f[1], *times.get(f[0], f[2:4]), f[4]) for f in files)
            done[name] = (recipe_key(output, self._recipes), look.noted, files)
            written += writer.written
        shrunk = False
        for name, (key, noted, rows) in done.items():
            old = self._forget(name)
            state.owned.update(file[0] for file in rows)
            shrunk = shrunk or bool(old - {file[0] for file in rows})
            positions = [self._position(noted_name) for noted_name in noted]
            for position in positions:
                self._readers[position].add(name)
            state.outputs[name] = (key, array("I", positions).tobytes(), rows)
            self._broken.discard(name)
        return written, self._sweep() if shrunk else []

    def _position(self, name: str) -> int:
        position = self._positions.get(name)
        if position is None:
            position = self._positions[name] = len(self._state.names)
            self._state.names.append(name)
            self._state.epoch = b""
            self._state.name_digests.append(self._make_look().shelf.digest(name))
            self._readers[position] = set()
        return position

    def _forget(self, name: str) -> set[str]:
        entry = self._state.outputs.pop(name, None)
        if entry is None:
            return set()
        for position in memoryview(entry[1]).cast("I"):
            self._readers[position].discard(name)
        return {file[0] for file in entry[2]}

    def _find_unwanted(self) -> set[str]:
        """Own files that no output makes any more; those of a failed output are still wanted."""
        state, pages, broken = self._state, self._pages, self._broken
        kept = {file[0] for entry in state.outputs.values() for file in entry[2]}
        return {file for file in state.owned - kept if pages.get(file) not in broken}

    def _sweep(self) -> list[str]:
        unwanted = self._find_unwanted()
        for file in unwanted:
            self._pages.pop(file, None)
        removed = remove_files(self._state, Disk(self._state.out_dir), unwanted)
        self._state.owned -= unwanted
        return removed
