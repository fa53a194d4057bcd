"""What was found of pictures the last time, so that an unchanged one is not read again."""

from __future__ import annotations

import dataclasses
import json
import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from plugins.photos.inspect import inspect_photo
from plugins.photos.model import PhotoInfo
from plugins.registry.problems import Problem

FILE_NAME = "inspected.json"
VERSION = 1
# A file changed within the clock's grain of our look may change again under the same stamp. Coarse file
# systems keep whole seconds.
GRAIN_NS = 50_000_000
COARSE_GRAIN_NS = 2_000_000_000

Found = tuple[PhotoInfo | None, list[Problem]]


def load_photos(
    root: Path, paths: Iterable[str], cache_folder: Path | None = None
) -> tuple[dict[str, PhotoInfo], list[Problem]]:
    """Inspect many pictures: those that can be shown by path, and all problems, sorted.

    With a ``cache_folder`` a file whose size, inode and times all stand is not read again. The memory is a
    help only: a missing or damaged one means that everything is read.
    """
    memory = _load_memory(cache_folder)
    fresh: dict[str, Any] = {}
    photos: dict[str, PhotoInfo] = {}
    problems: list[Problem] = []
    for path in sorted(set(paths)):
        stamp = _stamp(root, path)
        kept = memory.get(path)
        found = _recall(kept, stamp) if kept and stamp else None
        if found is None:
            seen = time.time_ns()
            found = inspect_photo(root, path)
            kept = _describe(stamp, seen, found) if stamp else None
        if kept:
            fresh[path] = kept
        if found[0]:
            photos[path] = found[0]
        problems += found[1]
    if cache_folder and fresh != memory:
        _write_memory(cache_folder, {**memory, **fresh})
    return photos, sorted(problems)


def _stamp(root: Path, path: str) -> list[int] | None:
    """Size, inode and times of a plain path of plain folders; None when the path itself needs judging."""
    parts = path.split("/")
    if not path or "\\" in path or "\0" in path or {"", ".", ".."} & set(parts):
        return None
    try:
        # A folder on the way may have become a link since: only the whole real path proves it has not.
        if os.path.realpath(root / path) != str(Path(os.path.realpath(root), *parts)):
            return None
        status = os.lstat(root / path)
    except (OSError, ValueError):
        return None
    return [status.st_size, status.st_ino, status.st_mtime_ns, status.st_ctime_ns]


def _recall(kept: Any, stamp: list[int]) -> Found | None:
    try:
        latest = max(kept["stamp"][2:])
        grain = GRAIN_NS if latest % 1_000_000_000 else COARSE_GRAIN_NS
        if kept["stamp"] != stamp or latest + grain > kept["seen"]:
            return None
        info = kept["info"]
        photo = PhotoInfo(**{**info, "focus": tuple(info["focus"])}) if info else None
        return photo, [Problem(**problem) for problem in kept["problems"]]
    except (KeyError, TypeError, ValueError):
        return None


def _describe(stamp: list[int], seen: int, found: Found) -> dict[str, Any]:
    info, problems = found
    described = dataclasses.asdict(info) if info else None
    if described:
        described["focus"] = list(described["focus"])
    return {
        "stamp": stamp,
        "seen": seen,
        "info": described,
        "problems": [dataclasses.asdict(problem) for problem in problems],
    }


def _load_memory(folder: Path | None) -> dict[str, Any]:
    if folder is None:
        return {}
    try:
        kept = json.loads((folder / FILE_NAME).read_text("utf-8"))
        entries = kept["entries"] if kept["version"] == VERSION else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return entries if isinstance(entries, dict) else {}


def _write_memory(folder: Path, entries: dict[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f"{FILE_NAME}.{os.getpid()}.part"
    partial.write_text(json.dumps({"version": VERSION, "entries": entries}, ensure_ascii=True), "utf-8")
    partial.replace(folder / FILE_NAME)
