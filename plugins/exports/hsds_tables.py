"""The tables of the HSDS 3.0 tabular data package as far as this portal fills them, and the package's descriptor. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from plugins.registry.models import Site

# Table -> (file, columns). Names are the standard's.
TABLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "organization": (
        "organizations.csv",
        ("id", "name", "alternate_name", "description", "website", "uri", "parent_organization_id"),
    ),
    "location": (
        "locations.csv",
        (
            "id", "location_type", "url", "organization_id", "name", "alternate_name", "description", "latitude",
            "longitude",
        ),
    ),
    "service": (
        "services.csv",
        ("id", "organization_id", "name", "description", "status", "eligibility_description"),
    ),
    "service_at_location": ("service_at_location.csv", ("id", "service_id", "location_id")),
    "phone": ("phones.csv", ("id", "organization_id", "number", "type")),
    "address": (
        "addresses.csv",
        (
            "id", "location_id", "address_1", "city", "region", "state_province", "postal_code", "country",
            "address_type",
        ),
    ),
    "schedule": (
        "schedules.csv",
        ("id", "location_id", "freq", "wkst", "byday", "opens_at", "closes_at", "notes"),
    ),
}  # fmt: skip
NUMBERS = frozenset({"latitude", "longitude"})
# Column -> the table it points into.
LINKS = {
    "organization_id": "organization",
    "parent_organization_id": "organization",
    "location_id": "location",
    "service_id": "service",
}


def build_descriptor(site: Site) -> dict[str, Any]:
    """``datapackage.json``: every file with its columns, keys and links."""
    package: dict[str, Any] = {
        "name": "human-services-data",
        "title": f"{site.name}:阵地、队伍与服务",
        "profile": "tabular-data-package",
        "resources": [_resource(table) for table in TABLES],
    }
    if site.licence_url:
        package["licenses"] = [{"path": site.licence_url, "title": site.licence}]
    return package


def _resource(table: str) -> dict[str, Any]:
    file, columns = TABLES[table]
    fields = [{"name": name, "type": "number" if name in NUMBERS else "string"} for name in columns]
    links = [
        {
            "fields": name,
            "reference": {"resource": "" if LINKS[name] == table else LINKS[name], "fields": "id"},
        }
        for name in columns
        if name in LINKS
    ]
    schema: dict[str, Any] = {"fields": fields, "primaryKey": "id"}
    if links:
        schema["foreignKeys"] = links
    return {
        "name": table,
        "path": file,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }
