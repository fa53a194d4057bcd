"""A gram and what surrounds it, in one document: the marks that tell where it stands, and which grams are too common."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import pairwise

from .shards import AFTER, gram_key, hash_unit

BLANK = 0x20  # no unit up to here is part of a gram: folding leaves the space and the newline, and NUL parts documents


def is_long(marks: Collection[int], long: int) -> bool:
    """Whether marks (in any order) stand in more than ``long`` documents."""
    return len(marks) > long and len({mark >> 8 for mark in marks}) > long


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
    values = list(memoryview(title + b"\n\0" + text).cast("H"))
    found: defaultdict[int, set[int]] = defaultdict(set)
    hashes = [0, *(hash_unit(unit) for unit in values), 0]
    for at, (first, second) in enumerate(pairwise(values)):
        if first > BLANK and second > BLANK:
            found[gram_key(first, second)].add((hashes[at] & 7) << 5 | hashes[at + 3] & AFTER)
    for unit in values:
        if unit > BLANK:
            found[gram_key(unit, 0)] = {0}
    return found
