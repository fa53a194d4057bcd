"""Shards against an index made by the book, mark by mark; and what an edit mends of them against a clean build."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.search import Document, build_layout
from plugins.search.build import build_shards
from plugins.search.columns import encode_varints
from plugins.search.documents import Layout
from plugins.search.marks import document_marks, is_long, part_by_after, title_marks
from plugins.search.shards import (
    LONG,
    PARTS,
    Entry,
    Shard,
    choose_bits,
    count_numbers,
    decode_gaps,
    encode_gaps,
    encode_numbers,
    is_alone,
    last_slot,
    locate_after,
    locate_gram,
    long_list,
    pack_shard,
    part_of,
    splice_gaps,
    unpack_shard,
)
from plugins.search.texts import Text, fold_document, fold_documents
from plugins.search.update import update_shards
from tests.search.corpus import make_documents, make_records


def pack_plainly(documents: list[Document], long: int, layout: Layout | None = None) -> dict[int, bytes]:
    """The shards by the book: every mark of every document put where it belongs, one after the other."""
    layout, texts = layout or build_layout(documents), fold_documents(documents)
    bits = choose_bits(texts.units)
    marks: dict[int, set[int]] = {}
    titles: dict[int, set[int]] = {}
    for name, (title, text) in texts.each():
        for found, into in ((document_marks(title, text), marks), (title_marks(title), titles)):
            for gram, surroundings in found.items():
                into.setdefault(gram, set()).update(layout.slots[name] << 8 | each for each in surroundings)
    shards: dict[int, Shard] = {}

    def place(where: tuple[int, int], found: set[int], named: set[int], slots: bool) -> None:
        body = encode_gaps({mark >> 8 for mark in found} if slots else found)
        entries = shards.setdefault(where[0], Shard()).entries
        assert where[1] not in entries
        entries[where[1]] = Entry(body, slots, encode_gaps({mark >> 8 for mark in named}))

    many: dict[int, list[int]] = {part: [] for part in range(PARTS)}
    for gram, found in marks.items():
        where, named = locate_gram(gram, bits), titles.get(gram, set())
        crowded = is_long(found, long) and not is_alone(gram)
        place(where, found, named, crowded or is_alone(gram))
        if crowded:
            many[part_of(gram)].append(gram)
            named_by = part_by_after(named)
            for after, each in part_by_after(found).items():
                place(
                    locate_after(where, after, bits),
                    set(each),
                    set(named_by.get(after, ())),
                    is_long(each, long),
                )
    for shard in shards.values():
        shard.bucket = layout.bucket_of(last_slot(shard.entries.values()))
        shard.check = layout.checks()[shard.bucket]
    lists = {long_list(part): encode_gaps(keys) or b"\0" for part, keys in many.items()}
    return {number: pack_shard(shard) for number, shard in shards.items()} | lists


@pytest.mark.parametrize("long", [LONG, 100, 5, 0])
def test_the_arrays_give_what_the_book_says(long: int) -> None:
    documents = make_documents(150, length=300) + make_records()
    layout, texts = build_layout(documents), fold_documents(documents)
    assert dict(build_shards([texts], layout, long=long)) == pack_plainly(documents, long)


@given(st.lists(st.text(max_size=30), max_size=5), st.integers(0, 3))
@settings(max_examples=100, deadline=None)
def test_the_arrays_give_what_the_book_says_of_any_text(texts: list[str], long: int) -> None:
    documents = [Document(f"d/{i}", f"d/{i}/", text[:5], text) for i, text in enumerate(texts)]
    made = dict(build_shards([fold_documents(documents)], build_layout(documents), long=long))
    assert made == pack_plainly(documents, long)


def test_the_arrays_give_the_same_in_small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = make_documents(40, length=80) + make_records()
    layout, texts = build_layout(documents), fold_documents(documents)
    whole = list(build_shards([texts], layout, long=5))
    monkeypatch.setattr("plugins.search.build._CHUNK", 61)
    monkeypatch.setattr("plugins.search.columns._BLOCK", 7)
    assert list(build_shards([texts], layout, long=5)) == whole


def test_millions_of_documents_have_room() -> None:
    every_sign = "".join(map(chr, range(0x4E00, 0x9FA6)))
    documents = [*make_documents(30, length=80), Document("d/all", "d/all/", every_sign[:9000], every_sign)]
    layout = build_layout(documents)
    (name, size), *others = layout.buckets
    far = replace(
        layout,
        slots={key: slot + (1 << 22) for key, slot in layout.slots.items()},
        buckets=((name, size + (1 << 22)), *others),
    )
    made = dict(build_shards([fold_documents(documents)], far, long=5))
    assert made == pack_plainly(documents, 5, far)


@given(st.lists(st.integers(1, 300) | st.integers(1, (1 << 56) - 1), max_size=30))
def test_numbers_of_any_size_end_to_end(numbers: list[int]) -> None:
    data, ends = encode_varints(np.array(numbers, np.int64))
    assert data == encode_numbers(numbers)
    assert ends.tolist() == [len(encode_numbers(numbers[: at + 1])) for at in range(len(numbers))]


@given(st.integers(1, 3000))
def test_a_shard_is_read_back(seed: int) -> None:
    chance = random.Random(seed)
    entries = {
        chance.randrange(1 << chance.randrange(1, 38)): Entry(
            bytes(chance.randrange(3) and [7] * chance.randrange(300)), chance.random() < 0.5,
            bytes(chance.randrange(3) // 2 * [9] * chance.randrange(200)),
        )
        for _ in range(chance.randrange(40))
    }  # fmt: skip
    shard = Shard(chance.randrange(1 << 16), chance.randrange(300), entries)
    assert unpack_shard(pack_shard(shard)) == shard


def edits(documents: list[Document]) -> dict[str, list[Document]]:
    first, last = documents[0], max(documents, key=lambda d: d.date)
    return {
        "text": [replace(first, text=first.text + "新加的一句话𬭎。"), *documents[1:]],
        "title": [replace(first, title="全新的标题"), *documents[1:]],
        "date": [replace(first, date=f"{first.date[:7]}-28"), *documents[1:]],
        "added": [*documents, replace(last, key="story/new", text="又一篇")],
        "deleted": documents[1:],
        "many": [replace(d, title="同一个标题") for d in documents],
    }


def mend(
    before: list[Document], after: list[Document], long: int = LONG
) -> tuple[dict[int, bytes], dict[int, bytes] | None]:
    """``(old, mended)``: every shard of ``before``, and those that the update says differ after."""
    old, new = build_layout(before), build_layout(after)
    assert old.buckets == new.buckets
    mine, theirs = fold_documents(before), fold_documents(after)
    assert choose_bits(mine.units) == choose_bits(theirs.units)
    bits = choose_bits(mine.units)
    left, come = dict(mine.each()), dict(theirs.each())
    same = {name for name in left if come.get(name) == left[name] and old.slots[name] == new.slots[name]}
    gone: dict[int, Text] = {old.slots[name]: text for name, text in left.items() if name not in same}
    comes: dict[int, Text] = {new.slots[name]: text for name, text in come.items() if name not in same}
    shards = dict(build_shards([mine], old, long=long))
    nothing = pack_shard(Shard(new.checks()[0]))
    mended: dict[int, bytes] = {}
    for part in range(PARTS):
        made = update_shards(lambda n: shards.get(n, nothing), gone, comes, bits, new, part, long)
        if made is None:
            return shards, None
        mended.update(made)
    return shards, mended


def whole(shards: dict[int, bytes]) -> dict[int, bytes]:
    return {n: data for n, data in shards.items() if n < 0 or unpack_shard(data).entries}


@pytest.mark.parametrize("edit", ["text", "added", "deleted"])
def test_one_edit_is_mended_and_changes_only_its_own_shards(edit: str) -> None:
    documents = make_documents(300, length=300)
    documents.insert(0, documents.pop(1))  # one whose going leaves its month as wide as it was
    changed = edits(documents)[edit]
    shards, mended = mend(documents, changed)
    assert mended is not None
    clean = dict(build_shards([fold_documents(changed)], build_layout(changed)))
    assert whole({**shards, **mended}) == clean
    if edit == "text":
        assert len(mended) < 20 < len(shards)


def test_a_gram_that_becomes_rare_again_asks_for_a_clean_build() -> None:
    documents = [Document(f"d/{i}", "", "", "金沙", date="2020-01-01") for i in range(4)]
    fewer = [replace(documents[0], text="无"), *documents[1:]]
    assert mend(documents, fewer, 3)[1] is None
    assert mend(fewer, documents, 3)[1] is None
    assert mend(documents, fewer, 5)[1] is not None


def test_a_shard_that_cannot_be_read_asks_for_a_clean_build() -> None:
    layout = Layout((("*", 8),), {})
    texts = {0: fold_document(Document("d", "", "", "金沙镇的好人在春天里"))}
    for part in range(PARTS):
        assert update_shards(lambda _: None, {}, texts, 5, layout, part) is None
        assert update_shards(lambda _: None, texts, texts, 5, layout, part) == {}


@pytest.mark.parametrize("edit", ["text", "title", "added", "deleted"])
def test_an_edit_among_long_grams(edit: str) -> None:
    documents = make_documents(300, length=300)
    documents.insert(0, documents.pop(1))
    changed = edits(documents)[edit]
    shards, mended = mend(documents, changed, 40)
    assert len(shards[-1]) > 1
    assert len(shards[-2]) > 1
    if mended is not None:
        clean = dict(build_shards([fold_documents(changed)], build_layout(changed), long=40))
        assert whole({**shards, **mended}) == clean
    else:
        assert edit in ("added", "deleted")


NUMBERS = st.sets(st.integers(0, 40) | st.integers(0, 1 << 28), max_size=12)


@given(NUMBERS, NUMBERS, NUMBERS)
@settings(max_examples=400, deadline=None)
def test_a_spliced_list_is_the_list_written_anew(known: set[int], out: set[int], into: set[int]) -> None:
    out |= set(sorted(known)[::2])
    spliced = splice_gaps(encode_gaps(known), out, into)
    assert spliced == encode_gaps((known - out) | into)
    assert decode_gaps(spliced) == sorted((known - out) | into)
    assert count_numbers(spliced) == len((known - out) | into)
