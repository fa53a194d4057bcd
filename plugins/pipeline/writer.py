"""Writing an output folder so that a failure leaves it as it was, and an equal file keeps its time.

New files are written where they belong, files that replace others beside them under a temporary name.
``commit`` renames these; ``rollback`` takes everything back. One writer per process; processes write
different names.
"""

# ruff: noqa: PTH102, PTH103, PTH105, PTH106, PTH108, PTH114, PTH116, PTH123
# the hot path of every build; pathlib costs several times what the calls themselves do
from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import BinaryIO

from .digests import digest_bytes, start_digest
from .disk import Disk, read_regular
from .outputs import TEMPORARY_PREFIX, OutputError
from .report import Failure
from .state import FileEntry, State
from .store import write_all

_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
_CHUNK = 1 << 20


class Writer:
    """Files of one build in one process. ``written``: names whose bytes on disk changed or will by
    ``commit``. ``cleared``: own files that ``commit`` had to remove before it.
    """

    def __init__(self, state: State, disk: Disk, rank: int = 0) -> None:
        self.root = state.out_dir
        self._state = state
        self._disk = disk
        self._rank = rank
        self._count = 0
        self._made_folders: set[str] = set()
        self._made: list[str] = []
        self._new: list[str] = []
        self._pending: list[tuple[str, str]] = []
        self._held: dict[str, bytes] = {}
        self._announced: set[str] = set()
        self.written: list[str] = []
        self.cleared: list[str] = []

    def announce(self, names: list[str], *, by_another: bool = False) -> None:
        """Journal names that will be written, in one go; ``put`` journals the others one by one. ``by_another``:
        another process journals them.
        """
        fresh = [n for n in names if n not in self._state.owned]
        if not by_another:
            self._state.journal(fresh)
        self._announced.update(fresh)

    def put(self, name: str, data: bytes | str, known: FileEntry | None = None) -> FileEntry:
        """Write one file, unless the same bytes are there already. The entry's times are final after
        ``commit``. ``known``: what lies there for certain, by the state and a look at the disk.
        """
        if isinstance(data, str):
            data = data.encode()
        digest = digest_bytes(data)
        if known is not None and known[4] == digest:
            self._own(name)
            return known
        there = self._disk.find(name)
        if there is not None:
            if there[0] == len(data) and read_regular(f"{self.root}/{name}") == data:
                self._own(name)
                return (name, *there, digest)
            temporary = self._temporary(name)
            self._create(temporary, data)
            self._pending.append((temporary, name))
        elif self._blocked(name):
            self._held[name] = data
        else:
            self._own(name)
            stat = self._create(name, data)
            self._new.append(name)
            self.written.append(name)
            return (name, len(data), stat.st_mtime_ns, stat.st_ctime_ns, digest)
        self._own(name)
        self.written.append(name)
        return (name, len(data), 0, 0, digest)

    @contextlib.contextmanager
    def open(self, name: str) -> Iterator[Stream]:
        """Write one file in pieces; ``stream.entry`` holds its entry afterwards. An exception takes the
        file back.
        """
        self._disk.find(name)
        if self._blocked(name):
            raise OutputError(f"{name!r} cannot be written in pieces: something else lies where it belongs")
        self._own(name)
        temporary = self._temporary(name)
        self._make_folder(temporary)
        path = f"{self.root}/{temporary}"
        stream = Stream(os.open(path, _FLAGS, 0o666))
        try:
            with stream.file:
                yield stream
        except BaseException:
            os.unlink(path)
            raise
        there = self._disk.find(name)
        if there is not None and there[0] == stream.size and _same_bytes(path, f"{self.root}/{name}"):
            os.unlink(path)
            stream.entry = (name, *there, stream.digest())
            return
        self._pending.append((temporary, name))
        self.written.append(name)
        stream.entry = (name, stream.size, 0, 0, stream.digest())

    def commit(self, in_the_way: set[str]) -> dict[str, tuple[int, int]]:
        """Put everything in its place; the times (mtime_ns, ctime_ns) of what was placed, by name.

        ``in_the_way``: own files no longer wanted; those that stand where a folder or a file must be are
        removed first.
        """
        times: dict[str, tuple[int, int]] = {}
        for name, data in self._held.items():
            self._clear(name, in_the_way)
            stat = self._create(name, data)
            times[name] = (stat.st_mtime_ns, stat.st_ctime_ns)
        for temporary, name in self._pending:
            path = f"{self.root}/{name}"
            os.replace(f"{self.root}/{temporary}", path)
            stat = os.stat(path, follow_symlinks=False)  # the rename moved its change time
            times[name] = (stat.st_mtime_ns, stat.st_ctime_ns)
        return times

    def list_obstacles(self, in_the_way: set[str]) -> list[Failure]:
        """What ``commit`` could not clear away, because it is not the engine's."""
        found = []
        for name in self._held:
            parts = name.split("/")
            above = ["/".join(parts[:end]) for end in range(1, len(parts))]
            foreign = [
                path
                for path in above
                if (path in self._disk.files or path in self._disk.others) and path not in in_the_way
            ]
            if name in self._disk.folders:
                foreign += list_files(self.root, name) - in_the_way
            if foreign:
                said = f"{sorted(foreign)[0]} 不是建站写出的,却占着网页 {name} 的位置;请把它移出输出目录"
                found.append(Failure(name, said, told=True))
        return found

    @property
    def blocked(self) -> bool:
        """Whether ``commit`` must first clear something out of the way."""
        return bool(self._held)

    def rollback(self) -> None:
        """Take back what was written, as far as the file system lets us; what stays is journalled."""
        for name in [temporary for temporary, _ in self._pending] + self._new:
            with contextlib.suppress(OSError):
                os.unlink(f"{self.root}/{name}")
        for folder in reversed(self._made):
            with contextlib.suppress(OSError):
                os.rmdir(f"{self.root}/{folder}")

    def _own(self, name: str) -> None:
        if name not in self._announced and name not in self._state.owned:
            self._state.journal((name,))
            self._announced.add(name)

    def _temporary(self, name: str) -> str:
        self._count += 1
        folder = name.rpartition("/")[0]
        file = f"{TEMPORARY_PREFIX}{self._rank}-{self._count}.new"
        return f"{folder}/{file}" if folder else file

    def _create(self, name: str, data: bytes) -> os.stat_result:
        path = f"{self.root}/{name}"
        self._make_folder(name)
        try:
            fd = os.open(path, _FLAGS, 0o666)
        except FileExistsError:
            raise OutputError(f"two outputs write {name!r}, or something else just put it there") from None
        try:
            write_all(fd, data)
            return os.fstat(fd)
        except BaseException:
            os.unlink(path)
            raise
        finally:
            os.close(fd)

    def _make_folder(self, name: str) -> None:
        folder = name.rpartition("/")[0]
        known, made = self._disk.folders, self._made_folders
        if folder in known or folder in made:
            return
        missing = [folder]
        while missing[-1]:
            parent = missing[-1].rpartition("/")[0]
            if parent in known or parent in made:
                break
            missing.append(parent)
        for path in reversed(missing):
            if path:
                try:
                    os.mkdir(f"{self.root}/{path}")
                except FileExistsError:
                    pass
                else:
                    self._made.append(path)
            else:
                os.makedirs(self.root, exist_ok=True)
            made.add(path)

    def _blocked(self, name: str) -> bool:
        """Whether a file, a link or a folder lies where the name or one of its folders must be."""
        disk = self._disk
        if name in disk.folders or name in disk.others:
            return True
        if disk.complete and not disk.files and not disk.others:
            return False
        folder = name.rpartition("/")[0]
        while folder and folder not in disk.folders and folder not in self._made_folders:
            if folder in disk.files or folder in disk.others:
                return True
            folder = folder.rpartition("/")[0]
        return False

    def _clear(self, name: str, in_the_way: set[str]) -> None:
        parts = name.split("/")
        for end in range(1, len(parts)):
            above = "/".join(parts[:end])
            if above in self._disk.files or above in self._disk.others:
                if above not in in_the_way:
                    raise OutputError(f"{name!r} needs the folder {above!r}, but a foreign file lies there")
                self._remove(above)
        if name in self._disk.others:
            self._remove(name)
        elif name in self._disk.folders:
            for file in sorted(in_the_way):
                if file.startswith(name + "/"):
                    self._remove(file)
            if not remove_empty_folders(f"{self.root}/{name}"):
                raise OutputError(f"{name!r} is to be a file, but a folder with foreign files lies there")

    def _remove(self, name: str) -> None:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(f"{self.root}/{name}")
            self.cleared.append(name)


class Stream:
    """A file being written in pieces: counts and digests what passes."""

    def __init__(self, fd: int) -> None:
        self.file: BinaryIO = open(fd, "wb", _CHUNK >> 4)  # noqa: SIM115 -- closed by Writer.open
        self.size = 0
        self.entry: FileEntry | None = None
        self._hash = start_digest()

    def write(self, data: bytes | str) -> int:
        """Take some bytes or text (UTF-8); returns how many bytes that was."""
        if isinstance(data, str):
            data = data.encode()
        self._hash.update(data)
        self.size += len(data)
        self.file.write(data)
        return len(data)

    def digest(self) -> bytes:
        return self._hash.digest()


def list_files(root: str, name: str) -> set[str]:
    """The names of all files and links in a folder of the output."""
    found: set[str] = set()
    for folder, folders, files in os.walk(f"{root}/{name}"):
        links = [each for each in folders if os.path.islink(f"{folder}/{each}")]
        found.update(f"{folder[len(root) + 1 :]}/{file}" for file in (*files, *links))
    return found


def remove_empty_folders(path: str) -> bool:
    """Remove a folder if only empty folders are in it; whether it is gone."""
    for folder, _, _ in os.walk(path, topdown=False):
        with contextlib.suppress(OSError):
            os.rmdir(folder)
    return not os.path.lexists(path)


def _same_bytes(one: str, two: str) -> bool:
    with open(one, "rb") as first, open(two, "rb") as second:
        while True:
            data = first.read(_CHUNK)
            if data != second.read(_CHUNK):
                return False
            if not data:
                return True
