"""Values through pipes between processes: frames of eight bytes for the length, one for the sort, and the value."""

from __future__ import annotations

import contextlib
import fcntl
import gc
import marshal
import os
import pickle
from typing import Any

from .store import write_all

END, ERROR = b"E", b"X"
_VALUE, _PICKLED = b"M", b"P"
_PIPE_SIZE = 1 << 20


def open_pipe() -> tuple[int, int]:
    """A pipe's ends: to read from, to write to."""
    ends = os.pipe()
    with contextlib.suppress(OSError, AttributeError):  # a larger pipe only saves wake-ups
        fcntl.fcntl(ends[1], fcntl.F_SETPIPE_SZ, _PIPE_SIZE)
    return ends


def pack_value(value: Any) -> bytes:
    """A value as a frame; marshal if it is a plain one, else pickle."""
    try:
        return _VALUE + marshal.dumps(value)
    except ValueError:
        return _PICKLED + pickle.dumps(value, 5)


def unpack_value(frame: bytes | bytearray) -> Any:
    """The value of a frame that ``pack_value`` made."""
    body = memoryview(frame)[1:]
    was = gc.isenabled()
    gc.disable()  # many objects, no garbage
    try:
        return marshal.loads(body) if frame[:1] == _VALUE else pickle.loads(body)
    finally:
        if was:
            gc.enable()


def send_frame(fd: int, frame: bytes | bytearray) -> None:
    """Send a frame. OSError when nobody reads any more."""
    write_all(fd, len(frame).to_bytes(8, "little"))
    write_all(fd, frame)


def receive_frame(fd: int) -> bytearray:
    """The next frame. EOFError when the other end is gone."""
    return _exactly(fd, int.from_bytes(_exactly(fd, 8), "little"))


def _exactly(fd: int, size: int) -> bytearray:
    buffer = bytearray(size)
    view = memoryview(buffer)
    while view:
        got = os.readv(fd, [view])
        if not got:
            raise EOFError
        view = view[got:]
    return buffer
