"""What a build leaves for the next one, should that find nothing changed but texts of stories."""

from __future__ import annotations

import contextlib
import marshal
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plugins.pipeline.clock import SHANGHAI
from plugins.pipeline.digests import digest_parts
from plugins.pipeline.state import State
from plugins.pipeline.store import Store
from plugins.registry.problems import Problem

from .result import Counts

if TYPE_CHECKING:
    from plugins.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Standing:
    """What stays while only texts change. ``problems`` are those of sources; ``due``: when the first of the stories that
    wait comes due; ``addresses``: file of the theme -> hashed address; ``posters``: whether the build printed any.
    """

    today: date
    due: datetime | None
    problems: list[Problem]
    counts: Counts
    addresses: Mapping[str, str]
    posters: bool

    def holds(self, now: datetime) -> bool:
        """Whether the clock has changed nothing since."""
        return now.date() == self.today and (self.due is None or now < self.due)


class Keeper:
    """The file of one output folder. ``epoch`` (:func:`plugins.pipeline.plan.find_epoch`) ties what is in it to the state;
    it is taken away before a state is saved that it does not belong to.
    """

    def __init__(self, state: State, code: bytes) -> None:
        self._path = Path(state.folder) / f"standing-{state.tag}.bin"
        self._store = Store(str(self._path), code)

    def clear(self, epoch: bytes, standing: Standing) -> None:
        """Take away what was left with anything else; with an empty epoch, whatever was left."""
        kept = self._load()
        if kept is None or not epoch or kept[0] != _key_of(epoch, standing):
            self._path.unlink(missing_ok=True)

    def leave(self, epoch: bytes, standing: Standing, catalog: Catalog, content: str) -> None:
        """Leave ``standing`` and the pieces of ``catalog``, unless they are there. ``content``: the content folder's
        path.
        """
        if self._path.exists() or not epoch:
            return
        from plugins.catalog.packed import pack_catalog  # noqa: PLC0415 -- most builds find them there

        with contextlib.suppress(OSError):  # a full disk costs the next build time
            pieces = pack_catalog(catalog, content)
            self._store.replace(marshal.dumps((_key_of(epoch, standing), epoch, _to_row(standing), pieces)))

    def load(self, epoch: bytes) -> tuple[Standing, list[bytes]] | None:
        """What was left with this epoch, and the catalog's pieces; None when there is nothing of the kind."""
        kept = self._load()
        return None if kept is None or not epoch or kept[1] != epoch else (_from_row(kept[2]), kept[3])

    def _load(self) -> tuple[bytes, bytes, tuple[Any, ...], list[bytes]] | None:
        try:
            key, epoch, row, pieces = marshal.loads(self._store.load()[0])
        except (OSError, ValueError, EOFError, TypeError):
            return None  # unreadable means absent
        return key, epoch, row, pieces


_PROBLEM = attrgetter("path", "line", "column", "rule", "message", "hint", "severity")


def _to_row(standing: Standing) -> tuple[Any, ...]:
    return (
        standing.today.toordinal(),
        None if standing.due is None else standing.due.timestamp(),
        [_PROBLEM(problem) for problem in standing.problems],
        tuple(standing.counts),
        dict(standing.addresses),
        standing.posters,
    )


def _from_row(row: tuple[Any, ...]) -> Standing:
    today, due, problems, counts, addresses, posters = row
    return Standing(
        date.fromordinal(today),
        None if due is None else datetime.fromtimestamp(due, SHANGHAI),
        [Problem(*values) for values in problems],
        Counts(*counts),
        addresses,
        posters,
    )


def _key_of(epoch: bytes, standing: Standing) -> bytes:
    return digest_parts(epoch, _to_row(standing))
