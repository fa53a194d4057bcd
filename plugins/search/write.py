"""The files of the index.

``search/index.json``      the manifest: how many shards, the buckets of slots, the choices of the filters
``search/s/<hex>.bin``     shards (``shards.py``); one with nothing in it is written too, so that none is missing
``search/s/long<part>.bin``  the long grams, whose marks are parted
``search/m/<n>.json``      titles and addresses, BLOCK slots a file: ``[title, url, section, town, date]`` or null
``search/f.bin``           section, town and year of every slot, one byte each, three planes; fetched when a filter is used
``search/names.json``      names and syllables; fetched when Latin letters are typed
"""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Iterable, Iterator, Mapping
from types import ModuleType
from typing import Any, Protocol

from .documents import Document, Layout, build_layout, list_facets, year_of
from .names import build_names
from .shards import LONG, PARTS, Shard, choose_bits, pack_shard
from .texts import fold_documents

SEARCH_ROOT = "search/"
BLOCK = 16
FORMAT = 2


class Sink(Protocol):
    """Where files go; the pipeline's sink is one."""

    def put(self, name: str, data: bytes) -> None: ...


def load_builder() -> ModuleType:
    """``build.py``, late: its arrays take a tenth of a second to load, which only a clean build need pay."""
    # The array library would start threads for sums that this room never does, and no build may fork beside a thread.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Its sort with AVX-512 takes four times as long as with AVX2 on processors of AMD's, and gains little elsewhere.
    os.environ.setdefault("NPY_DISABLE_CPU_FEATURES", "X86_V4 AVX512_ICL")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ImportWarning)  # of processors that have no such thing
        from . import build  # noqa: PLC0415

    return build


def write_index(documents: Iterable[Document], sink: Sink, long: int = LONG) -> None:
    """Write every file of the index for ``documents`` (keys must differ), their order as may be."""
    ordered = sorted(documents, key=lambda d: d.key)
    layout, texts = build_layout(ordered), fold_documents(ordered)
    builder = load_builder()
    bits = choose_bits(texts.units)
    for part in range(PARTS):
        for name, data in name_shards(
            part, bits, layout, builder.build_shards([texts], layout, [part], long)
        ):
            sink.put(name, data)
    for name, data in build_side_files(ordered, bits, layout).items():
        sink.put(name, data)


def list_shards(part: int, bits: int) -> list[str]:
    """The names of a part's shards and of its list of long grams, in the order of their numbers."""
    half = (1 << bits) // PARTS
    numbers = range(part * half, (part + 1) * half)
    return [*(f"{SEARCH_ROOT}s/{number:x}.bin" for number in numbers), f"{SEARCH_ROOT}s/long{part}.bin"]


def name_shards(
    part: int, bits: int, layout: Layout, built: Iterable[tuple[int, bytes]]
) -> Iterator[tuple[str, bytes]]:
    """``(name, bytes)`` of every file of a part, those between the shards ``built`` (ascending) that hold nothing too."""
    nothing = pack_shard(Shard(check=layout.checks()[0]))
    *names, long_name = list_shards(part, bits)
    start = at = part * len(names)
    for number, data in built:
        end = number if number >= 0 else start + len(names)
        for empty in range(at, end):
            yield names[empty - start], nothing
        yield (names[number - start] if number >= 0 else long_name), data
        at = end + 1


def build_side_files(documents: list[Document], bits: int, layout: Layout) -> dict[str, bytes]:
    """Every file but the shards, by its name under the output."""
    return {**build_tables(documents, bits, layout), **dict(build_title_files(documents, layout))}


def build_tables(
    documents: list[Document], bits: int, layout: Layout, *, names: bool = True
) -> dict[str, bytes]:
    """The files that each tell of all documents. ``names``: among them the names by ear, which take longest."""
    facets = list_facets(documents)
    by_slot = {layout.slots[d.key]: d for d in documents}
    files = {
        "index.json": _json(
            {
                "format": FORMAT,
                "bits": bits,
                "block": BLOCK,
                "count": len(documents),
                "named": layout.buckets[0][1],
                "buckets": [list(bucket) for bucket in layout.buckets],
                **{name: [list(choice) for choice in choices] for name, choices in facets.items()},
            }
        ),
        "f.bin": _build_facet_planes(by_slot, layout.size, facets),
    }
    if names:
        files["names.json"] = _json(build_names(documents, layout.slots))
    return {f"{SEARCH_ROOT}{name}": data for name, data in files.items()}


def title_file(number: int) -> str:
    """The file of the titles of a block of slots."""
    return f"{SEARCH_ROOT}m/{number}.json"


def build_title_files(documents: Iterable[Document], layout: Layout) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every file of titles that one of ``documents`` stands in; these are all that stand in them."""
    blocks: dict[int, list[Document | None]] = {}
    for document in documents:
        number, at = divmod(layout.slots[document.key], BLOCK)
        if number not in blocks:
            blocks[number] = [None] * min(BLOCK, layout.size - number * BLOCK)
        blocks[number][at] = document
    for number in sorted(blocks):
        rows = [
            [" ".join(d.title.split()), d.url, d.section, d.town, d.date] if d else None for d in blocks[number]
        ]
        yield title_file(number), _json(rows)


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
