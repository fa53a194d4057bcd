"""Proofreading: Chinese text in, findings out. Pure; a family of rules in each module."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.registry.problems import Rule

from . import damage, language, lexicon, numbers, pairing, private, punctuation, sources, spacing
from .base import Finding, WordRule
from .builder import Prose
from .lexicon import Entry
from .prose import read_data_prose, read_story_prose

WORD_RULES: tuple[WordRule, ...] = (
    *punctuation.RULES, *pairing.RULES, *spacing.RULES, *numbers.RULES, *damage.RULES, *language.RULES, *private.RULES,
)  # fmt: skip
RULES: tuple[Rule, ...] = tuple(
    sorted(
        [
            *dict.fromkeys(word_rule.rule for word_rule in WORD_RULES),
            language.RELATIVE,
            private.WIDE_NUMBER,
            *sources.RULES,
            lexicon.WRONG_WORD,
            lexicon.ODD_WORD,
            lexicon.BAD_LEXICON,
        ],
        key=lambda rule: rule.id,
    )
)


def check_prose(prose: Prose, entries: tuple[Entry, ...] = (), *, numbers_too: bool = True) -> list[Finding]:
    """Everything that is wrong in a text, in its order. ``numbers_too``: private numbers of the registry's rules."""
    text = prose.text
    held = set(text)
    found: list[Finding] = []
    for word_rule in WORD_RULES:
        if word_rule.concerns(text, held):
            found += word_rule.find(text)
    found += language.find_relative(text, prose.dated)
    found += lexicon.find_words(entries, text, held)
    if numbers_too:
        found += private.find_numbers(text)
    return sorted({finding for finding in found if not _is_needed_space(prose, finding)})


def check_story(text: str, entries: tuple[Entry, ...] = ()) -> list[tuple[int, Finding]]:
    """(place in the file, finding) of a story's text, in the order of the places. Line ends must be ``\\n``."""
    prose = read_story_prose(text)
    found = [(prose.place(finding.start), finding) for finding in check_prose(prose, entries)]
    places = {at for at, _ in found}
    found += [(item.start, item) for item in private.find_numbers(text) if item.start not in places]
    found += [(item.start, item) for item in sources.find_marks(text, story=True)]
    return sorted(found)


def check_data(text: str, entries: tuple[Entry, ...] = ()) -> list[tuple[int, Finding]]:
    """The same of a data file, whose private numbers the registry looks for."""
    prose = read_data_prose(text)
    found = [(prose.place(item.start), item) for item in check_prose(prose, entries, numbers_too=False)]
    found += [(item.start, item) for item in sources.find_marks(text, story=False)]
    return sorted(found)


def _is_needed_space(prose: Prose, finding: Finding) -> bool:
    """A space after ``**晒书。**`` is no fault: without it Markdown would not see the bold's end."""
    return finding.rule == "W422" and finding.start > 0 and not prose.is_exact(finding.start - 1, finding.end)


def check_text(
    text: str, start_line: int = 1, entries: tuple[Entry, ...] = ()
) -> Iterator[tuple[int, int, Finding]]:
    """(line, column, finding) of a piece of Markdown, front matter allowed, whose first line is ``start_line``."""
    text = text.replace("\r\n", "\n")
    for at, finding in check_story(text, entries):
        yield start_line + text.count("\n", 0, at), at - text.rfind("\n", 0, at), finding


__all__ = [
    "RULES",
    "WORD_RULES",
    "Finding",
    "Prose",
    "check_data",
    "check_prose",
    "check_story",
    "check_text",
    "read_data_prose",
    "read_story_prose",
]
