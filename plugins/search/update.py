"""One story edited: mend the shards that it touches, and give up where a clean build is the surer or cheaper way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from .build import PartialIndex, choose_bits
from .documents import Layout
from .marks import document_marks, is_long, part_by_after, title_marks
from .shards import (
    PARTS,
    Entry,
    Shard,
    decode_gaps,
    encode_gaps,
    last_slot,
    locate_after,
    locate_gram,
    make_varints,
    pack_shard,
    unpack_shard,
)

_MOST = 200  # documents; beyond, a clean build is as quick

Edit = tuple[set[int], set[int], set[int], set[int]]  # marks out, marks in, title marks out, title marks in
Place = tuple[int, int]  # shard, rest


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
    becomes long or ceases to be. ``part``: only that part's shards are given and wanted.
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
            for gram, surroundings in document_marks(title, text).items():
                if part is None or gram % PARTS == part:
                    edits[gram][side].update(slot << 8 | around for around in surroundings)
            for gram, surroundings in title_marks(title).items():
                if part is None or gram % PARTS == part:
                    edits[gram][2 + side].update(slot << 8 | around for around in surroundings)
    real = {gram: edit for gram, edit in edits.items() if edit[0] != edit[1] or edit[2] != edit[3]}
    return _apply_edits(shards, real, choose_bits(new), after)


def _apply_edits(
    shards: Mapping[int, bytes], edits: Mapping[int, Edit], bits: int, layout: Layout
) -> dict[int, bytes] | None:
    opened: dict[int, Shard] = {}
    varints = make_varints()

    def mend(place: Place, edit: Edit, slots: bool | None = None) -> bool | None:
        """Whether the entry holds slots only; None when it would have to change its kind."""
        number, rest = place
        if number not in opened:
            opened[number] = unpack_shard(shards[number]) if number in shards else Shard()
        entries = opened[number].entries
        entry = _mend_entry(entries.get(rest, Entry(slots=bool(slots))), edit, bool(slots), varints)
        if entry is None:
            return None
        if entry.body:
            entries[rest] = entry
        else:
            entries.pop(rest, None)
        return entry.slots

    for gram, edit in edits.items():
        place = locate_gram(gram, bits)
        single = not (gram >> 8 & 255 or gram >> 24)
        kind = mend(place, edit, single)
        if kind is None:
            return None
        if kind and not single:
            sides = [part_by_after(marks) for marks in edit]
            for around in sorted(set().union(*sides)):
                out, into, titles_out, titles_in = (set(side.get(around, ())) for side in sides)
                if mend(locate_after(place, around, bits), (out, into, titles_out, titles_in)) is None:
                    return None
    checks = layout.checks()
    mended = dict(shards)
    for number, shard in opened.items():
        top = last_slot(shard.entries.values())
        shard.bucket = layout.bucket_of(top) if top >= 0 else 0
        shard.check = checks[shard.bucket]
        mended[number] = pack_shard(shard)
    return mended


def _mend_entry(entry: Entry, edit: Edit, single: bool, varints: dict[int, bytes]) -> Entry | None:
    marks_out, marks_in, titles_out, titles_in = edit
    named = (set(decode_gaps(entry.titles)) - {mark >> 8 for mark in titles_out}) | {
        mark >> 8 for mark in titles_in
    }
    titles = _encode(named, varints)
    known = set(decode_gaps(entry.body))
    if entry.slots:
        slots = (known - {mark >> 8 for mark in marks_out}) | {mark >> 8 for mark in marks_in}
        if not single and not is_long([slot << 8 for slot in slots]):
            return None
        return Entry(_encode(slots, varints), True, titles)
    marks = (known - marks_out) | marks_in
    return None if is_long(marks) else Entry(_encode(marks, varints), False, titles)


def _encode(numbers: set[int], varints: dict[int, bytes]) -> bytes:
    return encode_gaps(sorted(numbers), varints) if numbers else b""
