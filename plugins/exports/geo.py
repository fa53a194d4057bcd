"""GeoJSON (RFC 7946) of what has a point, in WGS-84 whatever the data was written in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from plugins.pipeline.outputs import Output, Page
from plugins.urls import address_of

from .public import page_name, public_names, wgs84
from .where import Where

if TYPE_CHECKING:
    from plugins.catalog import CatalogLook

FILES = {"place": "places", "board": "boards"}
PROPERTIES = ("name", "short", "level", "address", "telephone", "venue", "division")


def build_outputs(where: Where) -> Iterator[Output]:
    """``places.geojson`` and ``boards.geojson``."""
    for kind, folder in FILES.items():
        yield Page(address_of(f"data/{folder}.geojson"), "code:exports", GeoWriter(kind, where))


@dataclass(frozen=True, slots=True)
class GeoWriter:
    """A FeatureCollection of one kind. A record without a point is not there: none is guessed from an address."""

    kind: str
    where: Where

    def __call__(self, look: CatalogLook) -> str:
        features = [
            build_feature(self.kind, record, self.where)
            for _, record in public_names(look, self.kind)
            if record.geo is not None
        ]
        collection = {"type": "FeatureCollection", "features": features}
        return json.dumps(collection, ensure_ascii=False, separators=(",", ":")) + "\n"


def build_feature(kind: str, record: Any, where: Where) -> dict[str, Any]:
    """One point: longitude first, as the standard has it."""
    properties = {"kind": kind, "id": record.id}
    for name in PROPERTIES:
        value = getattr(record, name, "")
        if value:
            properties[name] = value
    if record.sample:
        properties["sample"] = True
    properties["source"] = record.geo.source
    page = page_name(kind, record)
    if page:
        properties["url"] = where.at(address_of(page))
    return {
        "type": "Feature",
        "id": f"{kind}/{record.id}",
        "geometry": {"type": "Point", "coordinates": list(wgs84(record.geo))},
        "properties": properties,
    }
