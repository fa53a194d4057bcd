"""What a proofreading rule is, and what it finds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from plugins.registry.problems import Rule, Severity

# Chinese characters; 〇 is one of them in years.
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇"
# The marks that part clauses and sentences.
MARKS = "，。、；：！？"
# Ends of a passage (paragraph, heading, list item, table cell, text field) and of a record in a Prose's text.
PASSAGE = "\n\n"
RECORD = "\f"


class Finding(NamedTuple):
    """Something wrong in a text: characters ``start`` to ``end`` (from 0, end not included).

    ``fix`` replaces them where that is safe; None where a person has to decide.
    """

    start: int
    end: int
    rule: str
    message: str
    hint: str
    severity: Severity
    fix: str | None = None


Find = Callable[[str], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class WordRule:
    """A rule over plain text. ``find`` is pure.

    It runs only on texts that hold one of the ``triggers``: characters, or a tuple of words; an empty one is always.
    Patterns begin with what is rare and look back from there: a search that begins with a look-behind tries every place.
    """

    rule: Rule
    triggers: str | tuple[str, ...]
    find: Find
    # The triggers that are words, each with its characters: most texts lack one of them.
    words: tuple[tuple[frozenset[str], str], ...] = field(init=False, repr=False, compare=False)

    characters: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        single = self.triggers if isinstance(self.triggers, str) else ""
        object.__setattr__(self, "characters", frozenset(single))
        words = () if isinstance(self.triggers, str) else self.triggers
        object.__setattr__(self, "words", tuple((frozenset(word), word) for word in words))

    def concerns(self, text: str, held: set[str]) -> bool:
        """Whether the rule has anything to look for in ``text``, whose characters are ``held``."""
        if isinstance(self.triggers, str):
            return not self.characters or not held.isdisjoint(self.characters)
        for characters, word in self.words:  # noqa: SIM110 -- a generator costs more than most of the tests
            if characters <= held and word in text:
                return True
        return False


def pattern_rule(
    rule: Rule, triggers: str | tuple[str, ...], pattern: str, message: str, hint: str, fix: str | None = None
) -> WordRule:
    """A rule that is one regular expression.

    The finding is group ``x`` where there is one, else the whole match. ``message``, ``hint`` and ``fix`` may hold
    ``{0}`` for the finding's text.
    """
    compiled = re.compile(pattern)
    group: str | int = "x" if "x" in compiled.groupindex else 0

    def find(text: str) -> Iterator[Finding]:
        for match in compiled.finditer(text):
            what = match[group]
            start, end = match.span(group)
            mended = None if fix is None else fix.format(what)
            yield Finding(start, end, rule.id, message.format(what), hint.format(what), rule.severity, mended)

    return WordRule(rule, triggers, find)
