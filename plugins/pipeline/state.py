"""What the last build left behind, in a cache folder: sources as they were read, outputs as they were
written.

Files in the folder (``<tag>`` tells output folders apart, so that builds into two folders stay incremental
both):

``sources.state``        path -> (stat, digest, payload) ``outputs-<tag>.state``  the noted names with
their digests; output -> (recipe digest, notes, files) ``owned-<tag>.list``     every file this engine has
in the output; survives a state that became foreign or unreadable ``owned-<tag>.journal``  names about to
be written since then, appended before they are

Each is written to a temporary name, fsynced and renamed. A file that is unreadable, truncated, garbled or
made by other code or another Python counts as absent; reading never raises.
"""

# ruff: noqa: PTH103, PTH105, PTH108, PTH118, PTH120, PTH123
# the hot path of every build; pathlib costs several times what the calls themselves do
from __future__ import annotations

import contextlib
import fcntl
import gc
import marshal
import os
import pickle
import sys
from array import array
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from zlib import crc32

from .digests import DIGEST_SIZE, digest_bytes, digest_files, digest_parts

MAGIC = b"portal-state-1\n"

# recipe digest; positions in the table of names, as array("I") bytes; the files.
FileEntry = tuple[str, int, int, int, bytes]  # name, size, mtime_ns, ctime_ns, digest
OutputEntry = tuple[bytes, bytes, tuple[FileEntry, ...]]


class SourceEntry(NamedTuple):
    """One source as it was read. ``racy``: it was so young that an edit in the same tick would leave no
    trace in stat.
    """

    mtime_ns: int
    ctime_ns: int
    inode: int
    size: int
    racy: bool
    digest: bytes


class ManifestEntry(NamedTuple):
    """One file of the output: digest (16 bytes, blake2b) and size in bytes."""

    digest: bytes
    size: int


class State:
    """The state of the last build. ``version`` is a digest of what the payloads depend on besides their
    files: the code of the parsers. ``out_dir`` is the folder the outputs were written to.

    ``unfinished``: the last build was cut off while it wrote. ``owned``: files in the output that are the
    engine's. ``sources``, ``payloads``: by path. ``names``, ``name_digests``: the table that notes point
    into. ``outputs``: by name.
    """

    def __init__(
        self, folder: str | os.PathLike[str], out_dir: str | os.PathLike[str], version: bytes = b""
    ) -> None:
        self.folder = os.path.realpath(folder)
        self.out_dir = os.path.realpath(out_dir)
        tag = digest_parts(os.path.relpath(self.out_dir, self.folder)).hex()[:8]
        self._sources_path = f"{self.folder}/sources.state"
        self._outputs_path = f"{self.folder}/outputs-{tag}.state"
        self._owned_path = f"{self.folder}/owned-{tag}.list"
        self._journal_path = f"{self.folder}/owned-{tag}.journal"
        engine = digest_parts(digest_files(os.path.dirname(__file__), (".py",)), sys.version)
        self._outputs_version = engine
        self._sources_version = digest_parts(engine, version)
        self.sources: dict[str, SourceEntry] = {}
        self.payloads: dict[str, Any] = {}
        self._pickled: dict[str, tuple[Any, bytes]] = {}
        self.names: list[str] = []
        self.name_digests: list[bytes] = []
        self.outputs: dict[str, OutputEntry] = {}
        self.owned: set[str] = set()
        self._owned_saved: set[str] = set()
        self.sources_dirty = False
        self.unfinished = False
        self._journal_fd = -1

    def load(self) -> State:
        """Read what is there; returns itself. Never raises for what it finds."""
        with _no_collection():
            self._load_sources()
            self._load_outputs()
            self._load_owned()
        return self

    def _load_sources(self) -> None:
        try:
            rows, plain, pickled = marshal.loads(_read(self._sources_path, self._sources_version))
            self.sources = {path: SourceEntry(*row) for path, row in rows.items()}
            self._pickled = {path: (pickle.loads(data), data) for path, data in pickled.items()}
            self.payloads = plain | {path: value for path, (value, _) in self._pickled.items()}
            if self.payloads.keys() != self.sources.keys():
                raise ValueError("foreign or damaged")
        except Exception:  # whatever went wrong with a cache, the answer is the same: it is not there
            self.sources, self.payloads, self._pickled = {}, {}, {}

    def _load_outputs(self) -> None:
        try:
            self.names, self.name_digests, self.outputs = marshal.loads(
                _read(self._outputs_path, self._outputs_version)
            )
        except Exception:
            self.names, self.name_digests, self.outputs = [], [], {}

    def _load_owned(self) -> None:
        try:
            self._owned_saved = set(marshal.loads(_read(self._owned_path, b"owned")))
        except Exception:
            self._owned_saved = set()
        self.owned = set(self._owned_saved)
        for entry in self.outputs.values():
            for file in entry[2]:
                self.owned.add(file[0])
        journalled = _read_journal(self._journal_path)
        self.unfinished = journalled is not None
        self.owned.update(journalled or ())

    def forget(self) -> None:
        """Drop what was loaded, as ``--no-cache`` asks; what the engine owns in the output is still known."""
        self.sources, self.payloads, self._pickled = {}, {}, {}
        self.names, self.name_digests, self.outputs = [], [], {}

    def save_sources(self) -> None:
        """Replace the record of the sources, if it changed."""
        if self.sources_dirty:
            rows = {path: tuple(entry) for path, entry in self.sources.items()}
            plain, pickled = self._pack_payloads()
            _write(self._sources_path, self._sources_version, marshal.dumps((rows, plain, pickled)))
            self.sources_dirty = False

    def _pack_payloads(self) -> tuple[dict[str, Any], dict[str, bytes]]:
        """Payloads that marshal (many times as fast), and pickles of the others; what was loaded and is still
        the same object is not pickled again.
        """
        plain: dict[str, Any] = {}
        pickled: dict[str, bytes] = {}
        for path in self.sources:
            value = self.payloads[path]
            known = self._pickled.get(path)
            if known is not None and known[0] is value:
                pickled[path] = known[1]
                continue
            try:
                marshal.dumps(value)
                plain[path] = value
            except ValueError:
                pickled[path] = pickle.dumps(value, 5)
        return plain, pickled

    def save_outputs(self, *, compact: bool = True, owned: set[str] | None = None) -> None:
        """Replace the record of the outputs. ``owned``: the files that are the engine's; those recorded
        unless given. ``compact`` may renumber the table of names.
        """
        if compact:
            self._compact()
        recorded = {file[0] for entry in self.outputs.values() for file in entry[2]}
        self.owned = recorded if owned is None else owned
        if self.owned != self._owned_saved:
            _write(self._owned_path, b"owned", marshal.dumps(sorted(self.owned)))
            self._owned_saved = set(self.owned)
        body = marshal.dumps((self.names, self.name_digests, self.outputs))
        _write(self._outputs_path, self._outputs_version, body)
        self._close_journal()
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self._journal_path)
        self.unfinished = False

    def _compact(self) -> None:
        """Leave out names that no output notes any more, once they are a quarter of the table."""
        used: set[int] = set()
        for entry in self.outputs.values():
            used.update(memoryview(entry[1]).cast("I"))
        if len(used) * 4 > len(self.names) * 3:
            return
        kept = sorted(used)
        moved = dict(zip(kept, range(len(kept)), strict=True))
        self.names = [self.names[old] for old in kept]
        self.name_digests = [self.name_digests[old] for old in kept]
        for name, (recipe, notes, files) in self.outputs.items():
            positions = array("I", [moved[old] for old in memoryview(notes).cast("I")])
            self.outputs[name] = (recipe, positions.tobytes(), files)

    def journal(self, names: Iterable[str]) -> None:
        """Record, before they are written, that ``names`` are the engine's own. One append, safe beside
        other processes.
        """
        lines = b"".join(_journal_line(name) for name in names)
        if lines:
            self._append(lines)

    def begin_writing(self) -> None:
        """Leave a mark, gone once the outputs are saved: if it is found, the output folder needs a full
        look.
        """
        self._append(b"begun\n")

    def _append(self, lines: bytes) -> None:
        # Kept open: a bundle of ten thousand files journals each of them.
        if self._journal_fd < 0:
            os.makedirs(self.folder, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
            self._journal_fd = os.open(self._journal_path, flags, 0o666)
        write_all(self._journal_fd, lines)

    def _close_journal(self) -> None:
        if self._journal_fd >= 0:
            os.close(self._journal_fd)
            self._journal_fd = -1

    def __del__(self) -> None:
        with contextlib.suppress(OSError):
            self._close_journal()

    def noted(self, name: str) -> tuple[str, ...]:
        """The names that output ``name`` asked for when it was last rendered; empty for an unknown output."""
        entry = self.outputs.get(name)
        return tuple(self.names[i] for i in memoryview(entry[1]).cast("I")) if entry else ()

    def manifest(self) -> dict[str, ManifestEntry]:
        """Every file of the output by name, sorted."""
        rows = {f[0]: ManifestEntry(f[4], f[1]) for entry in self.outputs.values() for f in entry[2]}
        return dict(sorted(rows.items()))


def write_all(fd: int, data: bytes | memoryview) -> None:
    """Write all of ``data``; os.write may stop early."""
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


@contextlib.contextmanager
def lock_cache(folder: str | os.PathLike[str], wait: bool = True) -> Iterator[None]:
    """Hold the cache folder for one build. Raises BlockingIOError when it is taken and ``wait`` is false.

    Children of a crew hold it too, so a new build cannot begin while a child of a killed one still writes.
    """
    os.makedirs(folder, exist_ok=True)
    fd = os.open(os.path.join(folder, "lock"), os.O_RDWR | os.O_CREAT, 0o666)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
    finally:
        os.close(fd)


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """Loading makes many objects and no garbage; the collector would walk them again and again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _read(path: str, version: bytes) -> memoryview:
    with open(path, "rb") as file:
        data = memoryview(file.read())
    start = len(MAGIC) + 2 * DIGEST_SIZE
    head = MAGIC + digest_parts(version)
    if data[: len(head)] != head or data[len(head) : start] != digest_bytes(data[start:]):
        raise ValueError("foreign or damaged")
    return data[start:]


def _write(path: str, version: bytes, body: bytes) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    temporary = f"{path}.{os.getpid()}.new"
    fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    try:
        write_all(fd, MAGIC + digest_parts(version) + digest_bytes(body))
        write_all(fd, body)
        os.fsync(fd)
    finally:
        os.close(fd)
    os.replace(temporary, path)


def _journal_line(name: str) -> bytes:
    text = name.encode()
    return b"%08x %s\n" % (crc32(text), text)


def _read_journal(path: str) -> set[str] | None:
    """The names in the journal, or None when there is none; damaged lines are passed over."""
    names = set()
    try:
        with open(path, "rb") as file:
            for line in file:
                text = line[9:-1]
                if line == b"%08x %s\n" % (crc32(text), text):
                    names.add(text.decode())
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        pass
    return names
