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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, compress, pairwise, repeat
from operator import call

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
BINS = 256
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
    varints = make_varints()
    bodies: defaultdict[int, dict[int, bytes]] = defaultdict(dict)
    tops: dict[int, int] = {}
    slots_only: set[tuple[int, int]] = set()
    groups: Iterable[Mapping[int, list[int]]] = map(_group_marks, _deal_marks(order, part))
    for single, marks in chain(
        [(True, _collect_singles(order, part))], zip(repeat(False), groups, strict=False)
    ):
        for key, found in marks.items():
            first, second = key & 255 | key >> 8 & 0xFF00, key >> 8 & 255 | key >> 16 & 0xFF00
            if first in _BLANK or second in _BLANK:
                continue
            number, rest = place = locate_gram(key, bits)
            entry, top = encode_entry(found, single, varints)
            bodies[number][rest] = entry.body
            if entry.slots:
                slots_only.add(place)
            if top > tops.get(number, -1):
                tops[number] = top
    titles: defaultdict[int, dict[int, bytes]] = defaultdict(dict)
    for key, slots in _collect_titles(order, part).items():
        number, rest = locate_gram(key, bits)
        titles[number][rest] = encode_gaps(slots, varints)
    checks = layout.checks()
    shards: dict[int, bytes] = {}
    for number in sorted(bodies):
        bucket = layout.bucket_of(tops[number])
        named = titles[number]
        entries = {
            rest: Entry(body, (number, rest) in slots_only, named.get(rest, b""))
            for rest, body in bodies.pop(number).items()
        }
        shards[number] = pack_shard(Shard(checks[bucket], bucket, entries))
    return shards


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
        mixed = _xor(low[:-1].translate(_HALVED), low[1:].translate(_MIXED), high[1:].translate(_MIXED), size)
        marks = place_marks(units, slot)
        buffer = bytearray(8 * size)
        buffer[0::8], buffer[1::8], buffer[2::8], buffer[3::8] = low[:-1], low[1:], high[:-1], high[1:]
        buffer[4::8], buffer[5::8], buffer[6::8] = (marks[plane : 4 * size : 4] for plane in range(3))
        chosen = low.translate(choice)
        numbers = memoryview(buffer).cast("Q")
        deque(map(call, map(pick, compress(mixed, chosen)), compress(numbers, chosen)), maxlen=0)
    bins.reverse()
    while bins:
        yield bins.pop()


def _xor(one: bytes, two: bytes, three: bytes, size: int) -> bytes:
    total = int.from_bytes(one, "little") ^ int.from_bytes(two, "little") ^ int.from_bytes(three, "little")
    return total.to_bytes(size, "little")


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
    return {gram_key(unit, 0): slots for unit, slots in singles.items()}


def place_marks(units: bytes, slot: int) -> bytes:
    """A mark for every unit, four bytes each; positions begin anew after a newline, so that an edit moves marks in one
    paragraph only."""
    block = array("I", range(slot * RESIDUES, slot * RESIDUES + RESIDUES)).tobytes()
    length = len(units) // 2
    runs: list[bytes] = []
    at = 0
    while at < length:
        end = units.find(b"\n\0", at * 2)
        while end > 0 and end & 1:  # half of one unit and half of the next
            end = units.find(b"\n\0", end + 1)
        run = (length if end < 0 else end // 2 + 1) - at
        runs.append((block * (run // RESIDUES + 1))[: 4 * run])
        at += run
    return b"".join(runs)


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
    places = memoryview(place_marks(units, 0)).cast("I")
    for first, second, place in zip(values, values[1:], places, strict=False):
        if first not in _BLANK and second not in _BLANK and second:
            found[gram_key(first, second)].add(place)
    for unit in values:
        if unit not in _BLANK:
            found[gram_key(unit, 0)] = {0}
    return {key: frozenset(places) for key, places in found.items()}
