"""Compressed siblings of text files, made when publishing: once for each content, kept in one cache file."""

from __future__ import annotations

import gzip
import hashlib
import os
import sqlite3
from collections import deque
from collections.abc import Container, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import brotli

from plugins.publishing.errors import build_os_error
from plugins.publishing.manifest import walk_files
from plugins.publishing.names import SIBLING_SUFFIXES, is_compressible, is_sibling, suffix_of

_SMALLEST = 256
_WORTH = 0.95
_BEST, _GOOD = 11, 9
_BEST_UP_TO = 256_000
_BATCH = 64
_RUNS_KEPT = 8
_SHAPE = 2


@dataclass(frozen=True, slots=True)
class Siblings:
    """What one content compresses to; None where the result would save less than a twentieth."""

    br: bytes | None
    gz: bytes | None


@dataclass(frozen=True, slots=True)
class CompressReport:
    """How many text files there were, how many contents were compressed anew, siblings written and
    removed.
    """

    texts: int
    compressed: int
    written: int
    removed: int


def choose_quality(name: str) -> int:
    """Brotli's quality for a file: 11 for what nearly every visit fetches, 9 for the thousands of single pages.

    Measured on pages of 6 KB: 11 is 6 % smaller and takes 25 times as long (6.8 ms against 0.26 ms). By name
    alone, so that every machine makes the same bytes.
    """
    common = suffix_of(name) in {".css", ".js", ".svg"} or (
        name.endswith("index.html") and name.count("/") <= 1
    )
    return _BEST if common else _GOOD


def _choose_window(size: int) -> int:
    """The smallest window that holds the whole file: brotli spends most of its time on clearing a large one."""
    return min(22, max(16, size.bit_length()))


def build_siblings(data: bytes, quality: int) -> Siblings:
    """Compress one content, deterministically: no time in gzip, nothing chosen by anything but name and size."""
    if len(data) < _SMALLEST:
        return Siblings(None, None)
    best = quality if len(data) <= _BEST_UP_TO else min(quality, _GOOD)
    br = brotli.compress(data, mode=brotli.MODE_TEXT, quality=best, lgwin=_choose_window(len(data)))
    gz = gzip.compress(data, compresslevel=9, mtime=0)
    limit = len(data) * _WORTH
    return Siblings(br if len(br) < limit else None, gz if len(gz) < limit else None)


def _settings(quality: int) -> bytes:
    return f"br{quality}/{_BEST_UP_TO} {brotli.__version__} gz9 {_SMALLEST} {_WORTH}".encode()


class SiblingCache:
    """Content digest -> siblings, in one SQLite file. A damaged file, or one of an older shape, is begun again: a
    cache may always be lost.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._open(path)
        except sqlite3.DatabaseError:
            path.unlink(missing_ok=True)
            self._open(path)

    def _open(self, path: Path) -> None:
        self._base = sqlite3.connect(path, timeout=30)
        shape = self._base.execute("PRAGMA user_version").fetchone()[0]
        if shape != _SHAPE and self._base.execute("SELECT 1 FROM sqlite_master").fetchone():
            self._base.close()
            raise sqlite3.DatabaseError("another shape")
        self._base.execute("PRAGMA synchronous=OFF")
        self._base.execute(f"PRAGMA user_version={_SHAPE}")
        # What is noted at every run stands apart: a note beside the bytes would write them all again.
        self._base.execute("CREATE TABLE IF NOT EXISTS bodies (id INTEGER PRIMARY KEY, br BLOB, gz BLOB)")
        self._base.execute(
            "CREATE TABLE IF NOT EXISTS contents (key BLOB PRIMARY KEY, id INTEGER, run INTEGER) WITHOUT ROWID"
        )
        row = self._base.execute("SELECT coalesce(max(run), 0) FROM contents").fetchone()
        self._run = int(row[0]) + 1

    def list_keys(self) -> frozenset[bytes]:
        """Every content that is kept."""
        return frozenset(row[0] for row in self._base.execute("SELECT key FROM contents"))

    def find(self, key: bytes) -> Siblings | None:
        row = self._base.execute(
            "SELECT br, gz FROM contents JOIN bodies USING (id) WHERE key = ?", (key,)
        ).fetchone()
        return Siblings(row[0], row[1]) if row else None

    def add(self, key: bytes, found: Siblings) -> None:
        row = self._base.execute("INSERT INTO bodies (br, gz) VALUES (?, ?)", (found.br, found.gz))
        self._base.execute(
            "INSERT OR REPLACE INTO contents VALUES (?, ?, ?)", (key, row.lastrowid, self._run)
        )

    def keep(self) -> None:
        """Bring what was added so far to the file, so that a killed run need not do it again."""
        self._base.commit()

    def finish(self, used: set[bytes]) -> None:
        """Note what this run used, and forget what no run of the last eight did."""
        self._base.executemany("UPDATE contents SET run = ? WHERE key = ?", [(self._run, k) for k in used])
        self._base.execute("DELETE FROM contents WHERE run <= ?", (self._run - _RUNS_KEPT,))
        self._base.execute("DELETE FROM bodies WHERE id NOT IN (SELECT id FROM contents)")
        self._base.commit()
        self._base.close()


@dataclass(frozen=True, slots=True)
class _Settled:
    """One text file after a worker had it: its content's key, what it compressed to when that was not kept already, and
    how many siblings it wrote and removed.
    """

    name: str
    key: bytes
    found: Siblings | None
    written: int = 0
    removed: int = 0


def _settle(
    root: Path, names: Sequence[str], present: Container[str], kept: Container[bytes]
) -> list[_Settled]:
    """Read each file once; compress it and write its siblings unless its content is kept."""
    settled = []
    for name in names:
        with open(f"{root}/{name}", "rb") as file:  # noqa: PTH123 ten thousand times
            data = file.read()
        quality = choose_quality(name)
        key = hashlib.sha256(_settings(quality) + data).digest()
        if key in kept:
            settled.append(_Settled(name, key, None))
        else:
            found = build_siblings(data, quality)
            settled.append(_Settled(name, key, found, *_align(root, name, found, present)))
    return settled


def _align(root: Path, name: str, found: Siblings, present: Container[str]) -> tuple[int, int]:
    """Bring the siblings of one file in line; return (written, removed)."""
    written = removed = 0
    for sibling, data in ((f"{name}.br", found.br), (f"{name}.gz", found.gz)):
        path = f"{root}/{sibling}"
        if sibling in present and _read_held(path) == data:
            continue
        if data is not None:
            with open(path, "wb", buffering=0) as file:  # noqa: PTH123
                view = memoryview(data)
                while view:
                    view = view[file.write(view) :]
            written += 1
        elif sibling in present:
            os.unlink(path)  # noqa: PTH108
            removed += 1
    return written, removed


def _read_held(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            return file.read()
    except FileNotFoundError:
        return None


def _settle_all(
    root: Path, texts: Sequence[str], present: Container[str], kept: Container[bytes]
) -> Iterator[list[_Settled]]:
    """All files in order, in batches that a few threads settle: zlib, brotli and files let go of Python's lock. Never are
    more than a few batches in memory.
    """
    workers = os.cpu_count() or 1
    waiting: deque[Future[list[_Settled]]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        for start in range(0, len(texts), _BATCH):
            waiting.append(pool.submit(_settle, root, texts[start : start + _BATCH], present, kept))
            if len(waiting) > 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def write_siblings(root: Path, cache_path: Path) -> CompressReport:
    """Bring the siblings of every text file below ``root`` in line with it, and remove those that have no
    file any more.

    Unchanged contents are not compressed again. Raises PublishError when a file cannot be read or written.
    """
    try:
        return _write_siblings(root, cache_path)
    except (OSError, sqlite3.Error) as error:
        if isinstance(error, OSError):
            raise build_os_error(error, "压缩网页") from error
        raise build_os_error(OSError(0, str(error)), f"写入压缩缓存 {cache_path.name} ") from error


def _write_siblings(root: Path, cache_path: Path) -> CompressReport:
    present = {name for name, _ in walk_files(root)}
    texts = sorted(filter(is_compressible, present))
    cache = SiblingCache(cache_path)
    kept, used, fresh = cache.list_keys(), set[bytes](), set[bytes]()
    written = removed = 0
    for name in set(filter(is_sibling, present)) - {text + end for text in texts for end in SIBLING_SUFFIXES}:
        (root / name).unlink(missing_ok=True)
        removed += 1
    for batch in _settle_all(root, texts, present, kept):
        for one in batch:
            used.add(one.key)
            more, less = one.written, one.removed
            if one.found is None:
                found = cache.find(one.key) or Siblings(None, None)
                more, less = _align(root, one.name, found, present)
            elif one.key not in fresh:
                cache.add(one.key, one.found)
                fresh.add(one.key)
            written, removed = written + more, removed + less
        cache.keep()
    cache.finish(used)
    return CompressReport(len(texts), len(fresh), written, removed)
