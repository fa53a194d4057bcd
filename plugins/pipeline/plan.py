"""Which outputs stand and which are stale. Decides only; the one effect is sweeping up temporary files of a
killed build.
"""

# ruff: noqa: PTH108
# the hot path of every build; pathlib costs several times what the calls themselves do
from __future__ import annotations

import contextlib
import os
from array import array
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from .crew import Crew
from .digests import DIGEST_SIZE, digest_parts
from .disk import Disk, check_disk
from .looks import Shelf
from .outputs import Bundle, Output, OutputError, describe, index_outputs
from .state import FileEntry, State

# So many digests cost what a page costs to render.
_LIKE_A_PAGE = 70
# Up to so many changed names are looked for as bytes.
_FEW = 12


@dataclass(slots=True)
class Plan:
    """``outputs`` by name in the order given; ``stale`` names in that order; ``digests``: what the names of
    the state's table digest to now; ``keys``: what to record as an output's recipe; ``healed``: the state's
    file times were corrected; ``epoch``: see :class:`.looks.EpochShelf`; ``part``: all outputs that are not among these
    stand as the state has them.
    """

    outputs: dict[str, Output]
    stale: list[str]
    digests: list[bytes]
    disk: Disk
    healed: bool
    recipe_digests: Mapping[str, bytes]
    damaged: set[str]
    epoch: bytes
    part: bool = False

    def key(self, output: Output) -> bytes:
        return recipe_key(output, self.recipe_digests)

    def last_files(self, name: str, state: State) -> tuple[FileEntry, ...]:
        """The files that the state has of an output; those that :meth:`is_certain` denies may lie there otherwise."""
        entry = state.outputs.get(name)
        return () if entry is None else entry[2]

    def is_certain(self, name: str) -> bool:
        """Whether the files of an output lie on the disk just as the state has them."""
        return name not in self.damaged and not self.healed


def recipe_key(output: Output, recipe_digests: Mapping[str, bytes]) -> bytes:
    """The digest recorded for an output's recipe; a page and a bundle of one recipe differ."""
    digest = recipe_digests[output.recipe]
    return digest + b"*" if isinstance(output, Bundle) else digest


def make_plan(
    outputs: Iterable[Output],
    shelf: Shelf,
    recipe_digests: Mapping[str, bytes],
    state: State,
    crew: Crew,
    *,
    scan: bool = False,
    looked: bool = False,
) -> Plan:
    """Compare outputs, names and disk with the state. Every process of the crew gets the same plan.
    ``scan``: look at the whole output folder. ``looked``: somebody has, and all lies there as recorded.

    Raises OutputError for bad or clashing names and for a recipe without a digest.
    """
    indexed = index_outputs(outputs, state.outputs)
    for output in indexed.values():
        if output.recipe not in recipe_digests:
            raise OutputError(f"no digest was given for the recipe of {describe(output)}")
    disk, damaged, healed = _look_at_disk(state, crew, scan, looked)
    epoch = find_epoch(shelf, recipe_digests)
    digests = _digest_names(shelf, state, epoch, crew)
    changed: set[int] = set()
    if digests != state.name_digests:
        changed = {i for i, old in enumerate(state.name_digests) if old != digests[i]}
    reaches = _make_reach(changed)
    stale = []
    entries = state.outputs
    for name, output in indexed.items():
        entry = entries.get(name)
        if (
            entry is None
            or entry[0] != recipe_key(output, recipe_digests)
            or name in damaged
            or (changed and reaches(entry[1]))
        ):
            stale.append(name)
    return Plan(indexed, stale, digests, disk, healed, recipe_digests, damaged, epoch)


def drift_epoch(epoch: bytes, changed: Mapping[str, bytes]) -> bytes:
    """The epoch of a state in which names have changed that an epoch digests: it begins with the one it comes from, and no
    shelf has it, so that the next whole plan asks for every digest.
    """
    return epoch[:DIGEST_SIZE] + digest_parts(epoch, sorted(changed.items()))


def plan_part(outputs: Iterable[Output], changed: Mapping[str, bytes], state: State, epoch: bytes) -> Plan:
    """The plan of somebody who knows that nothing changed since the state was left but the digests of some names, that every
    output lies there as recorded, and that ``outputs`` are all that noted one of the names (``find_reached``). ``epoch``:
    what to record.

    Raises OutputError for an output that the state does not have.
    """
    indexed = {output.name: output for output in outputs}
    keys: dict[str, bytes] = {}
    for name, output in indexed.items():
        entry = state.outputs.get(name)
        if entry is None:
            raise OutputError(f"the state has no {describe(output)}")
        keys[output.recipe] = entry[0].removesuffix(b"*") if isinstance(output, Bundle) else entry[0]
    digests = list(state.name_digests)
    if changed:
        digests = [changed.get(name, old) for name, old in zip(state.names, digests, strict=True)]
    return Plan(indexed, list(indexed), digests, Disk(state.out_dir), False, keys, set(), epoch, part=True)


def find_reached(names: Iterable[str], state: State) -> list[str]:
    """The outputs that have noted any of ``names``, in the state's order."""
    sought = set(names)
    changed = {position for position, name in enumerate(state.names) if name in sought}
    reaches = _make_reach(changed)
    if len(changed) > _FEW:
        return [name for name, entry in state.outputs.items() if reaches(entry[1])]
    found: set[str] = set()
    for needle in _list_needles(changed):
        found.update([name for name, entry in state.outputs.items() if needle in entry[1]])
    return [name for name, entry in state.outputs.items() if name in found and reaches(entry[1])]


def find_epoch(shelf: Shelf, recipe_digests: Mapping[str, bytes]) -> bytes:
    """The shelf's epoch and what its values are made with; b"" when it has none."""
    epoch: bytes = getattr(shelf, "epoch", b"")
    return digest_parts(epoch, sorted(recipe_digests.items())) if epoch else b""


def _digest_names(shelf: Shelf, state: State, epoch: bytes, crew: Crew) -> list[bytes]:
    """What the names of the state's table digest to now. Where all are asked for, the processes of the crew share them."""
    names = state.names
    if not epoch or epoch != state.epoch:
        crew.start(len(names) // _LIKE_A_PAGE)
        digests = [b""] * len(names)
        for rank, part in enumerate(crew.share(list(map(shelf.digest, names[crew.rank :: crew.size])))):
            digests[rank :: crew.size] = part
        return digests
    varying: tuple[str, ...] = getattr(shelf, "varying", ())
    digest = shelf.digest
    return [
        digest(name) if name.startswith(varying) else old
        for name, old in zip(names, state.name_digests, strict=True)
    ]


def _make_reach(changed: set[int]) -> Callable[[bytes], bool]:
    """Whether any of the positions ``changed`` is among some notes. Most edits change a few names, and most notes hold none
    of them: a search for bytes says so at a tenth of the cost of looking at each.
    """

    def reaches(notes: bytes) -> bool:
        return not changed.isdisjoint(memoryview(notes).cast("I"))

    if len(changed) > _FEW:
        return reaches
    needles = _list_needles(changed)
    return lambda notes: any(needle in notes for needle in needles) and reaches(notes)


def _list_needles(positions: set[int]) -> list[bytes]:
    return [array("I", [position]).tobytes() for position in positions]


def _look_at_disk(state: State, crew: Crew, scan: bool, looked: bool) -> tuple[Disk, set[str], bool]:
    """One process looks, so that all see the same, and nobody writes before the look is over."""
    if crew.rank:
        said = crew.share(None)[0]
        if said is None:
            return Disk(state.out_dir), set(), False
        complete, files, folders, others, damaged, healed = said
        return Disk(state.out_dir, complete, files, folders, others), damaged, healed
    if looked and not scan and not state.unfinished and state.outputs:
        crew.barrier()
        return Disk(state.out_dir), set(), False
    disk, damaged, healed = check_disk(state, scan or state.unfinished or not state.outputs)
    for name in disk.leftovers:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(f"{state.out_dir}/{name}")
    crew.share((disk.complete, disk.files, disk.folders, disk.others, damaged, healed))
    return disk, damaged, healed
