"""What really lies in the output folder, by one scandir per folder and one stat per file."""

# ruff: noqa: PTH102, PTH103, PTH105, PTH106, PTH108, PTH109, PTH110, PTH113, PTH116, PTH118, PTH120, PTH123
# the hot path of every build; pathlib costs several times what the calls themselves do
from __future__ import annotations

import os
from dataclasses import dataclass, field

from .digests import digest_bytes
from .outputs import TEMPORARY_PREFIX
from .state import FileEntry, State

DiskEntry = tuple[int, int, int]  # size, mtime_ns, ctime_ns


@dataclass(slots=True)
class Disk:
    """``files``: regular files by POSIX name. ``folders``: real folders, "" for the root if it exists.
    ``others``: links and special files, never followed. ``leftovers``: temporary files of a killed build. A
    value of plain parts, to be shared.
    """

    files: dict[str, DiskEntry] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)
    leftovers: list[str] = field(default_factory=list)


def scan_disk(out_dir: str) -> Disk:
    """Everything under ``out_dir``; nothing when it does not exist. Symbolic links are not followed."""
    disk = Disk()
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


def find_damaged(state: State, disk: Disk) -> tuple[set[str], bool]:
    """Names of the outputs whose files are not what the state says, and whether entries were healed.

    A file with another time but the recorded size is digested: if the bytes are right (a copied or restored
    output), the entry takes the new times and the output stands.
    """
    damaged: set[str] = set()
    healed: dict[str, tuple[FileEntry, ...]] = {}
    files = disk.files
    for name, entry in state.outputs.items():
        for file in entry[2]:
            if files.get(file[0]) != file[1:4]:
                rows = _heal(state.out_dir, entry[2], files)
                if rows is None:
                    damaged.add(name)
                else:
                    healed[name] = rows
                break
    for name, rows in healed.items():
        recipe, notes, _ = state.outputs[name]
        state.outputs[name] = (recipe, notes, rows)
    return damaged, bool(healed)


def _heal(
    out_dir: str, rows: tuple[FileEntry, ...], files: dict[str, DiskEntry]
) -> tuple[FileEntry, ...] | None:
    healed = []
    for row in rows:
        name, size, _, _, digest = row
        there = files.get(name)
        if there is None or there[0] != size:
            return None
        if there != row[1:4]:
            data = read_regular(f"{out_dir}/{name}")
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
    with open(fd, "rb", 0) as stream:
        return stream.read()
