"""How a render function sees the world: by name, through a look that notes what was asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from .digests import ABSENT

__all__ = ["ABSENT", "DictShelf", "Look", "PauseError", "Shelf"]

_UNSEEN = object()


class Shelf(Protocol):
    """Named values, each with a digest. Constant during one build, and the same in every process of the crew.

    ``digest(name)`` must be cheap (it is asked once for every name of the state) and must not need
    ``fetch``; it changes whenever a render function could see a difference, and is ABSENT exactly for names
    that are not there.
    """

    def fetch(self, name: str) -> object | None:
        """The value, or None for a missing name."""

    def digest(self, name: str) -> bytes:
        """The digest of the value, or ABSENT."""


class EpochShelf(Shelf, Protocol):
    """A shelf that can say of most of its names at once that they are what they were.

    ``epoch``: a digest of all that values are made of whose names begin otherwise than ``varying``. While it is what it
    was, so are their digests, and nobody asks for them: among them may be sums over thousands of records.
    """

    epoch: bytes
    varying: tuple[str, ...]


class DictShelf:
    """A Shelf over two dicts. ``digests`` holds one digest for each key of ``values``."""

    __slots__ = ("digests", "values")

    def __init__(self, values: dict[str, object], digests: dict[str, bytes]) -> None:
        self.values = values
        self.digests = digests

    def fetch(self, name: str) -> object | None:
        return self.values.get(name)

    def digest(self, name: str) -> bytes:
        return self.digests.get(name, ABSENT)


class PauseError(Exception):
    """Somebody waits for something else: what was being made is taken back and made another time."""


class Look:
    """One output's view of a shelf. Made anew for every output; subclass it for typed helpers.

    A subclass must reach the shelf through ``self(name)`` alone, or note what it took by ``self.note``.
    """

    __slots__ = ("_fetch", "_seen", "pause", "shelf")

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.pause: Callable[[], bool] | None = None
        self._fetch = shelf.fetch
        self._seen: dict[str, Any] = {}

    def __call__(self, name: str) -> Any:
        """The value of ``name``, or None; the name is noted, missing or not. A second call is one dict
        look-up.
        """
        value = self._seen.get(name, _UNSEEN)
        if value is _UNSEEN:
            value = self._seen[name] = self._fetch(name)
        return value

    def note(self, names: Iterable[str]) -> None:
        """Note ``names`` without fetching them: for a part rendered once under another look and reused
        here.
        """
        seen = self._seen
        for name in names:
            if name not in seen:
                seen[name] = _UNSEEN

    def check_pause(self) -> None:
        """Long work calls it now and then. Raises PauseError when ``pause()`` says so."""
        if self.pause is not None and self.pause():
            raise PauseError

    @property
    def noted(self) -> tuple[str, ...]:
        """The names noted so far, each once, in the order of their first use."""
        return tuple(self._seen)
