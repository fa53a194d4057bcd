"""Words that ``data/silence.yml`` lets stand, as the inspection honours them: where the source says so, the page may say so.

A silence names a place of the sources, the inspection reads the output. The two meet in the words: what stands around a
word in the output must stand around it in the silenced source too, so that the same word elsewhere is found as before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

import yaml

# The desk's rules for the sources -> what the same fault is called in the output.
SAME_FAULT: Final = {
    "W431": ("I101", "I216"),
    "W432": ("I101", "I216"),
    "W407": ("I217",),
    "W414": ("I217",),
    "W424": ("I217",),
}
# So many characters on either side must agree.
AROUND: Final = 4
_FOLDERS: Final = ("content", "data")
_LINK_TARGET = re.compile(r"\]\([^)\n]*\)")
_MARKS = re.compile(r"[\s_`\[\]#>|\"'\\]+|\*\*|(?<![\u4e00-\u9fff])\*|\*(?![\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True)
class Silence:
    """One entry: the rules of the output that it covers, the texts in which it holds, and why."""

    rules: tuple[str, ...]
    texts: tuple[str, ...]
    reason: str


def find_reason(silences: Iterable[Silence], rule: str, text: str, start: int, end: int) -> str:
    """Why what stands at ``start`` to ``end`` of a page's text may stand; "" when it may not."""
    for silence in silences:
        if rule in silence.rules:
            around = _context(text, start, end)
            if any(around in held for held in silence.texts):
                return silence.reason
    return ""


def _context(text: str, start: int, end: int) -> str:
    """The word with its neighbours, as far as they stand in the same line; what shortens a text (……) is no neighbour."""
    before = re.split(r"[\n…]", text[max(0, start - 3 * AROUND) : start])[-1]
    after = re.split(r"[\n…]", text[end : end + 3 * AROUND])[0]
    return _plain(before)[-AROUND:] + text[start:end] + _plain(after)[:AROUND]


def _plain(text: str) -> str:
    return _MARKS.sub("", _LINK_TARGET.sub("", text))


def load_silences(data: Path) -> tuple[Silence, ...]:
    """The silences of ``silence.yml`` in the folder ``data`` that concern the output. Entries that are not well written
    are the desk's to complain of; here they hold for nothing.
    """
    try:
        raw = yaml.load((data / "silence.yml").read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError):
        return ()
    made = []
    for entry in raw if isinstance(raw, list) else []:
        if not isinstance(entry, dict):
            continue
        rule, path, reason = (str(entry.get(key) or "") for key in ("rule", "path", "reason"))
        if path and reason and rule in SAME_FAULT:
            texts = tuple(_read_texts(data.parent, path, str(entry.get("text") or "")))
            made.append(Silence(SAME_FAULT[rule], texts, reason))
    return tuple(made)


def _read_texts(project: Path, pattern: str, wanted: str) -> Iterator[str]:
    """The plain text of every source that the pattern names: the whole of it, or the lines that hold ``wanted``."""
    for folder in _FOLDERS:
        if not pattern.startswith((f"{folder}/", "*", "?", "[")):
            continue
        for path in sorted((project / folder).rglob("*")):
            name = path.relative_to(project).as_posix()
            if path.suffix in (".md", ".yml", ".yaml") and fnmatchcase(name, pattern) and path.is_file():
                text = path.read_text(encoding="utf-8", errors="replace")
                if wanted:
                    yield from (_plain(line) for line in text.splitlines() if wanted in line)
                else:
                    yield _plain(text)
