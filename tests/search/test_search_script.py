"""search-index.js against its Python twin: the same files, the same queries, the same answers."""

from __future__ import annotations

import base64
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import brotli
import pytest

from plugins.portal.assets import load_assets
from plugins.search import Reader, build_layout
from plugins.search.documents import year_of
from plugins.search.fold import fold_text
from plugins.search.names import match_name
from tests.search.corpus import HOSTILE, make_documents, make_records, sample_phrases, sample_queries
from tests.search.test_search_index import build, open_reader
from tests.tools import needs

THEME = Path(__file__).parents[2] / "theme"
SCRIPT = THEME / "static/js/search-index.js"


def ask_script(files: dict[str, bytes], **asked: Any) -> Any:
    needs("node", "nodejs")
    empty = {"queries": [], "texts": [], "names": [], "marked": [], "chosen": ["", "", ""]}
    encoded = {name[len("search/") :]: base64.b64encode(data).decode() for name, data in files.items()}
    ran = subprocess.run(
        ["node", str(Path(__file__).with_name("ask.js"))],
        input=json.dumps(empty | asked | {"script": str(SCRIPT), "files": encoded}),
        capture_output=True, text=True, check=True, encoding="utf-8",
    )  # fmt: skip
    return json.loads(ran.stdout)


@pytest.mark.parametrize("long", [3_000, 30])
def test_the_browser_finds_what_python_finds_in_the_same_order(long: int) -> None:
    documents = make_documents(500, length=500) + make_records()
    files = build(documents, long)
    queries = [
        *sample_queries(documents, 120),
        *sample_phrases(40),
        "jinsha",
        "js",
        "jin sha",
        "金沙",
        "lv",
        "金沙 电话",
        "İSTAN",
        "οδος",
        "<b>",
        " ",
    ]
    reader: Reader = open_reader(files)
    chosen = ["news", "乙镇", "2021"]
    answer = ask_script(files, queries=queries, chosen=chosen)
    assert answer["found"] == [reader.find(query) for query in queries]
    assert answer["rows"] == reader.describe(reader.find(queries[0])[:10])
    kept = {
        slot
        for key, slot in build_layout(documents).slots.items()
        for d in documents
        if d.key == key and [d.section, d.town, year_of(d)] == chosen
    }
    assert answer["narrowed"] == [[s for s in reader.find(query) if s in kept] for query in queries]
    assert any(answer["narrowed"])


def test_folding_and_names_are_the_same() -> None:
    texts = [HOSTILE, "Ａｂ１，金　沙", "ΑΣ ΣΑ ς", "ẞß ǅ Kelvin K", "a\x1cb\x85c\u2028d\x0be", "𐐀 𬭎"]
    names = [
        ("js", "jin sha zhen"),
        ("jsha", "jin sha zhen"),
        ("sz", "jin sha zhen"),
        ("jx", "jin sha"),
        ("lu", "lv shui"),
        ("", "a"),
    ]
    answer = ask_script(build(make_records()), texts=texts, names=names)
    assert answer["folded"] == [fold_text(text).replace("\n", " ") for text in texts]
    assert answer["names"] == [match_name(*name) for name in names] == [2, 2, 1, 0, 2, 0]


def test_marking_cuts_text_and_never_markup() -> None:
    marked = [
        ("<b>金沙</b> ＡＢ𬭎", ["金沙", "ab"], 0),
        ("前" * 100 + "金沙" + "后" * 100, ["金沙"], 8),
        ("𬭎" * 20 + "沙" + "𬭎" * 20, ["沙"], 5),
        ("没有", ["金沙"], 40),
        ("前" * 9 + "金沙" * 30, ["金沙" * 20], 8),
    ]
    pieces = ask_script(build(make_records()), marked=marked)["pieces"]
    assert pieces[0] == [["<b>", False], ["金沙", True], ["</b> ", False], ["ＡＢ", True], ["𬭎", False]]
    assert pieces[1] == [["…", False], ["前前前前", False], ["金沙", True], ["后" * 10 + "…", False]]
    assert not re.search("[\ud800-\udfff]", "".join(text for text, _ in pieces[2]))
    assert pieces[3] == [["没有", False]]
    assert pieces[4] == [["…", False], ["前前前前", False], ["金沙" * 6, True], ["…", False]]


def test_names_are_found_with_their_tones_too() -> None:
    queries = ["lǜshuǐ", "lü shui", "lvshui", "lushui", "jīn shā", "jīnshān"]
    found = ask_script(build(make_records()), queries=queries)["found"]
    water, sand = found[2], found[4]
    assert (len(water), len(sand)) == (1, 1)
    assert found == [water, water, water, water, sand, []]


def test_the_script_is_small_and_writes_no_markup() -> None:
    served = next(asset.data for asset in load_assets(THEME) if asset.name == "js/search.js")
    assert not re.search(rb"innerHTML|insertAdjacentHTML|document\.write|\beval\b", served)
    assert len(brotli.compress(served)) <= 4_700
