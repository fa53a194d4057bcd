"""The same search in Python, over the same files: what tests and the inspection hold the browser's script against."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from .fold import encode_units, fold_query
from .names import weigh_name
from .shards import (
    AFTER,
    Entry,
    decode_gaps,
    gram_key,
    hash_unit,
    locate_after,
    locate_gram,
    part_of,
    unpack_shard,
)

# For one word of the query: all pairs of seven units. More would cost bytes and hardly exclude anything; fewer would miss
# the seam between two frequent words, which tells most.
MOST_GRAMS = 6


def choose_places(length: int) -> list[int]:
    """Which pairs of a word of ``length`` units are looked up: all of them, or six spread from end to end."""
    last = length - 2
    if last < MOST_GRAMS:
        return list(range(max(last, 0) + 1))
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

    def _entry(self, units: Sequence[int], place: int) -> Entry:
        """The entry of the pair at ``place``; of a long gram, the one with the unit after it."""
        single = len(units) == 1
        key = gram_key(units[place], 0 if single else units[place + 1])
        where = locate_gram(key, self.manifest["bits"])
        long = set() if place + 2 >= len(units) else set(decode_gaps(self._get(f"s/long{part_of(key)}.bin")))
        if key in long:
            where = locate_after(where, hash_unit(units[place + 2]) & AFTER, self.manifest["bits"])
        return unpack_shard(self._get(f"s/{where[0]:x}.bin")).entries.get(where[1], Entry(slots=single))

    def find_word(self, word: str) -> tuple[set[int], set[int]]:
        """``(slots, slots by title)`` of the documents that hold a folded word."""
        units = list(memoryview(encode_units(word)).cast("H"))
        found: list[set[int]] = []
        titles: list[set[int]] = []
        for place in choose_places(len(units)):
            entry = self._entry(units, place)
            numbers = decode_gaps(entry.body)
            if not entry.slots:
                numbers = [mark >> 8 for mark in numbers if _agrees(mark, units, place)]
            found.append(set(numbers))
            titles.append(set(decode_gaps(entry.titles)))
        slots = set.intersection(*found)
        return slots, slots.intersection(*titles)

    def find(self, query: str) -> list[int]:
        """Slots in the order shown: names, titles, text; each newest first."""
        words = fold_query(query)
        if not words:
            return []
        answers = [self.find_word(word) for word in words]
        found = set.intersection(*(slots for slots, _ in answers))
        titles = set.intersection(*(slots for _, slots in answers))
        heard: dict[int, float] = {}
        letters = "".join(words)
        if letters.isascii() and letters.replace("'", "").isalpha():
            for _, syllables, slot in json.loads(self._get("names.json")):
                heard[slot] = max(heard.get(slot, 0), weigh_name(letters, syllables))
        named = self.manifest["named"]

        def grade(slot: int) -> float:
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


def _agrees(mark: int, units: Sequence[int], place: int) -> bool:
    """Whether a mark's surroundings can be those of the pair at ``place``."""
    before = place == 0 or mark >> 5 & 7 == hash_unit(units[place - 1]) & 7
    return before and (place + 2 >= len(units) or mark & AFTER == hash_unit(units[place + 2]) & AFTER)
