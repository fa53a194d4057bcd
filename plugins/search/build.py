"""Folded texts -> shards. The long work of this room, so it is done with arrays, a group of grams at a time.

A mark is one number of eight bytes: ``spread << 33 | slot << 9 | surroundings << 1 | in the title``. A group's marks sorted
are its lists in order; what follows is cutting.
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
_SPREAD_MASK = (1 << SPREAD_BITS) - 1
_UNSPREAD = pow(SPREAD, -1, 1 << SPREAD_BITS)


@dataclass(slots=True)
class _Source:
    """Some texts as arrays. ``bounds``: where each title begins and ends, in turn, and the end; ``owners``: ``slot * 2 +
    in the title`` of what lies between them.
    """

    units: NDArray[np.uint16]
    groups: NDArray[np.uint8]
    bounds: Sizes
    owners: Numbers


def build_shards(
    texts: Sequence[Texts], layout: Layout, parts: Iterable[int] = range(PARTS), long: int = LONG
) -> Iterator[tuple[int, bytes]]:
    """Every shard that holds a gram, with its number, ascending in a part; then the part's long grams under
    ``long_list(part)``.

    ``texts`` are all documents of ``layout`` in any order and number of pieces; ``long``: a gram in more documents than
    this keeps slots only. No more than one group is in memory at a time.
    """
    bits = choose_bits(sum(piece.units for piece in texts))
    sources = [_open_source(piece, layout.slots) for piece in texts if piece.names]
    surround = _make_surround()
    for part in parts:
        long_keys: list[int] = []
        for group in range(part * GROUPS // PARTS, (part + 1) * GROUPS // PARTS):
            sorts, keys = _build_group(sources, surround, group, bits, long)
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
    owners = np.empty(2 * len(wholes), np.uint64)
    owners[1::2] = np.array([slots[name] for name in texts.names], np.uint64) << np.uint64(1)
    owners[0::2] = owners[1::2] | np.uint64(1)
    return _Source(units, np.frombuffer(texts.data, np.uint8)[::2] & np.uint8(GROUPS - 1), bounds, owners)


def _make_surround() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """For every unit: what it adds to a mark when it stands before a gram, and when it stands after."""
    hashes = np.array([hash_unit(unit) for unit in range(1 << 16)], np.uint8)
    return (hashes & np.uint8(7)) << np.uint8(5), hashes & np.uint8(AFTER)


def _build_group(
    sources: Sequence[_Source],
    surround: tuple[NDArray[np.uint8], NDArray[np.uint8]],
    group: int,
    bits: int,
    long: int,
) -> tuple[list[Lists], list[int]]:
    """The lists of a group: pairs, parted marks of long pairs, units alone; and the keys of the long pairs."""
    found, firsts, owners = [np.zeros(0, np.uint64)], [np.zeros(0, np.uint32)], [np.zeros(0, np.uint64)]
    for source in sources:
        at = np.flatnonzero(source.groups == group)
        at = at[source.units[at] > BLANK]
        owner = np.repeat(source.owners, np.diff(np.searchsorted(at, source.bounds)))
        first = source.units[at].astype(np.uint32)
        second = source.units.take(at + 1, mode="clip").astype(np.uint32)
        around = surround[0].take(source.units[at - 1]) | surround[1].take(
            source.units.take(at + 2, mode="clip")
        )
        marks = (
            _spread(first, second).astype(np.uint64) << np.uint64(33)
            | owner >> np.uint64(1) << np.uint64(9)
            | around.astype(np.uint64) << np.uint64(1)
            | owner & np.uint64(1)
        )
        found.append(marks[second > BLANK])
        firsts.append(first)
        owners.append(owner)
    alone = _list_alone(np.concatenate(firsts), np.concatenate(owners), group, bits)
    pairs, parted, keys = _list_pairs(np.concatenate(found), group, bits, long)
    return [pairs, parted, alone], keys


def _spread(first: Marks, second: Marks) -> Marks:
    """``gram_key`` and its spreading, of many grams."""
    key = first & 255 | (second & 255) << 8 | (first >> 8) << 16 | (second >> 8) << 24
    return ((key >> GROUP_BITS) * np.uint32(SPREAD) & np.uint32(_SPREAD_MASK)).astype(np.uint32, copy=False)


def _place(spread: Numbers, group: int, bits: int) -> Numbers:
    """``locate_gram`` of many pairs of a group, as places."""
    number = np.uint64(group << (bits - GROUP_BITS)) | spread >> np.uint64(32 - bits)
    return number << np.uint64(REST_BITS) | spread & np.uint64((1 << (32 - bits)) - 1)


def _list_pairs(marks: Numbers, group: int, bits: int, long: int) -> tuple[Lists, Lists, list[int]]:
    marks.sort()
    titled = marks[marks & np.uint64(1) != 0] >> np.uint64(1)
    marks >>= np.uint64(1)
    marks = marks[find_changes(marks)]
    keys, crowded, pairs = _make_lists(
        (marks >> np.uint64(32)).astype(np.uint32), marks.astype(np.uint32), long
    )
    pairs.places = _place(keys.astype(np.uint64), group, bits)
    _add_titles(pairs, keys, (titled >> np.uint64(32)).astype(np.uint32), titled.astype(np.uint32))
    many = keys[crowded]
    parted_places, parted_marks = _part(marks, many, group, bits)
    places, _, parted = _make_lists(parted_places, parted_marks, long)
    parted.places = places
    _add_titles(parted, places, *_part(titled, many, group, bits))
    return pairs, parted, [_key_of(spread, group) for spread in many.tolist()]


def _key_of(spread: int, group: int) -> int:
    return (spread * _UNSPREAD & _SPREAD_MASK) << GROUP_BITS | group


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


def _part(marks: Numbers, many: Marks, group: int, bits: int) -> tuple[Numbers, Marks]:
    """The marks of long pairs under the places that the unit after gives them, ascending by these."""
    keys = (marks >> np.uint64(32)).astype(np.uint32)
    at = np.searchsorted(many, keys)
    marks = marks[many[at.clip(max=len(many) - 1)] == keys] if len(many) else marks[:0]
    after = (marks & np.uint64(AFTER)).astype(np.int64)
    steps = np.array([after_step(step, bits) << REST_BITS for step in range(AFTER + 1)], np.uint64)
    rests = np.array([step + 1 << (32 - bits) for step in range(AFTER + 1)], np.uint64)
    places = (_place(marks >> np.uint64(32), group, bits) ^ steps[after]) + rests[after]
    order = np.argsort(places, kind="stable")
    return places[order], marks[order].astype(np.uint32)


def _list_alone(units: Marks, owners: Numbers, group: int, bits: int) -> Lists:
    """Slots by unit alone: a table of units and slots is filled in and read off in order."""
    present = np.flatnonzero(np.bincount(units >> np.uint32(GROUP_BITS)))
    spreads = _spread((present << GROUP_BITS | group).astype(np.uint32), np.zeros(1, np.uint32))
    order = np.argsort(spreads)
    places = _place(spreads[order].astype(np.uint64), group, bits) + np.uint64(ALONE << (32 - bits))
    row_of = np.zeros(1 << (16 - GROUP_BITS), np.int64)
    row_of[present[order]] = np.arange(len(places))
    width = int(owners.max() >> np.uint64(1)) + 1 if len(owners) else 1
    table = np.zeros(len(places) * width, np.uint8)
    cells = row_of[units >> np.uint32(GROUP_BITS)] * width + (owners >> np.uint64(1)).astype(np.int64)
    table[cells] = 1
    table[cells[owners & np.uint64(1) != 0]] = 2
    cells = np.flatnonzero(table)
    rows, slots = (column.astype(np.uint32) for column in np.divmod(cells, width))
    first = find_changes(rows)
    data, sizes = encode_lists(slots, first)
    tops = slots[np.append(np.flatnonzero(first)[1:], len(rows)) - 1] if len(rows) else slots
    every, none = np.ones(len(places), np.bool_), np.zeros(len(places), np.int64)
    lists = Lists(places, data, sizes, every, tops, b"", none)
    titled = table[cells] == 2
    _add_titles(lists, np.arange(len(places), dtype=np.uint32), rows[titled], slots[titled] << np.uint32(8))
    return lists
