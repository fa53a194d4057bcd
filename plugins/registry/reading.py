"""YAML as plain text: mappings, lists and strings, with every surprise of YAML refused.

Nothing is typed here, because YAML's own typing harms this data (12:30 is 750, 010 is 8, no is false). Anchors,
aliases, tags and merge keys are refused altogether: nobody who edits these files needs them, and they can be a bomb.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]

from .problems import Problem
from .yaml_errors import explain_yaml_error

MAX_DEPTH = 16
MAX_PROBLEMS = 50
_EMPTY = frozenset({"", "~", "null"})
# Control characters, zero-width ones, bidirectional overrides: none can be seen, all can mislead.
HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)

Location = tuple[str | int, ...]


@dataclass(slots=True)
class Reading:
    """What a YAML text holds. ``value`` is None when it could not be read; ``starts`` holds where each item begins."""

    value: Any = None
    starts: dict[Location, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


_STRAY_BREAKS = {0x85: " ", 0x2028: " ", 0x2029: " "}


class _RefusedError(Exception):
    """Reading cannot go on; the problem is already noted."""


def read_yaml(path: str, text: str, *, deep: bool = False) -> Reading:
    """Read one YAML document of ``text``. Never raises for what the text holds.

    ``starts`` keeps (line, column) of items down to two levels, which is where records begin; with ``deep`` of all.
    """
    # YAML breaks lines where editors do not; both would count differently. find_hidden has told of these characters.
    reader = _Reader(path, text.translate(_STRAY_BREAKS), deep)
    try:
        reader.read()
    except _RefusedError:
        reader.reading.value = None
    except yaml.YAMLError as error:
        reader.reading.value = None
        reader.reading.problems.append(explain_yaml_error(path, text, error))
    except RecursionError:
        reader.reading.value = None
        reader.note("D010", (1, 1), "嵌套太深", "记录不会超过十层，请检查缩进和括号")
    return reader.reading


class _Reader:
    """Builds values from the parser's events. Events cost a fifth of what nodes do."""

    def __init__(self, path: str, text: str, deep: bool) -> None:
        self.path = path
        # The stubs call every event optional; the parser gives one until the stream ends.
        self.next_event: Callable[[], Any] = CParser(text).get_event
        self.deep = deep
        self.reading = Reading()

    def note(self, rule: str, at: tuple[int, int], message: str, hint: str) -> None:
        self.reading.problems.append(Problem(self.path, at[0], at[1], rule, message, hint))
        if len(self.reading.problems) >= MAX_PROBLEMS:
            raise _RefusedError

    def read(self) -> None:
        get = self.next_event
        get()  # the stream's start
        event = get()
        if isinstance(event, yaml.StreamEndEvent):
            return
        self.reading.value = self.build(get(), (), 0)
        get()  # the document's end
        event = get()
        if not isinstance(event, yaml.StreamEndEvent):
            mark = event.start_mark
            self.note(
                "D009",
                (mark.line + 1, mark.column + 1),
                "一个文件里有多个 YAML 文档",
                "删去 --- 行，多条记录写成列表",
            )

    def build(self, event: Any, where: Location, depth: int) -> Any:
        kind = event.__class__
        if kind is yaml.ScalarEvent:
            if event.anchor is not None or event.tag is not None:
                self.refuse_marks(event)
            value: str = event.value
            if not event.style and value in _EMPTY:
                return None
            if event.style == '"' and HIDDEN.search(value):
                self.note("D004", _start(event), "文字里有看不见的字符", "删去反斜杠写法的控制字符")
            return value
        if kind is yaml.AliasEvent:
            self.note(
                "D008",
                _start(event),
                f"不能使用别名“*{event.anchor}”",
                "把内容照写一遍；若是文字，用引号括起来",
            )
            return None
        if event.anchor is not None or event.tag is not None:
            self.refuse_marks(event)
        if depth > MAX_DEPTH:
            self.note("D010", _start(event), "嵌套太深", "记录不会超过十层，请检查缩进和括号")
            raise _RefusedError
        if kind is yaml.MappingStartEvent:
            return self.build_mapping(where, depth)
        return self.build_list(where, depth)

    def build_mapping(self, where: Location, depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        get, deep = self.next_event, self.deep or depth < 1
        seen: set[str] = set()
        while (event := get()).__class__ is not yaml.MappingEndEvent:
            key = self.read_key(event, where, depth)
            value_event = get()
            inner = (*where, key) if deep else where
            if deep:
                mark = value_event.start_mark
                self.reading.starts[inner] = (mark.line + 1, mark.column + 1)
                self.reading.starts[(*inner, KEY)] = _start(event)
            value = self.build(value_event, inner, depth + 1)
            if key in seen:
                self.note("D007", _start(event), f"“{key}”写了两次", "留一个，删一个")
            elif value is not None:
                result[key] = value
            seen.add(key)
        return result

    def read_key(self, event: Any, where: Location, depth: int) -> str:
        if event.__class__ is yaml.ScalarEvent and event.anchor is None and event.tag is None:
            key: str = event.value
            if key == "<<" and not event.style:
                self.note("D008", _start(event), "不能使用合并键“<<”", "把内容照写一遍")
            return key
        self.note("D016", _start(event), "键必须是文字", "写成 键: 值；文字里有 [ ] { } * & ! 时用引号括起来")
        self.build(event, where, depth + 1)
        return f"\x00{event.start_mark.index}"

    def build_list(self, where: Location, depth: int) -> list[Any]:
        result: list[Any] = []
        get, deep = self.next_event, self.deep or depth < 2
        while (event := get()).__class__ is not yaml.SequenceEndEvent:
            inner = (*where, len(result)) if deep else where
            if deep:
                mark = event.start_mark
                self.reading.starts[inner] = (mark.line + 1, mark.column + 1)
            value = self.build(event, inner, depth + 1)
            if value is None and event.__class__ is yaml.ScalarEvent:
                self.note("D015", _start(event), "列表里有一个空项", "填上内容，或删去这一行")
            result.append(value)
        return result

    def refuse_marks(self, event: Any) -> None:
        if event.anchor is not None:
            self.note(
                "D008", _start(event), f"不能使用锚点“&{event.anchor}”", "删去它；若是文字，用引号括起来"
            )
        if event.tag is not None:
            self.note("D008", _start(event), f"不能使用标签“{event.tag}”", "删去它；若是文字，用引号括起来")


# The last step of a location that means the key, not its value.
KEY = "\x00key"


def _start(event: Any) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1)


def find_hidden(path: str, text: str) -> Iterator[Problem]:
    """The first hidden character of each of the first lines that hold one."""
    seen: set[int] = set()
    for match in HIDDEN.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        if line not in seen:
            seen.add(line)
            column = match.start() - text.rfind("\n", 0, match.start())
            yield Problem(
                path,
                line,
                column,
                "D004",
                f"文字里有看不见的字符（U+{ord(match[0]):04X}）",
                "删去它，多半是从网页或文档里带来的",
            )
        if len(seen) >= MAX_PROBLEMS:
            return


@dataclass(slots=True)
class Locator:
    """Finds lines and columns of a file's fields. Reads the text again, once, and only when there is a problem to place."""

    path: str
    text: str
    _starts: dict[Location, tuple[int, int]] | None = None

    def find(self, where: Location, *, key: bool = False) -> tuple[int, int]:
        """(line, column) of the value at ``where``, or of its key; of the nearest part around it when it is absent."""
        if self._starts is None:
            self._starts = read_yaml(self.path, self.text, deep=True).starts
        if key and (*where, KEY) in self._starts:
            return self._starts[(*where, KEY)]
        while where:
            if where in self._starts:
                return self._starts[where]
            where = where[:-1]
        return (1, 1)
