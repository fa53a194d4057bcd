"""A text with its places: the words of a file, and where each character of them stands in it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from .base import PASSAGE, RECORD


@dataclass(slots=True)
class Prose:
    """``text`` with PASSAGE between passages and RECORD between records; ``dated`` says of each record whether
    it carries a date outside its words.

    ``plain`` and ``source`` are where each unbroken stretch begins in ``text`` and in the file; ``rough`` are those
    stretches that stand in the file in another spelling (escapes), where nothing may be mended.
    """

    text: str
    plain: list[int]
    source: list[int]
    rough: frozenset[int]
    dated: tuple[bool, ...] = (False,)

    def place(self, offset: int) -> int:
        """Where the character at ``offset`` of the text stands in the file."""
        number = max(bisect_right(self.plain, offset) - 1, 0)
        if not self.plain:
            return 0
        inside = 0 if number in self.rough else offset - self.plain[number]
        return self.source[number] + inside

    def is_exact(self, start: int, end: int) -> bool:
        """Whether the stretch stands in the file character for character, without a break."""
        first = bisect_right(self.plain, start) - 1
        last = bisect_right(self.plain, max(start, end - 1)) - 1
        return first == last and first not in self.rough


@dataclass(slots=True)
class ProseBuilder:
    """Puts a Prose together from stretches of a file."""

    parts: list[str] = field(default_factory=list)
    plain: list[int] = field(default_factory=list)
    source: list[int] = field(default_factory=list)
    rough: set[int] = field(default_factory=set)
    dated: list[bool] = field(default_factory=lambda: [False])
    size: int = 0

    def add(self, at: int, words: str, *, rough: bool = False) -> None:
        """A stretch that begins at offset ``at`` of the file."""
        if words:
            if rough:
                self.rough.add(len(self.plain))
            self.plain.append(self.size)
            self.source.append(at)
            self.parts.append(words)
            self.size += len(words)

    def end_passage(self) -> None:
        if self.parts and self.parts[-1] not in (PASSAGE, RECORD):
            self.add(self.source[-1] + len(self.parts[-1]), PASSAGE, rough=True)

    def end_record(self, dated: bool) -> None:
        """Close the record; ``dated`` when one of its fields is a date."""
        self.end_passage()
        self.dated[-1] = dated
        self.dated.append(False)
        self.add(self.source[-1] if self.source else 0, RECORD, rough=True)

    def build(self) -> Prose:
        return Prose("".join(self.parts), self.plain, self.source, frozenset(self.rough), tuple(self.dated))
