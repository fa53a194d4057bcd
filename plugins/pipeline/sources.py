"""Reading sources: scan with one stat per file, take the unchanged from the state, parse the rest in
parallel.

What counts as unchanged: modification time, change time, inode and size are all as recorded, and the file
was at least two seconds old when it was recorded (a younger one may have been edited again within the same
tick of the file system's clock, so it is digested again). A file whose stat differs but whose bytes do not
(touched, copied, restored from a cache) is digested, not parsed. The change time cannot be set by a
program, so an edit that restores time and size is noticed too.

What this cannot see: an edit on a file system without change times (FAT, some network shares) that keeps
size and modification time; an edit while the system's clock stood earlier than the recorded time and
happened on the very same nanosecond; bytes changed below the file system. ``--no-cache`` is the answer to
such doubt.
"""

# ruff: noqa: PTH113, PTH116, PTH123
# one call per source and build; pathlib costs several times what the calls themselves do
from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from .crew import Crew
from .digests import digest_bytes
from .payloads import Payloads, pack
from .state import SourceEntry, State

# The coarsest clock of a common file system (FAT) ticks every two seconds.
RACY_NS = 2_000_000_000


class SourceFile(NamedTuple):
    """A file as the scan saw it. ``path`` is its POSIX label (``content/news/a.md``), ``location`` where
    to open it.
    """

    path: str
    location: str
    mtime_ns: int
    ctime_ns: int
    inode: int
    size: int  # these four in the order of a SourceEntry


class Scan(NamedTuple):
    """``files`` sorted by path; ``left_out``: (path, reason) of what was met and not taken; ``taken_ns``:
    when.
    """

    files: tuple[SourceFile, ...]
    left_out: tuple[tuple[str, str], ...]
    taken_ns: int


def scan_files(root: str | os.PathLike[str], suffixes: Sequence[str], label: str = "") -> Scan:
    """Every file under ``root`` whose name ends in one of ``suffixes`` (compared in lower case), sorted
    by path.

    ``label`` goes before the paths. Hidden files and folders and ``__pycache__`` are passed over in
    silence. Left out, with a reason in Chinese: symbolic links that leave the tree or lead to a folder or
    nowhere, names that are not UTF-8, files that are no regular ones. A link to a file of the tree is
    read like that file. A missing root is an empty one.
    """
    taken = time.time_ns()
    top = os.fspath(root)
    inside = os.path.realpath(top) + os.sep
    ends = tuple(suffixes)
    files: list[SourceFile] = []
    left_out: list[tuple[str, str]] = []
    todo = [(top, f"{label}/" if label else "")]
    while todo:
        folder, prefix = todo.pop()
        try:
            entries = list(os.scandir(folder))
        except FileNotFoundError:
            continue
        except OSError as error:
            left_out.append((prefix.rstrip("/"), f"文件夹读不了:{error.strerror}"))
            continue
        for entry in entries:
            name = entry.name
            if name[0] == "." or name == "__pycache__":
                continue
            if entry.is_dir(follow_symlinks=False):
                todo.append((entry.path, f"{prefix}{name}/"))
            elif name.lower().endswith(ends) or entry.is_symlink():
                found = _scan_entry(entry, prefix + name, inside, ends)
                if isinstance(found, SourceFile):
                    files.append(found)
                elif found:
                    left_out.append((_printable(prefix + name), found))
    files.sort()
    return Scan(tuple(files), tuple(sorted(left_out)), taken)


def scan_listing(
    rows: Mapping[str, tuple[int, int, int, int] | None],
    root: str,
    suffixes: Sequence[str],
    label: str,
    taken_ns: int,
) -> Scan | None:
    """What :func:`scan_files` finds, from a listing of plain files that early.py or a stamp has made already: absolute path
    -> (mtime_ns, ctime_ns, size, inode). None when a name in it wants a closer look.
    """
    ends, cut, prefix = tuple(suffixes), len(root) + 1, f"{label}/" if label else ""
    inside = f"{root}/"
    files = []
    for location, row in rows.items():
        if (location.endswith(ends) or location.lower().endswith(ends)) and location.startswith(inside):
            if row is None or not location.isprintable():
                return None
            mtime_ns, ctime_ns, size, inode = row
            files.append(SourceFile(prefix + location[cut:], location, mtime_ns, ctime_ns, inode, size))
    files.sort()
    return Scan(tuple(files), (), taken_ns)


def _scan_entry(  # noqa: PLR0911 -- one return per reason to leave a file out
    entry: os.DirEntry[str], path: str, inside: str, ends: tuple[str, ...]
) -> SourceFile | str:
    """The file, or why it is left out; "" when it is of no concern."""
    if not path.isprintable() and _printable(path) != path:
        return "文件名不是 UTF-8 编码"
    location = entry.path
    if entry.is_symlink():
        location = os.path.realpath(entry.path)
        if not location.startswith(inside):
            return "符号链接指到了目录之外"
        if not os.path.isfile(location):
            return "符号链接指向文件夹,或指向不存在的文件"
        if not entry.name.lower().endswith(ends):
            return ""
    try:
        stat = os.stat(location) if location is not entry.path else entry.stat(follow_symlinks=False)
    except OSError:
        return "文件在扫描时消失了"
    if stat.st_mode & 0o170000 != 0o100000:
        return "不是普通文件"
    return SourceFile(path, location, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino, stat.st_size)


def _printable(path: str) -> str:
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def read_sources(
    files: Iterable[SourceFile],
    parse: Callable[[str, bytes], Any],
    state: State,
    crew: Crew,
    taken_ns: int | None = None,
) -> Payloads:
    """The payload of every file, by path in the order given; those of the state where the file is unchanged. It is
    unpacked at each look: look once.

    ``parse(path, data)`` must be a pure function of both; its payload must marshal or pickle. It may keep
    results beside (converted HTML) for rendering in the same process: ``crew.owner(path)`` tells who
    parsed a path, and an output with that affinity is rendered there. Starts the crew when enough files
    changed. ``taken_ns`` is the time of the scan.

    The record in ``state`` is renewed to hold exactly ``files``. A file that vanished since the scan is
    left out of the result. An exception of ``parse`` passes through: what is wrong with a source belongs
    into its payload.
    """
    files = list(files)
    taken = time.time_ns() if taken_ns is None else taken_ns
    known = state.sources
    doubtful = [f for f in files if (entry := known.get(f.path)) is None or not _unchanged(f, entry)]
    crew.start(len(doubtful))
    mine: dict[str, tuple[bytes, bytes | None]] = {}
    own: dict[str, Any] = {}
    heavy = sorted(doubtful, key=lambda file: -file.size)
    for position in crew.deal(len(heavy)):
        file = heavy[position]
        read = _read_one(file, parse, known.get(file.path), own)
        if read is not None:
            mine[file.path] = read
    fresh: dict[str, tuple[bytes, bytes | None]] = {}
    for rank, part in enumerate(crew.share(mine) if doubtful else []):
        crew.claim(rank, part)
        fresh.update(part)
    return _renew(files, {f.path for f in doubtful}, fresh, own, state, taken)


def _unchanged(file: SourceFile, entry: SourceEntry) -> bool:
    return file[2:6] == entry[:4] and not entry[4]


def _read_one(
    file: SourceFile, parse: Callable[[str, bytes], Any], entry: SourceEntry | None, own: dict[str, Any]
) -> tuple[bytes, bytes | None] | None:
    """The digest, and the packed payload unless the state's is right; the payload itself goes to ``own``."""
    try:
        with open(file.location, "rb", 0) as stream:
            data = stream.read()
    except FileNotFoundError:
        return None
    digest = digest_bytes(data)
    if entry is not None and entry.digest == digest:
        return digest, None
    payload = own[file.path] = parse(file.path, data)
    return digest, pack(payload)


def _renew(
    files: list[SourceFile],
    doubtful: set[str],
    fresh: dict[str, tuple[bytes, bytes | None]],
    own: dict[str, Any],
    state: State,
    taken: int,
) -> Payloads:
    sources: dict[str, SourceEntry] = {}
    packed: dict[str, bytes] = {}
    known, known_packed = state.sources, state.payloads.packed
    for file in files:
        path = file.path
        if path not in doubtful:
            sources[path] = known[path]
            packed[path] = known_packed[path]
        elif path in fresh:
            digest, payload = fresh[path]
            racy = max(file.mtime_ns, file.ctime_ns) > taken - RACY_NS
            sources[path] = SourceEntry(file.mtime_ns, file.ctime_ns, file.inode, file.size, racy, digest)
            packed[path] = known_packed[path] if payload is None else payload
    if doubtful or sources.keys() != known.keys():
        state.sources = sources
        state.payloads = Payloads(packed)
    return Payloads(packed, own)
