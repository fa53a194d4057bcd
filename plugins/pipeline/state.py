"""What the last build left behind, in a cache folder: sources as they were read, outputs as they were
written.

Files in the folder (``<tag>`` tells output folders apart, so that builds into two folders stay incremental
both):

``sources.state``        path -> (stat, digest, payload) ``outputs-<tag>.state``  the noted names with
their digests; output -> (recipe digest, notes, files). Each with a log of what changed since, so that an edit writes
little (:mod:`.store`) ``owned-<tag>.list``     every file this engine has
in the output; survives a state that became foreign or unreadable ``owned-<tag>.journal``  names about to
be written since then, appended before they are

A file that is unreadable, truncated, garbled or
made by other code or another Python counts as absent; reading never raises.
"""

# ruff: noqa: PTH103, PTH108, PTH118, PTH120
# the hot path of every build; pathlib costs several times what the calls themselves do
from __future__ import annotations

import contextlib
import fcntl
import gc
import marshal
import os
import sys
from array import array
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from zlib import crc32

from .crew import Crew
from .digests import digest_files, digest_parts
from .journal import journal_line, read_journal
from .payloads import Payloads
from .store import Store, write_all

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
    """One file of the output: digest (16 bytes, see :mod:`.digests`) and size in bytes."""

    digest: bytes
    size: int


class State:
    """The state of the last build. ``version`` is a digest of what the payloads depend on besides their
    files: the code of the parsers. ``out_dir`` is the folder the outputs were written to.

    ``unfinished``: the last build was cut off while it wrote. ``owned``: files in the output that are the
    engine's. ``sources``, ``payloads``: by path. ``names``, ``name_digests``: the table that notes point
    into; ``epoch``: the shelf's, when these digests were taken (:class:`.looks.EpochShelf`). ``outputs``: by name.
    ``tag`` tells this output folder from others. What was loaded is replaced by other values, never changed in place, but
    for entries of ``outputs``.
    """

    def __init__(
        self,
        folder: str | os.PathLike[str],
        out_dir: str | os.PathLike[str],
        version: bytes = b"",
    ) -> None:
        self.folder = os.path.realpath(folder)
        self.out_dir = os.path.realpath(out_dir)
        # Never by the digests of this engine: who changes these would lose sight of the files that it owns.
        self.tag = tag = f"{crc32(os.path.relpath(self.out_dir, self.folder).encode('utf-8', 'surrogateescape')):08x}"
        engine = digest_parts(digest_files(os.path.dirname(__file__), (".py",)), sys.version)
        self._sources_store = Store(f"{self.folder}/sources.state", digest_parts(engine, version))
        self._outputs_store = Store(f"{self.folder}/outputs-{tag}.state", engine)
        self._owned_store = Store(f"{self.folder}/owned-{tag}.list", b"owned")
        self._journal_path = f"{self.folder}/owned-{tag}.journal"
        self.owned: set[str] = set()
        self._owned_saved: set[str] = set()
        self.unfinished = False
        self._journal_fd = -1
        self.forget()

    def forget(self) -> None:
        """Drop what was loaded, as ``--no-cache`` asks; what the engine owns in the output is still known."""
        self.sources: dict[str, SourceEntry] = {}
        self.payloads = Payloads()
        self._sources_saved: dict[str, SourceEntry] = {}
        self.names: list[str] = []
        self.name_digests: list[bytes] = []
        self.epoch = b""
        self.outputs: dict[str, OutputEntry] = {}
        self._saved: tuple[int, list[bytes], dict[str, OutputEntry]] = (0, [], {})
        self._sources_store.forget()
        self._outputs_store.forget()

    @property
    def token(self) -> bytes:
        """Tells the outputs as they are recorded on disk from every other record."""
        return self._outputs_store.token

    @property
    def record_paths(self) -> tuple[str, ...]:
        """The files that another build into the same output would touch, and that one which was cut off leaves."""
        return self._outputs_store.path, f"{self._outputs_store.path}.log", self._journal_path

    def load(self) -> State:
        """Read what is there; returns itself. Never raises for what it finds."""
        with _no_collection():
            try:
                self._load_sources()
            except Exception:  # whatever went wrong with a cache, the answer is the same: it is not there
                self._sources_store.forget()
                self.sources, self._sources_saved, self.payloads = {}, {}, Payloads()
            try:
                self._load_outputs()
            except Exception:
                self._outputs_store.forget()
                self.names, self.name_digests, self.outputs, self._saved = [], [], {}, (0, [], {})
                self.epoch = b""
            self._load_owned()
        return self

    def _load_sources(self) -> None:
        base, *records = self._sources_store.load()
        rows, packed = marshal.loads(base)
        for record in records:
            changed_rows, changed, gone = marshal.loads(record)
            rows.update(changed_rows)
            packed.update(changed)
            for path in gone:
                del rows[path], packed[path]
        make = tuple.__new__
        self.sources = {path: make(SourceEntry, row) for path, row in rows.items()}
        self.payloads = Payloads(packed)
        self._sources_saved = self.sources
        if rows.keys() != packed.keys():
            raise ValueError("foreign or damaged")

    def _load_outputs(self) -> None:
        base, *records = self._outputs_store.load()
        names, digests, outputs, epoch = marshal.loads(base)
        for record in records:
            added, changed_digests, changed, rows, gone, epoch = marshal.loads(record)
            names += added
            digests += [b""] * len(added)
            for position, digest in changed_digests.items():
                digests[position] = digest
            outputs.update(changed)
            for name, some in rows.items():
                recipe, notes, files = outputs[name]
                outputs[name] = (recipe, notes, tuple(map(some.get, range(len(files)), files)))
            for name in gone:
                del outputs[name]
        self.names, self.name_digests, self.outputs = names, digests, outputs
        self.epoch = epoch
        self._saved = (len(names), list(digests), dict(outputs))

    def _load_owned(self) -> None:
        try:
            self._owned_saved = set(marshal.loads(self._owned_store.load()[0]))
        except Exception:
            self._owned_saved = set()
        self.owned = set(self._owned_saved)
        for entry in self.outputs.values():
            for file in entry[2]:
                self.owned.add(file[0])
        journalled = read_journal(self._journal_path)
        self.unfinished = journalled is not None
        self.owned.update(journalled or ())

    def save_sources(self, crew: Crew | None = None) -> None:
        """Bring the record of the sources up to date, if it changed. Of a crew every process must call it; its last
        one writes, while the first has other things to do.
        """
        crew = crew or Crew()
        if crew.rank == crew.size - 1:
            self._save_sources()
        for mark in crew.gather(self._sources_store.mark):
            self._sources_store.follow(mark)  # the last one holds
        self._sources_saved = self.sources

    def _save_sources(self) -> None:
        saved, now = self._sources_saved, self.sources
        if saved is now:
            return
        changed = {path: tuple(entry) for path, entry in now.items() if saved.get(path) is not entry}
        gone = [path for path in saved if path not in now]
        if not changed and not gone:
            return
        packed = self.payloads.packed
        record = b""
        if self._sources_store.token:
            record = marshal.dumps((changed, {path: packed[path] for path in changed}, gone))
        if record and self._sources_store.takes(record):
            self._sources_store.append(record)
        else:
            rows = {path: tuple(entry) for path, entry in now.items()}
            self._sources_store.replace(marshal.dumps((rows, packed)))

    def save_outputs(self, *, compact: bool = True, owned: set[str] | None = None) -> None:
        """Bring the record of the outputs up to date. ``owned``: the files that are the engine's; those recorded
        unless given. ``compact`` may renumber the table of names, when it is written whole.
        """
        recorded = {file[0] for entry in self.outputs.values() for file in entry[2]}
        self.owned = recorded if owned is None else owned
        if self.owned != self._owned_saved:
            self._owned_store.replace(marshal.dumps(sorted(self.owned)))
            self._owned_saved = set(self.owned)
        record = b""
        if self._outputs_store.token:
            record = marshal.dumps((*self._find_changes(), self.epoch))
        if record and self._outputs_store.takes(record):
            self._outputs_store.append(record)
        else:
            if compact:
                self._compact()
            self._outputs_store.replace(
                marshal.dumps((self.names, self.name_digests, self.outputs, self.epoch))
            )
        self._saved = (len(self.names), list(self.name_digests), dict(self.outputs))
        self._close_journal()
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self._journal_path)
        self.unfinished = False

    def _find_changes(
        self,
    ) -> tuple[list[str], dict[int, bytes], dict[str, OutputEntry], dict[str, dict[int, FileEntry]], list[str]]:
        """Names added, digests by position, entries, files of entries by position, and outputs gone since the record on
        disk.
        """
        count, digests, outputs = self._saved
        now = self.name_digests
        changed = {} if now[:count] == digests else {n: now[n] for n in range(count) if now[n] != digests[n]}
        changed.update(enumerate(now[count:], count))
        entries, rows = {}, {}
        for name, entry in self.outputs.items():
            old = outputs.get(name)
            if old is not entry:
                some = None if old is None else _find_rows(old, entry)
                if some is None:
                    entries[name] = entry
                else:
                    rows[name] = some
        return self.names[count:], changed, entries, rows, [name for name in outputs if name not in self.outputs]

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
        lines = b"".join(journal_line(name) for name in names)
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


def _find_rows(old: OutputEntry, new: OutputEntry) -> dict[int, FileEntry] | None:
    """The files in which two entries differ, by position: few among many. None when they differ in more."""
    if old[:2] != new[:2] or len(old[2]) != len(new[2]):
        return None
    rows = {at: row for at, (row, before) in enumerate(zip(new[2], old[2], strict=True)) if row is not before}
    return rows if len(rows) * 4 < len(new[2]) else None


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
