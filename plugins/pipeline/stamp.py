"""Making the stamp that early.py compares with: what went in, what came out, and until when that holds."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from .early import RACY_NS, Row, digest_file, list_tree, pack_stamp, stamp_path, stat_row, write_file
from .state import State

# Both decide what "now" is, so they always count.
_CLOCK_NAMES = ("PORTAL_NOW", "SOURCE_DATE_EPOCH")


@dataclass(frozen=True, slots=True)
class Stamp:
    """The inputs of a build as they were before anything was read. ``usable`` is false when a tree cannot
    be compared.
    """

    taken_ns: int
    environ: dict[str, str | None]
    files: dict[str, Row | None]
    trees: dict[str, Mapping[str, Row | None]]
    racy: dict[str, bytes]
    usable: bool


def take_stamp(
    trees: Iterable[str | Path],
    files: Iterable[str | Path],
    names: Iterable[str] = (),
    environ: Mapping[str, str] | None = None,
) -> Stamp:
    """Look at all inputs; call it before the first of them is read.

    ``trees``: folders that count with everything in them (content, data, theme, plugins). ``files``:
    single files, or folders whose own times count (the settings, site-packages); missing ones are noted
    as missing. ``names``: environment variables that matter; the two of the clock always do.
    """
    environ = os.environ if environ is None else environ
    taken = time.time_ns()
    usable = True
    found: dict[str, Mapping[str, Row | None]] = {}
    for tree in trees:
        rows = list_tree(os.path.realpath(tree))
        usable = usable and rows is not None
        found[os.path.realpath(tree)] = rows or {}
    single = {os.path.realpath(path): stat_row(os.path.realpath(path)) for path in files}
    racy = {}
    for listing in (*found.values(), single):
        for path, row in listing.items():
            if row is not None and max(row[0], row[1]) > taken - RACY_NS and not Path(path).is_dir():
                racy[path] = digest_file(path)
    values = {name: environ.get(name) for name in (*names, *_CLOCK_NAMES)}
    return Stamp(taken, values, single, found, racy, usable)


def write_stamp(
    stamp: Stamp,
    state: State,
    *,
    settings: str | Path,
    cache: str | Path | None = None,
    until: datetime | None = None,
    note: str = "",
) -> bool:
    """After a successful build: leave the stamp for early.py; whether it was left.

    ``state`` is that of the finished build. ``until``: the instant when the clock alone would change the
    output (the next midnight, the date of the next story to come); None when the clock was not read.
    ``note`` is printed when nothing changed. ``cache`` as for early.py; ``.cache`` beside the settings
    unless given.
    """
    folder = str(cache) if cache is not None else str(Path(settings).resolve().parent / ".cache")
    path = stamp_path(folder, str(settings), state.out_dir)
    if not stamp.usable:
        with suppress(FileNotFoundError):
            Path(path).unlink()
        return False
    outputs = {file[0]: file[1:4] for entry in state.outputs.values() for file in entry[2]}
    body: dict[str, object] = {
        "python": sys.version,
        "taken_ns": stamp.taken_ns,
        "not_after_ns": None if until is None else int(until.timestamp() * 1_000_000_000),
        "environ": stamp.environ,
        "files": stamp.files,
        "trees": stamp.trees,
        "racy": stamp.racy,
        "output": state.out_dir,
        "outputs": outputs,
        "note": note,
    }
    write_file(path, pack_stamp(body))
    return True
