"""Commands that may wait for a host that has stopped answering: read with a deadline, run with a limit on silence."""

from __future__ import annotations

import selectors
import subprocess
import tempfile
import time
from typing import NamedTuple


class Watched(NamedTuple):
    """How a command ended. ``silent`` tells that it was killed because nothing had been heard of it for too long."""

    status: int
    stdout: str
    stderr: str
    silent: bool


def run_watched(command: list[str], silence: float) -> Watched:
    """Run a command that tells its progress, until it ends or says nothing for ``silence`` seconds. Raises OSError when
    it cannot be begun.

    rsync's own time-out is not enough: a host whose disk hangs goes on sending signs of life over the net.
    """
    said = b""
    with (
        tempfile.TemporaryFile() as told,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=told) as process,
        selectors.DefaultSelector() as ready,
    ):
        assert process.stdout is not None
        ready.register(process.stdout, selectors.EVENT_READ)
        silent = False
        while not silent:
            silent = not ready.select(silence)
            piece = b"" if silent else process.stdout.read1(65_536)  # type: ignore[attr-defined]
            if not piece:
                break
            said += piece
        if silent:
            process.kill()
        process.wait()
        told.seek(0)
        faults = told.read().decode("utf-8", "replace")
        return Watched(process.returncode, said.decode("utf-8", "replace"), faults, silent)


def read_line(session: subprocess.Popen[bytes], seconds: float) -> bytes:
    """One line of a session, or what came before it ended or ``seconds`` were over."""
    if session.stdout is None:
        return b""
    deadline = time.monotonic() + seconds
    said = b""
    with selectors.DefaultSelector() as ready:
        ready.register(session.stdout, selectors.EVENT_READ)
        while not said.endswith(b"\n"):
            if not ready.select(max(0.0, deadline - time.monotonic())):
                return said
            piece = session.stdout.read1(64)  # type: ignore[attr-defined]
            if not piece:
                session.wait(10)
                return said
            said += piece
    return said
