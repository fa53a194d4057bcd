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
from typing import Any

from .early import RACY_NS, Row, Seen, digest_file, list_tree, pack_stamp, stamp_path, stat_row, write_file
from .state import State

# Both decide what "now" is, so they always count.
CLOCK_NAMES = ("PORTAL_NOW", "SOURCE_DATE_EPOCH")


@dataclass(frozen=True, slots=True)
class Stamp:
    """The inputs of a build as they were before anything was read. ``usable`` is false when a tree cannot
    be compared. ``odd``: paths of the listings that are links or no regular files. ``taken_ns`` is when the looking began.
    """

    taken_ns: int
    environ: dict[str, str | None]
    files: dict[str, Row | None]
    trees: dict[str, Mapping[str, Row | None]]
    racy: dict[str, bytes]
    usable: bool
    odd: tuple[str, ...] = ()

    def list_folder(self, root: str | Path) -> Mapping[str, Row | None] | None:
        """The listing of a tree, by absolute path; None when there is none or it holds anything but plain files."""
        rows = self.trees.get(os.path.realpath(root))
        return None if rows is None or not self.usable or any(path in rows for path in self.odd) else rows


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
    seen = Seen(time.time_ns())
    for tree in trees:
        seen.trees[os.path.realpath(tree)] = list_tree(os.path.realpath(tree), seen.odd)
    seen.files = {os.path.realpath(path): stat_row(os.path.realpath(path)) for path in files}
    return stamp_of(seen, {name: environ.get(name) for name in (*names, *CLOCK_NAMES)})


def stamp_of(seen: Seen, environ: Mapping[str, str | None]) -> Stamp:
    """The stamp of what early.py has seen already, or take_stamp sees now. ``environ``: the variables that matter."""
    young = seen.taken_ns - RACY_NS
    racy = {}
    for listing in (*seen.trees.values(), seen.files):
        for path, row in (listing or {}).items():
            if row is not None and (row[0] > young or row[1] > young) and Path(path).is_file():
                racy[path] = digest_file(path)
    usable = all(rows is not None for rows in seen.trees.values())
    trees: dict[str, Mapping[str, Row | None]] = {root: rows or {} for root, rows in seen.trees.items()}
    return Stamp(seen.taken_ns, dict(environ), seen.files, trees, racy, usable, tuple(seen.odd))


@dataclass(frozen=True, slots=True)
class Glance:
    """What early.py saw before it called a builder. ``stamp``: the inputs as they are now. ``damaged``: whether a file of
    the outputs is not as recorded, None when that is not known; it was looked at for the record ``token``. ``notes``: the
    old stamp's; ``outputs``: file -> its row there. ``changed``: root of a tree -> the files in it that changed, None when
    some came or went. ``same``: nothing differs, and the stamp still holds.
    """

    stamp: Stamp
    damaged: bool | None
    token: bytes
    notes: Mapping[str, Any]
    outputs: Mapping[str, tuple[int, int, int]]
    changed: Mapping[str, tuple[str, ...] | None]
    same: bool

    def is_settled(self, root: str | Path) -> bool:
        """Whether nothing changed in a tree."""
        return self.changed.get(os.path.realpath(root)) == ()

    def clears(self, state: State) -> bool:
        """Whether every output that ``state`` records lies there as recorded."""
        return self.damaged is False and self.token == state.token != b"" and not state.unfinished


def take_glance(old: Mapping[str, Any], seen: Seen) -> Glance:
    """What a builder may use of what early.py saw beside the stamp ``old``."""
    changed = {root: _find_changed(old["trees"].get(root), rows, seen.unlike) for root, rows in seen.trees.items()}
    damaged = None if seen.damaged is None else bool(seen.damaged)
    stamp = stamp_of(seen, old["environ"])
    return Glance(stamp, damaged, old["state"], old["notes"], old["outputs"], changed, seen.same)


def _find_changed(
    old: Mapping[str, Row] | None, now: Mapping[str, Row] | None, unlike: set[str]
) -> tuple[str, ...] | None:
    if old is None or now is None or old.keys() != now.keys():
        return None
    return tuple(path for path, row in now.items() if row != old[path] or path in unlike)


def write_stamp(
    stamp: Stamp,
    state: State,
    *,
    settings: str | Path,
    cache: str | Path | None = None,
    until: datetime | None = None,
    note: str = "",
    again: tuple[str, Mapping[str, Any]] | None = None,
    notes: Mapping[str, Any] | None = None,
    outputs: Mapping[str, tuple[int, int, int]] | None = None,
) -> bool:
    """After a successful build: leave the stamp for early.py; whether it was left.

    ``state`` is that of the finished build. ``until``: the instant when the clock alone would change the
    output (the next midnight, the date of the next story to come); None when the clock was not read.
    ``note`` is printed when nothing changed. ``cache`` as for early.py; ``.cache`` beside the settings
    unless given. ``again``: the module whose ``build_again(values, stamp, seen)`` builds as this build did, while the
    settings stand, and the plain values for it. ``notes``: what the module would like to find in the stamp.
    ``outputs``: file -> (size, mtime_ns, ctime_ns), when somebody has it already.
    """
    folder = str(cache) if cache is not None else str(Path(settings).resolve().parent / ".cache")
    path = stamp_path(folder, str(settings), state.out_dir)
    if not stamp.usable:
        with suppress(FileNotFoundError):
            Path(path).unlink()
        return False
    if outputs is None:
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
        "again": again and (again[0], dict(again[1])),
        "path": [os.path.realpath(entry) for entry in sys.path],
        "state": state.token,
        "left": {path: stat_row(path) for path in state.record_paths},
        "notes": dict(notes or {}),
    }
    try:
        write_file(path, pack_stamp(body))
    except OSError:  # a full disk costs the next build time
        return False
    return True
