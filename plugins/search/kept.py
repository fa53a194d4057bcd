"""What a build of the index leaves for the next one. Losing any of it costs time; no byte of the index depends on it."""

from __future__ import annotations

import contextlib
import marshal
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zlib import crc32

from plugins.pipeline.digests import DIGEST_SIZE, digest_bytes, digest_parts
from plugins.pipeline.store import Store

from .documents import Document, Layout
from .shards import GROUP_BITS
from .texts import Text

STATE = 5  # another number when what is left is written or made otherwise
SHOWN = tuple(key for key in Document.__dataclass_fields__ if key != "text")

# names it was made from, their digests end to end, its SHOWN fields (None: nothing to find), their digest, units of text
Row = tuple[tuple[str, ...], bytes, tuple[Any, ...] | None, bytes, int]
KeptText = tuple[bytes, bytes, bytes]  # the digests of the row, folded title, folded text


@dataclass(slots=True)
class Rows:
    """Everything searched, by catalog name, and the layout it was given; ``version`` tells all of it apart, ``shown`` all
    but the texts.
    """

    rows: dict[str, Row] = field(default_factory=dict)
    layout: Layout = field(default_factory=lambda: Layout((), {}))
    bits: int = 0
    version: bytes = b""
    shown: bytes = b""


def digest_rows(rows: Mapping[str, Row]) -> tuple[bytes, bytes]:
    """``(version, shown)`` of rows in any order."""
    names = sorted(rows)
    said = "\n".join(names).encode("utf-8", "surrogatepass")
    version = digest_bytes(b"".join([said, b"\0", *(rows[name][1] for name in names)]))
    return version, digest_bytes(b"".join([said, b"\0", *(rows[name][3] for name in names)]))


class Kept:
    """The files of one cache folder. ``fresh`` finds nothing there. ``code``: a digest of what makes them; what other code
    has left is not there.
    """

    def __init__(self, folder: Path, *, fresh: bool, code: bytes = b"") -> None:
        self._folder = folder
        self._fresh = fresh
        self._version = digest_parts(STATE, code)
        self._rows = Store(str(folder / "rows"), self._version)
        self._left = Rows()  # what lies in that store

    def exists(self) -> bool:
        """Whether there is anything of an earlier build to begin with."""
        return not self._fresh and (self._folder / "rows").exists()

    def load_rows(self) -> Rows:
        """The rows of the last build; empty ones when there are none."""
        if self._fresh:
            return Rows()
        try:
            base, *records = self._rows.load()
            rows, buckets, slots, bits, version, shown = marshal.loads(base)
            for record in records:
                changed, version, shown = marshal.loads(record)
                rows.update(changed)
        except (OSError, ValueError, EOFError, TypeError):
            self._rows.forget()
            return Rows()  # unreadable means absent
        self._left = Rows(rows, Layout(buckets, slots), bits, version, shown)
        return self._left

    def store_rows(self, rows: Rows) -> None:
        """Leave rows for the next build; their texts must be stored before."""
        left, layout = self._left, rows.layout
        record = b""
        if layout is left.layout and rows.bits == left.bits and rows.rows.keys() == left.rows.keys():
            changed = {name: row for name, row in rows.rows.items() if row is not left.rows[name]}
            record = marshal.dumps((changed, rows.version, rows.shown))
        with contextlib.suppress(OSError):  # a full disk costs the next build time
            if record and self._rows.takes(record):
                self._rows.append(record)
            else:
                whole = rows.rows, layout.buckets, layout.slots, rows.bits, rows.version, rows.shown
                self._rows.replace(marshal.dumps(whole))
            self._left = rows

    def load_note(self, name: str) -> tuple[bytes, bytes]:
        """What a bundle has noted: a version, and the seal of the files that it wrote of it."""
        try:
            version, seal = self._load(name)
            return version, seal
        except (ValueError, TypeError):
            return b"", b""

    def store_note(self, name: str, version: bytes, seal: bytes) -> None:
        self._store(name, (version, seal))

    def load_texts(self, names: Iterable[str], rows: Rows) -> dict[str, Text]:
        """The texts of some of ``rows``, as far as they are there and are those of the rows."""
        wanted: defaultdict[int, list[str]] = defaultdict(list)
        for name in names:
            wanted[_segment_of(name, rows.bits)].append(name)
        found = {}
        for number, members in wanted.items():
            segment = self._load_segment(number, rows.bits)
            for name in members:
                row, kept = rows.rows.get(name), segment.get(name)
                if row is not None and kept is not None and kept[0] == row[1]:
                    found[name] = (kept[1], kept[2])
        return found

    def store_texts(self, changed: Mapping[str, KeptText | None], bits: int, *, anew: bool) -> None:
        """Write the texts that changed (None: is gone) over those of the last build; ``anew``: these are all."""
        parted: defaultdict[int, dict[str, KeptText | None]] = defaultdict(dict)
        for name, text in changed.items():
            parted[_segment_of(name, bits)][name] = text
        for number in range(_count_segments(bits)) if anew else parted:
            segment = {} if anew else self._load_segment(number, bits)
            segment.update(parted[number])
            self._store(_segment_name(number, bits), {n: text for n, text in segment.items() if text})
        if anew:
            self._sweep(bits)

    def _load_segment(self, number: int, bits: int) -> dict[str, Any]:
        segment = self._load(_segment_name(number, bits))
        return segment if isinstance(segment, dict) else {}

    def _sweep(self, bits: int) -> None:
        with contextlib.suppress(OSError):
            for path in self._folder.glob("texts-*"):
                if not path.name.startswith(f"texts-{bits}-"):
                    path.unlink()

    def _load(self, name: str) -> Any:
        if self._fresh:
            return None
        try:
            data = memoryview((self._folder / name).read_bytes())
            head, body = data[: 2 * DIGEST_SIZE], data[2 * DIGEST_SIZE :]
            return marshal.loads(body) if head == self._seal(body) else None
        except (OSError, ValueError, EOFError, TypeError):
            return None  # unreadable means absent

    def _store(self, name: str, value: Any) -> None:
        with contextlib.suppress(OSError):  # a full disk costs the next build time
            self._folder.mkdir(parents=True, exist_ok=True)
            path = self._folder / f"{name}.{os.getpid()}.part"
            data = marshal.dumps(value)
            path.write_bytes(self._seal(data) + data)
            path.replace(self._folder / name)

    def _seal(self, data: bytes | memoryview) -> bytes:
        """What a file begins with: a damaged one, or one of another kind of state, is none."""
        return self._version + digest_bytes(data)


def _count_segments(bits: int) -> int:
    return 1 << max(bits - GROUP_BITS - 1, 0)


def _segment_of(name: str, bits: int) -> int:
    return crc32(name.encode("utf-8", "surrogatepass")) & _count_segments(bits) - 1


def _segment_name(number: int, bits: int) -> str:
    return f"texts-{bits}-{number}"
