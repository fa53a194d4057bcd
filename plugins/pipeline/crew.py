"""Several processes that run the same program: fork, all-gather, and an end that never hangs.

``Crew.start`` forks; afterwards each process goes on with the same values and its own ``rank``. ``share`` is where they
meet (``gather`` where the first one meets the others), so after one every process must reach the same next one. Only
processes without other threads may start a crew. Nothing is forked until somebody asks for it with enough work.
"""

from __future__ import annotations

import contextlib
import gc
import mmap
import os
import signal
import sys
import traceback
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

from .frames import END, ERROR, open_pipe, pack_value, receive_frame, send_frame, unpack_value
from .report import ChangedError
from .store import write_all

# Below this many files to read or pages to render, a fork costs more than it saves.
SMALL_WORK = 64
_TOKENS = 16_000
_TOLD = b"\0"  # what follows is a ChangedError's message and no traceback


class CrewError(RuntimeError):
    """Another process of the crew failed or died. The message is Chinese; it holds that process's
    traceback, if it had one.
    """


class Crew:
    """Up to ``jobs`` processes; one until :meth:`start`. Use it as a context manager around the whole
    program::

        with Crew(jobs=2) as crew:
            ...                       # one process
            crew.start(changed)       # from here on maybe two
            everything = crew.share(mine)
                                      # children end here; only the parent goes on

    In a child the context never ends normally: the process leaves at once, without running anybody's exit
    handlers.
    """

    def __init__(self, jobs: int = 1) -> None:
        self.jobs = max(1, jobs)
        self.small_work = SMALL_WORK
        self.rank = 0
        self.size = 1
        self._parent = os.getpid()
        self._owners: dict[str, int] = {}
        self._children: list[int] = []
        self._reads: list[int] = []
        self._writes: list[int] = []
        self._tokens: tuple[int, int] | None = None
        self._board = mmap.mmap(-1, 8 * self.jobs)

    def start(self, work: int) -> bool:
        """Fork, if more than one job is wanted and ``work`` (files to read, pages to render) is worth it;
        True when several processes run afterwards. Every process must call it with the same ``work``. A
        crew that runs stays as it is.
        """
        if self.size > 1 or self.jobs < 2 or work < max(1, self.small_work):
            return self.size > 1
        sys.stdout.flush()
        sys.stderr.flush()
        # What exists now is shared; a collection in a child would touch, and so copy, every page of it.
        gc.collect(0)
        gc.freeze()
        self._tokens = os.pipe()
        pipes = [(open_pipe(), open_pipe()) for _ in range(1, self.jobs)]
        for rank, (up, down) in enumerate(pipes, 1):
            pid = os.fork()
            if pid == 0:
                self._become_child(rank, up, down, pipes)
                break
            self._children.append(pid)
        if self.rank == 0:
            for up, down in pipes:
                self._reads.append(up[0])
                self._writes.append(down[1])
                os.close(up[1])
                os.close(down[0])
        self.size = self.jobs
        return True

    def _become_child(self, rank: int, up: tuple[int, int], down: tuple[int, int], pipes: Any) -> None:
        self.rank = rank
        self._children = []
        self._reads, self._writes = [down[0]], [up[1]]
        # An end held by a sibling would hide from the others that its owner died.
        for pair in pipes:
            for fd in (*pair[0], *pair[1]):
                if fd not in (down[0], up[1]):
                    os.close(fd)
        if self._tokens:
            os.close(self._tokens[1])
            self._tokens = (self._tokens[0], self._tokens[0])
        with contextlib.suppress(ValueError):  # not in the main thread
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides; the child sees its pipe close

    def share(self, value: Any) -> list[Any]:
        """All-gather: the ``value`` of every process, by rank, the own one as it is. Values must marshal
        or pickle.

        Raises CrewError when another process failed. No size deadlocks: children first send, then
        receive; the parent does it the other way round.
        """
        if self.size == 1:
            return [value]
        mine = pack_value(value)
        if self.rank:
            try:
                send_frame(self._writes[0], mine)
                frames: list[bytes | bytearray] = [
                    receive_frame(self._reads[0]) for _ in range(self.size - 1)
                ]
            except (EOFError, OSError):
                self._leave(1)  # the parent is gone: nobody is left to tell
            ranks = [r for r in range(self.size) if r != self.rank]
            values = {r: unpack_value(frame) for r, frame in zip(ranks, frames, strict=True)}
        else:
            frames = [mine, *(self._hear(rank) for rank in range(1, self.size))]
            for rank in range(1, self.size):
                try:
                    for other, frame in enumerate(frames):
                        if other != rank:
                            send_frame(self._writes[rank - 1], frame)
                except OSError:
                    raise self._death(rank) from None
            values = {r: unpack_value(frame) for r, frame in enumerate(frames) if r}
        values[self.rank] = value
        return [values[r] for r in range(self.size)]

    def gather(self, value: Any) -> list[Any]:
        """The ``value`` of every process, by rank, for the first one; the others get nothing and go on at once."""
        if self.rank:
            try:
                send_frame(self._writes[0], pack_value(value))
            except OSError:
                self._leave(1)  # the parent is gone: nobody is left to tell
            return []
        return [value, *(unpack_value(self._hear(rank)) for rank in range(1, self.size))]

    def barrier(self) -> None:
        """Wait until every process is here."""
        self.share(None)

    def claim(self, rank: int, keys: Iterable[str]) -> None:
        """Note that ``keys`` (paths) are with process ``rank``; :meth:`owner` tells afterwards whose each is. Every
        process must note the same.
        """
        self._owners.update(dict.fromkeys(keys, rank))

    def owner(self, affinity: str) -> int | None:
        """The rank that has claimed ``affinity``, or None when nobody has: then anybody may do the work."""
        return self._owners.get(affinity) if self.size > 1 else 0

    def deal(self, count: int) -> Iterator[int]:
        """Positions 0 … count−1, each to exactly one process: who is free takes the next. All processes must call it, and
        use it up. They wait for each other in the call and never again, so that who has work of its own may do that first
        and takes the less. Put the heavy work first.
        """
        if self.size == 1:
            return iter(range(count))
        # Who came round first would otherwise take the end marks that the last deal left for the others.
        self.barrier()
        assert self._tokens is not None
        reader, writer = self._tokens
        step = count // _TOKENS + 1
        if self.rank == 0 and count:
            write_all(writer, b"".join(n.to_bytes(4, "little") for n in range(0, count, step)))
            write_all(writer, (0xFFFFFFFF).to_bytes(4, "little") * self.size)
        return self._take(reader, count, step)

    def _take(self, reader: int, count: int, step: int) -> Iterator[int]:
        while count:
            token = os.read(reader, 4)
            if len(token) < 4:
                self._leave(1)  # the parent is gone
            start = int.from_bytes(token, "little")
            if start == 0xFFFFFFFF:
                return
            yield from range(start, min(start + step, count))

    def count_done(self, done: int) -> int:
        """Post how many steps this process has done in the current phase; how many all have, for a
        progress bar.
        """
        start = 8 * self.rank
        self._board[start : start + 8] = done.to_bytes(8, "little")
        if self.size == 1:
            return done
        return sum(int.from_bytes(self._board[n : n + 8], "little") for n in range(0, 8 * self.size, 8))

    def check_parent(self) -> None:
        """In a child: leave at once when the parent is gone, so that an orphan does not write on. Cheap
        enough per page.
        """
        if self.rank and os.getppid() != self._parent:
            self._leave(1)

    def finish(self) -> None:
        """In a child: leave, well. In the parent: wait for all children. Raises CrewError when one did
        not end well.
        """
        if self.rank:
            with contextlib.suppress(OSError):
                send_frame(self._writes[0], END)
            self._leave(0)
        try:
            for rank in range(1, len(self._children) + 1):
                self._hear(rank, ending=True)
                if os.waitstatus_to_exitcode(os.waitpid(self._children[rank - 1], 0)[1]):
                    raise CrewError(f"并行的第 {rank + 1} 个进程没有好好结束")
                self._children[rank - 1] = 0
        finally:
            self._close()

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: Any) -> None:
        if self.rank == 0:
            if error is None:
                self.finish()
            else:
                self._close()
        elif error is None:
            self.finish()
        else:
            told = isinstance(error, ChangedError)
            text = str(error) if told else "".join(traceback.format_exception(kind, error, trace))
            with contextlib.suppress(OSError):
                send_frame(self._writes[0], ERROR + (_TOLD if told else b"") + text.encode("utf-8", "replace"))
            self._leave(1)

    def _hear(self, rank: int, ending: bool = False) -> bytearray:
        """One frame of a child; CrewError when it is bad news or not what is due."""
        try:
            frame = receive_frame(self._reads[rank - 1])
        except (EOFError, OSError):
            raise self._death(rank) from None
        if frame[:2] == ERROR + _TOLD:
            raise ChangedError(frame[2:].decode("utf-8", "replace"))
        if frame[:1] == ERROR:
            raise CrewError(f"并行的第 {rank + 1} 个进程出错:\n{frame[1:].decode('utf-8', 'replace')}")
        if (frame[:1] == END) != ending:
            raise CrewError(f"并行的第 {rank + 1} 个进程走岔了:各进程的步骤不一致")
        return frame

    def _death(self, rank: int) -> CrewError:
        pid, status = os.waitpid(self._children[rank - 1], 0)
        self._children[rank - 1] = 0
        code = os.waitstatus_to_exitcode(status)
        how = f"被信号 {-code} 终止(内存不足时系统会这样做)" if code < 0 else f"以状态 {code} 提前退出"
        return CrewError(f"并行的第 {rank + 1} 个进程(号 {pid}){how}")

    def _close(self) -> None:
        """End and reap whatever children are left, and be a crew of one again."""
        for fd in (*self._reads, *self._writes, *(self._tokens or ())):
            os.close(fd)
        for pid in self._children:
            if pid:
                with contextlib.suppress(ProcessLookupError):
                    if os.waitpid(pid, os.WNOHANG)[0] == 0:
                        self._reap(pid)
        self._children, self._reads, self._writes, self._tokens = [], [], [], None
        if self.size > 1:
            gc.unfreeze()
        self.size = 1
        self._owners = {}

    @staticmethod
    def _reap(pid: int) -> None:
        # It has said its last word, or its pipes are closed: it holds nothing that an end would hurt.
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)

    def _leave(self, status: int) -> NoReturn:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)
