"""What is searched, and where each document's number comes from."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

NAMED = "*"  # the bucket of records that are looked up by name: places, teams, honorees, villages
SEED = 0x5EA7


@dataclass(frozen=True, slots=True)
class Document:
    """One address that can be found.

    ``date`` is ``YYYY-MM-DD`` or empty; ``year`` is four digits or empty; ``names`` are pairs of a name and its pinyin
    (empty: worked out). A document with names belongs to the records, which stand before stories among equal hits.
    ``rank`` raises a record (or an undated page) among its like; dated documents are ordered by date, newest first.
    """

    key: str
    url: str
    title: str
    text: str
    section: str = ""
    section_name: str = ""
    town: str = ""
    year: str = ""
    date: str = ""
    names: tuple[tuple[str, str], ...] = ()
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """The number (slot) of every document, and the buckets that slots are dealt from: ``(name, capacity)`` in order."""

    buckets: tuple[tuple[str, int], ...]
    slots: dict[str, int]

    @property
    def size(self) -> int:
        return sum(capacity for _, capacity in self.buckets)

    def checks(self) -> tuple[int, ...]:
        """A running 16-bit check of the bucket table: a shard names the one it was written under."""
        total, found = SEED, []
        for name, capacity in self.buckets:
            for unit in f"{name}:{capacity};".encode():
                total = (total * 31 + unit) & 0xFFFF
            found.append(total)
        return tuple(found)

    def bucket_of(self, slot: int) -> int:
        """The index of the bucket that holds ``slot``."""
        end = 0
        for index, (_, capacity) in enumerate(self.buckets):
            end += capacity
            if slot < end:
                return index
        raise IndexError(slot)


def build_layout(documents: Iterable[Document]) -> Layout:
    """Deal a slot to every document: a pure function of the set, in which one more document moves few others.

    Each month has its own run of slots, with room to spare; within it a document stands near the place that its day gives
    it (ties by a hash of its key) and pushes its neighbours only as far as the next hole. Slots grow with time, so that
    newest first is simply downwards. The first bucket is for the records, the next for pages without a date.
    """
    groups: dict[str, list[tuple[float, str]]] = {NAMED: []}
    for document in documents:
        bucket = NAMED if document.names else document.date[:7]
        groups.setdefault(bucket, []).append((_place_in_bucket(document, bucket), document.key))
    order = [NAMED, *sorted(name for name in groups if name != NAMED)]
    buckets: list[tuple[str, int]] = []
    slots: dict[str, int] = {}
    start = 0
    for name in order:
        members = sorted(groups[name])
        capacity = _capacity(len(members))
        buckets.append((name, capacity))
        last = -1
        for index, (fraction, key) in enumerate(members):
            last = min(max(last + 1, int(fraction * capacity)), capacity - len(members) + index)
            slots[key] = start + last
        start += capacity
    return Layout(tuple(buckets), slots)


def _place_in_bucket(document: Document, bucket: str) -> float:
    tie = zlib.crc32(document.key.encode("utf-8", "surrogatepass")) / 2**32
    if bucket in (NAMED, ""):
        # Ranks share the bucket in even bands; eight are plenty, and a rank beyond them stands with the last.
        return (min(max(document.rank, 0), 7) + tie) / 8 if document.rank else tie / 8
    day = document.date[8:10]
    return (((int(day) if day.isdigit() else 1) - 1) % 31 + tie) / 31


def _capacity(count: int) -> int:
    """The least of 8, 12, 16, 24, 32, 48 … of which ``count`` fills three quarters at most."""
    size = 8
    while count * 4 > size * 3:
        size = size * 3 // 2 if size & (size - 1) == 0 else size * 4 // 3
    return size


def list_facets(documents: Sequence[Document]) -> dict[str, list[tuple[str, str]]]:
    """The choices a reader can narrow by: sections and towns by name, years newest first, as ``(value, label)``."""
    sections = {d.section: d.section_name or d.section for d in documents if d.section}
    towns = sorted({d.town for d in documents if d.town})
    years = sorted({year_of(d) for d in documents if year_of(d)}, reverse=True)
    return {
        "sections": sorted(sections.items())[:255],
        "towns": [(town, town) for town in towns[:255]],
        "years": [(year, f"{year}年") for year in years[:255]],
    }


def year_of(document: Document) -> str:
    return document.year or document.date[:4]
