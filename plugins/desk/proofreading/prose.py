"""The words of a file without its markup, each character with its place in the file.

Proofreading reads these words only: no code, no addresses, no keys, no ids. What is taken out between two words leaves
nothing behind, so that ``[示例人物一](honoree:x)的`` reads 示例人物一的.
"""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]

from .base import HAN
from .builder import Prose, ProseBuilder
from .markdown_words import add_markdown

_HAN = re.compile(f"[{HAN}]")


def add_yaml(builder: ProseBuilder, text: str, offset: int = 0) -> bool:
    """The Chinese words in the values of a YAML text that begins at ``offset`` of the file; True when some value is
    a date. A text that is not YAML gives what was read up to there.
    """
    dated = False
    for is_date, item in _walk_yaml(text):
        dated = dated or is_date
        if item is not None:
            _add_scalar(builder, text, item, offset)
    return dated


_DATE = re.compile(r"(?:19|20)\d\d(?:$|-)")


def _walk_yaml(text: str) -> list[tuple[bool, yaml.ScalarEvent | None]]:
    """(is a date, scalar with Chinese words or None) of every value."""
    found: list[tuple[bool, yaml.ScalarEvent | None]] = []
    # One frame for each open collection: None in a list, else whether a key is due.
    stack: list[bool | None] = []
    try:
        parser = CParser(text)
        while True:
            event: Any = parser.get_event()
            kind = event.__class__
            if kind is yaml.StreamEndEvent:
                return found
            if kind is yaml.ScalarEvent:
                if stack and stack[-1] is True:
                    stack[-1] = False
                    continue
                if _DATE.match(event.value):
                    found.append((True, None))
                elif _HAN.search(event.value):
                    found.append((False, event))
            elif kind in (yaml.MappingEndEvent, yaml.SequenceEndEvent):
                stack.pop()
            elif kind is yaml.MappingStartEvent:
                stack.append(True)
                continue
            elif kind is yaml.SequenceStartEvent:
                stack.append(None)
                continue
            else:
                continue
            if stack and stack[-1] is False:
                stack[-1] = True
    except yaml.YAMLError:
        return found


def _add_scalar(builder: ProseBuilder, text: str, event: Any, offset: int) -> None:
    start, end = event.start_mark.index, event.end_mark.index
    raw = text[start:end]
    if event.style in {"|", ">"}:
        plain, starts = _unindent(raw, offset + start)
        add_markdown(builder, plain, starts)
        return
    if event.style in {'"', "'"}:
        start, raw = start + 1, raw[1:-1]
        if (event.style == '"' and "\\" in raw) or (event.style == "'" and "''" in raw):
            builder.add(offset + start, event.value, rough=True)
            builder.end_passage()
            return
    position = 0
    for line in raw.split("\n"):
        words = line.strip()
        if words:
            if position:
                builder.add(offset + start + position - 1, "\n")
            builder.add(offset + start + position + len(line) - len(line.lstrip()), words)
        position += len(line) + 1
    builder.end_passage()


def _unindent(raw: str, at: int) -> tuple[str, list[tuple[int, int]]]:
    """A block scalar's text without its head line and indentation, with the offset of each line in the file."""
    head, _, body = raw.partition("\n")
    position = at + len(head) + 1
    lines = body.split("\n")
    depth = next((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), 0)
    texts: list[str] = []
    starts: list[tuple[int, int]] = []
    size = 0
    for line in lines:
        inner = line[depth:]
        starts.append((size, position + min(depth, len(line))))
        texts.append(inner)
        size += len(inner) + 1
        position += len(line) + 1
    return "\n".join(texts), starts


_HEAD = re.compile(r"\ufeff?---[ \t]*\n([\s\S]*?)^---[ \t]*$\n?", re.MULTILINE)


# A line of front matter that needs no YAML parser: a key and a plain value, or an item of a list.
_PLAIN_LINE = re.compile(
    r"(?:[ ]*(?:- )?[\w-]+:(?: |$)|  - )(?P<value>(?:[^\s\[{\"'|>&*!%@`#,?:-](?:[^:#\n]|:(?! )|(?<! )#)*)?)$"
)


_PLAIN_LIST = re.compile(r"[ ]*[\w-]+: \[([^\[\]{}\"'#&*!|>%@`:]*)\]$")
_PLAIN_ITEM = re.compile(r"[^, ][^,]*")


def _add_head(builder: ProseBuilder, head: str, offset: int) -> bool:
    """The same as ``add_yaml`` for front matter, which is nearly always so plain that lines do."""
    found: list[tuple[int, str]] = []
    dated = False
    at = offset
    for line in head.split("\n"):
        if line:
            match = _PLAIN_LINE.match(line)
            if match is None and not _HAN.search(line) and not line.endswith(("|", ">", "-")):
                at += len(line) + 1
                continue
            items = _PLAIN_LIST.match(line) if match is None else None
            if items:
                found += [
                    (at + item.start(), item[0].rstrip())
                    for item in _PLAIN_ITEM.finditer(line, items.start(1), items.end(1))
                    if _HAN.search(item[0])
                ]
                at += len(line) + 1
                continue
            if match is None:
                return add_yaml(builder, head, offset)
            value = match["value"]
            if value:
                dated = dated or _DATE.match(value) is not None
                if _HAN.search(value):
                    found.append((at + match.start("value"), value.rstrip()))
        at += len(line) + 1
    for place, value in found:
        builder.add(place, value)
        builder.end_passage()
    return dated


def read_story_prose(text: str) -> Prose:
    """The words of a story: its front matter's values, then its body. Line ends must be ``\\n``."""
    builder = ProseBuilder()
    head = _HEAD.match(text)
    dated = False
    if head:
        dated = _add_head(builder, head[1], head.start(1))
    add_markdown(builder, text[head.end() :] if head else text, [(0, head.end() if head else 0)])
    builder.dated[-1] = dated
    return builder.build()


_ITEM = re.compile(r"^- ", re.MULTILINE)


def read_data_prose(text: str) -> Prose:
    """The words of a data file, record by record. Line ends must be ``\\n``."""
    builder = ProseBuilder()
    starts = [match.start() for match in _ITEM.finditer(text)] or [0]
    ends = [*starts[1:], len(text)]
    if starts[0] > 0:
        builder.end_record(add_yaml(builder, text[: starts[0]]))
    for start, end in zip(starts, ends, strict=True):
        builder.end_record(add_yaml(builder, text[start:end], start))
    return builder.build()
