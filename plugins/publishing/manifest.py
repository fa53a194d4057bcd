"""The inventory of a finished output: every file's digest, and from these the id of the whole release."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from plugins.publishing.errors import PublishError, build_os_error
from plugins.publishing.names import STAMP_NAME, is_sibling

_RELEASE_DIGITS = 20
_CHUNK = 1 << 20
_RELEASE = re.compile(rf"[0-9a-f]{{{_RELEASE_DIGITS}}}")
_SOURCE_SUFFIXES = (
    ".py",
    ".pyc",
    ".yml",
    ".yaml",
    ".md",
    ".sqlite",
    ".pickle",
    ".pkl",
    ".log",
    ".bak",
    ".orig",
    ".tmp",
    "~",
)


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file: SHA-256 in hex, and size in bytes."""

    digest: str
    size: int


@dataclass(frozen=True)
class Manifest:
    """Every file of a tree by its POSIX name, sorted. ``release`` is the digest of all names and digests: 20
    hex digits.
    """

    files: Mapping[str, FileEntry]

    @cached_property
    def release(self) -> str:
        whole = hashlib.sha256()
        for name, entry in self.files.items():
            whole.update(f"{entry.digest} {name}\n".encode())
        return whole.hexdigest()[:_RELEASE_DIGITS]

    @property
    def size(self) -> int:
        return sum(entry.size for entry in self.files.values())

    def to_json(self) -> str:
        """One line for each file, so that two manifests can be compared by eye."""
        rows = {name: [entry.digest, entry.size] for name, entry in self.files.items()}
        return json.dumps(rows, ensure_ascii=False, indent=0, separators=(",", ":")) + "\n"


def is_release(text: str) -> bool:
    """Whether ``text`` has the form of a release id."""
    return bool(_RELEASE.fullmatch(text))


def parse_manifest(text: str) -> Manifest:
    """A manifest from its JSON. Raises ValueError when it is not one."""
    rows = json.loads(text)
    if not isinstance(rows, dict):
        raise ValueError("not a manifest")
    try:
        files = {
            str(name): FileEntry(str(digest), int(size)) for name, (digest, size) in sorted(rows.items())
        }
    except TypeError as error:
        raise ValueError("not a manifest") from error
    return Manifest(files)


def walk_files(root: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every entry below ``root`` that is not a directory, as (POSIX name, entry), in no promised order."""
    stack = [("", str(root))]
    while stack:
        prefix, folder = stack.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    stack.append((f"{prefix}{entry.name}/", entry.path))
                else:
                    yield prefix + entry.name, entry


def digest_file(path: str | Path) -> FileEntry:
    """A file's digest and size, read in pieces."""
    digest, size = hashlib.sha256(), 0
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - twenty thousand times, and Path.open costs a third of it
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return FileEntry(digest.hexdigest(), size)


def check_tree(names: Mapping[str, bool]) -> list[str]:
    """What must never be in an output: one Chinese line for each. ``names`` says of every name whether it is
    a regular file.
    """
    found = []
    for name, regular in sorted(names.items()):
        if not regular:
            found.append(f"{name}:不是普通文件(可能是链接)")
        elif not name.isprintable() or "\\" in name:
            found.append(f"{name!a}:文件名里有控制字符或反斜杠")
        elif any(part.startswith(".") for part in name.split("/")) and not name.startswith(".well-known/"):
            found.append(f"{name}:以点开头的文件")
        elif name.endswith(_SOURCE_SUFFIXES):
            found.append(f"{name}:源文件、日志或编译中间文件")
    return found


def build_manifest(root: Path) -> Manifest:
    """Read a whole tree. Raises PublishError when it is missing, empty, or holds what must not be
    published.
    """
    try:
        entries = dict(walk_files(root))
        faults = check_tree({name: entry.is_file(follow_symlinks=False) for name, entry in entries.items()})
        if faults:
            shown = "\n  ".join(faults[:10])
            raise PublishError(
                f"输出目录里有 {len(faults)} 个不该公开的文件:\n  {shown}",
                "删去输出目录后重新生成网站,再发布",
            )
        if "index.html" not in entries:
            raise PublishError("输出目录里没有首页 index.html", "先生成网站(make site),看看有没有报错")
        names = sorted(entries)
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            digests = list(pool.map(digest_file, (entries[name].path for name in names), chunksize=64))
    except OSError as error:
        raise build_os_error(error, "读取输出目录") from error
    return Manifest(dict(zip(names, digests, strict=True)))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a release comes from: the commit, its time in seconds since 1970 (None when unknown), and
    whether the tree was clean.
    """

    commit: str
    time: int | None
    dirty: bool


def build_stamp(manifest: Manifest, origin: Origin) -> bytes:
    """``build.json``: the same sources give the same bytes, on every machine and at every hour.

    ``content`` is the digest of all other files. The release's own id cannot be in it, because that id
    covers this file too.
    """
    files = {n: e for n, e in manifest.files.items() if n != STAMP_NAME}
    plain = [n for n in files if not is_sibling(n)]
    stamp = {
        "content": Manifest(files).release,
        "commit": origin.commit,
        "time": origin.time,
        "dirty": origin.dirty,
        "files": len(plain),
        "pages": sum(n.endswith(".html") for n in plain),
        "bytes": sum(files[n].size for n in plain),
    }
    return (json.dumps(stamp, ensure_ascii=False, indent=1) + "\n").encode()


def write_stamp(root: Path, origin: Origin) -> Manifest:
    """Write ``build.json`` into a finished tree and return the manifest of the whole. The only write into
    the output but the siblings.
    """
    (root / STAMP_NAME).unlink(missing_ok=True)
    before = build_manifest(root)
    stamp = build_stamp(before, origin)
    try:
        (root / STAMP_NAME).write_bytes(stamp)
    except OSError as error:
        raise build_os_error(error, "写入 build.json ") from error
    entry = FileEntry(hashlib.sha256(stamp).hexdigest(), len(stamp))
    return Manifest(dict(sorted({**before.files, STAMP_NAME: entry}.items())))
