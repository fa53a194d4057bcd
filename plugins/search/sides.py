"""The files beside the shards after an edit: those of titles that moved, and the tables when more than a title differs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .documents import Document
from .kept import SHOWN, Row, Rows
from .write import BLOCK, build_tables, build_title_files, title_file


def mend_sides(now: Rows, before: Rows) -> dict[str, bytes | None]:
    """The files beside the shards that may differ from those of ``before``, None for one that is no more. The buckets must
    be the same.
    """
    old, new = before.layout.slots, now.layout.slots
    names = old.keys() | new.keys()
    changed = [n for n in names if old.get(n) != new.get(n) or now.rows[n][3] != before.rows[n][3]]
    numbers = {slots[name] // BLOCK for slots in (old, new) for name in changed if name in slots}
    members = {name: now.rows[name] for name, slot in new.items() if slot // BLOCK in numbers}
    mended: dict[str, bytes | None] = {title_file(number): None for number in numbers}
    mended.update(build_title_files(list_documents(members), now.layout))
    if any(old.get(n) != new.get(n) or hide_title(now.rows[n]) != hide_title(before.rows[n]) for n in changed):
        named = any(_has_names(rows.rows.get(name)) for rows in (before, now) for name in changed)
        mended.update(build_tables(list_documents(now.rows), now.bits, now.layout, names=named))
    return mended


def _has_names(row: Row | None) -> bool:
    return row is not None and row[2] is not None and bool(row[2][SHOWN.index("names")])


def hide_title(row: Row) -> tuple[Any, ...] | None:
    """What is shown of a document besides its title; None when there is nothing to find."""
    shown, at = row[2], SHOWN.index("title")
    return None if shown is None else shown[:at] + shown[at + 1 :]


def list_documents(rows: Mapping[str, Row]) -> list[Document]:
    """What is shown of everything that can be found, without the texts."""
    found = (row[2] for _, row in sorted(rows.items()) if row[2] is not None)
    return [Document(**dict(zip(SHOWN, fields, strict=True)), text="") for fields in found]
