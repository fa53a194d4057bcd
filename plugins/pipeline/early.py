"""Did nothing change? Answered in milliseconds, before Pelican or anything else of ours is imported.

Run it by path, so that not even this package is imported::

    python -I -S plugins/pipeline/early.py <settings file> <output folder> [<cache folder>]

Exit status 0: every input and every output is what the last successful build saw and left, so a build
would change nothing. Anything else, every doubt and every failure included: 1. The cache folder is
``.cache`` beside the settings unless given. The stamp it compares with is made by stamp.py; both sides
list trees with :func:`list_tree`.
"""

# ruff: noqa: PTH103, PTH105, PTH116, PTH118, PTH120, PTH123 -- importing pathlib would take longer than the whole check
from __future__ import annotations

import marshal
import os
import sys
import time
from collections.abc import Mapping
from zlib import crc32

try:  # hashlib would load OpenSSL
    from _blake2 import blake2b
except ImportError:  # pragma: no cover -- not CPython
    from hashlib import blake2b

MAGIC = b"portal-stamp-1\n"
RACY_NS = 2_000_000_000
# Below this many outputs a second process costs more than it saves.
_WORTH_A_FORK = 2_000

Row = tuple[int, int, int]  # mtime_ns, ctime_ns, size


def stamp_path(cache: str, settings: str, output: str) -> str:
    """Where the stamp of builds with these settings into this output lies."""
    key = f"{os.path.realpath(settings)}\0{os.path.realpath(output)}"
    return f"{cache}/early-{crc32(key.encode('utf-8', 'surrogateescape')):08x}.stamp"


def list_tree(root: str) -> dict[str, Row] | None:
    """Every file under ``root`` by absolute path; hidden ones, ``__pycache__`` and compiled code do not
    count.

    A missing root is empty. None when it holds a link to a folder: what lies behind would escape the
    comparison.
    """
    rows: dict[str, Row] = {}
    todo = [root]
    while todo:
        folder = todo.pop()
        try:
            entries = os.scandir(folder)
        except FileNotFoundError:
            continue
        with entries:
            for entry in entries:
                name = entry.name
                if name[0] == "." or name == "__pycache__" or name[-4:] == ".pyc":
                    continue
                if entry.is_dir():
                    if entry.is_symlink():
                        return None
                    todo.append(entry.path)
                else:
                    row = stat_row(entry.path) if entry.is_symlink() else _row(entry.stat())
                    rows[entry.path] = row or (0, 0, -1)
    return rows


def stat_row(path: str) -> Row | None:
    """One file or folder, followed through links; None when it is missing."""
    try:
        return _row(os.stat(path))
    except OSError:
        return None


def _row(stat: os.stat_result) -> Row:
    return stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size


def digest_file(path: str) -> bytes:
    """16 bytes for a file's content, empty when it cannot be read."""
    try:
        with open(path, "rb", 0) as file:
            return blake2b(file.read(), digest_size=16).digest()
    except OSError:
        return b""


def pack_stamp(stamp: dict[str, object]) -> bytes:
    """The bytes of a stamp file: magic, digest, marshalled dict."""
    body = marshal.dumps(stamp)
    return MAGIC + blake2b(body, digest_size=16).digest() + body


def read_stamp(path: str) -> dict[str, object] | None:
    """The stamp, or None when it is missing, damaged or of another Python."""
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        return None
    head = len(MAGIC)
    body = data[head + 16 :]
    if data[:head] != MAGIC or data[head : head + 16] != blake2b(body, digest_size=16).digest():
        return None
    stamp: dict[str, object] = marshal.loads(body)
    return stamp if stamp.get("python") == sys.version else None


def write_file(path: str, data: bytes) -> None:
    """Write whole or not at all."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    temporary = f"{path}.{os.getpid()}.new"
    with open(temporary, "wb") as file:
        file.write(data)
    os.replace(temporary, path)


def nothing_changed(path: str, environ: Mapping[str, str], now_ns: int) -> bool:
    """Whether the stamp at ``path`` still describes the world. ``now_ns`` is the clock.

    Inputs are compared by name, times and size; those that were younger than two seconds when the stamp was
    taken by content too, and once they are older the stamp is renewed without them. Outputs are compared by
    times and size.
    """
    stamp = read_stamp(path)
    if stamp is None:
        return False
    values: dict[str, str | None] = stamp["environ"]  # type: ignore[assignment]
    after: int | None = stamp["not_after_ns"]  # type: ignore[assignment]
    taken: int = stamp["taken_ns"]  # type: ignore[assignment]
    if any(environ.get(name) != value for name, value in values.items()):
        return False
    if now_ns < taken or (after is not None and now_ns >= after):
        return False
    outputs: dict[str, tuple[int, int, int]] = stamp["outputs"]  # type: ignore[assignment]
    if len(outputs) < _WORTH_A_FORK:
        same = _same_outputs(stamp) and _same_inputs(stamp)
    else:
        child = os.fork()
        if child == 0:
            code = 1
            try:
                code = 0 if _same_outputs(stamp) else 1
            finally:
                os._exit(code)
        same = _same_inputs(stamp)
        same = os.waitpid(child, 0)[1] == 0 and same
    if same and stamp["racy"] and now_ns - taken > RACY_NS:
        write_file(path, pack_stamp({**stamp, "racy": {}}))
    return same


def _same_inputs(stamp: dict[str, object]) -> bool:
    files: dict[str, Row | None] = stamp["files"]  # type: ignore[assignment]
    trees: dict[str, dict[str, Row]] = stamp["trees"]  # type: ignore[assignment]
    racy: dict[str, bytes] = stamp["racy"]  # type: ignore[assignment]
    return (
        all(stat_row(path) == row for path, row in files.items())
        and all(list_tree(root) == rows for root, rows in trees.items())
        and all(digest_file(path) == digest for path, digest in racy.items())
    )


def _same_outputs(stamp: dict[str, object]) -> bool:
    outputs: dict[str, tuple[int, int, int]] = stamp["outputs"]  # type: ignore[assignment]
    root = f"{stamp['output']}/"
    lstat = os.lstat
    try:
        for name, row in outputs.items():
            stat = lstat(root + name)
            if (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns) != row:
                return False
    except OSError:
        return False
    return True


def main(argv: list[str]) -> int:
    """0 when nothing changed, else 1. Prints the note of the stamp, if it has one."""
    if len(argv) not in (2, 3):
        return 1
    settings, output = argv[:2]
    cache = argv[2] if len(argv) == 3 else os.path.join(os.path.dirname(os.path.realpath(settings)), ".cache")
    path = stamp_path(cache, settings, output)
    if not nothing_changed(path, os.environ, time.time_ns()):
        return 1
    note = (read_stamp(path) or {}).get("note")
    if note:
        print(note)
    return 0


if __name__ == "__main__":
    try:
        STATUS = main(sys.argv[1:])
    except Exception:  # doubt is answered by a build
        STATUS = 1
    sys.stdout.flush()
    os._exit(STATUS)  # taking the interpreter down in order costs milliseconds
