"""One build: decide, render, write what differs, remove what is left over, remember."""

# ruff: noqa: PTH106, PTH108
# the hot path of every build; pathlib costs several times what the calls themselves do
from __future__ import annotations

import contextlib
import os
import time
import traceback
from collections.abc import Callable, Iterable, Mapping
from itertools import chain

from .crew import Crew
from .disk import Disk
from .looks import Look
from .merging import Rendered, differs, judge_parts, merge_parts, set_times
from .names import NameTable
from .outputs import Output, OutputError, Page
from .payloads import Payloads
from .plan import Plan, make_plan, plan_part
from .progress import Progress, Silent
from .report import BuildError, BuildReport, ChangedError, Failure
from .sink import BundleSink
from .state import FileEntry, State
from .writer import Writer

# After so many failures in one process nothing new is learnt.
_ENOUGH_FAILURES = 10


def run_build(
    outputs: Iterable[Output],
    *,
    make_look: Callable[[], Look],
    recipe_digests: Mapping[str, bytes],
    state: State,
    crew: Crew | None = None,
    clean_foreign: bool = False,
    progress: Progress | None = None,
    looked: bool = False,
    beside: Callable[[], None] | None = None,
) -> BuildReport:
    """Bring ``state.out_dir`` to what ``outputs`` say, rendering only what is stale; the report is whole in the first
    process, and elsewhere tells of that process alone.

    ``make_look()`` gives a fresh Look for one output; all looks of a build stand on equal shelves.
    ``recipe_digests`` holds a digest for every recipe named. ``clean_foreign`` also removes files in the
    output that no output made. ``looked``: somebody has just found every output on disk as the state has it. ``beside``:
    other work, which the last process does before it begins to render; the others render the more.

    Raises OutputError (bad or clashing names) and BuildError (render functions raised); then output and
    state are as they were. CrewError when a process died: what was there before is intact, new files go at
    the next build. ``state`` is saved, sources and outputs, only at the end, and is good only in rank 0 afterwards,
    for nothing but a stamp if there was more than one.
    """
    crew = crew or Crew()
    clock = Clock()
    shelf = make_look().shelf
    plan = make_plan(outputs, shelf, recipe_digests, state, crew, scan=clean_foreign, looked=looked)
    crew.start(sum(plan.outputs[name].weight for name in plan.stale))
    clock.lap("核对")
    return _carry_out(
        plan, make_look, state, crew=crew, clock=clock, progress=progress or Silent(), clean_foreign=clean_foreign,
        beside=beside,
    )  # fmt: skip


def run_part(
    outputs: Iterable[Output],
    changed: Mapping[str, bytes],
    *,
    make_look: Callable[[], Look],
    state: State,
    epoch: bytes,
    crew: Crew,
) -> BuildReport:
    """Render ``outputs`` and leave all others as they are, for somebody who knows what
    :func:`.plan.plan_part` asks for. ``changed``: the names whose digests changed, with the new ones.

    Raises, saves and leaves behind what ``run_build`` does.
    """
    clock = Clock()
    plan = plan_part(outputs, changed, state, epoch)
    crew.start(sum(plan.outputs[name].weight for name in plan.stale))
    clock.lap("核对")
    return _carry_out(plan, make_look, state, crew=crew, clock=clock, progress=Silent())


def _carry_out(
    plan: Plan,
    make_look: Callable[[], Look],
    state: State,
    *,
    crew: Crew,
    clock: Clock,
    progress: Progress,
    clean_foreign: bool = False,
    beside: Callable[[], None] | None = None,
) -> BuildReport:
    shelf = make_look().shelf
    if plan.stale and crew.rank == 0:
        state.begin_writing()
    crew.barrier()
    if crew.rank < crew.size - 1:
        state.payloads = Payloads()  # the last process saves them; the others need them no more
    writer = Writer(state, plan.disk, crew.rank)
    table = NameTable(state.names if plan.stale else [])
    try:
        rendered, failures = _render_share(
            plan, make_look, state, writer=writer, table=table, crew=crew, progress=progress, beside=beside
        )
        # Each digests what it was the first to note: sums over many records are among it.
        added = table.added
        parts = crew.gather((failures, added, rendered, writer.written, list(map(shelf.digest, added))))
        entries = merge_parts(plan, state, parts, table) if crew.rank == 0 else {}
        (failures, unwanted), *_ = crew.share(judge_parts(plan, state, parts, entries, clean_foreign))
        if not failures:
            # Before anything is put in its place: one process may be able to, and another not.
            failures = list(chain.from_iterable(crew.share(writer.list_obstacles(unwanted))))
    except BaseException:
        writer.rollback()
        raise
    if failures:
        writer.rollback()
        crew.barrier()
        raise BuildError(failures)
    clock.lap("渲染")
    times: dict[str, tuple[int, int]] = {}
    removed: list[str] = []
    for placed, cleared in crew.gather((writer.commit(unwanted), writer.cleared)):
        times.update(placed)
        removed += cleared
    set_times(entries, times, parts)
    written = sorted(name for part in parts for name in part[3])
    clock.lap("写出")
    if crew.rank == 0:
        removed += remove_files(state, plan.disk, unwanted)
        told = dict(chain.from_iterable(zip(part[1], part[4], strict=True) for part in parts))
        digests = plan.digests + [told[name] for name in table.names[len(state.names) :]]
        if plan.stale:
            state.names = table.names
        if plan.stale or removed or plan.healed or unwanted or differs(state, digests, entries, plan.epoch):
            state.name_digests, state.outputs, state.epoch = digests, entries, plan.epoch
            state.save_outputs(owned=state.owned if plan.part and not removed and not unwanted else None)
    state.save_sources(crew)
    removed = sorted(set(removed))
    clock.lap("存档")
    count = len(state.outputs) if plan.part else len(plan.outputs)
    stale = len(plan.stale)
    return BuildReport(count, stale, count - stale, tuple(written), tuple(removed), crew.size, clock.seconds)


def _render_share(
    plan: Plan,
    make_look: Callable[[], Look],
    state: State,
    *,
    writer: Writer,
    table: NameTable,
    crew: Crew,
    progress: Progress,
    beside: Callable[[], None] | None,
) -> tuple[Rendered, list[Failure]]:
    """Render what falls to this process: first what only it can do well, then whatever is free, the heavy
    first.
    """
    mine, free = _divide(plan, crew)
    pages = {name: name for name, output in plan.outputs.items() if isinstance(output, Page)}
    if plan.part:
        pages.update((name, name) for name, entry in state.outputs.items() if entry[2] and entry[2][0][0] == name)
    writer.announce([name for name in mine if name in pages])
    # One process journals what nobody has claimed; nobody writes it before the deal, where all wait for each other.
    writer.announce([name for name in free if name in pages], by_another=crew.rank > 0)
    shares = chain(mine, map(free.__getitem__, crew.deal(len(free))))
    if beside is not None and crew.rank == crew.size - 1:
        beside()
    rendered: Rendered = {}
    failures: list[Failure] = []
    if crew.rank == 0:
        progress.begin("渲染", len(plan.stale))
    for done, name in enumerate(shares, 1):
        if len(failures) >= _ENOUGH_FAILURES:
            continue  # the deal must still be used up
        crew.check_parent()
        output = plan.outputs[name]
        try:
            look = make_look()
            known = plan.last_files(name, state)
            files = render_output(output, look, writer, pages, known, certain=plan.is_certain(name))
            rendered[name] = (plan.key(output), table.positions(look.noted), files)
        except ChangedError as error:
            failures.append(Failure(name, str(error), told=True))
        except Exception:
            failures.append(Failure(name, traceback.format_exc()))
        if done & 15 == 0:
            total = crew.count_done(done)
            if crew.rank == 0:
                progress.update(total)
    if crew.rank == 0:
        progress.end()
    return rendered, failures


def render_output(
    output: Output,
    look: Look,
    writer: Writer,
    pages: dict[str, str],
    known: tuple[FileEntry, ...] = (),
    *,
    certain: bool = False,
) -> tuple[FileEntry, ...]:
    """Render one output into the writer. ``pages``: which output makes each file, filled with what
    bundles write. ``known``: the output's files by the state; ``certain``: they lie there, as a look has shown.
    """
    if isinstance(output, Page):
        return (writer.put(output.name, output.render(look), known[0] if known and certain else None),)
    check_pause = look.check_pause if look.pause is not None else None
    sink = BundleSink(writer, output.name, pages, known, certain=certain, check_pause=check_pause)
    output.write(look, sink)
    return tuple(sink.entries)


def _divide(plan: Plan, crew: Crew) -> tuple[list[str], list[str]]:
    if crew.size == 1:
        return plan.stale, []
    mine, free = [], []
    for name in plan.stale:
        owner = crew.owner(plan.outputs[name].affinity)
        if owner is None:
            free.append(name)
        elif owner == crew.rank:
            mine.append(name)
    free.sort(key=lambda name: -plan.outputs[name].weight)
    return mine, free


def remove_files(state: State, disk: Disk, unwanted: set[str]) -> list[str]:
    """Remove own files that no output makes any more, and the folders this empties; the names removed,
    sorted.
    """
    removed = []
    folders: set[str] = set()
    for name in sorted(unwanted):
        if disk.find(name) or name in disk.others:
            with contextlib.suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
                os.unlink(f"{state.out_dir}/{name}")
            removed.append(name)
        folders.add(name.rpartition("/")[0])  # also when somebody else took the file away
    for start in sorted(folders, key=len, reverse=True):
        folder = start
        while folder:
            try:
                os.rmdir(f"{state.out_dir}/{folder}")
            except OSError:
                break
            folder = folder.rpartition("/")[0]
    return removed


class Clock:
    """Seconds by phase."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, phase: str) -> None:
        now = time.perf_counter()
        self.seconds[phase] = now - self._last
        self._last = now


__all__ = [
    "BuildError",
    "BuildReport",
    "Clock",
    "Failure",
    "OutputError",
    "remove_files",
    "render_output",
    "run_build",
    "run_part",
]
