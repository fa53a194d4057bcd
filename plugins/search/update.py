"""One story edited: mend the shards that it touches, and give up where a clean build is the surer or cheaper way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cache

from .documents import Layout
from .marks import document_marks, is_long, part_by_after, title_marks
from .shards import (
    LONG,
    PARTS,
    Entry,
    Shard,
    count_numbers,
    decode_gaps,
    is_alone,
    last_slot,
    locate_after,
    locate_gram,
    pack_shard,
    part_of,
    splice_gaps,
    unpack_shard,
)
from .texts import Text

MOST = 200  # documents; beyond, a clean build is as quick
_MOST_GRAMS = 1_000  # or, in a large index, a gram for every other shard

Edit = tuple[set[int], set[int], set[int], set[int]]  # marks out, marks in, title marks out, title marks in
Place = tuple[int, int]  # shard, rest
Standing = Mapping[int, Text]  # folded title and text by slot


def update_shards(
    read: Callable[[int], bytes | None],
    gone: Standing,
    come: Standing,
    bits: int,
    layout: Layout,
    part: int,
    long: int = LONG,
) -> dict[int, bytes] | None:
    """The shards of a part that differ once the documents ``gone`` have left their slots and ``come`` have come.

    ``read`` gives a shard's bytes as they are. The number of shards and the table of buckets must be as they were. None
    when a clean build must be run, a shard cannot be read, or a gram becomes long or ceases to be; or would be as quick.
    """
    edits: dict[int, Edit] = defaultdict(lambda: (set(), set(), set(), set()))
    for side, documents in ((0, gone), (1, come)):
        for slot, (title, text) in documents.items():
            for at, marks in ((side, document_marks(title, text)), (2 + side, title_marks(title))):
                for gram, surroundings in marks.items():
                    if part_of(gram) == part:
                        edits[gram][at].update(slot << 8 | around for around in surroundings)
    real = {gram: edit for gram, edit in edits.items() if edit[0] != edit[1] or edit[2] != edit[3]}
    if len(real) > max(_MOST_GRAMS, (1 << bits) // PARTS // 2):
        return None
    return _apply_edits(_Opened(read, long), real, bits, layout)


class _Opened:
    """Shards as far as they were opened; of each the highest slot that came into it and that left it, -1 for none."""

    def __init__(self, read: Callable[[int], bytes | None], long: int) -> None:
        self._read = read
        self._long = long
        self.shards: dict[int, Shard] = {}
        self.came: dict[int, int] = {}
        self.left: dict[int, int] = {}

    def mend(self, place: Place, edit: Edit, *, alone: bool = False) -> bool | None:
        """Whether the entry holds slots only; None when it cannot be read or would have to change its kind."""
        number, rest = place
        if number not in self.shards:
            data = self._read(number)
            if data is None:
                return None
            self.shards[number] = unpack_shard(data)
            self.came[number] = self.left[number] = -1
        self.left[number] = max(self.left[number], max(edit[0], default=-1) >> 8, max(edit[2], default=-1) >> 8)
        self.came[number] = max(self.came[number], max(edit[1], default=-1) >> 8, max(edit[3], default=-1) >> 8)
        entries = self.shards[number].entries
        entry = _mend_entry(entries.get(rest, Entry(slots=alone)), edit, alone, self._long)
        if entry is None:
            return None
        if entry.body:
            entries[rest] = entry
        else:
            entries.pop(rest, None)
        return entry.slots


def _apply_edits(
    opened: _Opened, edits: Mapping[int, Edit], bits: int, layout: Layout
) -> dict[int, bytes] | None:
    for gram, edit in edits.items():
        place = locate_gram(gram, bits)
        alone = is_alone(gram)
        slots_only = opened.mend(place, edit, alone=alone)
        if slots_only is None:
            return None
        if slots_only and not alone:
            sides = [part_by_after(marks) for marks in edit]
            for around in sorted(set().union(*sides)):
                out, into, titles_out, titles_in = (set(side.get(around, ())) for side in sides)
                if opened.mend(locate_after(place, around, bits), (out, into, titles_out, titles_in)) is None:
                    return None
    checks = layout.checks()
    bucket_of = cache(layout.bucket_of)
    mended = {}
    for number, shard in opened.shards.items():
        shard.bucket = _find_bucket(shard, opened.came[number], opened.left[number], bucket_of)
        shard.check = checks[shard.bucket]
        mended[number] = pack_shard(shard)
    return mended


def _find_bucket(shard: Shard, came: int, left: int, bucket_of: Callable[[int], int]) -> int:
    """The bucket of a mended shard's highest slot. All lists are read only when that slot may have left."""
    if came >= 0 and bucket_of(came) >= shard.bucket:
        return bucket_of(came)
    if left < 0 or bucket_of(left) < shard.bucket:
        return shard.bucket
    top = last_slot(shard.entries.values())
    return bucket_of(top) if top >= 0 else 0


def _mend_entry(entry: Entry, edit: Edit, alone: bool, long: int) -> Entry | None:
    marks_out, marks_in, titles_out, titles_in = edit
    titles = _splice(entry.titles, _slots_of(titles_out), _slots_of(titles_in))
    if entry.slots:
        body = _splice(entry.body, _slots_of(marks_out), _slots_of(marks_in))
        ceases = not alone and count_numbers(body) <= long
        return None if ceases else Entry(body, True, titles)
    body = _splice(entry.body, marks_out, marks_in)
    becomes = count_numbers(body) > long and is_long(decode_gaps(body), long)
    return None if becomes else Entry(body, False, titles)


def _splice(data: bytes, out: set[int], into: set[int]) -> bytes:
    return splice_gaps(data, out, into) if out or into else data


def _slots_of(marks: set[int]) -> set[int]:
    return {mark >> 8 for mark in marks}
