"""Much data for all processes of a crew, once in memory: each lays its own where the others can look at it."""

from __future__ import annotations

import mmap
import os

from .crew import Crew
from .store import write_all

Bytes = bytes | mmap.mmap


def share_bytes(crew: Crew, data: bytes) -> list[Bytes]:
    """All-gather of bytes, by rank, to be sliced and read. Every process must call it. Where the system has no such place,
    they travel like any value.
    """
    if crew.size == 1:
        return [data]
    own = _lay_out(data)
    places = crew.share((os.getpid(), own, len(data)))
    seen = [_look_at(*place) for place in places]
    everywhere = all(crew.share(None not in seen))  # whoever laid it out may let go of it now
    if own >= 0:
        os.close(own)
    if everywhere:
        return [each for each in seen if each is not None]
    return crew.share(data)


def _lay_out(data: bytes) -> int:
    """A file in memory that holds ``data``; -1 when there is none."""
    if not hasattr(os, "memfd_create"):
        return -1
    try:
        fd = os.memfd_create("shared", os.MFD_CLOEXEC)
        write_all(fd, data)
    except OSError:
        return -1
    return fd


def _look_at(pid: int, fd: int, size: int) -> Bytes | None:
    """What another process, or this one, has laid out; None when it cannot be seen."""
    if fd < 0:
        return None
    try:
        there = os.open(f"/proc/{pid}/fd/{fd}", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        return mmap.mmap(there, size, prot=mmap.PROT_READ) if size else b""
    except OSError:
        return None
    finally:
        os.close(there)
