"""One publication at a time on an object store: a lease kept alive by its holder, judged without any clock
of the store's.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import socket
import threading
import time
from pathlib import Path
from typing import Protocol

from plugins.publishing.errors import BusyError, PublishError


class LeaseStore(Protocol):
    """What a lease needs of a store."""

    def read(self, key: str) -> bytes | None: ...
    def create(self, key: str, data: bytes) -> bool: ...
    def write(self, key: str, data: bytes) -> None: ...
    def delete(self, key: str) -> None: ...


def build_machine_id() -> str:
    """This machine since its last start, as a digest: no name goes to the store."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        boot = ""
    return hashlib.sha256(f"{socket.gethostname()} {boot}".encode()).hexdigest()[:16]


def _is_dead_here(text: bytes) -> bool:
    """Whether the holder was a process of this machine that is gone."""
    try:
        holder = json.loads(text)
        pid = int(holder["pid"])
        if holder["machine"] != build_machine_id():
            return False
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except (ValueError, KeyError, TypeError, OSError):
        return False
    return False


class Lease:
    """Held while the ``with`` block runs. A holder that was killed stops renewing; after ``length`` seconds
    without a change the lease is taken over. The wait is measured here, so no clock needs to be right. On
    stores without conditional writes two that start in the same moment are told apart by reading back."""

    def __init__(self, store: LeaseStore, key: str, length: float) -> None:
        self._store, self._key, self._length = store, key, length
        self._text = b""
        self._stop = threading.Event()
        self._lost = threading.Event()
        self._thread = threading.Thread(target=self._renew, daemon=True)

    def __enter__(self) -> Lease:
        held = self._store.read(self._key)
        if held is not None and not _is_dead_here(held):
            self._wait_for_silence(held)
        self._text = self._build_text()
        if held is None:
            taken = self._store.create(self._key, self._text)
        else:
            self._store.write(self._key, self._text)
            taken = True
        time.sleep(min(0.5, self._length / 20))
        if not taken or self._store.read(self._key) != self._text:
            raise self._busy()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(self._length)
        if not self._lost.is_set():
            try:
                self._store.delete(self._key)
            except PublishError:
                return  # it runs out by itself

    def check(self) -> None:
        """Raise BusyError when someone else has taken the lease over, so that two never write at once."""
        if self._lost.is_set():
            raise self._busy()

    def _build_text(self) -> bytes:
        holder = {"machine": build_machine_id(), "pid": os.getpid(), "mark": secrets.token_hex(8)}
        return json.dumps(holder).encode()

    def _busy(self) -> PublishError:
        return BusyError("另一次发布正在进行,本次已停下", "等它结束后再发布一次;会从中断处接着做")

    def _wait_for_silence(self, seen: bytes) -> None:
        deadline = time.monotonic() + self._length
        while time.monotonic() < deadline:
            time.sleep(min(1.0, self._length / 10))
            if self._store.read(self._key) not in (seen, None):
                raise self._busy()

    def _renew(self) -> None:
        while not self._stop.wait(self._length / 4):
            try:
                if self._store.read(self._key) != self._text:
                    self._lost.set()
                    return
                self._text = self._build_text()
                self._store.write(self._key, self._text)
            except PublishError:
                continue  # a hiccup; if it lasts, the upload itself says so
