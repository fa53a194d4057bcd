"""Four questions of a resident, each answered within three taps of the home page, and answered as the data says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.pages.fixture import build_real_catalog, build_small_catalog
from tests.pages.raw_data import (
    PROJECT,
    Data,
    Row,
    listed,
    load_raw,
    places_above,
    town_of_place,
    town_of_record,
    write_texts,
)
from tests.pages.walking import Resident
from tests.theme.case_counties import build_counties

MOST_TAPS = 3
# A Wednesday with something on that week in one of the towns, and a Tuesday a week later.
DAYS = (date(2026, 11, 25), date(2026, 12, 1))


class Walk(NamedTuple):
    resident: Resident
    data: Data
    today: date

    def towns(self) -> Iterator[tuple[str, str]]:
        """Id and name of every town, the resident at the home page each time."""
        for row in self.data["division"].values():
            if row["level"] == "town":
                self.resident.home()
                yield row["id"], row["name"]


@pytest.fixture(scope="module", params=[("real", DAYS[0]), ("real", DAYS[1]), ("full", DAYS[0])], ids=str)
def walk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """The repository's county on two days, and the style guide's full one, which has telephones."""
    county, today = request.param
    if county == "real":
        return Walk(Resident(build_real_catalog(today)), load_raw(PROJECT), today)
    home: Path = tmp_path_factory.mktemp(county)
    texts = build_counties()[county]
    write_texts(home, texts)
    return Walk(Resident(build_small_catalog(texts, today)), load_raw(home), today)


def coming_of(data: Data, town: str, today: date) -> list[Row]:
    """What is announced for a town and not yet over, soonest first."""
    rows = [
        row
        for row in data["activity"].values()
        if row["status"] == "planned"
        and (row.get("ends") or row["starts"])[:10] >= today.isoformat()
        and town_of_record(data, row) == town
    ]
    return sorted(rows, key=lambda row: str(row["starts"]))


def phone_of(data: Data, place: str) -> str:
    """The telephone of a place, of the nearest place above that has one, of the office; "" where none is known."""
    site = next(iter(data["site"].values()))
    found = [data["place"][each].get("telephone", "") for each in places_above(data, place)]
    return next((phone for phone in [*found, site.get("contact", {}).get("telephone", "")] if phone), "")


def test_what_is_on_this_week_near_me(walk: Walk) -> None:
    """Home, the town's name: this week's first, then the rest; nothing announced is said, with a way on."""
    resident, data, today = walk
    sunday = (today + timedelta(days=6 - today.weekday())).isoformat()
    block = "//section[@aria-labelledby='coming']"
    for town, name in walk.towns():
        resident.tap(name)
        assert (resident.address, resident.taps) == (f"places/towns/{town}/", 1)
        coming = coming_of(data, town, today)
        week = [row["title"] for row in coming if row["starts"][:10] <= sunday]
        later = [row["title"] for row in coming if row["starts"][:10] > sunday]
        heads = resident.texts(f"{block}//h3[not(ancestor::article)]")
        assert (name, heads) == (name, ["本周", "以后"] if week and later else ["本周"] if week else [])
        shown = (
            resident.texts(f"{block}/div[@class='cards']//article//a"),
            resident.texts(f"{block}/div/div[@class='cards']//article//a"),
        )
        assert (name, *shown) == (name, week, later[: 12 - len(week)])
        if not coming:
            assert resident.texts(f"{block}//p[@class='empty-title']") == ["近期没有预告的活动"]
            resident.tap("看各处的活动预告")
            assert (resident.address, resident.taps) == ("activities/coming/", 2)


def test_something_is_on_in_one_of_these_weeks(walk: Walk) -> None:
    """The question above would prove little if its answer were always no."""
    assert walk.today != DAYS[0] or [
        town for town, _ in walk.towns() if coming_of(walk.data, town, walk.today)
    ]


def test_who_is_the_latest_good_person_and_why(walk: Walk) -> None:
    resident, data, _ = walk
    latest = max(data["batch"].values(), key=lambda row: (int(row["year"]), int(row["sequence"])))
    resident.home()
    first = resident.texts("//section[@aria-labelledby='honors']//article//h3")[0]
    resident.tap(first)
    person = data["honoree"][resident.address.split("/")[1]]
    assert resident.taps == 1
    assert (person["name"], person["batch"]) == (first, latest["id"])
    assert resident.texts("//h1") == [person["name"]]
    frame = resident.texts("//*[starts-with(@class, 'honor')]")[0]
    why = (person["deed"], person.get("citation", ""), latest["label"])
    assert [part for part in why if part not in frame] == []


def test_whom_do_i_ring(walk: Walk) -> None:
    """Home, the town, its first place: its own telephone, or the nearest above and whose it is, or that none is known."""
    resident, data, _ = walk
    for town, name in walk.towns():
        resident.tap(name)
        places = "//div[@id='places']"
        resident.tap(resident.texts(f"{places}//li/a[1] | {places}//article//a[1]")[0], places)
        assert resident.taps <= MOST_TAPS
        key = resident.address.split("/")[1]
        assert town_of_place(data, key) == town
        own, phone = data["place"][key].get("telephone", ""), phone_of(data, key)
        dialled = [
            link.removeprefix("tel:") for link in resident.page.xpath("//section[@class='contact']//a/@href")
        ]
        said = " ".join(resident.texts("//section[@class='contact']/p"))
        assert (name, dialled) == (name, [phone.replace(" ", "")] if phone else [])
        assert ("本处电话待补，这是" in said) == bool(phone and not own)
        assert ("电话待补。" in said) == (not phone)


def test_how_many_volunteers_are_there_and_says_who(walk: Walk) -> None:
    """The numbers of people in the corps as stated, each with its date and its source; a lost one stays open."""
    resident, data, _ = walk
    people = [row for row in data["figure"].values() if row["label"].endswith("志愿者")]
    assert people
    columns = {row["id"]: row["name"] for row in next(iter(data["site"].values()))["columns"]}
    resident.home().tap(columns["teams"])
    labels = resident.texts("//p[@class='stat-label']")
    shown = dict(zip(labels, resident.texts("//div[@class='stat']"), strict=True))
    for row in people:
        quantity = row["quantity"]
        source = data["source"][listed(quantity, "sources")[0]]
        number = "数字待补" if quantity.get("basis") == "lost" else quantity["text"]
        parts = (number, f"截至{quantity['as_of']}年", f"来源：{source['title']}")
        assert [part for part in parts if part not in shown[row["label"]]] == []
    resident.tap(people[0]["label"])
    assert (resident.address, resident.taps) == ("figures/", 2)
