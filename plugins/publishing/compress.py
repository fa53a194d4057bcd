"""Compressed siblings of text files, made when publishing: once for each content, kept in one cache file."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import brotli

from plugins.publishing.errors import build_os_error
from plugins.publishing.manifest import walk_files
from plugins.publishing.names import is_compressible, is_sibling

_SMALLEST = 256
_WORTH = 0.95
_BROTLI_BEST_UP_TO = 64_000
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


def build_siblings(data: bytes) -> Siblings:
    """Compress one content, deterministically: no time in gzip, the quality chosen by size alone.

    Brotli 11 for what fits one window of a page; 9 above, where 11 takes ten times as long for two per cent.
    """
    if len(data) < _SMALLEST:
        return Siblings(None, None)
    quality = 11 if len(data) <= _BROTLI_BEST_UP_TO else 9
    br: bytes = brotli.compress(data, mode=brotli.MODE_TEXT, quality=quality)
    gz = gzip.compress(data, compresslevel=9, mtime=0)
    limit = len(data) * _WORTH
    return Siblings(br if len(br) < limit else None, gz if len(gz) < limit else None)


def _settings() -> str:
    return f"br11/{_BROTLI_BEST_UP_TO}/9 {brotli.__version__} gz9 {_SMALLEST} {_WORTH}"


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


def _read_key(path: str, settings: bytes) -> str:
    return hashlib.sha256(settings + Path(path).read_bytes()).hexdigest()


def _compress_missing(
    pool: ThreadPoolExecutor, paths: dict[str, str], cache: SiblingCache
) -> Iterator[tuple[str, Siblings]]:
    """Batches, so that ten thousand results never wait in memory. zlib and brotli let go of Python's lock:
    threads do.
    """
    wanted = [(key, path) for key, path in paths.items() if not cache.has(key)]
    for start in range(0, len(wanted), _BATCH):
        batch = wanted[start : start + _BATCH]
        results = pool.map(lambda item: build_siblings(Path(item[1]).read_bytes()), batch)
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
    settings = _settings().encode()
    cache = SiblingCache(cache_path)
    compressed = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        keys = list(pool.map(lambda name: _read_key(entries[name], settings), texts, chunksize=64))
        paths = {key: entries[name] for name, key in zip(texts, keys, strict=True)}
        for key, found in _compress_missing(pool, paths, cache):
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
