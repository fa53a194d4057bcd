"""A value on disk that changes a little at a time: one file written whole, and beside it a log of what changed since.

The base is written to a temporary name and renamed; a record of the log is appended. Each carries its digest, and the
log that of its base, so what a kill or a power failure left half done is not there: a reader gets the last whole record
and never half of one. Nothing is flushed to the disk for that (after thousands of new files a flush takes as long as the
build); what a power failure takes from a state costs the next build time.
"""

# ruff: noqa: PTH103, PTH105, PTH108, PTH120, PTH123
# the hot path of every build; pathlib costs several times what the calls themselves do
from __future__ import annotations

import contextlib
import os

from .digests import DIGEST_SIZE, digest_bytes, digest_parts

MAGIC = b"portal-state-2\n"
# A log is read at every build; when it has grown so long, a new base is cheaper.
_LOG_MIN = 1 << 18
_LOG_SHARE = 8
_HEAD = 8 + DIGEST_SIZE


class Store:
    """``path`` is the base, ``<path>.log`` the log. ``version``: bytes that tell what else the value depends on.

    One process writes at a time; see :func:`.state.lock_cache`.
    """

    def __init__(self, path: str, version: bytes) -> None:
        self.path = path
        self._log_path = f"{path}.log"
        self._head = MAGIC + digest_parts(version)
        self._base = b""
        self._base_size = 0
        self._end = 0
        self._last = b""

    @property
    def token(self) -> bytes:
        """Tells the value as it lies on disk from every other; b"" when there is none."""
        return self._base + self._last

    @property
    def mark(self) -> tuple[bytes, int, int, bytes]:
        """What a store of the same file in another process needs to know after this one has written: see ``follow``."""
        return self._base, self._base_size, self._end, self._last

    def follow(self, mark: tuple[bytes, int, int, bytes]) -> None:
        """Take the file for what another process has made of it."""
        self._base, self._base_size, self._end, self._last = mark

    def load(self) -> list[memoryview]:
        """The body of the base and the records since, oldest first. ValueError or OSError when there is no sound base."""
        with open(self.path, "rb") as file:
            data = memoryview(file.read())
        start = len(self._head) + DIGEST_SIZE
        body = data[start:]
        if data[: len(self._head)] != self._head or data[len(self._head) : start] != digest_bytes(body):
            raise ValueError("foreign or damaged")
        self._base, self._base_size = bytes(data[len(self._head) : start]), len(body)
        return [body, *self._load_log()]

    def _load_log(self) -> list[memoryview]:
        self._end, self._last = 0, b""
        try:
            with open(self._log_path, "rb") as file:
                data = memoryview(file.read())
        except OSError:
            return []
        if data[:DIGEST_SIZE] != self._base:
            return []
        records = []
        position = DIGEST_SIZE
        while position < len(data):
            size = int.from_bytes(data[position : position + 8], "little")
            body = data[position + _HEAD : position + _HEAD + size]
            digest = bytes(data[position + 8 : position + _HEAD])
            if len(body) != size or digest != digest_bytes(body):
                break
            records.append(body)
            position += _HEAD + size
            self._last = digest
        self._end = position
        return records

    def replace(self, body: bytes) -> None:
        """Write the value whole. The log of the old one means nothing any more."""
        os.makedirs(os.path.dirname(self.path), exist_ok=True)
        temporary = f"{self.path}.{os.getpid()}.new"
        digest = digest_bytes(body)
        with open(temporary, "wb", 0) as file:
            write_all(file.fileno(), self._head + digest)
            write_all(file.fileno(), body)
        os.replace(temporary, self.path)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self._log_path)
        self._base, self._base_size, self._end, self._last = digest, len(body), 0, b""

    def takes(self, record: bytes) -> bool:
        """Whether ``record`` had better be appended: there is a base, and the log would not grow too long."""
        return bool(self._base) and self._end + len(record) < max(_LOG_MIN, self._base_size // _LOG_SHARE)

    def append(self, record: bytes) -> None:
        """Add one record after the last sound one."""
        fd = os.open(self._log_path, os.O_WRONLY | os.O_CREAT, 0o666)
        try:
            os.ftruncate(fd, self._end)
            os.lseek(fd, self._end, os.SEEK_SET)
            digest = digest_bytes(record)
            head = b"" if self._end else self._base
            write_all(fd, head + len(record).to_bytes(8, "little") + digest + record)
            self._end += len(head) + _HEAD + len(record)
            self._last = digest
        finally:
            os.close(fd)

    def forget(self) -> None:
        """Know nothing of what lies on disk: the next value is written whole."""
        self._base, self._base_size, self._end, self._last = b"", 0, 0, b""


def write_all(fd: int, data: bytes | bytearray | memoryview) -> None:
    """Write all of ``data``; os.write may stop early."""
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]
