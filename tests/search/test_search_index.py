"""The index against plain substring truth, against itself after edits, and against any order of its documents."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.search import Document, Reader, build_layout, write_index
from plugins.search.build import build_shards
from plugins.search.documents import Layout
from plugins.search.fold import TURNS, fold_query, fold_text
from plugins.search.shards import (
    LONG,
    decode_gaps,
    encode_gaps,
    gram_key,
    locate_gram,
    unpack_shard,
)
from plugins.search.texts import Texts, fold_documents, join_texts
from tests.search.corpus import find_plainly, fold_all, make_documents, make_records, sample_queries


class Files(dict[str, bytes]):
    """A sink in memory."""

    def put(self, name: str, data: bytes) -> None:
        assert name not in self
        self[name] = data


def build(documents: list[Document], long: int = LONG) -> Files:
    files = Files()
    write_index(documents, files, long)
    return files


def open_reader(files: Files) -> Reader:
    return Reader(lambda name: files[f"search/{name}"])


def judge(
    documents: list[Document], queries: list[str], long: int = LONG
) -> Iterator[tuple[str, set[str], set[str]]]:
    """``(query, truth, found)`` for text hits; names heard by ear are not text, so they are taken out."""
    slots = {slot: key for key, slot in build_layout(documents).slots.items()}
    reader, folded = open_reader(build(documents, long)), fold_all(documents)
    for query in queries:
        found = set.intersection(*(reader.find_word(word)[0] for word in fold_query(query)))
        yield query, find_plainly(folded, query), {slots[slot] for slot in found}


def test_every_hit_is_found_and_nearly_nothing_else() -> None:
    documents = make_documents(600) + make_records()
    verdicts = list(judge(documents, sample_queries(documents, 400)))
    assert [(q, truth - found) for q, truth, found in verdicts if truth - found] == []
    hits = sum(len(truth) for _, truth, _ in verdicts)
    assert hits / sum(len(found) for _, _, found in verdicts) >= 0.99
    assert sum(1 for q, truth, _ in verdicts if truth) >= 390
    assert {q for q, truth, _ in verdicts if not truth} >= {"龘", "查无此事"}


def test_a_gram_in_most_documents_keeps_slots_only_and_loses_nothing() -> None:
    documents = make_documents(80)
    for query, truth, found in judge(documents, sample_queries(documents, 80), 20):
        assert truth <= found, query


@given(st.lists(st.text(max_size=60), min_size=1, max_size=6), st.text(max_size=8))
@settings(max_examples=150, deadline=None)
def test_any_text_and_any_query(texts: list[str], query: str) -> None:
    documents = [Document(f"d/{i}", f"d/{i}/", text[:9], text) for i, text in enumerate(texts)]
    queries = [query, texts[0][3:9]]
    for asked in queries:
        if fold_query(asked):
            for _, truth, found in judge(documents, [asked]):
                assert truth <= found


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold_text(fold_text(text)) == fold_text(text)


def test_folding() -> None:
    assert fold_text(" Ａｂ１，\u200b金　 沙\r\n\r\n\t镇 ") == "ab1,金 沙\n镇"


def fold_by_the_book(text: str) -> str:
    turned = "".join(TURNS.get(sign, sign) for sign in text)
    return "\n".join(" ".join(line.split()) for line in turned.lower().splitlines() if line.strip())


def test_every_character_folds_by_the_book() -> None:
    signs = list(map(chr, range(0x110000)))
    assert [sign for sign in signs if fold_text(sign) != fold_by_the_book(sign)] == []
    assert [
        sign for sign in signs if fold_text(f"字{sign}{sign}字") != fold_by_the_book(f"字{sign}{sign}字")
    ] == []


@given(st.text("字A1 \n\t\u3000\u200bÀ，", max_size=12))
def test_every_text_folds_by_the_book(text: str) -> None:
    assert fold_text(text) == fold_by_the_book(text)
    assert fold_query("　金沙  JS 金沙 ") == ["金沙", "js"]
    assert fold_query("\u200b \n") == []


@given(st.lists(st.integers(0, 1 << 21), min_size=1).map(sorted))
def test_gaps_are_read_back(numbers: list[int]) -> None:
    assert decode_gaps(encode_gaps(numbers)) == sorted(set(numbers))


def test_every_gram_has_its_own_place() -> None:
    chance = random.Random(3)
    keys = {gram_key(chance.randrange(65536), chance.randrange(65536)) for _ in range(20_000)}
    for bits in (5, 7, 14):
        assert len({locate_gram(key, bits) for key in keys}) == len(keys)


def test_the_same_documents_in_any_order_and_any_number_of_pieces() -> None:
    documents = make_documents(60) + make_records()
    shuffled = random.Random(4).sample(documents, len(documents))
    assert build(documents) == build(shuffled)
    layout = build_layout(documents)
    pieces = [fold_documents(shuffled[:20]), Texts(), fold_documents(shuffled[20:])]
    assert list(build_shards(pieces, layout)) == list(build_shards([fold_documents(documents)], layout))
    texts = dict(fold_documents(documents).each())
    assert dict(join_texts(texts.items()).each()) == texts
    assert texts["team/lv"] == ("绿水队".encode("utf-16-le"), "绿水队".encode("utf-16-le"))


def test_slots_grow_with_time_and_stay_when_a_neighbour_comes() -> None:
    documents = make_documents(400, length=60)
    layout = build_layout(documents)
    dates = {d.key: d.date for d in documents}
    by_slot = [dates[key] for key, _ in sorted(layout.slots.items(), key=lambda item: item[1])]
    assert by_slot == sorted(by_slot)
    assert len(set(layout.slots.values())) == 400
    assert max(layout.slots.values()) < layout.size < 1200
    more = build_layout([*documents, replace(documents[0], key="story/new")])
    assert sum(more.slots[key] != slot for key, slot in layout.slots.items()) < 20
    assert Layout((("*", 8), ("2020-01", 12)), {}).bucket_of(8) == 1


def test_the_files_of_a_small_site() -> None:
    files = build(make_records())
    assert sorted(files) == sorted(
        ["search/f.bin", "search/index.json", "search/m/0.json", "search/names.json"]
        + [f"search/s/{number:x}.bin" for number in range(32)] + ["search/s/long0.bin", "search/s/long1.bin"]
    )  # fmt: skip
    assert json.loads(files["search/index.json"]) == {
        "format": 2, "bits": 5, "block": 16, "count": 4, "named": 8, "buckets": [["*", 8], ["", 8]],
        "sections": [["honors", "好人"], ["places", "阵地"], ["teams", "队伍"]],
        "towns": [["甲镇", "甲镇"]], "years": [],
    }  # fmt: skip
    assert [row[:2] for row in json.loads(files["search/names.json"])] == [
        ["单示例", "shan shi li"], ["绿水队", "lv shui dui"], ["金沙镇", "jin sha zhen"],
    ]  # fmt: skip
    assert files["search/s/long0.bin"] == b"\0"


def test_no_document_at_all() -> None:
    reader = open_reader(build([]))
    assert (reader.find("金沙"), reader.find("j"), reader.find(" ")) == ([], [], [])


def test_names_first_then_titles_newest_first() -> None:
    documents = [
        *make_records(),
        Document("story/a", "a/", "金沙镇新闻", "正文", date="2020-01-02"),
        Document("story/b", "b/", "又一则金沙镇新闻", "正文", date="2021-01-02"),
        Document("story/c", "c/", "无关", "提到金沙镇", date="2022-01-02"),
        Document("story/d", "d/", "无关", "也提到金沙镇", date="2023-01-02"),
    ]
    reader = open_reader(build(documents))
    urls = [row[1] for row in reader.describe(reader.find("金沙镇"))]
    assert urls == ["places/jinsha/", "b/", "a/", "d/", "c/"]
    for query in ("jinsha", "JS", "jin sha", "js zh", "jinsz", "ｊｓ", "shaz"):
        assert [row[1] for row in reader.describe(reader.find(query))][:1] == ["places/jinsha/"], query
    for query in ("lüshui", "lv", "lu", "lsd"):
        assert reader.describe(reader.find(query.replace("ü", "v")))[0][1] == "teams/lv/", query
    assert reader.describe(reader.find("shanshi"))[0][1] == "honors/one/"
    assert reader.find("jinx") == []


def test_whole_syllables_and_short_names_come_first() -> None:
    names = ("金沙镇金沙社区", "锦山村", "金沙镇", "大金沙")
    documents = [Document(f"place/{i}", name, name, "", names=((name, ""),)) for i, name in enumerate(names)]
    reader = open_reader(build(documents))
    assert [row[1] for row in reader.describe(reader.find("jinsha"))] == [
        "金沙镇",
        "金沙镇金沙社区",
        "锦山村",
        "大金沙",
    ]


def test_a_shard_names_the_buckets_it_was_written_under() -> None:
    documents = make_documents(30)
    files, layout = build(documents), build_layout(documents)
    for name, data in files.items():
        if name.startswith("search/s/") and "long" not in name:
            shard = unpack_shard(data)
            assert shard.check == layout.checks()[shard.bucket]


@pytest.mark.nightly
def test_ten_thousand_pages_in_fifty_kilobytes() -> None:
    from tests.bench.search_bench import measure

    figures = measure(10_000, 1_900, 150)
    for kind in ("", "phrases_"):
        assert figures[f"{kind}recall"] == 1.0
        assert figures[f"{kind}precision"] >= 0.99
        assert figures[f"{kind}precision_mean_of_queries"] >= 0.99
        assert figures[f"{kind}bytes_max"] <= 50_000
