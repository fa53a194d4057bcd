"""Records as rows for Excel: CSV in UTF-8 with BOM, CRLF, Chinese headings, no cell that a spreadsheet would run. Pure.

A quantity spreads over columns (the source's words first, then its number and standing); a part does too; lists of ids are
joined with ``;``; lists of parts stand as JSON in one cell.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from plugins.registry import KINDS

from .public import Plain
from .shapes import Shape, fields_of

BOM = "\ufeff"
JOIN = ";"
# What Excel, WPS and LibreOffice take for the start of a formula; full-width forms too, which they fold. OWASP's list.
_RISKY = re.compile(r"[=+\-@\t\r\n＝＋－＠']")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
QUANTITY_COLUMNS = (
    ("value", "数值"), ("high", "上限"), ("qualifier", "限定"), ("unit", "单位"), ("basis", "依据"),
    ("as_of", "截至"), ("derived_from", "推得的依据"),
)  # fmt: skip
GEO_COLUMNS = (("latitude", "纬度"), ("longitude", "经度"), ("source", "坐标来源"))
PHOTO_COLUMNS = (("url", "地址"), ("alt", "替代文字"), ("caption", "图注"), ("credit", "摄影"))


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, and the path into the published record."""

    heading: str
    path: tuple[str, ...]
    form: str = "plain"


def guard_cell(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would run. ``bare_cell`` takes it off again."""
    if text and _RISKY.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def bare_cell(text: str) -> str:
    """What ``guard_cell`` was given."""
    return text[1:] if text.startswith("'") and len(text) > 1 and _RISKY.match(text[1:]) else text


@cache
def columns_of(kind: str) -> tuple[Column, ...]:
    """The columns of a kind's table, in a fixed order: id, address, then the model's."""
    found = [Column("标识", ("id",)), Column("网址", ("url",))]
    for field in fields_of(KINDS[kind][0]):
        if field.name != "id":
            found += _spread(field.title, (field.name,), field.shape)
    seen: dict[str, int] = {}
    unique = []
    for column in found:
        seen[column.heading] = count = seen.get(column.heading, 0) + 1
        heading = column.heading if count == 1 else f"{column.heading}({'·'.join(column.path)})"
        unique.append(Column(heading, column.path, column.form))
    return tuple(unique)


def _spread(title: str, path: tuple[str, ...], shape: Shape) -> Iterator[Column]:
    if shape.sort == "quantity":
        yield Column(title, (*path, "text"))
        yield from (Column(f"{title}·{name}", (*path, key)) for key, name in QUANTITY_COLUMNS)
        yield Column(f"{title}·来源", (*path, "sources"), "sources")
    elif shape.sort in ("geo", "photo"):
        parts = GEO_COLUMNS if shape.sort == "geo" else PHOTO_COLUMNS
        yield from (
            Column(name if shape.sort == "geo" else f"{title}·{name}", (*path, key)) for key, name in parts
        )
    elif shape.sort == "part":
        assert shape.model is not None
        for field in fields_of(shape.model):
            yield from _spread(f"{title}·{field.title}", (*path, field.name), field.shape)
    elif shape.sort == "sources":
        yield Column(title, path, "sources")
    elif shape.sort == "list":
        plain = shape.of is not None and shape.of.sort in ("text", "choice")
        yield Column(title, path, "joined" if plain else "json")
    else:
        yield Column(title, path)


def cell_of(plain: Plain, column: Column) -> str:
    """The text of one cell, guarded; "" where the record says nothing."""
    value: Any = plain
    for key in column.path:
        value = value.get(key)
        if value is None:
            return ""
    return guard_cell(_FORMS[column.form](value))


def _show(value: Any) -> str:
    return ("是" if value else "否") if isinstance(value, bool) else str(value)


_FORMS: dict[str, Callable[[Any], str]] = {
    "plain": _show,
    "joined": JOIN.join,
    "sources": lambda rows: JOIN.join(row["source"] for row in rows),
    "json": lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":")),
}


class RowWriter:
    """Turns rows into CSV text, one at a time."""

    def __init__(self) -> None:
        self._buffer = io.StringIO(newline="")
        self._writer = csv.writer(self._buffer, lineterminator="\r\n")

    def row(self, cells: list[str]) -> str:
        """One line, with its CRLF."""
        self._writer.writerow(cells)
        text = self._buffer.getvalue()
        self._buffer.seek(0)
        self._buffer.truncate()
        return text
