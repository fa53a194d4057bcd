"""Telling how far a long build is: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from typing import Protocol, TextIO


class Progress(Protocol):
    """Told about a phase of ``total`` steps. ``update`` may be called very often."""

    def begin(self, label: str, total: int) -> None: ...

    def update(self, done: int) -> None: ...

    def end(self) -> None: ...


class Silent:
    """Tells nothing."""

    def begin(self, label: str, total: int) -> None:
        pass

    def update(self, done: int) -> None:
        pass

    def end(self) -> None:
        pass


class TextProgress:
    """Writes to ``stream`` (stderr): on a terminal a bar with counts and the time left, redrawn ten times a
    second; elsewhere a line every ten seconds. A phase shorter than half a second leaves no trace.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._bar = self._stream.isatty()
        self._label, self._total = "", 0
        self._began = self._next = 0.0
        self._drawn = False

    def begin(self, label: str, total: int) -> None:
        self._label, self._total, self._drawn = label, total, False
        self._began = time.monotonic()
        self._next = self._began + (0.5 if self._bar else 10.0)

    def update(self, done: int) -> None:
        now = time.monotonic()
        if now < self._next or not self._total:
            return
        self._next = now + (0.1 if self._bar else 10.0)
        self._drawn = True
        text = describe_progress(self._label, done, self._total, now - self._began)
        if self._bar:
            filled = 24 * done // self._total
            self._stream.write(f"\r\x1b[K[{'█' * filled}{'·' * (24 - filled)}] {text}")
        else:
            self._stream.write(text + "\n")
        self._stream.flush()

    def end(self) -> None:
        if self._bar and self._drawn:
            self._stream.write("\r\x1b[K")
            self._stream.flush()


def describe_progress(label: str, done: int, total: int, elapsed: float) -> str:
    """``渲染 1200/9000 13 %,约剩 42 秒``; ``elapsed`` in seconds. No guess before a step is done."""
    text = f"{label} {done}/{total} {100 * done // total} %"
    if done and done < total:
        left = elapsed * (total - done) / done
        text += f",约剩 {left:.0f} 秒" if left < 90 else f",约剩 {left / 60:.0f} 分钟"
    return text
