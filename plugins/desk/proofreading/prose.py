"""The words of a file without its markup, each character with its place in the file.

Proofreading reads these words only: no code, no addresses, no keys, no ids. What is taken out between two words leaves
nothing behind, so that ``[青禾好人](honoree:x)的`` reads 青禾好人的.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]

from .base import HAN, PASSAGE, RECORD


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


# Stands for something that is not words and not nothing: an address, a piece of code.
OBJECT = "\ufffc"
# What is taken out of a paragraph: comments and tags, addresses of links, bare addresses, marks of emphasis, escapes.
_INLINE = re.compile(
    r"(?P<code>(?P<tick>`+)(?!`)[\s\S]+?(?<!`)(?P=tick)(?!`))"
    r"|<!--[\s\S]*?-->|</?[A-Za-z][^<>]*>|<(?:https?|mailto):[^<>\s]*>"
    r"|(?P<image>!\[)|(?P<close>\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\))"
    r"|(?P<reference>\]\[[^\]\n]*\])|(?P<address>(?:https?://|www\.)[!-~]+|[\w.+-]+@[\w-]+\.[\w.-]+)"
    r"|(?P<strong>\*\*(?=\S)(?P<inner>[^*\n]+?)(?<=\S)\*\*)|__(?=\S)|(?<=\S)__|(?P<open>\[)|\\(?=[!-/:-@\[-`{-~])",
    re.ASCII,
)
_LABEL = re.compile(r"[^\[\]\n]*(?:\[[^\[\]\n]*\][^\[\]\n]*)*\][(\[]")
_LIST_MARK = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+")
_QUOTE_MARK = re.compile(r"(?:[ \t]{0,3}>[ \t]?)+")
_HEADING_MARK = re.compile(r"[ \t]{0,3}#{1,6}[ \t]*")
_RULER = re.compile(r"[ \t]*(?:[-*_=][ \t]*){3,}$|[ \t]*\|?[ \t:|-]*-[ \t:|-]*$")
_DEFINITION = re.compile(r"[ \t]{0,3}\[[^\]]+\]:")
_FENCE = re.compile(r"[ \t]{0,3}(```+|~~~+)")
_HAN = re.compile(f"[{HAN}]")
Put = Callable[..., None]
_MARKED = re.compile(r"[`<\[*_\\]|https?://|www\.|@")


def add_markdown(builder: ProseBuilder, text: str, starts: list[tuple[int, int]]) -> None:
    """The words of Markdown. ``starts`` are (offset in ``text``, offset in the file), for texts that were indented."""

    def put(start: int, end: int, instead: str = "") -> None:
        """Stretches of ``text`` may span several lines that do not follow each other in the file."""
        if instead:
            number = bisect_right(starts, (start, 1 << 60)) - 1
            builder.add(starts[number][1] + start - starts[number][0], instead, rough=True)
            return
        if len(starts) == 1:
            builder.add(starts[0][1] + start - starts[0][0], text[start:end])
            return
        number = bisect_right(starts, (start, 1 << 60)) - 1
        while start < end:
            stop = min(end, starts[number + 1][0]) if number + 1 < len(starts) else end
            builder.add(starts[number][1] + start - starts[number][0], text[start:stop])
            start, number = stop, number + 1

    fence = ""
    opened: list[tuple[int, int]] = []
    at = 0

    def close() -> None:
        if opened:
            _add_inline(put, text, opened)
            opened.clear()
            builder.end_passage()

    for line in text.split("\n"):
        start, end = at, at + len(line)
        at = end + 1
        mark = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if fence or mark:
            close()
            if not fence and mark:
                fence = mark[1]
            elif mark and mark[1].startswith(fence):
                fence = ""
            continue
        if not line or line.isspace() or not _HAN.search(line):
            if not opened or not line.strip() or _RULER.match(line):
                close()
                continue
        if line.startswith("    ") and not opened and not _LIST_MARK.match(line):
            continue
        _take_line(line, start, end, opened, close)
    close()


def _take_line(
    line: str, start: int, end: int, opened: list[tuple[int, int]], close: Callable[[], None]
) -> None:
    """Put one line of text into the open passage, or into one of its own: heading, list item, table cells."""
    first = line[0]
    inner = 0
    if first in " \t>":
        quote = _QUOTE_MARK.match(line)
        if quote:
            inner = quote.end()
            if inner == len(line):
                close()
                return
    rest = line[inner:]
    if rest[:1] == "#" or rest.lstrip()[:1] == "#":
        heading = _HEADING_MARK.match(rest)
        if heading:
            close()
            opened.append((start + inner + heading.end(), end))
            close()
            return
    if "|" in rest and rest.count("|") >= 2:
        close()
        if not _RULER.match(rest):
            _take_cells(rest, start + inner, opened, close)
        return
    if _DEFINITION.match(rest):
        close()
        return
    item = _LIST_MARK.match(rest)
    if item:
        close()
        inner += item.end()
    elif opened:
        inner += len(rest) - len(rest.lstrip(" \t"))
    opened.append((start + inner, end))


def _take_cells(row: str, at: int, opened: list[tuple[int, int]], close: Callable[[], None]) -> None:
    position = 0
    for cell in row.split("|"):
        words = cell.strip()
        if words:
            start = at + position + len(cell) - len(cell.lstrip())
            opened.append((start, start + len(words)))
            close()
        position += len(cell) + 1


def _add_inline(put: Put, text: str, lines: list[tuple[int, int]]) -> None:
    """One passage of several lines, without its marks."""
    for number, (begin, end) in enumerate(lines):
        # A break of line inside a passage stays, as the one character it is.
        start = begin
        if number:
            put(lines[number - 1][1], lines[number - 1][1] + 1)
        if not _MARKED.search(text, start, end):
            put(start, end)
            continue
        _add_marked(put, text, start, end)


def _add_marked(put: Put, text: str, start: int, end: int) -> None:
    links = 0
    position = start
    for match in _INLINE.finditer(text, start, end):
        kind = match.lastgroup
        if match.start() < position:
            continue
        if kind == "image":
            links += 1
        elif kind == "open":
            links += 1
            if not _LABEL.match(text, match.end(), end):
                links -= 1
                continue
        elif kind in {"close", "reference"}:
            if not links:
                continue
            links -= 1
        elif match["strong"]:
            put(position, match.start())
            _add_marked(put, text, match.start() + 2, match.end() - 2)
            position = match.end()
            continue
        put(position, match.start())
        if kind == "address" or match["code"]:
            put(match.start(), match.end(), OBJECT)
        position = match.end()
    put(position, end)


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
            event = parser.get_event()
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


def _add_scalar(builder: ProseBuilder, text: str, event: yaml.ScalarEvent, offset: int) -> None:
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
