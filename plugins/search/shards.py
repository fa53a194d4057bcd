"""The bytes of a shard: which grams it holds, and where each stands.

A gram is two neighbouring UTF-16 units (or one unit alone). Its number is spread over the shards by a multiplication that
can be undone, so the bits that choose the shard need not be stored. A gram's list holds *marks*: ``slot * 256 +
surroundings``, which are three bits of the unit before and five of the unit after. A gram of a query must stand where its
own neighbours are, which makes the answer nearly exact in one byte a mark, and lets an edit move no marks but its own.

The list of a gram in more than LONG documents would be the bulk of what a phone fetches. Such a gram keeps slots only, and
its marks are parted among other shards by the unit after (32 lists, each with slots only when it is long again): a
query fetches the one it needs. Which grams are long stands in ``long<part>.bin``, as gaps. A unit alone keeps slots.

Shard: check (2 bytes), bucket (varint), count (varint), then three columns: the distance from the last gram, length of the
list × 2 + 1 if it holds slots only, length of the titles' list; then the lists, each followed by its titles'. Lists are
varint gaps.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from operator import sub

PARTS = 2  # by the low bit of the first unit, so that two workers need not share
SPREAD = 0x1E3779B1
LONG = 3_000  # documents: 4 KB of marks, or 1–3 KB of slots
AFTER = 31  # the surroundings' bits that tell of the unit after; the three above tell of the unit before


class _Varints(dict[int, bytes]):
    """Little-endian base 128. A gap of nothing is a mark said twice, and leaves nothing behind."""

    def __missing__(self, number: int) -> bytes:
        if 1 << 14 <= number < 1 << 21:
            made = bytes((number & 127 | 128, number >> 7 & 127 | 128, number >> 14))
        else:
            made = _number(number)
        if number < 1 << 17:
            self[number] = made
        return made


def make_varints() -> _Varints:
    """A table from gap to bytes, which fills itself; one for each run, so that nothing outlives it."""
    table = _Varints()
    table[0] = b""
    return table


def encode_gaps(marks: list[int], varints: dict[int, bytes]) -> bytes:
    """Ascending numbers (repeats allowed, and lost) as gaps from −1."""
    size = len(marks)
    if size == 1:
        return varints[marks[0] + 1]
    if size < 24:
        gaps: Iterable[int] = map(sub, marks[1:], marks)
    else:
        # One subtraction of two long numbers is all of them at once: no number is less than the one below it.
        lanes = array("I", marks).tobytes()
        lower = int.from_bytes(lanes[:-4], "little")
        gaps = array("I", (int.from_bytes(lanes[4:], "little") - lower).to_bytes(4 * size - 4, "little"))
    return varints[marks[0] + 1] + b"".join(map(varints.__getitem__, gaps))


def decode_numbers(data: bytes) -> list[int]:
    """Every varint of ``data``."""
    out: list[int] = []
    value = shift = 0
    for byte in data:
        value |= (byte & 127) << shift
        if byte & 128:
            shift += 7
        else:
            out.append(value)
            value = shift = 0
    return out


def decode_gaps(data: bytes) -> list[int]:
    """The ascending numbers that ``encode_gaps`` was given, each once."""
    return [total - 1 for total in accumulate(decode_numbers(data))]


def hash_unit(unit: int) -> int:
    """Eight bits of a unit; the five low ones are kept of the unit after a gram, the three low ones of the unit before."""
    return (unit & 255) * 167 >> 1 & 255 ^ (unit >> 8) * 59 & 255


def gram_key(first: int, second: int) -> int:
    """The number of a gram: low bytes first, which spreads Chinese over a table far better than unit after unit."""
    return first & 255 | (second & 255) << 8 | (first >> 8) << 16 | (second >> 8) << 24


def locate_gram(key: int, bits: int) -> tuple[int, int]:
    """``(shard, rest)`` of a gram among ``2**bits`` shards; the pair gives the gram back."""
    spread = (key >> 1) * SPREAD & 0x7FFFFFFF
    return (key & 1) << (bits - 1) | spread >> (32 - bits), spread & ((1 << (32 - bits)) - 1)


def long_list(part: int) -> int:
    """The number under which a part's long grams stand among its shards."""
    return -1 - part


def locate_after(place: tuple[int, int], after: int, bits: int) -> tuple[int, int]:
    """Where the marks of a long gram at ``place`` are that have ``after`` (0–31) behind them: in the same part, and at
    rests that no gram has."""
    number, rest = place
    step = (after + 1) * 0x9E5 & ((1 << (bits - 1)) - 1)
    return number ^ step, rest + (after + 1 << (32 - bits))


@dataclass(slots=True)
class Entry:
    """One gram's lists, encoded; ``slots`` tells that ``body`` holds slots and no marks."""

    body: bytes = b""
    slots: bool = False
    titles: bytes = b""


@dataclass(slots=True)
class Shard:
    """A shard opened: entries by the rest of their gram's number."""

    check: int = 0
    bucket: int = 0
    entries: dict[int, Entry] = field(default_factory=dict)


def _number(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def pack_shard(shard: Shard) -> bytes:
    """The bytes of a shard; the same entries give the same bytes whatever their order."""
    items = sorted(shard.entries.items(), key=lambda item: item[0])
    out = [shard.check.to_bytes(2, "little"), _number(shard.bucket), _number(len(items))]
    last = -1
    for rest, _ in items:
        out.append(_number(rest - last))
        last = rest
    out.extend(_number(len(entry.body) * 2 + entry.slots) for _, entry in items)
    out.extend(_number(len(entry.titles)) for _, entry in items)
    for _, entry in items:
        out.append(entry.body)
        out.append(entry.titles)
    return b"".join(out)


def unpack_shard(data: bytes) -> Shard:
    """The reverse of ``pack_shard``."""
    at = 2

    def take(count: int) -> Iterator[int]:
        nonlocal at
        for _ in range(count):
            value = shift = 0
            while True:
                byte = data[at]
                at += 1
                value |= (byte & 127) << shift
                if byte < 128:
                    break
                shift += 7
            yield value

    bucket, count = take(2)
    rests = [total - 1 for total in accumulate(take(count))]
    lengths = list(take(count))
    titles = list(take(count))
    shard = Shard(int.from_bytes(data[:2], "little"), bucket)
    for rest, length, title in zip(rests, lengths, titles, strict=True):
        body = data[at : at + (length >> 1)]
        at += length >> 1
        shard.entries[rest] = Entry(body, bool(length & 1), data[at : at + title])
        at += title
    return shard


def last_slot(entries: Iterable[Entry]) -> int:
    """The highest slot that any list of a shard names; −1 for an empty shard."""
    best = -1
    for entry in entries:
        # The last list element is the sum of all gaps; titles and long lists speak of slots already.
        top = sum(decode_numbers(entry.body)) - 1
        best = max(best, top if entry.slots else top >> 8)
    return best
