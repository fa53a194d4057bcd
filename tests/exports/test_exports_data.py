"""Open data read back with other programs' readers: equal to the registry, valid by its schema, no more than pages say."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from plugins.exports.fields import PUBLIC, WITHHELD
from plugins.exports.public import PAGES, is_public, may_show, page_name
from plugins.exports.schemas import build_dictionary
from plugins.exports.shapes import EXPORTED, fields_of
from plugins.exports.tables import bare_cell, columns_of, guard_cell
from plugins.registry import KINDS, show_quantity
from plugins.registry.coordinates import gcj02_to_wgs84
from plugins.registry.parts import Consent, Geo, Photo
from plugins.urls import address_of
from tests.exports.made_site import Made, preview, publication


def records(made: Made, kind: str) -> dict[str, Any]:
    rows = json.loads(made.text(f"data/{EXPORTED[kind]}.json"))["records"]
    return {f"{row['vocabulary']}/{row['id']}" if kind == "term" else row["id"]: row for row in rows}


def table(made: Made, kind: str) -> list[dict[str, str]]:
    data = (made.output / f"data/{EXPORTED[kind]}.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_every_field_is_published_or_withheld_for_a_reason() -> None:
    """A model that gains a field fails here until someone decides."""
    undecided, seen = [], set()
    todo: list[type[Any]] = [KINDS[kind][0] for kind in EXPORTED]
    while todo:
        model = todo.pop()
        if model in seen:
            continue
        seen.add(model)
        public = {field.name for field in fields_of(model)}
        withheld = {**WITHHELD["*"], **WITHHELD.get(model.__name__, {})}
        assert all(withheld.values()) and not public & set(withheld)
        undecided += [
            (model.__name__, name) for name in model.model_fields if name not in public | set(withheld)
        ]
        todo += [
            shape.model
            for field in fields_of(model)
            if (shape := field.shape.of or field.shape).sort == "part"
        ]
        todo += [Photo, Geo]
    assert undecided == []
    assert {model.__name__ for model in seen} - {"Quantity", "Geo"} == set(PUBLIC) - {
        "Quantity",
        "SourceRef",
        "Geo",
    }


@pytest.mark.parametrize("kind", EXPORTED)
def test_json_holds_the_registry_and_passes_its_schema(kind: str) -> None:
    made = publication()
    found = records(made, kind)
    assert list(found) == [
        key for key, record in made.catalog.registry.records(kind).items() if is_public(kind, record)
    ]
    schema = json.loads(made.text(f"data/schema/{EXPORTED[kind]}.json"))
    Draft202012Validator.check_schema(schema)
    for row in found.values():
        Draft202012Validator(schema).validate(row)
        if kind in PAGES:
            address = address_of(f"{kind}/{row['id']}")
            assert json.loads(made.text(f"{address}index.json"))["record"] == row


def test_news_passes_its_schema() -> None:
    rows = json.loads(publication().text("data/news.json"))["records"]
    schema = json.loads(publication().text("data/schema/news.json"))
    assert [row["id"] for row in rows] == ["haoren", "kaimen"]
    for row in rows:
        Draft202012Validator(schema).validate(row)


def test_a_quantity_keeps_its_words_and_its_standing() -> None:
    rows = records(publication(), "activity")
    assert rows["yizhen"]["attendance"] == {
        "text": "约80人次", "value": 80, "qualifier": "about", "unit": "人次", "basis": "stated",
    }  # fmt: skip
    assert records(publication(), "team")["yiliao"]["members"] == {"text": "数字待补", "basis": "lost"}


@pytest.mark.parametrize("kind", EXPORTED)
def test_csv_read_back_equals_the_json(kind: str) -> None:
    made = publication()
    rows = table(made, kind)
    found = list(records(made, kind).values())
    assert len(rows) == len(found)
    for row, plain in zip(rows, found, strict=True):
        for column in columns_of(kind):
            value: Any = plain
            for key in column.path:
                value = value.get(key) if value is not None else None
            cell = bare_cell(row[column.heading])
            if value is None:
                assert cell == ""
            elif column.form == "json":
                assert json.loads(cell) == value
            elif column.form == "joined":
                assert cell.split(";") == value
            elif column.form == "sources":
                assert cell.split(";") == [item["source"] for item in value]
            else:
                assert cell == ({True: "是", False: "否"}[value] if isinstance(value, bool) else str(value))


def test_csv_cells_equal_the_registry() -> None:
    made = publication()
    for row in table(made, "activity"):
        activity = made.catalog.registry.get("activity", row["标识"])
        assert row["活动名称"] == activity.title
        assert row["状态"] == activity.status
        assert row["开始"] == (activity.starts.iso if activity.starts else "")
        assert row["队伍"] == ";".join(activity.teams)
        assert row["参加人次"] == (show_quantity(activity.attendance) if activity.attendance else "")
        assert bare_cell(row["摘要"]) == activity.summary


def test_no_cell_runs_in_a_spreadsheet() -> None:
    cells = [row["摘要"] for row in table(publication(), "activity")]
    assert "'=1+1 不是算式；它有,逗号" in cells
    for kind in EXPORTED:
        for row in table(publication(), kind):
            for cell in row.values():
                assert not re.match(r"[=+\-@\t\r＝＋－＠]", cell) or re.fullmatch(
                    r"[+-]?\d+(\.\d+)?", cell
                ), cell
    assert guard_cell("-5") == "-5"
    assert guard_cell("-5+cmd|'/C calc'!A0") == "'-5+cmd|'/C calc'!A0"
    assert guard_cell("'＝1") == "''＝1"


@given(st.text(max_size=60))
def test_guarded_text_comes_back(text: str) -> None:
    assert bare_cell(guard_cell(text)) == text


def test_geojson_is_in_wgs84() -> None:
    found = json.loads(publication().text("data/places.geojson"))
    assert found["type"] == "FeatureCollection"
    points = {item["properties"]["id"]: item["geometry"] for item in found["features"]}
    lng, lat = gcj02_to_wgs84(100.6, 30.6)
    assert points == {
        "liushu-zhan": {"type": "Point", "coordinates": [100.5, 30.5]},
        "huoxing-zhan": {"type": "Point", "coordinates": [round(lng, 6), round(lat, 6)]},
    }
    assert "crs" not in found
    assert json.loads(publication().text("data/boards.geojson"))["features"] == []


def test_consent_decides_what_of_a_person_is_published() -> None:
    person = publication().catalog.registry.get("honoree", "jia")

    def scoped(*scope: str, given: bool = True) -> Any:
        return person.model_copy(
            update={"consent": Consent.model_construct(given=given, scope=scope, on=None, guardian="")}
        )

    assert is_public("honoree", scoped("name")) and not is_public("honoree", scoped("story"))
    assert not is_public("honoree", scoped("name", given=False))
    assert not is_public("honoree", person.model_copy(update={"consent": None}))
    assert not may_show("honoree", scoped("name"), "portrait") and may_show(
        "honoree", scoped("name", "portrait"), "portrait"
    )
    assert not may_show("honoree", scoped("name"), "story") and may_show(
        "honoree", scoped("name", "story"), "story"
    )


def test_what_is_kept_back_is_in_no_file() -> None:
    made = publication()
    for path in made.output.rglob("*"):
        if path.suffix in {".json", ".csv", ".xml", ".ics", ".geojson"} and "schema" not in path.parts:
            text = path.read_text("utf-8")
            for kept in (
                "监护人",
                "其母书面同意",
                "guardian",
                "consent",
                "2025-02",
                "caogao",
                "没写完",
                "示例事迹",
            ):
                assert kept not in text, (path.name, kept)
    assert "shili-ren" in preview().text("data/honorees.json")
    assert records(preview(), "honoree")["shili-ren"]["sample"] is True


def shown_words(made: Made) -> str:
    """Everything the pages say: text, alternative texts, addresses, dates for machines; without the exports' own pages."""
    words = []
    for path in sorted(made.output.rglob("*.html")):
        if path.relative_to(made.output).parts[0] not in ("data", "feeds", "embed"):
            html = re.sub(r"<script.*?</script>", "", path.read_text("utf-8"), flags=re.DOTALL)
            attributes = re.findall(r'(?:alt|href|src|srcset|datetime|id)="([^"]*)"', html)
            words.append(unescape(re.sub(r"<[^>]+>", "", html) + "\n".join(attributes)))
    return "\n".join(words)


# What is said in codes (the page says the word for it) or in another notation, and so cannot be found letter by letter.
CODED = {
    "basis", "qualifier", "sort", "status", "scheme", "vocabulary", "level", "admits", "value", "high", "latitude",
    "longitude", "unit", "at", "parent", "as_of",
}  # fmt: skip


def leaves(value: Any, key: str = "") -> list[tuple[str, str]]:
    if isinstance(value, dict):
        return [leaf for name, item in value.items() for leaf in leaves(item, name)]
    if isinstance(value, list):
        return [leaf for item in value for leaf in leaves(item, key)]
    return [(key, value)] if isinstance(value, str) else []


@pytest.mark.parametrize("kind", EXPORTED)
def test_no_export_says_more_than_the_pages_do(kind: str) -> None:
    made = publication()
    words = shown_words(made)
    flat = re.sub(r"\s+", "", words)
    # A chart's table gives the unit once and bare numbers in its cells.
    cells = set(re.findall(r"<td[^>]*>([^<]*)</td>", made.text("programs/haoren/index.html")))
    dates = set(re.findall(r"\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?(?: ?\d{2}:\d{2})?", words))
    for row in records(made, kind).values():
        for key, text in leaves({name: item for name, item in row.items() if name not in ("id", "url")}):
            if key in CODED or re.fullmatch(r"[a-z0-9-]+", text):
                continue
            if re.fullmatch(r"\d{4}(-\d{2}){0,2}(T.*)?", text):
                year, *rest = text[:10].split("-")
                said = f"{year}年" + "".join(
                    f"{int(part)}{unit}" for part, unit in zip(rest, "月日", strict=False)
                )
                assert text in words or any(said in date for date in dates), (kind, row["id"], key, text)
                continue
            for line in text.removeprefix("https://example.org").split("\n"):
                bare = re.sub(r"\s+", "", re.sub(r"^#+ ", "", line))
                assert bare in flat or bare.removesuffix("%") in cells, (kind, row["id"], key, line)


def test_page_facts_are_those_of_json_csv_and_linked_data() -> None:
    made = publication()
    for row in table(made, "place"):
        html = made.text(f"places/{row['标识']}/index.html")
        plain = json.loads(made.text(f"places/{row['标识']}/index.json"))["record"]
        [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
        linked = next(
            node for node in json.loads(block)["@graph"] if node["@type"] == "GovernmentOrganization"
        )
        shown = unescape(re.sub(r"<[^>]+>", "\n", html))
        assert row["名称"] == plain["name"] == linked["name"] and row["名称"] in shown
        for heading, key, name in (("电话", "telephone", "telephone"), ("地址", "address", "address")):
            assert row[heading] == plain.get(key, "") == linked.get(name, "")
            assert row[heading] in shown
    for row in table(made, "activity"):
        html = made.text(f"activities/{row['标识']}/index.html")
        [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
        linked = {node["@type"]: node for node in json.loads(block)["@graph"]}.get("Event", {})
        plain = json.loads(made.text(f"activities/{row['标识']}/index.json"))["record"]
        assert row["开始"] == plain.get("starts", "") == linked.get("startDate", "")
        assert not row["开始"] or f'datetime="{row["开始"]}"' in html
    for row in table(made, "honoree"):
        html = made.text(f"honors/{row['标识']}/index.html")
        [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
        linked = json.loads(block)["@graph"][0]
        assert (row["姓名或集体名称"], row["事迹一句话"]) == (linked["name"], linked["description"])
        assert row["事迹一句话"] in html


def test_dictionary_names_every_field_of_every_kind() -> None:
    text = publication().text("data/dictionary/index.html")
    for kind in EXPORTED:
        names = [name for name, *_ in build_dictionary(kind)]
        assert len(names) == len(set(names))
        assert all(f">{name}<" in text for name in names)
    assert "consent" not in text and "whose" not in text


def test_every_file_the_data_page_offers_is_there() -> None:
    made = publication()
    for address in re.findall(r'href="/hd/(data/[^"#]+)"', made.text("data/index.html")):
        name = f"{address}index.html" if address.endswith("/") else address
        assert (made.output / name).is_file(), address


def test_pages_of_kinds() -> None:
    registry = publication().catalog.registry
    assert page_name("division", registry.get("division", "xizhen")) == "town/xizhen"
    assert page_name("division", registry.get("division", "liushu")) == ""
    assert page_name("term", registry.term("topics", "people")) == "topic/people"
    assert page_name("source", registry.get("source", "paper")) == ""
