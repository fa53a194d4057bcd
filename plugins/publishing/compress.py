"""Compressed siblings of text files, made when publishing: once for each content, kept in one cache file."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import os
import sqlite3
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import brotli

from plugins.publishing.errors import build_os_error
from plugins.publishing.manifest import walk_files
from plugins.publishing.names import is_compressible, is_sibling, suffix_of

_SMALLEST = 256
_WORTH = 0.95
_BEST, _GOOD = 11, 9
_BEST_UP_TO = 256_000
_BATCH = 256
_RUNS_KEPT = 8


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
    """Content digest -> siblings, in one SQLite file. A damaged file is begun again: a cache may always be
    lost.
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
        self._base.execute("PRAGMA synchronous=OFF")
        self._base.execute(
            "CREATE TABLE IF NOT EXISTS siblings (key TEXT PRIMARY "
            "KEY, br BLOB, gz BLOB, run INTEGER) WITHOUT ROWID"
        )
        self._base.execute("CREATE INDEX IF NOT EXISTS siblings_run ON siblings (run)")
        row = self._base.execute("SELECT coalesce(max(run), 0) FROM siblings").fetchone()
        self._run = int(row[0]) + 1

    def find(self, key: str) -> Siblings | None:
        row = self._base.execute("SELECT br, gz FROM siblings WHERE key = ?", (key,)).fetchone()
        return Siblings(row[0], row[1]) if row else None

    def has(self, key: str) -> bool:
        return self._base.execute("SELECT 1 FROM siblings WHERE key = ?", (key,)).fetchone() is not None

    def add(self, key: str, found: Siblings) -> None:
        self._base.execute(
            "INSERT OR REPLACE INTO siblings VALUES (?, ?, ?, ?)", (key, found.br, found.gz, self._run)
        )

    def finish(self, used: set[str]) -> None:
        """Note what this run used, and forget what no run of the last eight did."""
        self._base.executemany("UPDATE siblings SET run = ? WHERE key = ?", [(self._run, k) for k in used])
        self._base.execute("DELETE FROM siblings WHERE run <= ?", (self._run - _RUNS_KEPT,))
        self._base.commit()
        self._base.close()


def _read_key(name: str, path: str) -> str:
    return hashlib.sha256(_settings(choose_quality(name)) + Path(path).read_bytes()).hexdigest()


def _compress_file(name: str, path: str) -> Siblings:
    return build_siblings(Path(path).read_bytes(), choose_quality(name))


def _compress_missing(
    pool: ThreadPoolExecutor, files: Mapping[str, tuple[str, str]], cache: SiblingCache
) -> Iterator[tuple[str, Siblings]]:
    """Batches, so that ten thousand results never wait in memory. zlib and brotli let go of Python's lock:
    threads do.
    """
    wanted = [(key, file) for key, file in files.items() if not cache.has(key)]
    for start in range(0, len(wanted), _BATCH):
        batch = wanted[start : start + _BATCH]
        results = pool.map(_compress_file, *zip(*(file for _, file in batch), strict=True))
        yield from zip((key for key, _ in batch), results, strict=True)


def _write_sibling(path: Path, data: bytes | None) -> tuple[int, int]:
    """Bring one sibling in line; return (written, removed)."""
    try:
        held: bytes | None = path.read_bytes()
    except FileNotFoundError:
        held = None
    if held == data:
        return 0, 0
    if data is None:
        path.unlink()
        return 0, 1
    path.write_bytes(data)
    return 1, 0


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
    entries = {name: entry.path for name, entry in walk_files(root)}
    texts = sorted(name for name in entries if is_compressible(name))
    cache = SiblingCache(cache_path)
    compressed = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        keys = list(pool.map(_read_key, texts, (entries[name] for name in texts), chunksize=64))
        files = {key: (name, entries[name]) for name, key in zip(texts, keys, strict=True)}
        for key, found in _compress_missing(pool, files, cache):
            cache.add(key, found)
            compressed += 1
    written = removed = 0
    for name in set(filter(is_sibling, entries)) - {n + s for n in texts for s in (".br", ".gz")}:
        with contextlib.suppress(FileNotFoundError):
            (root / name).unlink()
            removed += 1
    for name, key in zip(texts, keys, strict=True):
        found = cache.find(key) or Siblings(None, None)
        for suffix, data in ((".br", found.br), (".gz", found.gz)):
            if data is None and name + suffix not in entries:
                continue
            more, less = _write_sibling(root / (name + suffix), data)
            written, removed = written + more, removed + less
    cache.finish(set(keys))
    return CompressReport(len(texts), compressed, written, removed)
