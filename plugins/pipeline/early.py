"""Did nothing change? Answered in milliseconds, before Pelican or anything else of ours is imported.

Run it by path, so that not even this package is imported::

    python -I -S plugins/pipeline/early.py <settings file> <output folder> [<cache folder>] [-- <command> ...]

Exit status 0: every input and every output is what the last successful build saw and left, so a build
would change nothing. Every doubt and every failure of this file: the command is run in its place, or, without
one, the status is 1. The cache folder is ``.cache`` beside the settings unless given. The stamp it compares
with is made by stamp.py; both sides list trees with :func:`list_tree`.

A stamp may say how to build again (``again``: a module and what to give it). While the settings and the
environment are what they were, Pelican would read the same settings and call the same plugin; then that module is
called at once, with what the comparison has seen, and the exit status is that of its build.
"""

# ruff: noqa: PTH103, PTH105, PTH108, PTH113, PTH116, PTH118, PTH120, PTH123 -- importing pathlib would take longer than the whole check
from __future__ import annotations

import marshal
import os
import sys
import time
from collections.abc import Mapping
from zlib import crc32

TYPE_CHECKING = False  # importing typing would take longer than the whole check
if TYPE_CHECKING:
    from types import ModuleType

try:  # hashlib would load OpenSSL
    from _blake2 import blake2b
except ImportError:  # pragma: no cover -- not CPython
    from hashlib import blake2b

MAGIC = b"portal-stamp-3\n"
RACY_NS = 2_000_000_000
# Below this many outputs a second process costs more than it saves.
_WORTH_A_FORK = 2_000

# Of so many damaged outputs the names are told; with more, the builder had better look itself.
_MANY_DAMAGED = 1_000

Row = tuple[int, int, int, int]  # mtime_ns, ctime_ns, size, inode


class Seen:
    """What a comparison saw. ``files`` and ``trees`` are listings made at ``taken_ns``; ``odd``: paths in them that are
    links or no regular files; ``damaged``: names of outputs' files that are not what the stamp says, None when there are
    too many to tell. ``unlike``: paths that were young when the stamp was taken and have another content now. ``settled``:
    the single files (the settings) are what they were. ``same``: everything is.
    """

    __slots__ = ("damaged", "files", "odd", "same", "settled", "taken_ns", "trees", "unlike")

    def __init__(self, taken_ns: int) -> None:
        self.taken_ns = taken_ns
        self.files: dict[str, Row | None] = {}
        self.trees: dict[str, dict[str, Row] | None] = {}
        self.odd: list[str] = []
        self.damaged: list[str] | None = None
        self.unlike: set[str] = set()
        self.settled = False
        self.same = False


def stamp_path(cache: str, settings: str, output: str) -> str:
    """Where the stamp of builds with these settings into this output lies."""
    key = f"{os.path.realpath(settings)}\0{os.path.realpath(output)}"
    return f"{cache}/early-{crc32(key.encode('utf-8', 'surrogateescape')):08x}.stamp"


def list_tree(root: str, odd: list[str] | None = None) -> dict[str, Row] | None:
    """Every file under ``root`` by absolute path; hidden ones, ``__pycache__`` and compiled code do not
    count.

    A missing root is empty. None when it is no folder, one of its folders cannot be read, or it holds a link to a folder:
    what lies behind would escape the comparison. ``odd`` gets the paths that are links or no regular files.
    """
    odd = [] if odd is None else odd
    rows: dict[str, Row] = {}
    todo = [root]
    while todo:
        folder = todo.pop()
        try:
            entries = os.scandir(folder)
        except FileNotFoundError:
            continue
        except OSError:
            return None
        with entries:
            for entry in entries:
                name = entry.name
                if name[0] == "." or name == "__pycache__" or name[-4:] == ".pyc":
                    continue
                if _is_folder(entry):
                    if entry.is_symlink():
                        return None
                    todo.append(entry.path)
                elif entry.is_file(follow_symlinks=False):
                    stat = entry.stat()
                    rows[entry.path] = (stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino)
                else:
                    rows[entry.path] = stat_row(entry.path) or (0, 0, -1, 0)
                    odd.append(entry.path)
    return rows


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def stat_row(path: str) -> Row | None:
    """One file or folder, followed through links; None when it is missing."""
    try:
        return _row(os.stat(path))
    except OSError:
        return None


def _row(stat: os.stat_result) -> Row:
    return stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino


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
    try:
        os.replace(temporary, path)
    except OSError:
        os.unlink(temporary)
        raise


def nothing_changed(path: str, environ: Mapping[str, str], now_ns: int) -> bool:
    """Whether the stamp at ``path`` still describes the world. ``now_ns`` is the clock.

    Inputs are compared by name, times, size and inode; those that were younger than two seconds when the stamp was
    taken by content too, and once they are older the stamp is renewed without them. Outputs are compared by
    times and size.
    """
    stamp = read_stamp(path)
    seen = None if stamp is None else look_around(stamp, environ, now_ns)
    if stamp is None or seen is None or not seen.same:
        return False
    _renew(path, stamp, now_ns)
    return True


def _renew(path: str, stamp: dict[str, object], now_ns: int) -> None:
    taken: int = stamp["taken_ns"]  # type: ignore[assignment]
    if stamp["racy"] and now_ns - taken > RACY_NS:
        write_file(path, pack_stamp({**stamp, "racy": {}}))


def look_around(stamp: dict[str, object], environ: Mapping[str, str], now_ns: int) -> Seen | None:
    """What there is beside what the stamp says; None when the environment or the clock makes a comparison idle, and after
    another build into the same output, one that was cut off, or when a file took the output's place.
    """
    values: dict[str, str | None] = stamp["environ"]  # type: ignore[assignment]
    after: int | None = stamp["not_after_ns"]  # type: ignore[assignment]
    taken: int = stamp["taken_ns"]  # type: ignore[assignment]
    if any(environ.get(name) != value for name, value in values.items()) or now_ns < taken:
        return None
    left: dict[str, Row | None] = stamp["left"]  # type: ignore[assignment]
    if any(stat_row(path) != row for path, row in left.items()) or os.path.isfile(str(stamp["output"])):
        return None
    outputs: dict[str, tuple[int, int, int]] = stamp["outputs"]  # type: ignore[assignment]
    seen = Seen(now_ns)
    if len(outputs) < _WORTH_A_FORK:
        seen.damaged = _find_damaged(stamp)
        same = _look_at_inputs(stamp, seen)
    else:
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            code = 1
            try:
                os.close(reader)
                with open(writer, "wb") as pipe:
                    pipe.write(marshal.dumps(_find_damaged(stamp)))
                code = 0
            finally:
                os._exit(code)
        os.close(writer)
        same = _look_at_inputs(stamp, seen)
        if not same and seen.settled and stamp.get("again"):
            _load_builder(stamp)  # it will be wanted, and the other process is still looking
        with open(reader, "rb") as pipe:
            said = pipe.read()
        if os.waitpid(child, 0)[1] == 0:
            seen.damaged = marshal.loads(said)
    seen.same = same and seen.damaged == [] and (after is None or now_ns < after)
    return seen


def _look_at_inputs(stamp: dict[str, object], seen: Seen) -> bool:
    files: dict[str, Row | None] = stamp["files"]  # type: ignore[assignment]
    trees: dict[str, dict[str, Row]] = stamp["trees"]  # type: ignore[assignment]
    racy: dict[str, bytes] = stamp["racy"]  # type: ignore[assignment]
    seen.files = {path: stat_row(path) for path in files}
    seen.trees = {root: list_tree(root, seen.odd) for root in trees}
    seen.unlike = {path for path, digest in racy.items() if digest_file(path) != digest}
    seen.settled = seen.files == files and seen.unlike.isdisjoint(files)
    return seen.settled and not seen.unlike and seen.trees == trees


def _find_damaged(stamp: dict[str, object]) -> list[str] | None:
    outputs: dict[str, tuple[int, int, int]] = stamp["outputs"]  # type: ignore[assignment]
    root = f"{stamp['output']}/"
    lstat = os.lstat
    damaged: list[str] = []
    for name, row in outputs.items():
        try:
            stat = lstat(root + name)
        except OSError:
            damaged.append(name)
        else:
            if (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns) != row:
                damaged.append(name)
        if len(damaged) > _MANY_DAMAGED:
            return None
    return damaged


def main(argv: list[str]) -> int:
    """0 when nothing changed or what changed was built; prints the note of the stamp, or what the build says.

    With a command, does not come back from a doubt. Without: 1.
    """
    end = argv.index("--") if "--" in argv else len(argv)
    words, command = argv[:end], argv[end + 1 :]
    status: int | None
    try:
        status = _answer(words) if len(words) in (2, 3) else None
    except Exception:  # doubt is answered by a build
        status = None
    if status is None and command:
        sys.stdout.flush()
        os.execv(command[0], command)
    return 1 if status is None else status


def _answer(words: list[str]) -> int | None:
    """An exit status, or None for a doubt."""
    settings, output = words[:2]
    cache = (
        words[2] if len(words) == 3 else os.path.join(os.path.dirname(os.path.realpath(settings)), ".cache")
    )
    path = stamp_path(cache, settings, output)
    now_ns = time.time_ns()
    stamp = read_stamp(path)
    seen = None if stamp is None else look_around(stamp, os.environ, now_ns)
    if stamp is None or seen is None:
        return None
    if seen.same:
        _renew(path, stamp, now_ns)
        if stamp.get("note"):
            print(stamp["note"])
        return 0
    if not seen.settled or not stamp.get("again"):
        return None
    return _build_again(stamp, seen)


def _build_again(stamp: dict[str, object], seen: Seen) -> int | None:
    """Go on in this process, as the last build left word; None when the builder would rather not."""
    again: tuple[str, dict[str, object]] = stamp["again"]  # type: ignore[assignment]
    status: int | None = _load_builder(stamp).build_again(again[1], stamp, seen)
    return status


def _load_builder(stamp: dict[str, object]) -> ModuleType:
    """The module that builds again."""
    again: tuple[str, dict[str, object]] = stamp["again"]  # type: ignore[assignment]
    paths: list[str] = stamp["path"]  # type: ignore[assignment]
    sys.path[:] = paths
    from importlib import import_module  # noqa: PLC0415 -- most of the time there is nothing to import

    return import_module(again[0])


if __name__ == "__main__":
    try:
        STATUS = main(sys.argv[1:])
    except KeyboardInterrupt:
        STATUS = 130
    sys.stdout.flush()
    os._exit(STATUS)  # taking the interpreter down in order costs milliseconds
