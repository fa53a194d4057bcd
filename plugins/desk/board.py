"""Who looks at which page of the preview, and what they are told."""

from __future__ import annotations

import json
import queue
import threading
from urllib.parse import unquote, urlsplit

from .outcome import Outcome


class Board:
    """What the open pages are told. Every method may be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pages: dict[queue.SimpleQueue[str], str] = {}
        self.outcome = Outcome((), (), 0.0)

    def join(self, page: str) -> queue.SimpleQueue[str]:
        """A queue of messages for one open page."""
        mail: queue.SimpleQueue[str] = queue.SimpleQueue()
        with self._lock:
            self._pages[mail] = page
            mail.put(_say_problems(self.outcome))
        return mail

    def leave(self, mail: queue.SimpleQueue[str]) -> None:
        with self._lock:
            self._pages.pop(mail, None)

    def open_pages(self) -> list[str]:
        """Output names that somebody looks at."""
        with self._lock:
            return list(dict.fromkeys(page_file(page) for page in self._pages.values()))

    def tell_written(self, names: list[str]) -> None:
        """Reload the pages among ``names``."""
        written = set(names)
        with self._lock:
            for mail, page in self._pages.items():
                if page_file(page) in written or (page_file(page) == "404.html"):
                    mail.put("event: reload\ndata: 1\n\n")

    def tell_outcome(self, outcome: Outcome) -> None:
        with self._lock:
            before, self.outcome = self.outcome, outcome
            if (before.problems, before.stopped) != (outcome.problems, outcome.stopped):
                for mail in self._pages:
                    mail.put(_say_problems(outcome))


def _say_problems(outcome: Outcome) -> str:
    told = {"lines": list(outcome.problems[:20]), "stopped": outcome.stopped}
    return f"event: problems\ndata: {json.dumps(told, ensure_ascii=False)}\n\n"


def page_file(path: str) -> str:
    """The output file of an address's path."""
    name = unquote(urlsplit(path).path).lstrip("/")
    return f"{name}index.html" if not name or name.endswith("/") else name
