"""The project's list of wrong words, as the inspection uses it: plain words, their right form, how grave they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import yaml


class Word(NamedTuple):
    """``wrong`` as it must not stand; ``right`` may be empty. ``allowed`` are longer words in which it is no mistake."""

    wrong: str
    right: str
    grave: bool
    reason: str
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words in their order; ``unread`` entries could not be understood."""

    words: tuple[Word, ...] = ()
    unread: int = 0

    def find(self, text: str) -> Iterator[tuple[int, Word]]:
        """Every wrong word with its position."""
        if not self.words or not _any_of(self.words).search(text):
            return
        for word in self.words:
            if word.wrong in text:
                for match in re.finditer(re.escape(word.wrong), text):
                    if not any(_covers(text, match.start(), word.wrong, longer) for longer in word.allowed):
                        yield match.start(), word


@lru_cache(maxsize=4)
def _any_of(words: tuple[Word, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word.wrong) for word in words))


def _covers(text: str, at: int, wrong: str, longer: str) -> bool:
    inside = longer.find(wrong)
    while inside >= 0:
        if text.startswith(longer, at - inside) and at >= inside:
            return True
        inside = longer.find(wrong, inside + 1)
    return False


def load_lexicon(path: Path) -> Lexicon | None:
    """The words of ``data/lexicon.yml``, in the form that the desk checks them in: a list of mappings with ``wrong`` (one or
    several), ``right``, ``severity``, ``reason`` and ``unless``. Without a severity a word is an error, and an error is
    grave here: the desk's check would have stopped it. None where there is no file, or one that cannot be read.
    """
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError):
        return None
    entries = raw if isinstance(raw, list) else []
    words = [_read_words(entry) for entry in entries]
    unread = sum(not found for found in words) + (raw is not None and not isinstance(raw, list))
    return Lexicon(tuple(word for found in words for word in found), unread)


def _read_words(entry: object) -> list[Word]:
    if not isinstance(entry, dict):
        return []
    right, reason = str(entry.get("right") or ""), str(entry.get("reason") or "")
    grave = entry.get("severity") != "warning"
    allowed = tuple(_many(entry.get("unless")))
    return [Word(wrong, right, grave, reason, allowed) for wrong in _many(entry.get("wrong"))]


def _many(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [text for text in values if isinstance(text, str) and text.strip()]
