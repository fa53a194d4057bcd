"""One story edited: mend the shards that it touches, and give up where a clean build is the surer or cheaper way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from .build import PartialIndex, choose_bits, document_marks, title_keys
from .documents import Layout
from .shards import (
    LONG,
    PARTS,
    Entry,
    Shard,
    decode_gaps,
    encode_gaps,
    last_slot,
    locate_gram,
    make_varints,
    pack_shard,
    unpack_shard,
)

_MOST = 200  # documents; beyond, a clean build is as quick

Edit = tuple[set[int], set[int], set[int], set[int]]  # marks out, marks in, title slots out, title slots in


def update_shards(
    shards: Mapping[int, bytes],
    old: PartialIndex,
    before: Layout,
    new: PartialIndex,
    after: Layout,
    part: int | None = None,
) -> dict[int, bytes] | None:
    """The shards of ``new``, made from those of ``old``; None when a clean build must be run.

    That is: when the number of shards or the table of buckets changes, when many documents do, or when a gram
    kept without marks becomes rare enough to need them again. ``part``: only that part's shards are given and wanted.
    """
    if choose_bits(old) != choose_bits(new) or before.buckets != after.buckets:
        return None
    gone = {k: s for k, s in before.slots.items() if after.slots.get(k) != s or old.units[k] != new.units[k]}
    come = {k: s for k, s in after.slots.items() if before.slots.get(k) != s or old.units[k] != new.units[k]}
    if len(gone) + len(come) > 2 * _MOST:
        return None
    edits: dict[int, Edit] = defaultdict(lambda: (set(), set(), set(), set()))
    for side, partial, documents in ((0, old, gone), (1, new, come)):
        for key, slot in documents.items():
            title, text = partial.units[key]
            for gram, places in document_marks(title, text).items():
                if part is None or gram % PARTS == part:
                    edits[gram][side].update(slot * 64 + place for place in places)
            for gram in title_keys(title):
                if part is None or gram % PARTS == part:
                    edits[gram][2 + side].add(slot)
    return _apply_edits(shards, edits, choose_bits(new), after)


def _apply_edits(
    shards: Mapping[int, bytes], edits: Mapping[int, Edit], bits: int, layout: Layout
) -> dict[int, bytes] | None:
    by_shard: dict[int, list[tuple[int, int, Edit]]] = defaultdict(list)
    for gram, edit in edits.items():
        if edit[0] != edit[1] or edit[2] != edit[3]:
            number, rest = locate_gram(gram, bits)
            by_shard[number].append((gram, rest, edit))
    varints = make_varints()
    mended = dict(shards)
    checks = layout.checks()
    for number, changes in by_shard.items():
        shard = unpack_shard(shards[number]) if number in shards else Shard()
        for gram, rest, edit in changes:
            entry = _mend_entry(shard.entries.get(rest, Entry()), gram, edit, varints)
            if entry is None:
                return None
            if entry.body:
                shard.entries[rest] = entry
            else:
                shard.entries.pop(rest, None)
        top = last_slot(shard.entries.values())
        shard.bucket = layout.bucket_of(top) if top >= 0 else 0
        shard.check = checks[shard.bucket]
        mended[number] = pack_shard(shard)
    return mended


def _mend_entry(entry: Entry, gram: int, edit: Edit, varints: dict[int, bytes]) -> Entry | None:
    marks_out, marks_in, titles_out, titles_in = edit
    titles = (set(decode_gaps(entry.titles)) - titles_out) | titles_in
    single = not (gram >> 8 & 255 or gram >> 24)
    known = set(decode_gaps(entry.body))
    if single or entry.slots:
        slots = (known - {mark >> 6 for mark in marks_out}) | {mark >> 6 for mark in marks_in}
        if not single and len(slots) <= LONG:
            return None
        return Entry(_encode(slots, varints), True, _encode(titles, varints))
    marks = (known - marks_out) | marks_in
    slots = {mark >> 6 for mark in marks}
    if len(slots) > LONG:
        return Entry(_encode(slots, varints), True, _encode(titles, varints))
    return Entry(_encode(marks, varints), False, _encode(titles, varints))


def _encode(numbers: set[int], varints: dict[int, bytes]) -> bytes:
    return encode_gaps(sorted(numbers), varints) if numbers else b""
