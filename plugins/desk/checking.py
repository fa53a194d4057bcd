"""Everything that is wrong with the sources, as one list: data, stories, links, pictures, wording, privacy, silences."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from plugins.pipeline.crew import Crew
from plugins.pipeline.digests import digest_files, digest_parts
from plugins.pipeline.state import State
from plugins.portal.gather import Gathered, gather_sources
from plugins.portal.reader import DATA_SUFFIXES, STORY_SUFFIXES, Reader
from plugins.portal.settings import PortalSettings
from plugins.registry import list_office_numbers
from plugins.registry.privacy import find_numbers, strip_country
from plugins.registry.problems import Problem

from .proofreading import Prose, check_data, check_story, read_data_prose, read_story_prose
from .proofreading.lexicon import Entry, parse_lexicon
from .rules import list_rules
from .silence import apply_silences, parse_silences

_LINE_END = re.compile("\n")
LEXICON, SILENCE = "lexicon.yml", "silence.yml"
MOBILE = "P304"


@dataclass(frozen=True, slots=True)
class Checked:
    """``problems`` sorted; ``files`` is how many sources were looked at."""

    problems: list[Problem]
    files: int
    gathered: Gathered


@dataclass(slots=True)
class DeskReader(Reader):
    """The portal's reader, whose payloads also hold what is wrong with the words."""

    entries: tuple[Entry, ...] = field(default=())

    def parse(self, path: str, data: bytes) -> Any:
        kind, value, problems = Reader.parse(self, path, data)
        if kind == "photo":
            return kind, value, problems
        return kind, value, (*problems, *check_words(path, data, self.entries))


def read_text(data: bytes) -> str | None:
    """A source's text with ``\n`` as line end; None for bytes that are not UTF-8 (that has its own problem)."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def read_words(path: str, data: bytes) -> tuple[str, Prose] | None:
    """The text of a source and its words; None for what holds none or cannot be read."""
    text = read_text(data)
    if text is None or not path.endswith((*STORY_SUFFIXES, *DATA_SUFFIXES)):
        return None
    return text, read_story_prose(text) if path.endswith(STORY_SUFFIXES) else read_data_prose(text)


def check_words(path: str, data: bytes, entries: tuple[Entry, ...] = ()) -> list[Problem]:
    """Findings in the words of one file, as problems at their places. Pure."""
    text = read_text(data)
    if text is None:
        return []
    if path.endswith(STORY_SUFFIXES):
        found = check_story(text, entries)
    elif path.endswith(DATA_SUFFIXES):
        found = check_data(text, entries)
    else:
        return []
    starts = [0, *(match.end() for match in _LINE_END.finditer(text))] if found else []
    problems = []
    for at, item in found:
        line = bisect_right(starts, at)
        column = at - starts[line - 1] + 1
        problems.append(Problem(path, line, column, item.rule, item.message, item.hint, item.severity))
    return problems


def check_project(settings: PortalSettings, crew: Crew) -> Checked:
    """Gather, check, and leave out what is silenced. The cache lies apart from the build's."""
    lexicon_path = settings.data / LEXICON
    lexicon, own = _load(settings, lexicon_path)
    entries, problems = parse_lexicon(settings.relative(lexicon_path), lexicon)
    problems += own
    code = digest_files(Path(__file__).resolve().parent.parent, (".py",))
    folder = settings.cache / "desk"
    state = State(folder, folder / "none", digest_parts(code, lexicon)).load()
    if not settings.use_cache:
        state.forget()
    reader = DeskReader(
        settings.relative(settings.data), settings.relative(settings.content), entries=entries
    )
    gathered, _ = gather_sources(settings, state, crew, reader)
    if crew.rank == 0:
        state.save_sources()
    problems += gathered.problems
    problems = _without_offices(problems, settings, gathered)
    silence_path = settings.data / SILENCE
    written, own = _load(settings, silence_path)
    label = settings.relative(silence_path)
    silences, faults = parse_silences(label, written, [rule.id for rule in list_rules()])
    problems += own + faults
    left = apply_silences(label, silences, problems, partial(_read_line, settings.project, {}))
    return Checked(left, len(state.sources), gathered)


def _load(settings: PortalSettings, path: Path) -> tuple[str, list[Problem]]:
    """A file's text, "" when there is none."""
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n"), []
    except FileNotFoundError:
        return "", []
    except UnicodeDecodeError:
        return "", [
            Problem(settings.relative(path), 1, 1, "D003", "文件不是 UTF-8 编码", "在编辑器里另存为 UTF-8")
        ]
    except OSError:
        return "", [Problem(settings.relative(path), 1, 1, "D001", "读不出这个文件", "检查权限")]


def _read_line(root: Path, kept: dict[str, list[str]], path: str, line: int) -> str:
    if path not in kept:
        try:
            kept[path] = (root / path).read_text("utf-8").split("\n")
        except (OSError, UnicodeDecodeError):
            kept[path] = []
    lines = kept[path]
    return lines[line - 1] if 0 < line <= len(lines) else ""


def _without_offices(problems: list[Problem], settings: PortalSettings, gathered: Gathered) -> list[Problem]:
    """The problems without the mobile numbers in stories that a record declares as an office's."""
    if gathered.registry is None or not any(problem.rule == MOBILE for problem in problems):
        return problems
    offices = list_office_numbers(gathered.registry)
    kept: dict[str, list[str]] = {}

    def is_office(problem: Problem) -> bool:
        if problem.rule != MOBILE or not problem.path.endswith(STORY_SUFFIXES):
            return False
        line = _read_line(settings.project, kept, problem.path, problem.line)
        number = next(find_numbers(line[problem.column - 1 :]), None)
        return number is not None and strip_country(number.digits) in offices

    return [problem for problem in problems if not is_office(problem)] if offices else problems
