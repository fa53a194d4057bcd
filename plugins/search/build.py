"""Folded texts -> shards. The long work of this room, so it is done with arrays, a band of groups at a time.

A mark is one number of eight bytes: ``key << 33 | slot << 9 | surroundings << 1 | in the title``; the key is the gram's
group in the band, and below it its spread. A band's marks sorted are its lists in order; what follows is cutting.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .columns import REST_BITS, Flags, Lists, Marks, Numbers, Sizes, encode_lists, find_changes, pack_lists
from .documents import Layout
from .marks import BLANK
from .shards import (
    AFTER,
    ALONE,
    GROUP_BITS,
    GROUPS,
    LONG,
    PARTS,
    SPREAD,
    SPREAD_BITS,
    after_step,
    choose_bits,
    encode_gaps,
    hash_unit,
    long_list,
)
from .texts import Texts

NO_LONG = b"\0"  # says −1, which is no gram: a host or a checker may take an empty file for a broken one
BAND_BITS = 1
BAND = (
    1 << BAND_BITS
)  # groups: looking for their units costs a pass over all texts, and their marks take memory
_NO_BAND = 255
_CHUNK = 1 << 18  # units looked at in one go: what is made of them stays in the processor's cache
_SPREAD_MASK = (1 << SPREAD_BITS) - 1
_UNSPREAD = pow(SPREAD, -1, 1 << SPREAD_BITS)


@dataclass(slots=True)
class _Source:
    """Some texts as arrays. ``bands``: each unit's band, _NO_BAND where no gram begins. ``bounds``: where each title begins
    and ends, in turn, and the end; ``owners``: ``slot << 9 | in the title`` of what lies between them.
    """

    units: NDArray[np.uint16]
    bands: NDArray[np.uint8]
    bounds: Sizes
    owners: Marks


@dataclass(frozen=True, slots=True)
class _Band:
    """Groups ``first`` to ``first + BAND - 1`` of shards that ``bits`` choose."""

    first: int
    bits: int

    def place(self, keys: Numbers) -> Numbers:
        """``locate_gram`` of many pairs of the band, as places."""
        groups = (keys >> np.uint64(SPREAD_BITS)) + np.uint64(self.first)
        spread = keys & np.uint64(_SPREAD_MASK)
        number = groups << np.uint64(self.bits - GROUP_BITS) | spread >> np.uint64(32 - self.bits)
        return number << np.uint64(REST_BITS) | spread & np.uint64((1 << (32 - self.bits)) - 1)

    def gram(self, key: int) -> int:
        """The gram's number, from its key."""
        return ((key & _SPREAD_MASK) * _UNSPREAD & _SPREAD_MASK) << GROUP_BITS | self.first + (
            key >> SPREAD_BITS
        )


def build_shards(
    texts: Sequence[Texts], layout: Layout, parts: Iterable[int] = range(PARTS), long: int = LONG
) -> Iterator[tuple[int, bytes]]:
    """Every shard that holds a gram, with its number, ascending in a part; then the part's long grams under
    ``long_list(part)``.

    ``texts`` are all documents of ``layout`` in any order and number of pieces; ``long``: a gram in more documents than
    this keeps slots only. No more than one band is in memory at a time.
    """
    bits = choose_bits(sum(piece.units for piece in texts))
    sources = [_open_source(piece, layout.slots) for piece in texts if piece.names]
    surround = _make_surround()
    for part in parts:
        long_keys: list[int] = []
        for group in range(part * GROUPS // PARTS, (part + 1) * GROUPS // PARTS, BAND):
            sorts, keys = _build_band(sources, surround, _Band(group, bits), long)
            long_keys += keys
            yield from pack_lists(sorts, layout)
        yield long_list(part), encode_gaps(long_keys) or NO_LONG


def _open_source(texts: Texts, slots: Mapping[str, int]) -> _Source:
    units = np.frombuffer(texts.data, "<u2")
    wholes = np.frombuffer(texts.wholes, np.uint32).astype(np.int64)
    bounds = np.empty(2 * len(wholes) + 1, np.int64)
    bounds[0:-1:2] = 1 + np.cumsum(wholes + 1) - (wholes + 1)
    bounds[1:-1:2] = bounds[0:-1:2] + np.frombuffer(texts.titles, np.uint32)
    bounds[-1] = len(units)
    owners = np.empty(2 * len(wholes), np.uint32)
    owners[1::2] = np.array([slots[name] for name in texts.names], np.uint32) << np.uint32(9)
    owners[0::2] = owners[1::2] | np.uint32(1)
    bands = (np.frombuffer(texts.data, np.uint8)[::2] & np.uint8(GROUPS - 1)) >> np.uint8(BAND_BITS)
    bands[units <= BLANK] = _NO_BAND
    return _Source(units, bands, bounds, owners)


def _make_surround() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """For every unit: what it adds to a mark when it stands before a gram, and when it stands after."""
    hashes = np.array([hash_unit(unit) for unit in range(1 << 16)], np.uint8)
    return (hashes & np.uint8(7)) << np.uint8(5), hashes & np.uint8(AFTER)


def _build_band(
    sources: Sequence[_Source], surround: tuple[NDArray[np.uint8], NDArray[np.uint8]], band: _Band, long: int
) -> tuple[list[Lists], list[int]]:
    """The lists of a band: pairs, parted marks of long pairs, units alone; and the numbers of the long pairs."""
    found, firsts, owners = [np.zeros(0, np.uint64)], [np.zeros(0, np.uint16)], [np.zeros(0, np.uint32)]
    for source in sources:
        for start in range(0, len(source.units), _CHUNK):
            marks, first, owner = _find_marks(source, surround, band, start)
            found.append(marks)
            firsts.append(first)
            owners.append(owner)
    alone = _list_alone(np.concatenate(firsts), np.concatenate(owners), band)
    del firsts, owners
    marks = np.concatenate(found)
    found.clear()
    pairs, parted, keys = _list_pairs(_sort_marks(marks), band, long)
    return [pairs, parted, alone], keys


def _find_marks(
    source: _Source, surround: tuple[NDArray[np.uint8], NDArray[np.uint8]], band: _Band, start: int
) -> tuple[Numbers, NDArray[np.uint16], Marks]:
    """Of a chunk of units those of a band: the marks of the pairs that they begin, the units, their owners."""
    units, end = source.units, min(start + _CHUNK, len(source.units))
    at = np.flatnonzero(source.bands[start:end] == band.first >> BAND_BITS) + start
    low, high = np.searchsorted(source.bounds, [start, end])
    low = max(int(low) - 1, 0)
    cuts = np.searchsorted(at, source.bounds[low + 1 : high])
    owner = np.repeat(source.owners[low:high], np.diff(cuts, prepend=0, append=len(at)))
    first, second = units[at], units.take(at + 1, mode="clip")
    around = surround[0].take(units[at - 1]) | surround[1].take(units.take(at + 2, mode="clip"))
    keys = _spread(first.astype(np.uint32), second.astype(np.uint32))
    keys |= (first & np.uint16(BAND - 1)).astype(np.uint32) << np.uint32(SPREAD_BITS)
    marks = keys.astype(np.uint64) << np.uint64(33)
    marks |= owner | around.astype(np.uint32) << np.uint32(1)
    return marks[second > BLANK], first, owner


def _sort_marks(marks: Numbers) -> Numbers:
    """Marks in order. By their sixteen highest bits first, which takes no comparison; a sort that gains by an order that is
    nearly there does the rest, in half the time that sorting takes.
    """
    highest = (marks >> np.uint64(33 + SPREAD_BITS + BAND_BITS - 16)).astype(np.uint16)
    marks = marks.take(np.argsort(highest, kind="stable"))
    marks.sort(kind="stable")
    return marks


def _spread(first: Marks, second: Marks) -> Marks:
    """``gram_key`` and its spreading, of many grams."""
    key = first & 255 | (second & 255) << 8 | (first >> 8) << 16 | (second >> 8) << 24
    return ((key >> GROUP_BITS) * np.uint32(SPREAD) & np.uint32(_SPREAD_MASK)).astype(np.uint32, copy=False)


def _list_pairs(marks: Numbers, band: _Band, long: int) -> tuple[Lists, Lists, list[int]]:
    titled = marks[marks & np.uint64(1) != 0] >> np.uint64(1)
    marks >>= np.uint64(1)
    marks = marks[find_changes(marks)]
    keys, crowded, pairs = _make_lists(
        (marks >> np.uint64(32)).astype(np.uint32), marks.astype(np.uint32), long
    )
    pairs.places = band.place(keys.astype(np.uint64))
    _add_titles(pairs, keys, (titled >> np.uint64(32)).astype(np.uint32), titled.astype(np.uint32))
    many = keys[crowded]
    parted_places, parted_marks = _part(marks, many, band)
    places, _, parted = _make_lists(parted_places, parted_marks, long)
    parted.places = places
    _add_titles(parted, places, *_part(titled, many, band))
    return pairs, parted, [band.gram(key) for key in many.tolist()]


def _make_lists(
    keys: NDArray[np.unsignedinteger], marks: Marks, long: int
) -> tuple[NDArray[np.unsignedinteger], Flags, Lists]:
    """Lists of ascending marks by ascending keys: each list's key, whether it is in more than ``long`` documents (then it
    keeps slots only), and the lists, without places and titles.
    """
    first = find_changes(keys)
    begins = np.flatnonzero(first)
    slots = marks >> np.uint32(8)
    fresh = find_changes(slots) | first
    sizes = np.diff(np.append(begins, len(keys)))
    crowded = np.add.reduceat(fresh, begins, dtype=np.int64) > long if len(begins) else np.zeros(0, np.bool_)
    if crowded.any():
        short = np.repeat(crowded, sizes)
        kept = fresh | ~short
        values, first_kept = np.where(short, slots, marks)[kept], first[kept]
    else:
        values, first_kept = marks, first
    data, lengths = encode_lists(values, first_kept)
    tops = slots[begins + sizes - 1]
    none = np.zeros(len(begins), np.int64)
    return keys[begins], crowded, Lists(np.zeros(0, np.uint64), data, lengths, crowded, tops, b"", none)


def _add_titles(
    lists: Lists, keys: NDArray[np.unsignedinteger], title_keys: NDArray[np.unsignedinteger], marks: Marks
) -> None:
    """The titles' lists of marks (ascending by key) that stand in titles; every title's key is among ``keys``."""
    slots = marks >> np.uint32(8)
    first = find_changes(title_keys)
    kept = find_changes(slots) | first
    lists.title_data, sizes = encode_lists(slots[kept], first[kept])
    lists.title_sizes[np.searchsorted(keys, title_keys[first])] = sizes


def _part(marks: Numbers, many: Marks, band: _Band) -> tuple[Numbers, Marks]:
    """The marks of long pairs under the places that the unit after gives them, ascending by these."""
    bounds = np.searchsorted(marks, np.stack([many, many + np.uint32(1)]).astype(np.uint64) << np.uint64(32))
    sizes = bounds[1] - bounds[0]
    marks = marks[np.repeat(bounds[0] - (np.cumsum(sizes) - sizes), sizes) + np.arange(sizes.sum())]
    after = (marks & np.uint64(AFTER)).astype(np.int64)
    steps = np.array([after_step(step, band.bits) << REST_BITS for step in range(AFTER + 1)], np.uint64)
    rests = np.array([step + 1 << (32 - band.bits) for step in range(AFTER + 1)], np.uint64)
    places = (band.place(marks >> np.uint64(32)) ^ steps[after]) + rests[after]
    order = np.argsort(places, kind="stable")
    return places[order], marks[order].astype(np.uint32)


def _list_alone(units: NDArray[np.uint16], owners: Marks, band: _Band) -> Lists:
    """Slots by unit alone: a table of units and slots is filled in and read off in order."""
    present = np.flatnonzero(np.bincount(units)).astype(np.uint32)
    keys = _spread(present, np.zeros(1, np.uint32)) | (present & np.uint32(BAND - 1)) << np.uint32(
        SPREAD_BITS
    )
    order = np.argsort(keys)
    places = band.place(keys[order].astype(np.uint64)) + np.uint64(ALONE << (32 - band.bits))
    row_of = np.zeros(1 << 16, np.int64)
    row_of[present[order]] = np.arange(len(places))
    width = (int(owners.max()) >> 9) + 1 if len(owners) else 1
    table = np.zeros(len(places) * width, np.bool_)
    cells = row_of[units] * width + (owners >> np.uint32(9))
    table[cells] = True
    in_title = np.zeros(len(table), np.bool_)
    in_title[cells[owners & np.uint32(1) != 0]] = True
    cells = np.flatnonzero(table)
    titled = np.flatnonzero(in_title[cells])
    ends = np.searchsorted(cells, np.arange(1, len(places) + 1) * width)
    rows = np.repeat(np.arange(len(places), dtype=np.uint32), np.diff(ends, prepend=0))
    slots = (cells - rows * np.int64(width)).astype(np.uint32)
    first = find_changes(rows)
    data, bytes_of = encode_lists(slots, first)
    tops = slots[np.append(np.flatnonzero(first)[1:], len(rows)) - 1] if len(rows) else slots
    every, none = np.ones(len(places), np.bool_), np.zeros(len(places), np.int64)
    lists = Lists(places, data, bytes_of, every, tops, b"", none)
    _add_titles(lists, np.arange(len(places), dtype=np.uint32), rows[titled], slots[titled] << np.uint32(8))
    return lists
