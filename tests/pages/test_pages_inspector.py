"""As an inspector reads it: every number has a source, every count and sum is what the data gives, nothing is blank."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from lxml import html as lxml_html

from plugins.urls import address_of
from tests.browser.builds import build_output
from tests.pages.fixture import TODAY, build_real_catalog, build_small_catalog, render_pages
from tests.pages.judging import LIMIT, find_blanks
from tests.pages.raw_data import (
    PROJECT,
    Data,
    Row,
    listed,
    load_raw,
    places_above,
    town_of,
    town_of_place,
    town_of_record,
    write_texts,
)
from tests.theme.case_counties import build_counties

SUMS = {"参加": "attendance", "服务": "served", "志愿者": "volunteers", "服务时长": "hours"}
NUMBER = re.compile(r"(\d+(?:\.\d+)?)(万?)")


Pages = dict[str, Any]


@pytest.fixture(scope="module", params=["real", "full"])
def county(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Data, Pages]:
    """The data, and address -> tree of every page: of the repository's county, of the style guide's crowded one."""
    home, catalog = PROJECT, build_real_catalog(TODAY)
    if request.param == "full":
        home = tmp_path_factory.mktemp("full")
        texts = build_counties()["full"]
        write_texts(home, texts)
        catalog = build_small_catalog(texts, TODAY)
    texts = render_pages(catalog, [""])
    return load_raw(home), {
        name.removesuffix("index.html"): lxml_html.fromstring(text) for name, text in texts.items()
    }


@pytest.mark.parametrize("county", ["real", "county"])
def test_no_list_is_blank_and_no_page_heavy(county: str) -> None:
    """Of everything that a build writes, the pages of all rooms."""
    output = build_output(county)
    texts = {path.relative_to(output).as_posix(): path.read_text("utf-8") for path in output.rglob("*.html")}
    found = {name: find_blanks(text) for name, text in texts.items() if "<main" in text}
    assert {name: said for name, said in found.items() if said} == {}
    assert {name: len(text.encode()) for name, text in texts.items() if len(text.encode()) > LIMIT} == {}
    assert len(texts) > 40


@pytest.mark.parametrize("county", ["real"], indirect=True)
def test_every_number_has_a_source(county: tuple[Data, Pages]) -> None:
    """A big figure and a stated quantity name one of the sources; where a page's record has none, it is a sample."""
    data, pages = county
    titles = {source["title"] for source in data["source"].values()}
    bare = []
    for address, tree in pages.items():
        listed_below = len(tree.xpath("//section[@class='sources']//li")) > 0
        for shown in tree.xpath("//div[@class='stat'] | //span[@class='quantity']"):
            text = " ".join(shown.text_content().split())
            sourced = any(f"来源：{title}" in text for title in titles) or listed_below
            if not sourced and not tree.xpath("//*[starts-with(@class, 'ribbon')]"):
                bare.append((address, text))
    assert bare == []
    stats = [(address, tree) for address, tree in pages.items() if tree.xpath("//div[@class='stat']")]
    assert {address for address, _ in stats} >= {"", "teams/", "places/", "honors/", "honors/boards/"}
    unnamed = [
        (address, stat.text_content())
        for address, tree in stats
        for stat in tree.xpath("//div[@class='stat']")
        if not any(title in stat.text_content() for title in titles)
    ]
    assert unnamed == []


@pytest.mark.parametrize("county", ["real"], indirect=True)
def test_every_figure_of_the_data_is_shown_with_its_source(county: tuple[Data, Pages]) -> None:
    data, pages = county
    rows = {row.xpath(".//th/span/@id")[0]: row for row in pages["figures/"].xpath("//tbody/tr")}
    assert set(rows) == set(data["figure"])
    for key, figure in data["figure"].items():
        quantity, text = figure["quantity"], " ".join(rows[key].text_content().split())
        assert ("数字待补" if quantity.get("basis") == "lost" else quantity["text"]) in text, key
        sources = listed(quantity, "sources") or listed(figure, "sources")
        assert sources and data["source"][sources[0]]["title"] in text, key


def _counts(data: Data) -> Iterator[tuple[str, int]]:
    """Address of a list -> how many the data has for it."""

    def count(kind: str, keys: Callable[[Row], Iterable[str]]) -> Counter[str]:
        return Counter(key for row in data[kind].values() for key in dict.fromkeys(keys(row)) if key)

    groups = {
        "town": count("place", lambda row: [town_of_place(data, row["id"])]),
        "level": count("place", lambda row: [row["level"]]),
        "team-level": count("team", lambda row: [row["level"]]),
        "team-field": count("team", lambda row: listed(row, "field")),
        "honor-category": count("honoree", lambda row: [row["category"]]),
        "batch": count("honoree", lambda row: [row["batch"]]),
        "platform": count("activity", lambda row: listed(row, "platforms")),
        "task": count("activity", lambda row: listed(row, "tasks")),
        "month": count(
            "activity", lambda row: [row.get("starts", "")[:7]] if len(row.get("starts", "")) > 6 else []
        ),
        "topic": count("story", lambda row: [row["topic"]]),
        "news-year": count("story", lambda row: [row["date"][:4]]),
        "news-month": count("story", lambda row: [row["date"][:7].replace("-", "/")]),
        "regularity": Counter(
            row["starts"][:4]
            for row in data["activity"].values()
            if row["status"] == "held" and "starts" in row
        ),
    }
    for kind, counter in groups.items():
        for key, number in counter.items():
            yield address_of(f"{kind}/{key}"), number


def test_every_count_beside_a_link_is_what_the_data_has(county: tuple[Data, Pages]) -> None:
    data, pages = county
    known = dict(_counts(data))
    villages = Counter(
        town_of(data, row["id"]) for row in data["division"].values() if row["level"] == "village"
    )
    wrong, seen = [], set()
    for address, tree in pages.items():
        for link in tree.xpath("//nav[starts-with(@class, 'tags')]//a[small]"):
            target, shown = link.get("href").lstrip("/"), int(link.xpath("string(small)"))
            expected = known.get(target, 0)
            if address == "places/find/":
                expected = villages[link.get("href").removeprefix("#town-")]
            if shown != expected:
                wrong.append((address, target, shown, expected))
            seen.add(target)
    assert wrong == []
    # Every list that holds something is counted somewhere, but for those that are named without a number.
    assert {target for target in known if target not in seen} <= {address_of("town/x")}


def _add(data: Data, rows: list[Row], field: str) -> tuple[float, int]:
    """What the known quantities add up to by their printed digits, and how many held activities state none."""
    total, lacking = 0.0, 0
    for row in rows:
        quantity = row.get(field)
        text = quantity.get("text", "") if isinstance(quantity, dict) else quantity or ""
        found = NUMBER.search(text)
        if found is None:
            lacking += 1
        else:
            total += float(found[1]) * (10_000 if found[2] else 1)
    return total, lacking


def _read_total(text: str) -> tuple[float, int]:
    """``至少约509人次（另有3项待补）`` -> 509, 3; ``数字待补（2项）`` -> 0, 2."""
    if text.startswith("数字待补"):
        return 0.0, int((re.findall(r"\d+", text) or ["1"])[0])
    lacking = re.search(r"另有(\d+)项待补", text)
    found = NUMBER.search(text.partition("（")[0])
    assert found is not None, text
    return float(found[1]) * (10_000 if found[2] else 1), int(lacking[1]) if lacking else 0


def _lists_of_activities(data: Data) -> Iterator[tuple[str, list[Row]]]:
    """Address of a page that adds up activities -> those that were held, by the data."""
    held = [row for row in data["activity"].values() if row["status"] == "held"]
    yield "activities/", held
    for month in sorted({row["starts"][:7] for row in held if len(row.get("starts", "")) > 6}):
        yield address_of(f"month/{month}"), [row for row in held if row.get("starts", "")[:7] == month]
    for kind, field in (
        ("platform", "platforms"),
        ("task", "tasks"),
        ("theme", "theme"),
        ("programme", "programme"),
    ):
        for key in sorted({key for row in held for key in listed(row, field)}):
            yield address_of(f"{kind}/{key}"), [row for row in held if key in listed(row, field)]


def test_every_sum_of_activities_is_the_sum_of_its_parts(county: tuple[Data, Pages]) -> None:
    """Held, and people and hours with what is unknown counted beside: each as the data adds up."""
    data, pages = county
    wrong, checked = [], 0
    for address, rows in _lists_of_activities(data):
        facts = {
            " ".join(pair.xpath("string(dt)").split()): " ".join(pair.xpath("string(dd)").split())
            for pair in pages[address].xpath("//dl[@class='facts']/div")
        }
        if facts.get("已办") != f"{len(rows)}场":
            wrong.append((address, "已办", facts.get("已办"), len(rows)))
        for label, field in SUMS.items():
            total, lacking = _add(data, rows, field)
            if lacking == len(rows):
                continue
            checked += 1
            if label not in facts or _read_total(facts[label]) != (total, lacking):
                wrong.append((address, label, facts.get(label), (total, lacking)))
    assert wrong == []
    assert checked > 50


def test_sums_of_places_and_teams_too(county: tuple[Data, Pages]) -> None:
    """The same on the pages that say it in a sentence: places with all that stand under them, towns, teams."""
    data, pages = county
    held = [row for row in data["activity"].values() if row["status"] == "held"]
    groups: dict[str, list[Row]] = {}
    for row in held:
        owners = [f"place/{place}" for place in places_above(data, row.get("place", ""))]
        owners += [f"team/{team}" for team in listed(row, "teams")] + [f"town/{town_of_record(data, row)}"]
        for owner in owners:
            if not owner.endswith("/"):
                groups.setdefault(address_of(owner), []).append(row)
    wrong = []
    for address, rows in groups.items():
        said = pages[address].xpath("string(//section[@aria-labelledby='past']//p[contains(., '办过')])")
        parts = dict(re.findall(r"(办过|参加|服务时长|服务|出动志愿者)([^；]*)", said))
        if parts.get("办过") != f"{len(rows)}场":
            wrong.append((address, said, len(rows)))
        for label, field in {**SUMS, "出动志愿者": "volunteers"}.items():
            total, lacking = _add(data, rows, field)
            if label in parts and _read_total(parts[label]) != (total, lacking):
                wrong.append((address, label, parts[label], (total, lacking)))
    assert wrong == []
    assert len(groups) > 20


def test_the_year_table_adds_up(county: tuple[Data, Pages]) -> None:
    """Each row's total is the sum of its months, and each month what that place held then."""
    data, pages = county
    held = Counter(
        (row.get("place", ""), row["starts"][:7])
        for row in data["activity"].values()
        if row["status"] == "held" and len(row.get("starts", "")) > 6
    )
    wrong = []
    for address, tree in pages.items():
        if not re.fullmatch(r"activities/regularity/\d{4}/(page/\d+/)?", address):
            continue
        year = address.split("/")[2]
        for row in tree.xpath("//table[@class='heat']/tbody/tr"):
            place = row.xpath("string(th/a/@href)").split("/")[2]
            *months, total = [cell.text_content() for cell in row.xpath("td")]
            numbers = [int(text) if text.isdigit() else 0 for text in months]
            expected = [held[place, f"{year}-{month:02}"] for month in range(1, 13)]
            if numbers != expected or int(total) != sum(expected):
                wrong.append((address, place, numbers, expected))
    assert wrong == []
