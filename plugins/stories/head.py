"""Front matter as text: where it ends, what it says, and where each value stands.

Two parsers give the same values. ``read_simple`` knows only the flat form that nearly every story has and
answers None to anything else; ``read_yaml`` reads the events of libyaml, so that scalars stay text and
aliases never expand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from plugins.pipeline.late import Late

Value = str | list["Value"] | dict[str, "Value"]
KeyPath = tuple[str | int, ...]
Place = tuple[int, int]

HEAD_FIRST_LINE: Final = 2
MAX_DEPTH: Final = 6
_CLOSE: Final = Late(r"^---[ \t]*$", re.MULTILINE)
_OPEN: Final = Late(r"---[ \t]*\n")


class Source(NamedTuple):
    """A file cut in two. ``head`` begins on line 2 of the file, ``body`` on ``body_line``; both are None-free
    text.

    ``state`` is ``whole``, ``no-head`` (no opening ``---``) or ``unclosed``.
    """

    state: str
    head: str
    body: str
    body_line: int


@dataclass(slots=True)
class Head:
    """What a YAML head says. ``keys`` and ``values`` give (line, column) in the file of each key and of each
    value.

    ``faults`` are (kind, line, column, detail); kind is ``syntax``, ``duplicate``, ``extra`` or ``deep``.
    """

    root: Value | None = None
    keys: dict[KeyPath, Place] = field(default_factory=dict)
    values: dict[KeyPath, Place] = field(default_factory=dict)
    faults: list[tuple[str, int, int, str]] = field(default_factory=list)


def split_source(text: str) -> Source:
    """Cut a file's text into front matter and body. Line ends become ``\\n`` and a byte order mark goes."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.removeprefix("\ufeff")
    if text.startswith("---\n"):
        end = text.find("\n---\n", 3)
        if end >= 0:
            head = text[4 : end + 1]
            return Source("whole", head, text[end + 5 :], head.count("\n") + 3)
    opening = _OPEN.match(text)
    if not opening:
        return Source("no-head", "", text, 1)
    closing = _CLOSE.search(text, opening.end())
    if not closing:
        return Source("unclosed", text[opening.end() :], "", 1)
    head = text[opening.end() : closing.start()]
    return Source("whole", head, text[closing.end() + 1 :], head.count("\n") + 3)


# A plain scalar that YAML reads as it stands: it begins with a letter, a digit or an opening mark, holds no
# control character, no line separator and neither ``: `` nor `` #``, and does not end in a blank or a
# colon.
_ODD: Final = "\x00-\x1f\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
_PLAIN: Final = rf"[0-9A-Za-z\u3007\u4e00-\u9fff《“‘(【](?:[^{_ODD}:# ]|:(?! |$)|(?<! )#|[ ](?![ ]*$))*"
_KEY: Final = r"[A-Za-z_\u4e00-\u9fff][0-9A-Za-z_\u4e00-\u9fff]*"
_ITEM: Final = r"[0-9A-Za-z\u4e00-\u9fff](?:[0-9A-Za-z\u4e00-\u9fff·\-/]*[0-9A-Za-z\u4e00-\u9fff·/])?"
_LINE: Final = Late(
    rf"({_KEY}):(?: (?:({_PLAIN})|\"([^\"\\{_ODD}]*)\"|\[({_ITEM}(?:, ?{_ITEM})*)\]))?$", re.MULTILINE
)
_NESTED_KEY: Final = Late(rf"  ({_KEY}): (?:({_PLAIN})|\[({_ITEM}(?:, ?{_ITEM})*)\])$", re.MULTILINE)
_NESTED_ITEM: Final = Late(rf"  - ({_PLAIN})$", re.MULTILINE)
_COMMA: Final = Late(", ?")


def read_simple(head: str) -> dict[str, Value] | None:
    """The values of a simple head, or None when it holds anything that wants a real YAML parser."""
    found: dict[str, Value] = {}
    position, end = 0, len(head)
    while position < end:
        match = _LINE.match(head, position)
        if match is None:
            return None
        key, plain, quoted, items = match.groups()
        if key in found:
            return None
        position = match.end() + 1
        if plain is not None:
            found[key] = plain
        elif items is not None:
            found[key] = list(_COMMA.split(items))
        elif quoted is not None:
            found[key] = quoted
        else:
            nested, position = _read_nested(head, position)
            if nested is None:
                return None
            found[key] = nested
            continue
        if head.startswith(" ", position):
            return None
    return found


def _read_nested(head: str, position: int) -> tuple[Value | None, int]:
    """What stands indented below an empty key: items, or keys with values. "" when nothing does."""
    items: list[Value] = []
    while match := _NESTED_ITEM.match(head, position):
        items.append(match[1])
        position = match.end() + 1
    if items:
        return (None if head.startswith((" ", "- "), position) else items), position
    keys: dict[str, Value] = {}
    while match := _NESTED_KEY.match(head, position):
        key, plain, listed = match.groups()
        if key in keys:
            return None, position
        keys[key] = plain if plain is not None else list(_COMMA.split(listed))
        position = match.end() + 1
    if head.startswith((" ", "- "), position):
        return None, position
    return (keys or ""), position


class _Frame:
    """A mapping or list that is still open while events are read."""

    __slots__ = ("container", "key", "path")

    def __init__(self, container: Any, path: KeyPath) -> None:
        self.container = container
        self.path = path
        self.key: str | None = None


def read_yaml(head: str) -> Head:
    """Read any head. Never raises; what is wrong is in ``faults``, and ``root`` is then what could be
    understood.
    """
    import yaml  # noqa: PLC0415 -- nearly every head is a simple one, and yaml takes its time to load

    result = Head()
    stack: list[_Frame] = []
    try:
        for event in yaml.parse(head, Loader=yaml.CSafeLoader):
            if not _take_event(yaml, event, result, stack):
                return result
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line, mark.column) if mark else (0, 0)
        result.faults.append(
            ("syntax", line + HEAD_FIRST_LINE, column + 1, str(getattr(error, "problem", "") or ""))
        )
    return result


def _take_event(yaml: Any, event: Any, result: Head, stack: list[_Frame]) -> bool:
    """Put one event where it belongs; False stops the reading."""
    mark = event.start_mark
    place = (mark.line + HEAD_FIRST_LINE, mark.column + 1)
    if isinstance(event, yaml.DocumentStartEvent):
        if result.root is not None:
            result.faults.append(("syntax", *place, "second document"))
            return False
    elif isinstance(event, yaml.AliasEvent):
        result.faults.append(("extra", *place, f"*{event.anchor}"))
        return False
    elif isinstance(event, yaml.CollectionEndEvent):
        stack.pop()
    elif isinstance(event, yaml.NodeEvent):
        tag = getattr(event, "tag", None)
        if event.anchor or tag not in (None, "!"):
            result.faults.append(("extra", *place, f"&{event.anchor}" if event.anchor else str(tag)))
            if len(result.faults) > MAX_DEPTH:
                return False
        return _take_node(yaml, event, place, result, stack)
    return True


def _take_node(yaml: Any, event: Any, place: Place, result: Head, stack: list[_Frame]) -> bool:
    frame = stack[-1] if stack else None
    scalar = isinstance(event, yaml.ScalarEvent)
    if frame is not None and isinstance(frame.container, dict) and frame.key is None:
        if not scalar:
            result.faults.append(("syntax", *place, "complex key"))
            return False
        path = (*frame.path, event.value)
        if event.value in frame.container:
            result.faults.append(("duplicate", *place, event.value))
        else:
            result.keys[path] = place
        frame.key = event.value
        return True
    if len(stack) >= MAX_DEPTH:
        result.faults.append(("deep", *place, ""))
        return False
    value: Value = event.value if scalar else {} if isinstance(event, yaml.MappingStartEvent) else []
    path = _put(value, place, result, frame)
    if not scalar:
        stack.append(_Frame(value, path))
    return True


def _put(value: Value, place: Place, result: Head, frame: _Frame | None) -> KeyPath:
    """Hang a value into the open container. The first of two equal keys stands."""
    if frame is None:
        result.root = value
        path: KeyPath = ()
    elif isinstance(frame.container, dict):
        key = frame.key or ""
        path = (*frame.path, key)
        frame.container.setdefault(key, value)
        frame.key = None
    else:
        path = (*frame.path, len(frame.container))
        frame.container.append(value)
    result.values.setdefault(path, place)
    return path


def locate_value(head: str, path: KeyPath) -> Place:
    """Line and column in the file of the value at ``path``, or of the nearest thing above it that exists."""
    places = read_yaml(head).values
    while path and path not in places:
        path = path[:-1]
    return places.get(path, (1, 1)) if path else (1, 1)
