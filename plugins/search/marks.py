"""A gram and what surrounds it: the marks that tell where it stands, and which grams are too common to be told so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import pairwise

from .shards import AFTER, LONG, gram_key, hash_unit

BLANK = (0x0A, 0x20)
_AFTER_LOW = bytes(hash_unit(unit) & AFTER for unit in range(256))
_AFTER_HIGH = bytes(hash_unit(unit << 8) & AFTER for unit in range(256))
_BEFORE_LOW = bytes((hash_unit(unit) & 7) << 5 for unit in range(256))
_BEFORE_HIGH = bytes((hash_unit(unit << 8) & 7) << 5 for unit in range(256))


def surround(low: bytes, high: bytes) -> bytes:
    """The surroundings of each pair of units: five bits of the unit after, three of the unit before; nothing counts as 0."""
    after = xor_planes(low[2:].translate(_AFTER_LOW), high[2:].translate(_AFTER_HIGH)) + b"\0"
    before = b"\0" + xor_planes(low[:-2].translate(_BEFORE_LOW), high[:-2].translate(_BEFORE_HIGH))
    return xor_planes(after, before)[: len(low) - 1]


def xor_planes(*planes: bytes) -> bytes:
    """The exclusive or of planes of one length, all bytes at once."""
    total = 0
    for plane in planes:
        total ^= int.from_bytes(plane, "little")
    return total.to_bytes(len(planes[0]), "little")


def has_blank(key: int) -> bool:
    """Whether a unit of a gram is white space: such a gram is never asked for."""
    return (not key >> 24 and key >> 8 & 255 in BLANK) or (not key >> 16 & 255 and key & 255 in BLANK)


def is_long(marks: Collection[int]) -> bool:
    """Whether marks (in any order) stand in more than LONG documents."""
    return len(marks) > LONG and len({mark >> 8 for mark in marks}) > LONG


def part_by_after(marks: Iterable[int]) -> dict[int, list[int]]:
    """Marks by the unit after them, in their order."""
    parted: defaultdict[int, list[int]] = defaultdict(list)
    for mark in marks:
        parted[mark & AFTER].append(mark)
    return parted


def title_marks(title: bytes) -> dict[int, set[int]]:
    """The grams of a title with their surroundings, units alone among them; the end is the newline that follows it."""
    return document_marks(title, b"")


def document_marks(title: bytes, text: bytes) -> dict[int, set[int]]:
    """The grams of one document with their surroundings: what an update compares. Units alone stand in 0."""
    units = title + b"\n\0" + text
    values = memoryview(units).cast("H")
    found: defaultdict[int, set[int]] = defaultdict(set)
    for (first, second), around in zip(pairwise(values), surround(units[0::2], units[1::2]), strict=True):
        key = gram_key(first, second)
        if not has_blank(key):
            found[key].add(around)
    for unit in values:
        if unit not in BLANK:
            found[gram_key(unit, 0)] = {0}
    return found
