"""What every target can do, and how one is chosen by its address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from plugins.publishing.history import History
from plugins.publishing.manifest import Manifest
from plugins.publishing.smoke import Expected

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Put:
    """What a publication did: the release that is live, the one before it (empty for the first), and how
    many files were sent.
    """

    release: str
    previous: str
    sent: int


class Target(Protocol):
    """A host. Every method raises PublishError and leaves a whole release live, or says in the message that
    it could not.
    """

    #: headers that the live site must carry when this target serves it
    required_headers: tuple[str, ...]

    def put(self, manifest: Manifest, source: Path, keep: int) -> Put:
        """Make ``source`` the live release and keep ``keep`` releases in all."""
        ...

    def roll_back(self, release: str = "") -> Put:
        """Make an earlier release live: the one named, else the one before the live one."""
        ...

    def expect(self, release: str) -> Expected:
        """What the host holds of a release: names, and how to tell their bytes, for judging the live address."""
        ...

    def list_releases(self) -> History:
        """The releases on the host, oldest first."""
        ...
