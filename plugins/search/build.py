"""Folded text -> shards. The long work of this room, so it is written for a machine first.

A worker owns the grams whose first unit has its low bit, so it needs no merge. It first deals them into bins that share no
gram, and then puts each bin in order alone. Inner loops are the standard library's: byte planes by slicing, choice by
``compress``, calls by ``map``, gaps by subtracting long numbers.
"""

from __future__ import annotations

import gc
import marshal
import os
from array import array
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from operator import call

from .documents import Document, Layout
from .fold import encode_units, fold_text
from .marks import BLANK, has_blank, is_long, part_by_after, surround, title_marks, xor_planes
from .shards import (
    PARTS,
    Entry,
    Shard,
    encode_gaps,
    gram_key,
    locate_after,
    locate_gram,
    long_list,
    make_varints,
    pack_shard,
)

UNITS_PER_SHARD = 1_500  # about 4 KB: six grams of a query stay inside the first search's 50 KB
FORK_FROM_UNITS = 600_000
BINS = 256
NO_LONG = b"\0"  # says −1, which is no gram: a host or a checker may take an empty file for a broken one
_CHOICE = tuple(bytes(unit & (PARTS - 1) == part for unit in range(256)) for part in range(PARTS))
# The first unit's low bit is the part, the same for all that a worker sees; odd factors keep every value possible.
_HALVED = bytes((unit >> 1) & (BINS - 1) for unit in range(256))
_MIXED = bytes((unit * 167) & (BINS - 1) for unit in range(256))


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
    """How many bits choose a shard: 4 to 16,384 shards, by the amount of text; when it doubles, all shards change."""
    total = sum(len(title) + len(text) for title, text in partial.units.values()) // 2
    return min(max((total // UNITS_PER_SHARD).bit_length(), 2), 14)


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
    """The shards of a part, and its long grams under ``long_list(part)``."""
    varints = make_varints()
    bodies: defaultdict[int, dict[int, bytes]] = defaultdict(dict)
    tops: dict[int, int] = {}
    slots_only: set[tuple[int, int]] = set()
    long: list[int] = []

    def keep(place: tuple[int, int], found: list[int], slots: bool) -> None:
        number, rest = place
        bodies[number][rest] = encode_gaps(found, varints)
        if slots:
            slots_only.add(place)
        top = found[-1] if slots else found[-1] >> 8
        if top > tops.get(number, -1):
            tops[number] = top

    for key, found in _collect_singles(order, part).items():
        keep(locate_gram(key, bits), found, True)
    for dealt in _deal_marks(order, part):
        for key, found in _group_marks(dealt).items():
            if has_blank(key):
                continue
            found.sort()
            place = locate_gram(key, bits)
            if not is_long(found):
                keep(place, found, False)
                continue
            long.append(key)
            keep(place, [mark >> 8 for mark in found], True)
            for after, marks in part_by_after(found).items():
                crowded = is_long(marks)
                keep(locate_after(place, after, bits), [m >> 8 for m in marks] if crowded else marks, crowded)
    shards = _pack_part(
        bodies, tops, slots_only, _place_titles(order, part, bits, set(long), varints), layout
    )
    shards[long_list(part)] = encode_gaps(sorted(long), varints) if long else NO_LONG
    return shards


def _pack_part(
    bodies: dict[int, dict[int, bytes]],
    tops: dict[int, int],
    slots_only: set[tuple[int, int]],
    titles: dict[int, dict[int, bytes]],
    layout: Layout,
) -> dict[int, bytes]:
    checks = layout.checks()
    shards: dict[int, bytes] = {}
    for number in sorted(bodies):
        bucket = layout.bucket_of(tops[number])
        named = titles.get(number, {})
        entries = {
            rest: Entry(body, (number, rest) in slots_only, named.get(rest, b""))
            for rest, body in bodies.pop(number).items()
        }
        shards[number] = pack_shard(Shard(checks[bucket], bucket, entries))
    return shards


def _deal_marks(order: list[tuple[int, bytes, bytes]], part: int) -> Iterator[array[int]]:
    """The part's grams with their marks, one eight-byte number each, in BINS arrays that share no gram.

    One table of every gram would be far larger than a processor's cache, and the time would go in waiting for memory.
    """
    bins = [array("Q") for _ in range(BINS)]
    pick = [dealt.append for dealt in bins].__getitem__
    choice = _CHOICE[part]
    for slot, title, text in order:
        units = title + b"\n\0" + text
        low, high = units[0::2], units[1::2]
        size = len(low) - 1
        chosen = low.translate(choice)
        mixed = xor_planes(low[:-1].translate(_HALVED), low[1:].translate(_MIXED), high[1:].translate(_MIXED))
        buffer = bytearray(8 * size)
        buffer[0::8], buffer[1::8], buffer[2::8], buffer[3::8] = low[:-1], low[1:], high[:-1], high[1:]
        buffer[4::8] = surround(low, high)
        buffer[5::8], buffer[6::8], buffer[7::8] = (
            bytes((slot >> shift & 255,)) * size for shift in (0, 8, 16)
        )
        numbers = memoryview(buffer).cast("Q")
        deque(map(call, map(pick, compress(mixed, chosen)), compress(numbers, chosen)), maxlen=0)
    bins.reverse()
    while bins:
        yield bins.pop()


def _group_marks(dealt: array[int]) -> Mapping[int, list[int]]:
    halves = array("I", dealt.tobytes())
    marks: defaultdict[int, list[int]] = defaultdict(list)
    deque(map(list.append, map(marks.__getitem__, halves[0::2]), halves[1::2]), maxlen=0)
    return marks


def _collect_singles(order: list[tuple[int, bytes, bytes]], part: int) -> Mapping[int, list[int]]:
    """Slots by gram of the part's units alone."""
    singles: defaultdict[int, list[int]] = defaultdict(list)
    choice = _CHOICE[part]
    for slot, title, text in order:
        units = title + b"\n\0" + text
        for unit in set(compress(memoryview(units).cast("H"), units[0::2].translate(choice))):
            singles[unit].append(slot)
    return {gram_key(unit, 0): slots for unit, slots in singles.items() if unit not in BLANK}


def _place_titles(
    order: list[tuple[int, bytes, bytes]],
    part: int,
    bits: int,
    long: Collection[int],
    varints: dict[int, bytes],
) -> dict[int, dict[int, bytes]]:
    """The titles' lists of the part's grams, by shard and rest; those of long grams by the unit after them, too."""
    slots: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for slot, title, _ in order:
        for key, surroundings in title_marks(title).items():
            if key & (PARTS - 1) == part:
                place = locate_gram(key, bits)
                slots[place].append(slot)
                if key in long:
                    for after in part_by_after(surroundings):
                        slots[locate_after(place, after, bits)].append(slot)
    placed: defaultdict[int, dict[int, bytes]] = defaultdict(dict)
    for (number, rest), found in slots.items():
        placed[number][rest] = encode_gaps(found, varints)
    return placed
