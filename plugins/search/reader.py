"""The same search in Python, over the same files: what tests and the inspection hold the browser's script against."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from .fold import encode_units, fold_query
from .names import match_name
from .shards import RESIDUES, Entry, Shard, decode_gaps, gram_key, locate_gram, unpack_shard

MOST_GRAMS = (
    4  # for one word of the query: all of five units; eight still touch one another; more would cost bytes
)


def choose_places(length: int) -> list[int]:
    """Which pairs of a word of ``length`` units are looked up: all of them, or four spread from end to end."""
    last = length - 2
    if last < MOST_GRAMS:
        return list(range(last + 1))
    return [last * step // (MOST_GRAMS - 1) for step in range(MOST_GRAMS)]


class Reader:
    """Answers queries from ``read(name under search/) -> bytes``; ``fetched`` counts what a browser would fetch."""

    def __init__(self, read: Callable[[str], bytes]) -> None:
        self._read = read
        self.fetched: dict[str, int] = {}
        self.manifest: dict[str, Any] = json.loads(self._get("index.json"))

    def _get(self, name: str) -> bytes:
        data = self._read(name)
        self.fetched[name] = len(data)
        return data

    def _entry(self, first: int, second: int) -> Entry:
        number, rest = locate_gram(gram_key(first, second), self.manifest["bits"])
        shard: Shard = unpack_shard(self._get(f"s/{number:x}.bin"))
        return shard.entries.get(rest, Entry())

    def find_word(self, word: str) -> tuple[set[int], set[int]]:
        """``(slots, slots by title)`` of the documents that hold a folded word."""
        units = memoryview(encode_units(word)).cast("H")
        if len(units) == 1:
            entry = self._entry(units[0], 0)
            return set(decode_gaps(entry.body)), set(decode_gaps(entry.titles))
        starts: set[int] | None = None
        slots: set[int] | None = None
        titles: set[int] | None = None
        for place in choose_places(len(units)):
            entry = self._entry(units[place], units[place + 1])
            numbers = decode_gaps(entry.body)
            if entry.slots:
                slots = set(numbers) if slots is None else slots & set(numbers)
            else:
                moved = {(n & ~63) | ((n - place) % RESIDUES) for n in numbers}
                starts = moved if starts is None else starts & moved
            named = set(decode_gaps(entry.titles))
            titles = named if titles is None else titles & named
        found = {mark >> 6 for mark in starts} if starts is not None else slots or set()
        if slots is not None:
            found &= slots
        return found, (titles or set()) & found

    def find(self, query: str) -> list[int]:
        """Slots in the order shown: names, titles, text; each newest first."""
        words = fold_query(query)
        if not words:
            return []
        answers = [self.find_word(word) for word in words]
        found = set.intersection(*(slots for slots, _ in answers))
        titles = set.intersection(*(slots for _, slots in answers))
        heard: dict[int, int] = {}
        letters = "".join(words)
        if letters.isascii() and letters.replace("'", "").isalpha():
            for _, syllables, slot in json.loads(self._get("names.json")):
                heard[slot] = max(heard.get(slot, 0), match_name(letters, syllables))
        named = self.manifest["named"]

        def grade(slot: int) -> int:
            return max(
                heard.get(slot, 0) + 1 if heard.get(slot) else 0,
                3 if slot in titles and slot < named else slot in titles,
            )

        everything = found | {slot for slot, value in heard.items() if value}
        return sorted(everything, key=lambda slot: (-grade(slot), -slot))

    def describe(self, slots: list[int]) -> list[list[str]]:
        """Rows ``[title, url, section, town, date]`` of the slots, as the first page of results fetches them."""
        size = self.manifest["block"]
        return [json.loads(self._get(f"m/{slot // size}.json"))[slot % size] for slot in slots]
