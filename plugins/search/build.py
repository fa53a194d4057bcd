"""Folded texts -> shards. The long work of this room, so it is done with arrays, a band of groups at a time.

A mark is one number of eight bytes: ``key << 33 | slot << 9 | surroundings << 1 | in the title``; the key is the gram's
group in the band, and below it its spread. A band's marks sorted are its lists in order; what follows is cutting.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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
BAND = 1 << BAND_BITS  # groups whose marks are in memory together
SWEEP = 4  # bands whose units are looked for together: it costs a pass over all texts, and their positions take memory
_CHUNK = 1 << 18  # units looked at in one go: what is made of them stays in the processor's cache
_SPREAD_MASK = (1 << SPREAD_BITS) - 1
_UNSPREAD = pow(SPREAD, -1, 1 << SPREAD_BITS)

Surround = tuple[NDArray[np.uint8], NDArray[np.uint8]]


@dataclass(slots=True)
class _Source:
    """Some texts as arrays. ``bounds``: where each title begins and ends, in turn, and the end; ``owners``: ``slot << 9 | in
    the title`` of what lies between them.
    """

    units: NDArray[np.uint16]
    bounds: Sizes
    owners: Marks


@dataclass(slots=True)
class _Found:
    """Where a chunk of a source has units of SWEEP bands: of band ``n`` the positions ``cuts[n]`` to ``cuts[n + 1]``."""

    source: _Source
    start: int
    positions: Marks
    cuts: Sizes


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
        for first in range(part * GROUPS // PARTS, (part + 1) * GROUPS // PARTS, SWEEP * BAND):
            found = [
                _find_units(source, start, first)
                for source in sources
                for start in range(0, len(source.units), _CHUNK)
            ]
            for number in range(SWEEP):
                sorts, keys = _build_band(found, number, surround, _Band(first + number * BAND, bits), long)
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
    return _Source(units, bounds, owners)


def _make_surround() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """For every unit: what it adds to a mark when it stands before a gram, and when it stands after."""
    hashes = np.array([hash_unit(unit) for unit in range(1 << 16)], np.uint8)
    return (hashes & np.uint8(7)) << np.uint8(5), hashes & np.uint8(AFTER)


def _find_units(source: _Source, start: int, first: int) -> _Found:
    """The units of a chunk that begin grams of the SWEEP bands from group ``first`` on."""
    units = source.units[start : start + _CHUNK]
    bands = ((units & np.uint16(GROUPS - 1)) >> np.uint16(BAND_BITS)).astype(np.uint8)
    bands -= np.uint8(first >> BAND_BITS)  # those below wrap round
    at = np.flatnonzero((bands < SWEEP) & (units > BLANK))
    bands = bands[at]
    counts = np.bincount(bands, minlength=SWEEP)
    order = np.argsort(bands, kind="stable")
    return _Found(source, start, at[order].astype(np.uint32), np.append(0, np.cumsum(counts)))


def _build_band(
    found: Sequence[_Found], number: int, surround: Surround, band: _Band, long: int
) -> tuple[list[Lists], list[int]]:
    """The lists of a band: pairs, parted marks of long pairs, units alone; and the numbers of the long pairs."""
    total = sum(int(each.cuts[number + 1] - each.cuts[number]) for each in found)
    marks, firsts, owners = np.empty(total, np.uint64), np.empty(total, np.uint16), np.empty(total, np.uint32)
    end = pairs_end = 0
    for each in found:
        paired, first, owner = _find_marks(each, number, surround)
        firsts[end : end + len(first)] = first
        owners[end : end + len(first)] = owner
        marks[pairs_end : pairs_end + len(paired)] = paired
        end += len(first)
        pairs_end += len(paired)
    alone = _list_alone(firsts, owners, band)
    del firsts, owners
    marks = marks[:pairs_end]
    marks.sort()
    pairs, parted, keys = _list_pairs(marks, band, long)
    return [pairs, parted, alone], keys


def _find_marks(found: _Found, number: int, surround: Surround) -> tuple[Numbers, NDArray[np.uint16], Marks]:
    """Of a chunk's units those of one band: the marks of the pairs that they begin, the units, their owners."""
    source, start = found.source, found.start
    at = found.positions[found.cuts[number] : found.cuts[number + 1]].astype(np.int64) + start
    low, high = np.searchsorted(source.bounds, [start, min(start + _CHUNK, len(source.units))])
    low = max(int(low) - 1, 0)
    cuts = np.searchsorted(at, source.bounds[low + 1 : high])
    owner = np.repeat(source.owners[low:high], np.diff(cuts, prepend=0, append=len(at)))
    units = source.units
    first, second = units[at], units.take(at + 1, mode="clip")
    around = surround[0].take(units[at - 1]) | surround[1].take(units.take(at + 2, mode="clip"))
    keys = _spread(first.astype(np.uint32), second.astype(np.uint32))
    keys |= (first & np.uint16(BAND - 1)).astype(np.uint32) << np.uint32(SPREAD_BITS)
    marks = keys.astype(np.uint64) << np.uint64(33)
    marks |= owner | around.astype(np.uint32) << np.uint32(1)
    return marks[second > BLANK], first, owner


def _spread(first: Marks, second: Marks) -> Marks:
    """``gram_key`` and its spreading, of many grams."""
    key = first & 255 | (second & 255) << 8 | (first >> 8) << 16 | (second >> 8) << 24
    return ((key >> GROUP_BITS) * np.uint32(SPREAD) & np.uint32(_SPREAD_MASK)).astype(np.uint32, copy=False)


def _list_pairs(marks: Numbers, band: _Band, long: int) -> tuple[Lists, Lists, list[int]]:
    titled = marks[marks & np.uint64(1) != 0] >> np.uint64(1)
    marks >>= np.uint64(1)
    keys, crowded, pairs = _make_lists(*_split(marks), long)
    pairs.places = band.place(keys.astype(np.uint64))
    title_keys, title_marks = _split(titled)
    _add_titles(pairs, keys, title_keys, title_marks >> np.uint32(8))
    many = keys[crowded]
    places = _place_parts(many, band)
    order = np.argsort(places, axis=None)
    ranks, places = np.argsort(order).astype(np.uint64), places.reshape(-1)[order]
    ordered, _, parted = _make_lists(*_part(marks, many, ranks), long)
    parted.places = places[ordered]
    ranked, slots = _part(titled, many, ranks)
    _add_titles(parted, ordered, ranked, slots >> np.uint32(8))
    return pairs, parted, [band.gram(key) for key in many.tolist()]


def _split(marks: Numbers) -> tuple[Marks, Marks]:
    """The upper and the lower halves."""
    return (marks >> np.uint64(32)).astype(np.uint32), marks.astype(np.uint32)


def _make_lists(keys: Marks, marks: Marks, long: int) -> tuple[Marks, Flags, Lists]:
    """Lists of ascending marks by ascending keys: each list's key, whether it is in more than ``long`` documents (then it
    keeps slots only), and the lists, without places and titles. ``marks`` is used up.
    """
    begins = np.flatnonzero(find_changes(keys))
    ends = np.append(begins[1:], len(keys))[: len(begins)]
    tops = marks[ends - 1] >> np.uint32(8) if len(keys) else marks
    crowded = np.zeros(len(begins), np.bool_)
    for at in np.flatnonzero(ends - begins > long).tolist():
        slots = marks[begins[at] : ends[at]] >> np.uint32(8)
        if np.count_nonzero(find_changes(slots)) > long:
            crowded[at] = True
            marks[begins[at] : ends[at]] = slots
    data, sizes = encode_lists(marks, begins)
    none = np.zeros(len(begins), np.int64)
    return keys[begins], crowded, Lists(np.zeros(0, np.uint64), data, sizes, crowded, tops, b"", none)


def _add_titles(lists: Lists, keys: Marks, title_keys: Marks, slots: Marks) -> None:
    """The titles' lists of slots (ascending by key) that stand in titles; every title's key is among ``keys``."""
    begins = np.flatnonzero(find_changes(title_keys))
    lists.title_data, sizes = encode_lists(slots, begins)
    lists.title_sizes[np.searchsorted(keys, title_keys[begins])] = sizes


def _place_parts(many: Marks, band: _Band) -> Numbers:
    """The places of long pairs' parted marks: a row for each pair, in it one for each unit after."""
    steps = np.array([after_step(step, band.bits) << REST_BITS for step in range(AFTER + 1)], np.uint64)
    rests = np.array([step + 1 << (32 - band.bits) for step in range(AFTER + 1)], np.uint64)
    return (band.place(many.astype(np.uint64))[:, np.newaxis] ^ steps) + rests


def _part(marks: Numbers, many: Marks, ranks: Numbers) -> tuple[Marks, Marks]:
    """The marks of long pairs by what ``ranks`` says of pair and unit after, ascending by these."""
    bounds = np.searchsorted(marks, np.stack([many, many + np.uint32(1)]).astype(np.uint64) << np.uint64(32))
    sizes = bounds[1] - bounds[0]
    marks = marks[np.repeat(bounds[0] - (np.cumsum(sizes) - sizes), sizes) + np.arange(sizes.sum())]
    rows = np.repeat(np.arange(len(many)) * (AFTER + 1), sizes)
    parted = ranks[rows + (marks & np.uint64(AFTER)).astype(np.int64)] << np.uint64(32)
    parted |= marks & np.uint64(0xFFFF_FFFF)
    parted.sort()
    return _split(parted)


def _list_alone(units: NDArray[np.uint16], owners: Marks, band: _Band) -> Lists:
    """Slots by unit alone."""
    present = np.flatnonzero(np.bincount(units)).astype(np.uint32)
    keys = _spread(present, np.zeros(1, np.uint32)) | (present & np.uint32(BAND - 1)) << np.uint32(
        SPREAD_BITS
    )
    order = np.argsort(keys)
    places = band.place(keys[order].astype(np.uint64)) + np.uint64(ALONE << (32 - band.bits))
    width = int(owners.max(initial=0) >> np.uint32(9)).bit_length() + 1
    # Half the bytes are sorted in half the time, and half a million documents have room in them.
    kind: Any = np.uint32 if len(places) << width <= 1 << 32 else np.uint64
    row_of = np.zeros(1 << 16, kind)
    row_of[present[order]] = np.arange(len(places), dtype=kind) << kind(width)
    marks = row_of[units]
    marks |= (owners >> np.uint32(8)).astype(kind) & ~kind(1)
    marks |= (owners & np.uint32(1)).astype(kind)
    marks.sort()
    rows = (marks >> kind(width)).astype(np.uint32)
    slots = (marks >> kind(1)).astype(np.uint32) & np.uint32((1 << width - 1) - 1)
    begins = np.flatnonzero(find_changes(rows))
    data, sizes = encode_lists(slots, begins)
    tops = slots[np.append(begins[1:], len(rows)) - 1] if len(rows) else slots
    every, none = np.ones(len(places), np.bool_), np.zeros(len(places), np.int64)
    lists = Lists(places, data, sizes, every, tops, b"", none)
    titled = marks & kind(1) != 0
    _add_titles(lists, np.arange(len(places), dtype=np.uint32), rows[titled], slots[titled])
    return lists
