"""The Sink of one bundle: checks names, and knows what the last build left of it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping

from .digests import digest_bytes, digest_value
from .disk import read_regular
from .outputs import OutputError, check_name
from .state import FileEntry
from .writer import Stream, Writer


class BundleSink:
    """See :class:`.outputs.Sink`. ``entries`` are the files so far, in the order they came."""

    def __init__(
        self,
        writer: Writer,
        owner: str,
        pages: dict[str, str],
        rows: tuple[FileEntry, ...] = (),
        *,
        certain: bool = False,
        check_pause: Callable[[], None] | None = None,
    ) -> None:
        """``pages``: which output makes each file. ``rows``: what the state has of this bundle; ``certain``: a look at
        the disk has found all of them, otherwise each is asked for. ``check_pause`` is called at every ``put``.
        """
        self._check_pause = check_pause
        self._rows = {row[0]: row for row in rows}
        self._certain = certain
        self._writer = writer
        self._owner = owner
        self._pages = pages
        self._names: set[str] = set()
        self._last: bytes | None = None
        self.entries: list[FileEntry] = []

    @property
    def last(self) -> bytes:
        if self._last is None:
            self._last = _seal(self._rows.values())
        return self._last

    def seal(self) -> bytes:
        return _seal(self.entries)

    def put(self, name: str, data: bytes | str) -> None:
        if self._check_pause is not None:
            self._check_pause()
        self._take(name)
        self.entries.append(self._writer.put(name, data, self._find_standing(name)))

    @contextlib.contextmanager
    def open(self, name: str) -> Iterator[Stream]:
        self._take(name)
        with self._writer.open(name) as stream:
            yield stream
        if stream.entry is not None:
            self.entries.append(stream.entry)

    def keep(self, name: str, digest: bytes = b"") -> bool:
        row = self._rows.get(name) if self._certain else self._find_standing(name)
        if row is None or (digest and digest != row[4]):
            return False
        # As _take does it, without its calls: an index keeps tens of thousands.
        if name in self._names or self._pages.setdefault(name, self._owner) != self._owner:
            self._take(name)
        self._names.add(name)
        self.entries.append(row)
        return True

    def kept_names(self) -> Mapping[str, bytes]:
        return {name: row[4] for name, row in self._rows.items()}

    def read(self, name: str) -> bytes | None:
        row = self._find_standing(name)
        data = None if row is None else read_regular(f"{self._writer.root}/{name}")
        # A build may follow an edit within the clock's tick: what is built upon must be right by its bytes.
        return data if data is not None and row is not None and digest_bytes(data) == row[4] else None

    def _find_standing(self, name: str) -> FileEntry | None:
        row = self._rows.get(name)
        if row is None or self._certain:
            return row
        try:
            stat = os.lstat(f"{self._writer.root}/{name}")
        except OSError:
            return None
        return row if (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns) == row[1:4] else None

    def _take(self, name: str) -> None:
        # What the state has passed this check when it was written.
        other = self._pages.setdefault(name if name in self._rows else check_name(name), self._owner)
        if other != self._owner:
            raise OutputError(f"outputs {other!r} and {self._owner!r} both write {name!r}")
        if name in self._names:
            raise OutputError(f"output {self._owner!r} writes {name!r} twice")
        self._names.add(name)


def _seal(rows: Iterable[FileEntry]) -> bytes:
    parts = [(row[0], row[4]) for row in rows]
    return digest_value(parts) if parts else b""
