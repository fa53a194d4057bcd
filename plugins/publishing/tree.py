"""Filling a directory with a release: linked where equal, verified everywhere, resumable at any point."""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import os
import shutil
from pathlib import Path

from plugins.publishing.errors import PublishError
from plugins.publishing.manifest import FileEntry, Manifest, digest_file, walk_files
from plugins.publishing.names import is_immutable

_TMP_PREFIX = ".writing-"
_MTIME_BASE = 1_000_000_000
_CHUNK = 1 << 20


def content_time(digest: str) -> int:
    """A file's modification time, made from its content: between 2001 and 2010.

    nginx makes an ETag from time and size. Made from content it is the same on every mirror, changes
    whenever the bytes do even within one second, and does not depend on a clock. rsync's quick comparison
    becomes a comparison of content.
    """
    return _MTIME_BASE + int(digest[:7], 16)


def _is_equal(path: str, entry: FileEntry) -> bool:
    try:
        return os.path.getsize(path) == entry.size and digest_file(path) == entry  # noqa: PTH202
    except OSError:
        return False


def _copy_verified(source: Path, goal: str, entry: FileEntry) -> None:
    digest = hashlib.sha256()
    with source.open("rb") as inward, open(goal, "wb", buffering=0) as outward:  # noqa: PTH123
        while chunk := inward.read(_CHUNK):
            digest.update(chunk)
            view = memoryview(chunk)
            while view:
                view = view[outward.write(view) :]
    if digest.hexdigest() != entry.digest:
        raise PublishError(
            f"发布途中 {source.name} 被改动了,本次发布已停止", "等正在进行的生成结束后再发布一次"
        )
    os.chmod(goal, 0o644)  # noqa: PTH101
    when = content_time(entry.digest)
    os.utime(goal, (when, when))


def place_link(source: str, goal: str) -> None:
    """Make ``goal`` a hard link to ``source``, atomically, whatever was there."""
    with contextlib.suppress(FileNotFoundError):
        if os.path.samefile(source, goal):  # noqa: PTH121
            return  # rename() of two names of one file does nothing and would leave the temporary name behind
    head, tail = os.path.split(goal)
    waiting = os.path.join(head, _TMP_PREFIX + tail[-100:])  # noqa: PTH118
    with contextlib.suppress(FileNotFoundError):
        os.unlink(waiting)  # noqa: PTH108
    os.link(source, waiting)
    os.replace(waiting, goal)  # noqa: PTH105


def fill_tree(
    goal: Path, manifest: Manifest, source: Path, previous: Path | None, spare: frozenset[str] = frozenset()
) -> int:
    """Make ``goal`` hold exactly the manifest's files; return how many were written, not linked or found
    right.

    Equal files of ``previous`` are linked. Every file is verified by digest, those already there too, so the
    same call begins a release, resumes a killed one and mends a damaged one. Raises OSError and PublishError;
    ``goal`` is then partly filled. ``spare`` names files of the goal's own that stay.
    """
    goal.mkdir(parents=True, exist_ok=True)
    goal.chmod(0o755)
    made: set[str] = {""}
    written = 0
    for name, entry in manifest.files.items():
        folder = name.rpartition("/")[0]
        if folder not in made:
            (goal / folder).mkdir(parents=True, exist_ok=True)
            made.add(folder)
        path = f"{goal}/{name}"
        if os.path.lexists(path) and not os.path.islink(path) and _is_equal(path, entry):  # noqa: PTH114
            continue
        old = f"{previous}/{name}" if previous else ""
        if old and _is_equal(old, entry):
            place_link(old, path)
            continue
        waiting = f"{goal}/{folder}/{_TMP_PREFIX}{entry.digest[:16]}"
        _copy_verified(source / name, waiting, entry)
        os.replace(waiting, path)  # noqa: PTH105
        written += 1
    remove_surplus(goal, spare.union(manifest.files))
    return written


def remove_surplus(goal: Path, names: frozenset[str]) -> None:
    """Remove every file below ``goal`` that is not named, and every directory left empty."""
    for name, entry in list(walk_files(goal)):
        if name not in names:
            os.unlink(entry.path)  # noqa: PTH108
    for folder, _, _ in os.walk(goal, topdown=False):
        if folder != str(goal):
            with contextlib.suppress(OSError):
                os.rmdir(folder)  # noqa: PTH106


def link_immutable(release: Path, names: list[str], pool: Path) -> None:
    """Link a release's immutable files into ``pool``, where they answer after the release has been switched
    away.
    """
    made: set[str] = set()
    for name in filter(is_immutable, names):
        folder = name.rpartition("/")[0]
        if folder not in made:
            (pool / folder).mkdir(parents=True, exist_ok=True)
            made.add(folder)
        place_link(f"{release}/{name}", f"{pool}/{name}")


def prune_pool(pool: Path) -> None:
    """Remove from ``pool`` what no release holds any more: files with no other name."""
    if not pool.is_dir():
        return
    held = (name for name, entry in walk_files(pool) if entry.stat(follow_symlinks=False).st_nlink > 1)
    remove_surplus(pool, frozenset(name for name in held if _TMP_PREFIX not in name))


def remove_tree(path: Path) -> None:
    """Remove a tree that may be there."""
    shutil.rmtree(path, ignore_errors=True)


def sync_filesystem(path: Path) -> None:
    """Bring everything written below ``path``'s file system to the disk. One call for twenty thousand files;
    raises OSError.
    """
    handle = os.open(path, os.O_RDONLY)
    try:
        syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
        if syncfs is None:
            os.sync()
        elif syncfs(handle) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
    finally:
        os.close(handle)


def sync_directory(path: Path) -> None:
    """Bring a directory's own entries (a rename, a link) to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, data: bytes) -> None:
    """Replace a file's content atomically and durably."""
    waiting = path.with_name(f"{_TMP_PREFIX}{path.name}")
    with waiting.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    waiting.replace(path)
    sync_directory(path.parent)
