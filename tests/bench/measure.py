"""Running a program and seeing what it took: wall and processor seconds, and the memory of all its processes together."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SAMPLE_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Cost:
    """``wall`` and ``cpu`` in seconds; ``memory``: the highest sum of proportional set sizes seen, in MiB, 0 if not watched."""

    wall: float
    cpu: float
    memory: float = 0.0


class RunError(RuntimeError):
    """A program ended with another status than 0; the message holds what it said."""


def run(
    command: Sequence[str],
    folder: Path,
    environ: Mapping[str, str],
    *,
    watch: bool = False,
    check: bool = True,
) -> tuple[Cost, int]:
    """Run to the end; the cost and the exit status. ``watch`` also looks at memory, which costs the program some time."""
    log = folder / "run.log"
    began = time.perf_counter()
    with log.open("wb") as stream:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **environ},
            stdout=stream,
            stderr=stream,
            stdin=subprocess.DEVNULL,
        )
        watcher = _Watcher(process.pid) if watch else None
        if watcher:
            watcher.start()
        _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if watcher:
        watcher.done.set()
        watcher.join()
    if check and process.returncode:
        text = log.read_text("utf-8", "replace")[-3000:]
        raise RunError(f"{' '.join(command)} 以 {process.returncode} 结束:\n{text}")
    cost = Cost(wall, usage.ru_utime + usage.ru_stime, watcher.peak / 1024 if watcher else 0.0)
    return cost, process.returncode


class _Watcher(threading.Thread):
    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.done = threading.Event()
        self.peak = 0
        self._pid = pid

    def run(self) -> None:
        while not self.done.wait(SAMPLE_SECONDS):
            self.peak = max(self.peak, sum(_proportional_size(pid) for pid in _descendants(self._pid)))


def _descendants(pid: int) -> list[int]:
    found, todo = [], [pid]
    while todo:
        current = todo.pop()
        found.append(current)
        try:
            for task in os.listdir(f"/proc/{current}/task"):
                with open(f"/proc/{current}/task/{task}/children", encoding="ascii") as stream:  # noqa: PTH123
                    todo += [int(child) for child in stream.read().split()]
        except OSError:
            continue
    return found


def _proportional_size(pid: int) -> int:
    try:
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as stream:  # noqa: PTH123
            for line in stream:
                if line.startswith("Pss:"):
                    return int(line.split()[1])
    except (OSError, ValueError):
        pass
    return 0
