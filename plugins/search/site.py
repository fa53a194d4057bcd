"""The index of a whole site as outputs: two halves of the shards, and what stands beside them.

Each document is kept with the digests of what it was made from, so that an edit folds one text and mends a few shards.
What is kept only saves time: whatever is there, the bytes are those of a clean build.
"""

from __future__ import annotations

import contextlib
import marshal
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import astuple
from functools import partial
from pathlib import Path
from typing import Any

from plugins.catalog import CatalogLook
from plugins.pipeline.crew import Crew
from plugins.pipeline.digests import digest_parts
from plugins.pipeline.outputs import Bundle, Sink

from .build import PartialIndex, build_part_shards, choose_bits
from .describe import describe, list_searched
from .documents import Document, Layout, build_layout
from .fold import encode_units, fold_text
from .shards import PARTS, Shard, long_list, pack_shard
from .update import update_shards
from .write import SEARCH_ROOT, STATE, build_side_files

# name -> (names it was made from, their digests, the document's fields without text, folded title, folded text)
Row = tuple[tuple[str, ...], bytes, tuple[Any, ...] | None, bytes, bytes]
RECIPE = "code:search"


class SiteIndex:
    """What the bundles of one build share: everything is read and folded once.

    ``folder`` is where a build leaves what the next may use; ``fresh`` uses nothing of it.
    """

    def __init__(self, folder: Path, *, fresh: bool = False) -> None:
        self._folder = folder
        self._fresh = fresh
        self._rows: dict[str, Row] | None = None
        self._before: tuple[bytes, dict[str, Row]] = (b"", {})
        self._described: tuple[Layout, bytes] | None = None

    def prepare(self, look: CatalogLook) -> dict[str, Row]:
        """The rows of everything searched; notes in ``look`` all that they were made from."""
        if self._rows is None:
            self._before = self._load_rows()
            self._rows = {name: self._row(look, name) for name in list_searched(look)}
        for _ in list_searched(look):
            pass  # noted, whoever made the rows
        for row in self._rows.values():
            look.note(row[0])
        return self._rows

    def has_kept(self) -> bool:
        """Whether there is anything of an earlier build to begin with."""
        return not self._fresh and (self._folder / "search.state").exists()

    def share(self, make_look: Callable[[], CatalogLook], crew: Crew, sources: Mapping[str, str]) -> None:
        """Let each process of a crew that runs fold the texts that it has read itself, and hand them to the others.

        ``sources`` names the source of a story or page; what has none is dealt by turns. Every process must call it.
        """
        self._before = self._load_rows()
        look = make_look()
        names = list(list_searched(look))
        mine: dict[str, Row] = {}
        for position, name in enumerate(names):
            owner = crew.owner(sources.get(name, ""))
            if (position % crew.size if owner is None else owner) == crew.rank:
                mine[name] = self._row(look, name)
        found: dict[str, Row] = {}
        for part in crew.share(mine):
            found.update(part)
        self._rows = {name: found[name] for name in names}

    def _row(self, look: CatalogLook, name: str) -> Row:
        kept = self._before[1].get(name)
        shelf = look.shelf
        if kept is not None and kept[1] == digest_parts(*[shelf.digest(noted) for noted in kept[0]]):
            return kept
        inner = type(look)(shelf)
        document = describe(inner, name)
        noted = inner.noted
        digest = digest_parts(*[shelf.digest(seen) for seen in noted])
        if document is None:
            return noted, digest, None, b"", b""
        fields = tuple(value for key, value in zip(_FIELDS, astuple(document), strict=True) if key != "text")
        return (
            noted,
            digest,
            fields,
            encode_units(fold_text(document.title)),
            encode_units(fold_text(document.text)),
        )

    def _describe(self, rows: dict[str, Row]) -> tuple[Layout, bytes]:
        """The layout and the version of this build's rows, worked out once for all bundles."""
        if self._described is None:
            self._described = (build_layout(_documents(rows)), _version(rows))
        return self._described

    def _describe_before(self) -> Layout:
        """The layout of the last build; this one's where no document but for its text has changed."""
        before, now = self._before[1], self._rows or {}
        same = before.keys() == now.keys() and all(row[2] == now[name][2] for name, row in before.items())
        return self._describe(now)[0] if same else build_layout(_documents(before))

    def write_part(self, part: int, look: CatalogLook, sink: Sink) -> None:
        """The shards of one half."""
        rows = self.prepare(look)
        units, (layout, version) = _units(rows), self._describe(rows)
        kept_version, kept = self._load_part(part)
        shards: dict[int, bytes] | None = kept if kept_version == version else None
        if shards is None and kept_version and kept_version == self._before[0]:
            before = self._before[1]
            shards = update_shards(kept, _units(before), self._describe_before(), units, layout, part)
        if shards is None:
            shards = build_part_shards(units, layout, part)
        nothing = pack_shard(Shard(check=layout.checks()[0]))
        half = (1 << choose_bits(units)) // PARTS
        for number in range(part * half, (part + 1) * half):
            sink.put(f"{SEARCH_ROOT}s/{number:x}.bin", shards.get(number, nothing))
        sink.put(f"{SEARCH_ROOT}s/long{part}.bin", shards.get(long_list(part), b""))
        if version != kept_version:
            self._store(f"search-{part}.state", (STATE, version, shards))

    def write_sides(self, look: CatalogLook, sink: Sink) -> None:
        """The manifest, titles and addresses, filters and names."""
        rows = self.prepare(look)
        # All but the texts, and how many shards these fill: an edit of a text alone spells no name again.
        bits = choose_bits(_units(rows))
        shown = digest_parts(bits, *[(name, row[2]) for name, row in sorted(rows.items())])
        _, kept_shown, files = self._load("search-sides.state")
        if kept_shown != shown or not files:
            files = build_side_files(_documents(rows), bits, self._describe(rows)[0])
            self._store("search-sides.state", (STATE, shown, files))
        for name in sorted(files):
            sink.put(f"{SEARCH_ROOT}{name}", files[name])
        version = self._describe(rows)[1]
        if version != self._before[0]:
            self._store("search.state", (STATE, version, rows))

    def _load_rows(self) -> tuple[bytes, dict[str, Row]]:
        _, version, rows = self._load("search.state")
        return (version, rows) if rows else (b"", {})

    def _load_part(self, part: int) -> tuple[bytes, dict[int, bytes]]:
        _, version, shards = self._load(f"search-{part}.state")
        return (version, shards) if shards else (b"", {})

    def _load(self, name: str) -> tuple[int, bytes, dict[Any, Any]]:
        if self._fresh:
            return STATE, b"", {}
        try:
            state = marshal.loads((self._folder / name).read_bytes())
            if isinstance(state, tuple) and len(state) == 3 and state[0] == STATE:
                return state
        except (OSError, ValueError, EOFError, TypeError):
            pass  # unreadable means absent
        return STATE, b"", {}

    def _store(self, name: str, state: tuple[Any, ...]) -> None:
        with contextlib.suppress(OSError):  # a full disk costs the next build time
            self._folder.mkdir(parents=True, exist_ok=True)
            partial_path = self._folder / f"{name}.{os.getpid()}.part"
            partial_path.write_bytes(marshal.dumps(state))
            partial_path.replace(self._folder / name)


_FIELDS = tuple(Document.__dataclass_fields__)
_SHOWN = tuple(key for key in _FIELDS if key != "text")


def _documents(rows: dict[str, Row]) -> list[Document]:
    found = (row[2] for _, row in sorted(rows.items()) if row[2] is not None)
    return [Document(**dict(zip(_SHOWN, fields, strict=True)), text="") for fields in found]


def _units(rows: dict[str, Row]) -> PartialIndex:
    return PartialIndex({name: (row[3], row[4]) for name, row in rows.items() if row[2] is not None})


def _version(rows: dict[str, Row]) -> bytes:
    return digest_parts(STATE, *[(name, row[1]) for name, row in sorted(rows.items())])


def build_outputs(index: SiteIndex) -> Iterator[Bundle]:
    """The bundles of the index. Where an earlier build has left its work, little is expected of them."""
    heavy = not index.has_kept()
    for part in range(PARTS):
        yield Bundle(
            f"search:shards-{part}", RECIPE, partial(index.write_part, part), weight=1500 if heavy else 8
        )
    yield Bundle("search:sides", RECIPE, index.write_sides, weight=300 if heavy else 8)
