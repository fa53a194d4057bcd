"""The words of Markdown: what is taken out, and what stands by itself as a passage."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

from .base import HAN
from .builder import ProseBuilder

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
        wordless = not line or line.isspace() or not _HAN.search(line)
        if wordless and (not opened or not line.strip() or _RULER.match(line)):
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
