"""Following the editor: what was saved and what is asked for, one thing after another, in one thread."""

from __future__ import annotations

import queue
import threading
import time
from pathlib import Path
from typing import Any, Final

from plugins.portal.settings import PortalSettings

from .board import Board
from .outcome import Outcome
from .preview import Preview
from .watching import watch_changes

# After so long without an edit, what nobody waits for is brought up to date.
IDLE_SECONDS: Final = 1.5
# So long a reader waits for a page that is not rendered yet, before the old one is sent.
PATIENCE_SECONDS: Final = 3.0
# After a page was shown, so long its browser has to ask for the pictures on it.
GRACE_SECONDS: Final = 0.3
Changes = list[Path] | None


class Mailbox:
    """What is to be done: batches of changed paths from the watcher, pages that a browser waits for."""

    def __init__(self) -> None:
        self._changes: queue.SimpleQueue[Changes] = queue.SimpleQueue()
        self._asked: queue.SimpleQueue[tuple[str, threading.Event]] = queue.SimpleQueue()
        self._bell = threading.Event()

    def put(self, changes: Changes) -> None:
        self._changes.put(changes)
        self._bell.set()

    def ask(self, name: str) -> None:
        """Wait until the page is rendered, or until patience ends."""
        done = threading.Event()
        self._asked.put((name, done))
        self._bell.set()
        done.wait(PATIENCE_SECONDS)

    def busy(self) -> bool:
        """Whether something waits."""
        return not (self._changes.empty() and self._asked.empty())

    def wait(self, seconds: float) -> None:
        """Until something waits, or so long. The bell may still ring for what was taken meanwhile."""
        end = time.monotonic() + seconds
        while not self.busy() and (left := end - time.monotonic()) > 0:
            self._bell.wait(left)
            self._bell.clear()

    def take_changes(self) -> tuple[bool, Changes]:
        """(whether there are any, all paths that changed or None for everything)."""
        found: set[Path] = set()
        taken, whole = False, False
        while not self._changes.empty():
            changes = self._changes.get()
            taken, whole = True, whole or changes is None
            found.update(changes or ())
        return taken, None if whole else sorted(found)

    def take_asked(self) -> list[tuple[str, threading.Event]]:
        asked = []
        while not self._asked.empty():
            asked.append(self._asked.get())
        return asked


def run_preview(
    settings: PortalSettings,
    preview: Preview,
    board: Board,
    stop: threading.Event,
    say: Any = print,
    mail: Mailbox | None = None,
) -> None:
    """Build, then follow every edit until ``stop``. One outcome after another; nothing ends it."""
    mail = mail or Mailbox()
    outcome = preview.update()
    board.tell_outcome(outcome)
    say(describe_outcome(outcome, first=True))
    watcher = threading.Thread(target=_watch, args=(settings, stop, mail), daemon=True)
    watcher.start()
    last, waiting = time.monotonic(), True
    while not stop.is_set():
        answer(preview, mail)
        taken, changes = mail.take_changes()
        if taken:
            before = board.outcome
            outcome = preview.update(changes, board.open_pages(), mail.busy)
            board.tell_outcome(outcome)
            if outcome.written or outcome.problems != before.problems:
                say(describe_outcome(outcome))
            last, waiting = time.monotonic(), True
            mail.wait(GRACE_SECONDS if preview.left else 0)
        elif preview.left:
            outcome = preview.proceed(board.open_pages(), mail.busy)
            board.tell_outcome(outcome)
            last, waiting = time.monotonic(), True
        elif waiting and time.monotonic() - last > IDLE_SECONDS:
            preview.idle(mail.busy)
            waiting = preview.idling
        else:
            mail.wait(0.25)
    watcher.join(10)


def answer(preview: Preview, mail: Mailbox) -> None:
    """Render the pages that browsers wait for."""
    asked = mail.take_asked()
    if asked:
        preview.show(name for name, _ in asked)
        for _, done in asked:
            done.set()


def _watch(settings: PortalSettings, stop: threading.Event, mail: Mailbox) -> None:
    for changes in watch_changes(settings, stop):
        if changes != []:
            mail.put(changes)


def describe_outcome(outcome: Outcome, *, first: bool = False) -> str:
    """A line for the terminal, after the problems."""
    lines = list(outcome.problems[:20])
    done = f"{outcome.seconds * 1000:.0f} 毫秒"
    if outcome.stopped:
        lines.append(f"有错误,页面停在改动之前({done})")
    else:
        left = f",其余 {outcome.left} 个随后更新" if outcome.left else ""
        lines.append(f"{'已建好' if first else '已更新'} {len(outcome.written)} 个文件({done}){left}")
    return "\n".join(lines)
