"""What the processes of one build have made, put together: entries, failures, what is left over, and times. Decides only."""

from __future__ import annotations

from array import array
from typing import Any

from .names import NameTable
from .plan import Plan
from .report import Failure
from .state import OutputEntry, State

Rendered = dict[str, OutputEntry]


def merge_parts(
    plan: Plan, state: State, parts: list[tuple[Any, ...]], table: NameTable
) -> dict[str, OutputEntry]:
    """The entries of all outputs in their order: rendered ones of every process, standing ones of the
    state.
    """
    fresh: dict[str, OutputEntry] = {}
    for rank, (_, added, rendered, *_) in enumerate(parts):
        if rank == 0:
            fresh.update(rendered)  # this table has made its positions
            continue
        moves = [*range(table.known), *memoryview(table.positions(added)).cast("I")]
        for name, (key, notes, files) in rendered.items():
            positions = array("I", map(moves.__getitem__, memoryview(notes).cast("I")))
            fresh[name] = (key, positions.tobytes(), files)
    old = state.outputs
    if plan.part:
        return {**old, **fresh}
    return {name: entry for name in plan.outputs if (entry := fresh.get(name) or old.get(name)) is not None}


def judge_parts(
    plan: Plan, state: State, parts: list[tuple[Any, ...]], entries: dict[str, OutputEntry], clean: bool
) -> tuple[list[Failure], set[str]]:
    """What stands in the way of this build, and which files no output makes; the first process can tell."""
    if not parts:
        return [], set()
    failures = [failure for part in parts for failure in part[0]]
    if plan.part and _keeps_files(state, entries, plan.stale):
        return failures, set()
    there = state.owned | _foreign(plan, clean)
    return failures or _find_clash(entries), there - {file[0] for entry in entries.values() for file in entry[2]}


def _keeps_files(state: State, entries: dict[str, OutputEntry], stale: list[str]) -> bool:
    """Whether each output makes the files that it made, so that none is in the way and none left over."""

    def list_files(entry: OutputEntry) -> list[str]:
        return [file[0] for file in entry[2]]

    return all(list_files(entries[name]) == list_files(state.outputs[name]) for name in stale)


def _find_clash(entries: dict[str, OutputEntry]) -> list[Failure]:
    owners: dict[str, str] = {}
    clashes = []
    for name, entry in entries.items():
        for file in entry[2]:
            other = owners.setdefault(file[0], name)
            if other != name:
                clashes.append(Failure(name, f"outputs {other!r} and {name!r} both write {file[0]!r}"))
    return clashes


def differs(state: State, digests: list[bytes], entries: dict[str, OutputEntry], epoch: bytes) -> bool:
    """Whether what a build that rendered nothing has found is other than what the state says."""
    return epoch != state.epoch or digests != state.name_digests or entries.keys() != state.outputs.keys()


def _foreign(plan: Plan, clean: bool) -> set[str]:
    return plan.disk.files.keys() | plan.disk.others if clean else set()


def set_times(
    entries: dict[str, OutputEntry], times: dict[str, tuple[int, int]], parts: list[tuple[Any, ...]]
) -> None:
    """Give the files that were put in place at the end the times they got there."""
    if not times:
        return
    for _, _, rendered, *_ in parts:
        for name in rendered:
            key, notes, files = entries[name]
            if any(file[0] in times for file in files):
                # What was not placed stays the same object: by that the state tells what to write down.
                rows = tuple((f[0], f[1], *times[f[0]], f[4]) if f[0] in times else f for f in files)
                entries[name] = (key, notes, rows)
