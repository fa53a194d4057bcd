"""The bytes of a shard: which grams it holds, and where each stands.

A gram is two neighbouring UTF-16 units (or one unit alone). Its number is spread over the shards by a multiplication that
can be undone, so the bits that choose the shard need not be stored. A gram's list holds *marks*: ``slot * 256 +
surroundings``, which are three bits of the unit before and five of the unit after. A gram of a query must stand where its
own neighbours are, which makes the answer nearly exact in one byte a mark, and lets an edit move no marks but its own.

The list of a gram in more than LONG documents would be the bulk of what a phone fetches. Such a gram keeps slots only, and
its marks are parted among other shards by the unit after (32 lists, each with slots only when it is long again): a
query fetches the one it needs. Which grams are long stands in ``long<part>.bin``, as gaps. A unit alone keeps slots.

Shard: check (2 bytes), bucket (varint), count (varint), then two columns: the distance from the last gram, and the length
of its list × 2 + 1 if that holds slots only; then how many grams stand in titles, and of each of these the distance from
the last one and the length of its titles' list; then all lists, then all titles' lists. Lists are varint gaps.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

GROUP_BITS = 5
GROUPS = 1 << GROUP_BITS  # by the first unit's low bits: a group's shards hold its grams and no others
PARTS = 2  # halves of the groups, so that two workers need not share
SPREAD = 0x1E3779B1
SPREAD_BITS = 32 - GROUP_BITS
UNITS_PER_SHARD = 1_500  # about 4 KB: six grams of a query stay inside the first search's 50 KB
LONG = 3_000  # documents: 4 KB of marks, or 1–3 KB of slots
AFTER = 31  # the surroundings' bits that tell of the unit after; the three above tell of the unit before
_GOES_ON = bytes(range(128, 256))
ALONE = AFTER + 2  # where units alone stand, behind all pairs and all parted lists


def choose_bits(units: int) -> int:
    """How many bits choose a shard: 32 to 16,384 shards, by the units of text; when these double, all shards change."""
    return min(max((units // UNITS_PER_SHARD).bit_length(), GROUP_BITS), 14)


def number_bytes(value: int) -> bytes:
    """Little-endian base 128."""
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def encode_numbers(values: Iterable[int]) -> bytes:
    """Varints end to end."""
    out = bytearray()
    for value in values:
        if value < 128:
            out.append(value)
        elif value < 16_384:
            out.append(value & 127 | 128)
            out.append(value >> 7)
        else:
            out += number_bytes(value)
    return bytes(out)


def encode_gaps(numbers: Iterable[int]) -> bytes:
    """Ascending numbers (repeats allowed, and lost) as gaps from −1."""
    each = sorted(set(numbers))
    return encode_numbers(number - last for last, number in pairwise([-1, *each]))


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


def count_numbers(data: bytes) -> int:
    """How many varints there are: each has one byte without the highest bit."""
    return len(data.translate(None, _GOES_ON))


def splice_gaps(data: bytes, out: Iterable[int], into: Iterable[int]) -> bytes:
    """The list ``data``, as ``encode_gaps`` makes it, without the numbers ``out`` and with ``into`` (which win): read as far
    as the last of them, and written anew only beside them.
    """
    wanted = set(into)
    parts: list[bytes] = []
    at = copied = 0  # up to where the list is read, and written
    read = wrote = number = -1  # the last numbers
    end, size = 0, len(data)
    for target in sorted(wanted.union(out)):
        while at < size:
            gap, end = _read_number(data, at)
            number = read + gap
            if number >= target:
                break
            if wrote != read:
                parts.append(number_bytes(number - wrote))
                copied = end
            read = wrote = number
            at = end
        parts.append(data[copied:at])
        if at < size and number == target:
            read, at = number, end
        copied = at
        if target in wanted:
            parts.append(number_bytes(target - wrote))
            wrote = target
    if at < size and wrote != read:
        gap, copied = _read_number(data, at)
        parts.append(number_bytes(read + gap - wrote))
    parts.append(data[copied:])
    return b"".join(parts)


def _read_number(data: bytes, at: int) -> tuple[int, int]:
    """A varint, and where it ends."""
    value = data[at]
    if value < 128:
        return value, at + 1
    value &= 127
    shift = 7
    while (byte := data[at := at + 1]) > 127:
        value |= (byte & 127) << shift
        shift += 7
    return value | byte << shift, at + 1


def hash_unit(unit: int) -> int:
    """Eight bits of a unit; the five low ones are kept of the unit after a gram, the three low ones of the unit before."""
    return (unit & 255) * 167 >> 1 & 255 ^ (unit >> 8) * 59 & 255


def gram_key(first: int, second: int) -> int:
    """The number of a gram: low bytes first, which spreads Chinese over a table far better than unit after unit."""
    return first & 255 | (second & 255) << 8 | (first >> 8) << 16 | (second >> 8) << 24


def is_alone(key: int) -> bool:
    """Whether a gram is one unit and no pair."""
    return not key & 0xFF00FF00


def part_of(key: int) -> int:
    """Which half of the shards holds a gram."""
    return key >> (GROUP_BITS - 1) & 1


def locate_gram(key: int, bits: int) -> tuple[int, int]:
    """``(shard, rest)`` of a gram among ``2**bits`` shards; the pair gives the gram back."""
    spread = (key >> GROUP_BITS) * SPREAD & (1 << SPREAD_BITS) - 1
    number = (key & GROUPS - 1) << (bits - GROUP_BITS) | spread >> (32 - bits)
    rest = spread & (1 << (32 - bits)) - 1
    return number, rest + (ALONE << (32 - bits)) if is_alone(key) else rest


def long_list(part: int) -> int:
    """The number under which a part's long grams stand among its shards."""
    return -1 - part


def after_step(after: int, bits: int) -> int:
    """What turns a long gram's shard into the one of its marks with ``after`` (0–31) behind them: in the same group."""
    return (after + 1) * 0x9E5 & (1 << (bits - GROUP_BITS)) - 1


def locate_after(place: tuple[int, int], after: int, bits: int) -> tuple[int, int]:
    """Where the marks of a long gram at ``place`` are that have ``after`` behind them: at rests that no gram has."""
    number, rest = place
    return number ^ after_step(after, bits), rest + (after + 1 << (32 - bits))


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


def pack_shard(shard: Shard) -> bytes:
    """The bytes of a shard; the same entries give the same bytes whatever their order."""
    items = sorted(shard.entries.items())
    titled = [(at, entry.titles) for at, (_, entry) in enumerate(items) if entry.titles]
    out = [shard.check.to_bytes(2, "little"), number_bytes(shard.bucket), number_bytes(len(items))]
    out.append(encode_numbers([rest - last for last, rest in pairwise([-1, *(rest for rest, _ in items)])]))
    out.append(encode_numbers([len(entry.body) * 2 + entry.slots for _, entry in items]))
    out.append(number_bytes(len(titled)))
    last = -1
    for at, titles in titled:
        out += number_bytes(at - last), number_bytes(len(titles))
        last = at
    out += (entry.body for _, entry in items)
    out += (titles for _, titles in titled)
    return b"".join(out)


def unpack_shard(data: bytes) -> Shard:
    """The reverse of ``pack_shard``."""
    take = _Taker(data)
    bucket, count = take(2)
    rests = [total - 1 for total in accumulate(take(count))]
    lengths = take(count)
    titled = take(2 * take(1)[0])
    shard = Shard(int.from_bytes(data[:2], "little"), bucket)
    at = take.at
    for rest, length in zip(rests, lengths, strict=True):
        shard.entries[rest] = Entry(data[at : at + (length >> 1)], bool(length & 1))
        at += length >> 1
    for place, size in zip(accumulate(titled[0::2]), titled[1::2], strict=True):
        shard.entries[rests[place - 1]].titles = data[at : at + size]
        at += size
    return shard


class _Taker:
    """Reads varints off the front."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.at = 2

    def __call__(self, count: int) -> list[int]:
        data, at, out = self._data, self.at, []
        for _ in range(count):
            value = data[at]
            at += 1
            if value > 127:
                value &= 127
                shift = 7
                while (byte := data[at]) > 127:
                    value |= (byte & 127) << shift
                    shift += 7
                    at += 1
                value |= byte << shift
                at += 1
            out.append(value)
        self.at = at
        return out


def last_slot(entries: Iterable[Entry]) -> int:
    """The highest slot that any list of a shard names; −1 for an empty shard."""
    best = -1
    for entry in entries:
        # The last list element is the sum of all gaps; titles and long lists speak of slots already.
        top = sum(decode_numbers(entry.body)) - 1
        best = max(best, top if entry.slots else top >> 8)
    return best
