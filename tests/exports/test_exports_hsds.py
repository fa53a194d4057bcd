"""The HSDS package against the standard's own requirements, as read in its 3.0 schemas (openreferral.org).

The schemas are CC BY-SA and are not kept here; what they require of the objects given is written out below.
"""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from uuid import UUID

from plugins.exports.hsds_tables import TABLES
from tests.exports.made_site import SITEURL, build, make_settings, publication

# Object -> (required fields, further fields used here, nested lists, nested objects).
OBJECTS: dict[str, tuple[set[str], set[str], dict[str, str], dict[str, str]]] = {
    "organization": (
        {"id", "name", "description"},
        {"alternate_name", "website", "uri", "parent_organization_id"},
        {"phones": "phone", "locations": "location"},
        {},
    ),
    "location": (
        {"id", "location_type"},
        {"url", "name", "alternate_name", "description", "latitude", "longitude"},
        {"addresses": "address", "schedules": "schedule"},
        {},
    ),
    "service": (
        {"id", "name", "status"},
        {"description", "eligibility_description"},
        {"service_at_locations": "service_at_location"},
        {"organization": "organization"},
    ),
    "service_at_location": ({"id"}, set(), {}, {"location": "location"}),
    "phone": ({"id", "number"}, {"type"}, {}, {}),
    "address": (
        {"id", "address_1", "city", "state_province", "postal_code", "country", "address_type"},
        {"region"},
        {},
        {},
    ),
    "schedule": ({"id"}, {"freq", "wkst", "byday", "opens_at", "closes_at", "notes"}, {}, {}),
}
CHOICES = {
    "location_type": {"physical", "postal", "virtual"},
    "address_type": {"physical", "postal", "virtual"},
    "status": {"active", "inactive", "defunct", "temporarily closed"},
    "freq": {"WEEKLY", "MONTHLY"},
    "wkst": {"MO", "TU", "WE", "TH", "FR", "SA", "SU"},
}


def check(sort: str, node: dict[str, Any]) -> None:
    required, more, lists, parts = OBJECTS[sort]
    assert required <= set(node) <= required | more | set(lists) | set(parts), (sort, node)
    for key, value in node.items():
        if key in lists:
            for item in value:
                check(lists[key], item)
        elif key in parts:
            check(parts[key], value)
        elif key in ("latitude", "longitude"):
            assert isinstance(value, float)
        else:
            assert isinstance(value, str)
            assert key not in CHOICES or value in CHOICES[key]
    UUID(node["id"])


def load(name: str) -> list[dict[str, Any]]:
    page = json.loads(publication().text(f"data/hsds/{name}.json"))
    contents = page.pop("contents")
    assert page == {
        "total_items": len(contents),
        "total_pages": 1,
        "page_number": 1,
        "size": len(contents),
        "first_page": True,
        "last_page": True,
        "empty": False,
    }
    return contents


def table(name: str) -> list[dict[str, str]]:
    text = publication().text(f"data/hsds/{TABLES[name][0]}")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_every_object_has_what_the_standard_requires() -> None:
    for node in load("organizations"):
        check("organization", node)
    for node in load("services"):
        check("service", node)


def test_the_directory_is_the_registrys() -> None:
    registry = publication().catalog.registry
    names = [node["name"] for node in load("organizations")]
    assert names == [record.name for kind in ("place", "team") for record in registry.records(kind).values()]
    [service] = load("services")
    assert (service["name"], service["description"], service["eligibility_description"]) == (
        "量血压",
        "每周一次",
        "老人",
    )
    assert service["organization"]["name"] == "医疗卫生分队"
    assert [at["location"]["name"] for at in service["service_at_locations"]] == ["柳树村实践站"]


def test_an_open_station_says_where_and_when() -> None:
    station = next(node for node in load("organizations") if node["name"] == "柳树村实践站")
    assert [phone["number"] for phone in station["phones"]] == ["0999-7654321"]
    [location] = station["locations"]
    assert (location["latitude"], location["longitude"]) == (30.5, 100.5)
    assert location["url"] == f"{SITEURL}/places/liushu-zhan/"
    [address] = location["addresses"]
    assert (address["address_1"], address["city"], address["postal_code"], address["country"]) == (
        "柳树村口",
        "青禾县",
        "",
        "CN",
    )
    [schedule] = location["schedules"]
    assert (schedule["byday"], schedule["opens_at"], schedule["closes_at"]) == (
        "MO,TU,WE,TH,FR",
        "08:30",
        "16:30",
    )


def test_tables_link_only_to_rows_that_are_there() -> None:
    package = json.loads(publication().text("data/hsds/datapackage.json"))
    tables = {resource["name"]: table(resource["name"]) for resource in package["resources"]}
    for resource in package["resources"]:
        rows = tables[resource["name"]]
        schema = resource["schema"]
        assert all(list(row) == [field["name"] for field in schema["fields"]] for row in rows)
        ids = [row["id"] for row in rows]
        assert len(ids) == len(set(ids))
        for link in schema.get("foreignKeys", []):
            goals = {row["id"] for row in tables[link["reference"]["resource"] or resource["name"]]}
            assert {row[link["fields"]] for row in rows} <= goals | {""}
    organizations = {row["id"]: row["name"] for row in tables["organization"]}
    parents = {
        row["name"]: organizations.get(row["parent_organization_id"], "") for row in tables["organization"]
    }
    assert parents["柳树村实践站"] == "青禾县新时代文明实践中心"


def test_ids_stay_when_the_site_moves(tmp_path) -> None:
    made = build(make_settings(tmp_path, "https://elsewhere.example", publication=True))
    moved = json.loads(made.text("data/hsds/organizations.json"))["contents"]
    assert [node["id"] for node in moved] == [node["id"] for node in load("organizations")]
