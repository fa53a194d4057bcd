"""The project's list of wrong words, as the inspection uses it: plain words, their right form, how grave they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import yaml

_GRAVE = ("grave", "error", "严重")


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
    """The lexicon of ``data/lexicon.yml``: a list of mappings with ``wrong``, ``right``, ``severity``, ``reason`` and
    ``except``, alone or under one key. None where there is no file, or one that cannot be read.
    """
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError):
        return None
    entries: list[object] = []
    for part in raw.values() if isinstance(raw, dict) else [raw]:
        entries += part if isinstance(part, list) else []
    words = [_read_word(entry) for entry in entries]
    found = tuple(word for word in words if word is not None)
    return Lexicon(found, len(words) - len(found))


def _read_word(entry: object) -> Word | None:
    if not isinstance(entry, dict) or not str(entry.get("wrong") or "").strip():
        return None
    allowed = entry.get("except") or ()
    return Word(
        str(entry["wrong"]),
        str(entry.get("right") or ""),
        str(entry.get("severity") or "") in _GRAVE,
        str(entry.get("reason") or ""),
        tuple(map(str, allowed)) if isinstance(allowed, list) else (str(allowed),) if allowed else (),
    )
