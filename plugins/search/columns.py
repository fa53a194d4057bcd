"""Many lists of numbers at once, as arrays: ascending numbers to gaps, gaps to varints, and the bytes of whole shards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .documents import Layout
from .shards import number_bytes

Numbers = NDArray[np.uint64]
Marks = NDArray[np.uint32]
Bytes = NDArray[np.uint8]
Sizes = NDArray[np.int64]
Flags = NDArray[np.bool_]

_KINDS = (np.uint16, np.uint32, np.uint64)
_BLOCK = 1 << 16  # values made into bytes in one go: what is made of them stays in the processor's cache
REST_BITS = 40  # of a place: the shard above, the rest of the gram's number below
_REST = np.uint64((1 << REST_BITS) - 1)


@dataclass(slots=True)
class Lists:
    """Lists of one sort, by ascending place (``shard << REST_BITS | rest``): their bytes end to end, how many bytes each
    has, whether it holds slots only, its highest slot; and likewise the bytes of the titles' lists (0: has none).
    """

    places: Numbers
    data: bytes
    sizes: Sizes
    slots_only: Flags
    tops: Marks
    title_data: bytes
    title_sizes: Sizes


def find_changes(values: NDArray[np.generic]) -> Flags:
    """True where a value differs from the one before it, and at the first."""
    changed = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=changed[1:])
    return changed


def encode_varints(values: NDArray[np.integer]) -> tuple[bytes, Marks]:
    """Little-endian base 128 of every value, end to end, and where each ends; a 0 is left out.

    A value's bytes are made side by side in one number. None of those that belong to it is 0, so what is 0 is room.
    """
    top = int(values.max(initial=0))
    kind = next(kind for kind in _KINDS if top >> 7 * np.dtype(kind).itemsize == 0)
    sizes = np.empty(len(values), np.uint32)
    pieces = []
    for start in range(0, len(values), _BLOCK):
        rows, sizes[start : start + _BLOCK] = _encode_block(values[start : start + _BLOCK].astype(kind))
        pieces.append(rows.tobytes().translate(None, b"\0"))
    return b"".join(pieces), np.cumsum(sizes, dtype=np.uint32)


def _encode_block(values: NDArray[np.unsignedinteger]) -> tuple[NDArray[np.unsignedinteger], Bytes]:
    """Each value's bytes from the lowest up, and how many they are."""
    kind, width = values.dtype.type, values.dtype.itemsize
    rows = values & kind(127)
    for at in range(1, width):
        rows |= (values << kind(at)) & kind(127 << 8 * at)
    above = rows >> kind(8)  # in every byte: whether something stands above it
    for reach in (8, 16, 32)[: width.bit_length() - 1]:
        above |= above >> kind(reach)
    above += kind(int.from_bytes(b"\x7f" * width))
    above &= kind(int.from_bytes(b"\x80" * width))
    rows |= above
    return rows.astype(rows.dtype.newbyteorder("<"), copy=False), np.bitwise_count(above) + (values > 0)


def encode_lists(values: Marks, begins: Sizes) -> tuple[bytes, Sizes]:
    """Ascending lists end to end, which begin at ``begins``, as gaps from −1 (what is there twice counts once); the bytes
    of each.
    """
    if not len(begins):
        return b"", np.zeros(0, np.int64)
    gaps = np.diff(values, prepend=np.uint32(0))
    gaps[begins] = values[begins] + np.uint32(1)
    data, ends = encode_varints(gaps)
    return data, np.diff(ends[np.append(begins[1:], len(ends)) - 1].astype(np.int64), prepend=0)


def pack_lists(sorts: Sequence[Lists], layout: Layout) -> Iterator[tuple[int, bytes]]:
    """Every shard that the lists fill, by number: the bytes that ``pack_shard`` would give."""
    places = np.concatenate([lists.places for lists in sorts])
    order = np.argsort(places)
    places = places[order]
    sizes = np.concatenate([lists.sizes * 2 + lists.slots_only for lists in sorts])[order]
    title_sizes = np.concatenate([lists.title_sizes for lists in sorts])[order]
    numbers = (places >> np.uint64(REST_BITS)).astype(np.int64)
    begins = np.flatnonzero(find_changes(numbers))
    if not len(begins):
        return
    ends = np.append(begins[1:], len(places))
    rests = (places & _REST).astype(np.int64)
    gaps = np.diff(rests, prepend=0)
    gaps[begins] = rests[begins] + 1
    columns = [_cut(gaps, begins, ends), _cut(sizes, begins, ends), _cut_titles(title_sizes, begins, ends)]
    tops = np.maximum.reduceat(np.concatenate([lists.tops for lists in sorts])[order], begins)
    buckets = np.searchsorted(np.cumsum([size for _, size in layout.buckets]), tops, "right")
    shards = numbers[begins]
    bodies = [_cut_lists(lists.data, lists.sizes, lists.places, shards) for lists in sorts]
    titles = [_cut_lists(lists.title_data, lists.title_sizes, lists.places, shards) for lists in sorts]
    heads = [check.to_bytes(2, "little") + number_bytes(at) for at, check in enumerate(layout.checks())]
    for number, bucket, count, *pieces in zip(
        shards.tolist(), buckets.tolist(), (ends - begins).tolist(), *columns, *bodies, *titles, strict=True
    ):
        yield number, b"".join((heads[bucket], number_bytes(count), *pieces))


def _cut(values: Sizes, begins: Sizes, ends: Sizes) -> list[bytes]:
    """The varints of a column, for each shard its own."""
    data, offsets = encode_varints(values)
    return _slice(data, np.append(0, offsets), begins, ends)


def _cut_titles(title_sizes: Sizes, begins: Sizes, ends: Sizes) -> list[bytes]:
    """For each shard: how many of its grams stand in titles, and of each the distance and the length."""
    at = np.flatnonzero(title_sizes)
    from_shard, to_shard = np.searchsorted(at, begins), np.searchsorted(at, ends)
    counts = to_shard - from_shard
    gaps = np.diff(at, prepend=0)
    firsts = from_shard[counts > 0]
    gaps[firsts] = at[firsts] - begins[counts > 0] + 1
    pairs = np.empty(2 * len(at), np.int64)
    pairs[0::2], pairs[1::2] = gaps, title_sizes[at]
    data, offsets = encode_varints(pairs)
    rows = _slice(data, np.append(0, offsets), 2 * from_shard, 2 * to_shard)
    return [number_bytes(count) + row for count, row in zip(counts.tolist(), rows, strict=True)]


def _cut_lists(data: bytes, sizes: Sizes, places: Numbers, shards: Sizes) -> list[bytes]:
    """The bytes of lists of one sort, for each shard its own."""
    numbers = (places >> np.uint64(REST_BITS)).astype(np.int64)
    offsets = np.append(0, np.cumsum(sizes, dtype=np.int64))
    return _slice(data, offsets, np.searchsorted(numbers, shards), np.searchsorted(numbers, shards, "right"))


def _slice(data: bytes, offsets: Sizes, begins: Sizes, ends: Sizes) -> list[bytes]:
    return [
        data[start:end] for start, end in zip(offsets[begins].tolist(), offsets[ends].tolist(), strict=True)
    ]
