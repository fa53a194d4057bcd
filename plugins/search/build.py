"""Folded text -> shards. The long work of this room, so it is written for a machine first.

A worker owns the grams whose first unit has its low bit: it needs no merge, and its table stays small enough to be quick.
Inner loops are the standard library's: byte planes by slicing, choice by ``compress``, gaps by ``map``.
"""

from __future__ import annotations

import gc
import marshal
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress, pairwise

from .documents import Document, Layout
from .fold import encode_units, fold_text
from .shards import (
    LONG,
    PARTS,
    RESIDUES,
    Entry,
    Shard,
    encode_gaps,
    gram_key,
    locate_gram,
    make_varints,
    pack_shard,
)

UNITS_PER_SHARD = 2_400  # about 4 KB: four grams of a query stay well inside the first search's 50 KB
FORK_FROM_UNITS = 600_000
_BLANK = (0x0A, 0x20)
_CHOICE = tuple(bytes(unit & (PARTS - 1) == part for unit in range(256)) for part in range(PARTS))


@dataclass(slots=True)
class PartialIndex:
    """What a member of the crew hands over: by document key, the folded title and text as UTF-16 units. Plain bytes, so
    that ``marshal`` carries it and a cache can compare it."""

    units: dict[str, tuple[bytes, bytes]] = field(default_factory=dict)


def index_documents(documents: Iterable[Document]) -> PartialIndex:
    """Fold the title and text of some documents."""
    return PartialIndex(
        {d.key: (encode_units(fold_text(d.title)), encode_units(fold_text(d.text))) for d in documents}
    )


def merge_partials(partials: Iterable[PartialIndex]) -> PartialIndex:
    """Join what the members of the crew folded; the order does not matter."""
    merged = PartialIndex()
    for partial in partials:
        merged.units.update(partial.units)
    return merged


def choose_bits(partial: PartialIndex) -> int:
    """How many bits choose a shard: 4 to 8,192 shards, by the amount of text. Doubles seldom, and then all shards change."""
    total = sum(len(title) + len(text) for title, text in partial.units.values()) // 2
    return min(max((total // UNITS_PER_SHARD).bit_length(), 2), 13)


def build_shards(partial: PartialIndex, layout: Layout, jobs: int = 2) -> dict[int, bytes]:
    """Every shard that holds a gram, by its number. ``jobs`` processes share the work; the bytes are the same for any."""
    bits = choose_bits(partial)
    order = sorted((slot, *partial.units[key]) for key, slot in layout.slots.items())
    total = sum(len(title) + len(text) for _, title, text in order) // 2
    if jobs < 2 or total < FORK_FROM_UNITS:
        return _build_parts(order, layout, bits, range(PARTS))
    shares = [range(first, PARTS, jobs) for first in range(min(jobs, PARTS))]
    shards: dict[int, bytes] = {}
    for built in _fork_each(order, layout, bits, shares):
        shards.update(built)
    return shards


def build_part_shards(partial: PartialIndex, layout: Layout, part: int) -> dict[int, bytes]:
    """The shards of one part, for a caller that divides the work itself."""
    order = sorted((slot, *partial.units[key]) for key, slot in layout.slots.items())
    return _build_parts(order, layout, choose_bits(partial), (part,))


def _fork_each(
    order: list[tuple[int, bytes, bytes]], layout: Layout, bits: int, shares: Sequence[range]
) -> Iterable[dict[int, bytes]]:
    """Work the first share here and every other in a child that sees our memory; nothing but shards comes back."""
    children = []
    for share in shares[1:]:
        read_end, write_end = os.pipe()
        child = os.fork()
        if child == 0:
            status = 1
            try:
                os.close(read_end)
                with os.fdopen(write_end, "wb") as stream:
                    stream.write(marshal.dumps(_build_parts(order, layout, bits, share)))
                status = 0
            finally:
                os._exit(status)
        os.close(write_end)
        children.append((child, read_end))
    yield _build_parts(order, layout, bits, shares[0])
    for child, read_end in children:
        with os.fdopen(read_end, "rb") as stream:
            data = stream.read()
        if os.waitpid(child, 0)[1] != 0:
            raise RuntimeError("a process that was building the search index ended early")
        yield marshal.loads(data)


def _build_parts(
    order: list[tuple[int, bytes, bytes]], layout: Layout, bits: int, parts: Iterable[int]
) -> dict[int, bytes]:
    collecting = gc.isenabled()
    gc.disable()  # millions of list entries and not one cycle
    try:
        shards: dict[int, bytes] = {}
        for part in parts:
            shards.update(_build_part(order, layout, bits, part))
        return shards
    finally:
        if collecting:
            gc.enable()


def _build_part(
    order: list[tuple[int, bytes, bytes]], layout: Layout, bits: int, part: int
) -> dict[int, bytes]:
    marks, singles = _collect_marks(order, part)
    titles = _collect_titles(order, part)
    for first, slots in singles.items():
        marks[gram_key(first, 0)] = slots
    varints = make_varints()
    shards: dict[int, Shard] = {}
    tops: dict[int, int] = {}
    for key, found in marks.items():
        first, second = key & 255 | key >> 8 & 0xFF00, key >> 8 & 255 | key >> 16 & 0xFF00
        if first in _BLANK or second in _BLANK:
            continue
        number, rest = locate_gram(key, bits)
        shard = shards.get(number)
        if shard is None:
            shard = shards[number] = Shard()
            tops[number] = -1
        entry, top = encode_entry(found, second == 0, varints)
        if key in titles:
            entry.titles = encode_gaps(titles[key], varints)
        shard.entries[rest] = entry
        tops[number] = max(tops[number], top)
    checks = layout.checks()
    for number, shard in shards.items():
        shard.bucket = layout.bucket_of(tops[number])
        shard.check = checks[shard.bucket]
    return {number: pack_shard(shards[number]) for number in sorted(shards)}


def encode_entry(found: list[int], single: bool, varints: dict[int, bytes]) -> tuple[Entry, int]:
    """The entry of a gram's marks (slots, when ``single``), and the highest slot among them."""
    found.sort()
    if single:
        return Entry(encode_gaps(found, varints), True), found[-1]
    top = found[-1] >> 6
    if len(found) > LONG:
        slots = [mark >> 6 for mark in found]
        if len(set(slots)) > LONG:
            return Entry(encode_gaps(slots, varints), True), top
    return Entry(encode_gaps(found, varints)), top


def _collect_marks(
    order: list[tuple[int, bytes, bytes]], part: int
) -> tuple[defaultdict[int, list[int]], defaultdict[int, list[int]]]:
    marks: defaultdict[int, list[int]] = defaultdict(list)
    singles: defaultdict[int, list[int]] = defaultdict(list)
    choice = _CHOICE[part]
    for slot, title, text in order:
        units = title + b"\n\0" + text
        low, high = units[0::2], units[1::2]
        chosen = low.translate(choice)
        buffer = bytearray(len(low) * 4 - 4)
        buffer[0::4], buffer[1::4], buffer[2::4], buffer[3::4] = low[:-1], low[1:], high[:-1], high[1:]
        places = place_marks(units, slot)
        keys = memoryview(buffer).cast("I")
        for key, mark in zip(compress(keys, chosen), compress(places, chosen), strict=False):
            marks[key].append(mark)
        for unit in set(compress(memoryview(units).cast("H"), chosen)):
            singles[unit].append(slot)
    return marks, singles


def place_marks(units: bytes, slot: int) -> list[int]:
    """A mark for every unit; positions begin anew after a newline, so that an edit moves marks in one paragraph only."""
    block = list(range(slot * RESIDUES, slot * RESIDUES + RESIDUES))
    length = len(units) // 2
    marks: list[int] = []
    while len(marks) < length:
        end = units.find(b"\n\0", len(marks) * 2)
        while end > 0 and end & 1:  # half of one unit and half of the next
            end = units.find(b"\n\0", end + 1)
        run = (length if end < 0 else end // 2 + 1) - len(marks)
        marks += (block * (run // RESIDUES + 1))[:run]
    return marks


def _collect_titles(order: list[tuple[int, bytes, bytes]], part: int) -> dict[int, list[int]]:
    titles: defaultdict[int, list[int]] = defaultdict(list)
    for slot, title, _ in order:
        for key in title_keys(title):
            if key & (PARTS - 1) == part:
                titles[key].append(slot)
    return titles


def title_keys(title: bytes) -> set[int]:
    """The grams of a title, single units among them."""
    units = memoryview(title).cast("H")
    keys = {gram_key(unit, 0) for unit in units}
    keys.update(gram_key(first, second) for first, second in pairwise(units))
    return keys


def document_marks(title: bytes, text: bytes) -> Mapping[int, frozenset[int]]:
    """The grams of one document with their positions modulo 64: what an update compares. Single units stand at 0."""
    units = title + b"\n\0" + text
    values = memoryview(units).cast("H")
    found: defaultdict[int, set[int]] = defaultdict(set)
    for first, second, place in zip(values, values[1:], place_marks(units, 0), strict=False):
        if first not in _BLANK and second not in _BLANK and second:
            found[gram_key(first, second)].add(place)
    for unit in values:
        if unit not in _BLANK:
            found[gram_key(unit, 0)] = {0}
    return {key: frozenset(places) for key, places in found.items()}
