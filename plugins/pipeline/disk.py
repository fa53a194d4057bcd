"""What really lies in the output folder: a full scan where it is needed, else one lstat per file that
matters.

With one folder per page a scan costs four times what asking for the known files does. So a scan is made
only when there is no good state, when the last build was cut off, or when foreign files are to be
removed.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from stat import S_ISDIR, S_ISREG

from .digests import digest_bytes
from .outputs import TEMPORARY_PREFIX
from .state import FileEntry, State

DiskEntry = tuple[int, int, int]  # size, mtime_ns, ctime_ns


@dataclass(slots=True)
class Disk:
    """``files``: regular files by POSIX name. ``folders``: real folders, "" for the root if it exists.
    ``others``: links and special files, never followed. ``leftovers``: temporary files of a killed build.
    ``complete``: a scan saw everything; otherwise :meth:`find` asks the file system for what is not known
    yet.
    """

    root: str
    complete: bool = False
    files: dict[str, DiskEntry] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)
    leftovers: list[str] = field(default_factory=list)

    def find(self, name: str) -> DiskEntry | None:
        """The regular file ``name``, or None. Its folders, or what lies in their place, are known
        afterwards.
        """
        there = self.files.get(name)
        if there is None and not self.complete and name not in self.others and name not in self.folders:
            there = self._ask(name)
            above = name
            while above and (above := above.rpartition("/")[0]) not in self.folders:
                self._ask(above)
        return there

    def _ask(self, name: str) -> DiskEntry | None:
        try:
            stat = os.lstat(f"{self.root}/{name}" if name else self.root)
        except (FileNotFoundError, NotADirectoryError):
            return None
        if S_ISREG(stat.st_mode):
            entry = self.files[name] = (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
            return entry
        (self.folders if S_ISDIR(stat.st_mode) else self.others).add(name)
        return None


def scan_disk(out_dir: str) -> Disk:
    """Everything under ``out_dir``; nothing when it does not exist. Symbolic links are not followed."""
    disk = Disk(out_dir, complete=True)
    files = disk.files
    todo = [("", out_dir)]
    while todo:
        prefix, folder = todo.pop()
        try:
            entries = os.scandir(folder)
        except (FileNotFoundError, NotADirectoryError):
            continue
        disk.folders.add(prefix.rstrip("/"))
        with entries:
            for entry in entries:
                name = prefix + entry.name
                if entry.is_dir(follow_symlinks=False):
                    todo.append((name + "/", entry.path))
                elif not entry.is_file(follow_symlinks=False):
                    disk.others.add(name)
                elif entry.name.startswith(TEMPORARY_PREFIX) and name.endswith(".new"):
                    disk.leftovers.append(name)
                else:
                    stat = entry.stat(follow_symlinks=False)
                    files[name] = (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
    return disk


def check_disk(state: State, scan: bool) -> tuple[Disk, set[str], bool]:
    """The disk, the names of the outputs whose files are not what the state says, and whether entries
    were healed.

    A file with another time but the recorded size is digested: if the bytes are right (a copied or
    restored output), the entry takes the new times and the output stands.
    """
    disk = scan_disk(state.out_dir) if scan else Disk(state.out_dir)
    damaged: set[str] = set()
    healed: dict[str, tuple[FileEntry, ...]] = {}
    lstat, root, files = os.lstat, state.out_dir + "/", disk.files
    for name, entry in state.outputs.items():
        for file in entry[2]:
            if scan:
                there = files.get(file[0])
            else:
                try:
                    stat = lstat(root + file[0])
                    there = (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
                except OSError:
                    there = None
            if there != file[1:4]:
                rows = _heal(disk, entry[2])
                if rows is None:
                    damaged.add(name)
                else:
                    healed[name] = rows
                break
    for name, rows in healed.items():
        recipe, notes, _ = state.outputs[name]
        state.outputs[name] = (recipe, notes, rows)
    return disk, damaged, bool(healed)


def _heal(disk: Disk, rows: tuple[FileEntry, ...]) -> tuple[FileEntry, ...] | None:
    healed = []
    for row in rows:
        name, size, _, _, digest = row
        there = disk.find(name)
        if there is None or there[0] != size:
            return None
        if there != row[1:4]:
            data = read_regular(f"{disk.root}/{name}")
            if data is None or digest_bytes(data) != digest:
                return None
        healed.append((name, *there, digest))
    return tuple(healed)


def read_regular(path: str) -> bytes | None:
    """The bytes of a regular file, not followed through a link; None when it cannot be read."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return None
    with os.fdopen(fd, "rb", 0) as stream:
        return stream.read()
