"""The directory as Open Referral HSDS 3.0: places and teams as organizations, places as locations, menus as services.

Both serializations of the standard: JSON, nested (``organizations.json``, ``services.json``, each in the API reference's
page envelope), and a tabular data package (one CSV for each object, ``datapackage.json``). Ids are UUIDs that stay. What
the standard requires and the data does not hold is said plainly: an address is given only where the street is known, with
an empty postal code; an organization without a summary is described by its level.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from plugins.pipeline.outputs import Bundle, Output, Sink
from plugins.urls import address_of

from .hsds_tables import TABLES, build_descriptor
from .public import public_names, wgs84
from .tables import RowWriter, guard_cell
from .where import Where, first_id, stable_uuid

if TYPE_CHECKING:
    from plugins.catalog import CatalogLook

Node = dict[str, Any]
Rows = dict[str, list[Node]]
FOLDER = "data/hsds/"
COUNTRY = "CN"
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def build_outputs(where: Where) -> Iterator[Output]:
    """One bundle."""
    yield Bundle("data-hsds", "code:exports", HsdsWriter(where))


@dataclass(frozen=True, slots=True)
class HsdsWriter:
    """Writes both serializations of one set of rows."""

    where: Where

    def __call__(self, look: CatalogLook, sink: Sink) -> None:
        rows = collect_rows(look, self.where)
        organizations, services = nest_organizations(rows), nest_services(rows)
        for name, contents in (("organizations", organizations), ("services", services)):
            sink.put(f"{FOLDER}{name}.json", _dump(build_page(contents)))
        for table, (file, fields) in TABLES.items():
            writer = RowWriter()
            with sink.open(FOLDER + file) as out:
                out.write(writer.row(list(fields)))
                for row in rows[table]:
                    out.write(writer.row([guard_cell(str(row.get(field, ""))) for field in fields]))
        sink.put(f"{FOLDER}datapackage.json", _dump(build_descriptor(look.site)))


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def build_page(contents: list[Node]) -> Node:
    """All items as the one page of the API reference's envelope."""
    return {
        "total_items": len(contents),
        "total_pages": 1,
        "page_number": 1,
        "size": len(contents),
        "first_page": True,
        "last_page": True,
        "empty": not contents,
        "contents": contents,
    }


def collect_rows(look: CatalogLook, where: Where) -> Rows:
    """Every object as a flat row, by table; links by id."""
    rows: Rows = {table: [] for table in TABLES}
    ids: dict[str, str] = {}
    region = look.site.region.code
    records = {kind: [record for _, record in public_names(look, kind)] for kind in ("place", "team")}
    for kind, found in records.items():
        for record in found:
            ids[f"{kind}/{record.id}"] = str(stable_uuid(region, kind, first_id(record)))
    for kind, found in records.items():
        for record in found:
            _add_organization(rows, look, kind, record, ids, where)
    for place in records["place"]:
        _add_location(rows, look, place, ids, where)
    for team in records["team"]:
        _add_services(rows, look, team, ids)
    return rows


def _clean(row: Node) -> Node:
    return {key: value for key, value in row.items() if value not in ("", None)}


def _add_organization(
    rows: Rows, look: CatalogLook, kind: str, record: Any, ids: dict[str, str], where: Where
) -> None:
    level = look.term(f"{kind}_levels", record.level)
    url = where.at(address_of(f"{kind}/{record.id}")) if where.siteurl else ""
    own_id = ids[f"{kind}/{record.id}"]
    row = {
        "id": own_id,
        "name": record.name,
        "alternate_name": record.short,
        "description": record.summary or (level.name if level else record.name),
        "website": url,
        "uri": url,
        "parent_organization_id": ids.get(f"{kind}/{record.parent}", "") if record.parent else "",
    }
    rows["organization"].append(_clean(row))
    if record.telephone:
        phone = {
            "id": _derived(own_id, "phone"),
            "organization_id": own_id,
            "number": record.telephone,
            "type": "voice",
        }
        rows["phone"].append(phone)


def _derived(own_id: str, part: str, *more: str) -> str:
    return str(stable_uuid(own_id, part, *more))


def _add_location(rows: Rows, look: CatalogLook, place: Any, ids: dict[str, str], where: Where) -> None:
    organization = ids[f"place/{place.id}"]
    own_id = _derived(organization, "location")
    row = {
        "id": own_id,
        "location_type": "physical",
        "url": where.at(address_of(f"place/{place.id}")) if where.siteurl else "",
        "organization_id": organization,
        "name": place.name,
        "alternate_name": place.short,
        "description": place.venue,
    }
    if place.geo is not None:
        row["longitude"], row["latitude"] = wgs84(place.geo)
    rows["location"].append(_clean(row))
    if place.address:
        rows["address"].append(_address(look, place, own_id))
    for number, hours in enumerate(place.hours):
        schedule = {
            "id": _derived(own_id, "schedule", str(number)),
            "location_id": own_id,
            "freq": "WEEKLY",
            "wkst": "MO",
            "byday": ",".join(WEEKDAYS[day - 1] for day in hours.weekdays),
            "opens_at": hours.opens,
            "closes_at": hours.closes,
            "notes": "，".join(text for text in (hours.remark, place.hours_remark) if text),
        }
        rows["schedule"].append(_clean(schedule))


def _address(look: CatalogLook, place: Any, location: str) -> Node:
    region = look.site.region
    return {
        "id": _derived(location, "address"),
        "location_id": location,
        "address_1": place.address,
        "city": region.name,
        "region": region.city,
        "state_province": region.province,
        "postal_code": "",
        "country": COUNTRY,
        "address_type": "physical",
    }


def _add_services(rows: Rows, look: CatalogLook, team: Any, ids: dict[str, str]) -> None:
    organization = ids[f"team/{team.id}"]
    for service in team.services:
        own_id = _derived(organization, "service", service.name)
        row = {
            "id": own_id,
            "organization_id": organization,
            "name": service.name,
            "description": service.text,
            "status": "active",
            "eligibility_description": service.audience,
        }
        rows["service"].append(_clean(row))
        home = look.get("place", team.home)
        if home is not None and f"place/{home.id}" in ids:
            location = _derived(ids[f"place/{home.id}"], "location")
            link = {"id": _derived(own_id, "at", location), "service_id": own_id, "location_id": location}
            rows["service_at_location"].append(link)


def _by(rows: list[Node], key: str) -> dict[str, list[Node]]:
    found: dict[str, list[Node]] = {}
    for row in rows:
        if key in row:
            found.setdefault(row[key], []).append(row)
    return found


def _without(row: Node, *keys: str) -> Node:
    return {key: value for key, value in row.items() if key not in keys}


def nest_locations(rows: Rows) -> dict[str, Node]:
    """Location id -> the location with its addresses and schedules inside."""
    addresses, schedules = _by(rows["address"], "location_id"), _by(rows["schedule"], "location_id")
    nested = {}
    for row in rows["location"]:
        node = _without(row, "organization_id")
        for name, found in (("addresses", addresses), ("schedules", schedules)):
            if row["id"] in found:
                node[name] = [_without(item, "location_id") for item in found[row["id"]]]
        nested[row["id"]] = node
    return nested


def nest_organizations(rows: Rows) -> list[Node]:
    """Organizations with their phones and locations inside."""
    locations = nest_locations(rows)
    own, phones = _by(rows["location"], "organization_id"), _by(rows["phone"], "organization_id")
    nested = []
    for row in rows["organization"]:
        node = dict(row)
        if row["id"] in phones:
            node["phones"] = [_without(phone, "organization_id") for phone in phones[row["id"]]]
        if row["id"] in own:
            node["locations"] = [locations[location["id"]] for location in own[row["id"]]]
        nested.append(node)
    return nested


def nest_services(rows: Rows) -> list[Node]:
    """Services with their organization and where they are given inside."""
    organizations = {row["id"]: row for row in rows["organization"]}
    locations, links = nest_locations(rows), _by(rows["service_at_location"], "service_id")
    nested = []
    for row in rows["service"]:
        node = {**_without(row, "organization_id"), "organization": organizations[row["organization_id"]]}
        if row["id"] in links:
            node["service_at_locations"] = [
                {"id": link["id"], "location": locations[link["location_id"]]} for link in links[row["id"]]
            ]
        nested.append(node)
    return nested
