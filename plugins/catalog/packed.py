"""The catalog in pieces, for a build that asks for a few names among tens of thousands."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, cast
from zlib import crc32

from plugins.pipeline.digests import digest_bytes
from plugins.pipeline.looks import ABSENT

from .catalog import Catalog, card_digest
from .values import VALUES

if TYPE_CHECKING:
    from plugins.stories import Story

PIECES = 256
# Values that ask for nothing but lists and what stands in them.
_WITHIN = ("today", "month", "count", "held", "attendance", "served", "volunteers", "hours", "samples", "members")

# The name of a record, a story or a picture, and the path of its source -> its value and digest.
OpenValue = Callable[[str, str], tuple[object, bytes]]


class NotPackedError(LookupError):
    """Only a whole catalog can answer this."""


def pack_catalog(catalog: Catalog, content: str, more: Mapping[str, Any]) -> list[bytes]:
    """Pieces of ``catalog``: every list, and for every record, story and picture the path of its source. ``content`` is the
    path of the folder that pictures' paths are relative to. ``more``: plain values under other names, for ``find``.
    """
    pieces: list[dict[str, Any]] = [{} for _ in range(PIECES)]
    lists = ((f"list/{key}", names) for key, names in catalog.lists.items())
    for name, value in (*_list_files(catalog, content), *lists, *_list_values(catalog), *more.items()):
        pieces[_piece_of(name)][name] = value
    return [marshal.dumps(piece) for piece in pieces]


def _list_files(catalog: Catalog, content: str) -> list[tuple[str, str]]:
    registry = catalog.registry
    files = [("site", registry.position("site", registry.site.id)[0])]
    for kind in registry.kinds():
        files += [(f"{kind}/{record_id}", entry.path) for record_id, entry in registry.entries(kind).items()]
    for name in (*catalog.listed("stories"), *catalog.listed("pages")):
        files.append((name, cast("Story", catalog.fetch(name)).source_path))
    return files + [(f"photo/{path}", f"{content}/{path}") for path in catalog.list_photos()]


def _list_values(catalog: Catalog) -> list[tuple[str, tuple[Any]]]:
    """Values that no words of a story change, and that need a registry."""
    registry = catalog.registry
    names = ["value/as-of", *(f"value/as-of/{kind}" for kind in registry.kinds())]
    names += [f"value/figure-listed/{figure_id}" for figure_id in registry.records("figure")]
    return [(name, (catalog.fetch(name),)) for name in names]


def _piece_of(name: str) -> int:
    return crc32(name.encode("utf-8", "surrogatepass")) % PIECES


class PackedShelf:
    """A pipeline Shelf over ``pieces``, as a Catalog of the same sources answers, but for ``stories``, which have other
    words than when they were packed.

    ``digests``: what is known of names' digests already, the changed ones with the new. Raises NotPackedError for values
    that need a registry, and whatever ``open_value`` raises.
    """

    varying = Catalog.varying

    def __init__(
        self,
        pieces: Sequence[bytes],
        today: date,
        open_value: OpenValue,
        digests: Mapping[str, bytes],
        stories: Mapping[str, Story],
    ) -> None:
        self.today = today
        self.turn = 0
        self.kept: dict[Hashable, tuple[Any, tuple[str, ...]]] = {}
        self._packed = pieces
        self._pieces: dict[int, dict[str, Any]] = {}
        self._open_value = open_value
        self._digests = digests
        self._opened: dict[str, tuple[object, bytes] | None] = {
            name: (story, story.digest) for name, story in stories.items()
        }

    def fetch(self, name: str) -> object | None:
        """The value under a name, or None."""
        first, _, rest = name.partition("/")
        if first == "list":
            return self.find(name) or ()
        if first == "value":
            packed = self.find(name)
            if packed is not None:
                return cast(object, packed[0])
            value_name, _, key = rest.partition("/")
            if value_name not in _WITHIN:
                raise NotPackedError(name)
            return VALUES[value_name](self, key)  # type: ignore[arg-type] # these ask for no more than is here
        if first in ("card", "body"):
            opened = self._open(f"story/{rest}") or self._open(f"page/{rest}")
            if opened is None or first == "card":
                return opened and opened[0]
            return cast("Story", opened[0]).content
        opened = self._open(name)
        return opened and opened[0]

    def listed(self, index: str, key: str = "") -> tuple[str, ...]:
        """The names in a list."""
        found: tuple[str, ...] = self.find(f"list/{index}/{key}") or ()
        return found

    def digest(self, name: str) -> bytes:
        """The digest of the value under a name, or ABSENT."""
        known = self._digests.get(name)
        if known is not None:
            return known
        first, _, rest = name.partition("/")
        if first == "list":
            return digest_bytes("\n".join(self.find(name) or ()).encode())
        if first == "value":
            return digest_bytes(repr(self.fetch(name)).encode())
        if first in ("card", "body"):
            opened = self._open(f"story/{rest}") or self._open(f"page/{rest}")
            if opened is not None and first == "card":
                return card_digest(cast("Story", opened[0]))
        else:
            opened = self._open(name)
        return ABSENT if opened is None else opened[1]

    def _open(self, name: str) -> tuple[object, bytes] | None:
        if name not in self._opened:
            path = self.find(name)
            self._opened[name] = None if path is None else self._open_value(name, path)
        return self._opened[name]

    def find(self, name: str) -> Any:
        """What was packed under a name, or None."""
        number = _piece_of(name)
        piece = self._pieces.get(number)
        if piece is None:
            piece = self._pieces[number] = marshal.loads(self._packed[number])
        return piece.get(name)
