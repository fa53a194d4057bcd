"""The files of the index, and which of them an edit touches.

``search/index.json``      the manifest: how many shards, the buckets of slots, the choices of the filters
``search/s/<hex>.bin``     shards (``shards.py``); one with nothing in it is written too, so that none is missing
``search/s/long<part>.bin``  the long grams, whose marks are parted
``search/m/<n>.json``      titles and addresses, BLOCK slots a file: ``[title, url, section, town, date]`` or null
``search/f.bin``           section, town and year of every slot, one byte each, three planes; fetched when a filter is used
``search/names.json``      names and syllables; fetched when Latin letters are typed
"""

from __future__ import annotations

import hashlib
import json
import marshal
from collections.abc import Iterable, Mapping
from dataclasses import astuple
from typing import Any, Protocol

from .build import PartialIndex, build_shards, choose_bits, index_documents
from .documents import Document, Layout, build_layout, list_facets, year_of
from .names import build_names
from .shards import PARTS, Shard, long_list, pack_shard
from .update import update_shards

SEARCH_ROOT = "search/"
BLOCK = 16
FORMAT = 1
STATE = 2  # what a build leaves for the next one: another number when shards are written otherwise


class Sink(Protocol):
    """Where files go; the pipeline's sink is one."""

    def put(self, name: str, data: bytes) -> None: ...


class Cache(Protocol):
    """Where a run leaves what the next may use. Losing it costs time and nothing else."""

    def load(self, name: str) -> bytes | None: ...

    def store(self, name: str, data: bytes) -> None: ...


def write_index(
    documents: Iterable[Document],
    sink: Sink,
    cache: Cache | None = None,
    partial: PartialIndex | None = None,
    jobs: int = 2,
) -> None:
    """Write every file of the index for ``documents`` (keys must differ).

    ``partial`` is what the crew folded already, if it did. With a cache, one edited story costs what it changed; the
    bytes are those of a clean run either way.
    """
    ordered = sorted(documents, key=lambda d: d.key)
    digest = _digest_documents(ordered)
    kept = _load_state(cache)
    if kept and kept["digest"] == digest:
        for name, data in kept["files"].items():
            sink.put(name, data)
        return
    layout = build_layout(ordered)
    units = partial or index_documents(ordered)
    shards = None
    if kept:
        before = Layout(tuple(map(tuple, kept["buckets"])), kept["slots"])
        shards = update_shards(_shards_of(kept["files"]), PartialIndex(kept["units"]), before, units, layout)
    if shards is None:
        shards = build_shards(units, layout, jobs)
    files = {
        f"{SEARCH_ROOT}{name}": data for name, data in build_files(ordered, units, layout, shards).items()
    }
    for name in sorted(files):
        sink.put(name, files[name])
    if cache:
        state = {
            "digest": digest,
            "buckets": layout.buckets,
            "slots": layout.slots,
            "units": units.units,
            "files": files,
        }
        cache.store("search-state", marshal.dumps(state))


def build_files(
    documents: list[Document], units: PartialIndex, layout: Layout, shards: Mapping[int, bytes]
) -> dict[str, bytes]:
    """Every file by its name under ``search/``."""
    bits = choose_bits(units)
    nothing = pack_shard(Shard(check=layout.checks()[0]))
    files = {f"s/{number:x}.bin": shards.get(number, nothing) for number in range(1 << bits)}
    files |= {f"s/long{part}.bin": shards.get(long_list(part), b"") for part in range(PARTS)}
    return files | build_side_files(documents, bits, layout)


def build_side_files(documents: list[Document], bits: int, layout: Layout) -> dict[str, bytes]:
    """Every file but the shards, by its name under ``search/``."""
    facets = list_facets(documents)
    by_slot = {layout.slots[d.key]: d for d in documents}
    files: dict[str, bytes] = {}
    files["index.json"] = _json(
        {
            "format": FORMAT,
            "bits": bits,
            "block": BLOCK,
            "count": len(documents),
            "named": layout.buckets[0][1],
            "buckets": [list(bucket) for bucket in layout.buckets],
            **{name: [list(choice) for choice in choices] for name, choices in facets.items()},
        }
    )
    for start in range(0, layout.size, BLOCK):
        rows = [by_slot.get(slot) for slot in range(start, min(start + BLOCK, layout.size))]
        if any(rows):
            files[f"m/{start // BLOCK}.json"] = _json(
                [[" ".join(d.title.split()), d.url, d.section, d.town, d.date] if d else None for d in rows]
            )
    files["f.bin"] = _build_facet_planes(by_slot, layout.size, facets)
    files["names.json"] = _json(build_names(documents, layout.slots))
    return files


def _build_facet_planes(
    by_slot: Mapping[int, Document], size: int, facets: Mapping[str, list[tuple[str, str]]]
) -> bytes:
    planes = bytearray(3 * size)
    places = [
        {value: i + 1 for i, (value, _) in enumerate(facets[n])} for n in ("sections", "towns", "years")
    ]
    for slot, d in by_slot.items():
        for plane, value in enumerate((d.section, d.town, year_of(d))):
            planes[plane * size + slot] = places[plane].get(value, 0)
    return bytes(planes)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _digest_documents(documents: list[Document]) -> bytes:
    total = hashlib.blake2b(digest_size=16)
    for document in documents:
        total.update(repr(astuple(document)).encode("utf-8", "surrogatepass"))
    return total.digest() + bytes([STATE])


def _load_state(cache: Cache | None) -> dict[str, Any] | None:
    data = cache.load("search-state") if cache else None
    if not data:
        return None
    try:
        state = marshal.loads(data)
        return state if state["digest"][-1] == STATE else None
    except (ValueError, EOFError, TypeError, KeyError, IndexError):
        return None  # unreadable means absent


def _shards_of(files: Mapping[str, bytes]) -> dict[int, bytes]:
    prefix = f"{SEARCH_ROOT}s/"
    return {
        long_list(int(name[-5])) if "/long" in name else int(name[len(prefix) : -4], 16): data
        for name, data in files.items()
        if name.startswith(prefix)
    }
