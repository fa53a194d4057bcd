"""What a build leaves for the next one, should that find nothing changed but words of stories."""

from __future__ import annotations

import contextlib
import marshal
import pickle
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plugins.pipeline.clock import SHANGHAI
from plugins.pipeline.digests import digest_parts, digest_value
from plugins.pipeline.outputs import Output, Page
from plugins.pipeline.state import State
from plugins.pipeline.store import Store
from plugins.registry.problems import Problem
from plugins.search.site import RECIPE as SEARCH

from .result import Counts

if TYPE_CHECKING:
    from plugins.catalog import Catalog
    from plugins.pages.render import Maker


@dataclass(frozen=True, slots=True)
class Standing:
    """What stays while only words change. ``problems`` are those of sources; ``due``: when the first of the stories that
    wait comes due; ``addresses``: file of the theme -> hashed address; ``posters``: whether the build printed any.
    """

    today: date
    due: datetime | None
    problems: list[Problem]
    counts: Counts
    addresses: Mapping[str, str]
    posters: bool

    @property
    def told(self) -> bytes:
        """A digest of the problems: the stamp of the last build holds it, so that no others are taken for them."""
        return digest_value(list(map(_PROBLEM, self.problems)))

    def holds(self, now: datetime) -> bool:
        """Whether the clock has changed nothing since."""
        return now.date() == self.today and (self.due is None or now < self.due)


class Keeper:
    """The file of one output folder. ``epoch`` (:func:`plugins.pipeline.plan.find_epoch`) ties what is in it to the state;
    it is taken away before a state is saved that it does not belong to.
    """

    def __init__(self, state: State, code: bytes) -> None:
        self._path = Path(state.folder) / f"standing-{state.tag}.bin"
        self._store = Store(str(self._path), digest_parts(code, sys.version))

    def clear(self, epoch: bytes, standing: Standing) -> None:
        """Take away what was left with anything else; with an empty epoch, whatever was left."""
        kept = self._load()
        if kept is None or not epoch or kept[:2] != (epoch, _to_row(standing)):
            self._path.unlink(missing_ok=True)

    def leave(
        self, epoch: bytes, standing: Standing, catalog: Catalog, outputs: Mapping[str, Any], content: str
    ) -> None:
        """Leave ``standing``, the pieces of ``catalog`` and the ``outputs`` (:func:`pack_outputs`), unless they are there.
        ``content``: the content folder's path.
        """
        from plugins.catalog.packed import pack_catalog  # noqa: PLC0415 -- most builds find them there

        with contextlib.suppress(OSError):  # a full disk costs the next build time
            pieces = pack_catalog(catalog, content, outputs)
            self._store.replace(marshal.dumps((epoch, _to_row(standing), pieces)))

    def leave_problems(self, problems: Iterable[Problem]) -> None:
        """Leave other ``problems`` with all that was left and loaded before."""
        record = marshal.dumps(list(map(_PROBLEM, problems)))
        if self._store.takes(record):
            with contextlib.suppress(OSError):
                self._store.append(record)
                return
        self._path.unlink(missing_ok=True)

    @property
    def lacks(self) -> bool:
        """Whether nothing is left."""
        return not self._path.exists()

    def load(self, epoch: bytes) -> tuple[Standing, list[bytes]] | None:
        """What was left with this epoch, or one that has drifted from it, and the pieces; None when there is nothing of the
        kind.
        """
        kept = self._load()
        return None if kept is None or not epoch.startswith(kept[0]) else (_from_row(kept[1]), kept[2])

    def _load(self) -> tuple[bytes, tuple[Any, ...], list[bytes]] | None:
        try:
            body, *told = self._store.load()
            epoch, row, pieces = marshal.loads(body)
            if told:
                row = (*row[:2], marshal.loads(told[-1]), *row[3:])
        except (OSError, ValueError, EOFError, TypeError):
            return None  # unreadable means absent
        return epoch, row, pieces


def pack_outputs(outputs: Iterable[Output], make: Maker) -> dict[str, Any]:
    """``output/<name>`` -> what :func:`unpack_output` makes the output of again. Those that share something with others (the
    search index), or that no edit of words reaches (files of the theme, pictures, posters), are left out.
    """
    packed: dict[str, Any] = {}
    for output in outputs:
        if not output.recipe.startswith(_NOT_PACKED):
            row: Any = make.pack(output) if isinstance(output, Page) else None
            if row is None and _is_loose(output):
                with contextlib.suppress(pickle.PicklingError, AttributeError, TypeError):
                    row = pickle.dumps(output, 5)
            if row is not None:
                packed[f"output/{output.name}"] = row
    return packed


def _is_loose(output: Output) -> bool:
    """Whether an output stands for itself: what it renders with is no method of something shared."""
    work = output.render if isinstance(output, Page) else output.write
    return not isinstance(work, partial)


def unpack_output(packed: Any, make: Maker) -> Output | None:
    """The output that was packed; None for what was not."""
    if isinstance(packed, bytes):
        output: Output = pickle.loads(packed)
        return output
    return None if packed is None else make.unpack(packed)


_NOT_PACKED = ("asset:", "photo", "poster:", SEARCH)
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

