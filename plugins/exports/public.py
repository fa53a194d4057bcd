"""A record as it is published: plain JSON values of its public fields, consent respected. Pure.

Fields that say nothing (empty, false, a count of nothing) are left out, so that what is there is what was written.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from plugins.catalog.pictures import focus_of, look_up_photo
from plugins.photos import plan_photo
from plugins.registry import KINDS, show_quantity
from plugins.registry.coordinates import to_wgs84
from plugins.urls import address_of

from .shapes import Field, Shape, fields_of
from .where import Where

if TYPE_CHECKING:
    from plugins.catalog import CatalogLook

Plain = dict[str, Any]
# Kind -> the first part of the name of its own page.
PAGES = {
    kind: kind
    for kind in ("place", "team", "honoree", "batch", "activity", "theme", "programme", "regulation")
}
TERM_PAGES = {
    "topics": "topic", "place_levels": "level", "team_levels": "team-level", "fields": "team-field",
    "platforms": "platform", "tasks": "task", "honor_categories": "honor-category",
}  # fmt: skip
# Which consent a field of an honouree needs beyond that to the name.
SCOPED = {"portrait": "portrait", "story": "story"}
# The role a picture is published in.
ROLES = {"portrait": "portrait-large", "photos": "place"}
QUANTITY_PARTS = ("text", "value", "high", "qualifier", "unit", "basis", "as_of", "derived_from")


def is_public(kind: str, record: Any) -> bool:
    """Whether a record may be published at all: an honouree only by consent to the name (个人信息保护法 Art. 25).

    Samples are no persons. Whether samples are shown was decided before the catalog was made.
    """
    if kind != "honoree" or record.sample:
        return True
    return record.consent is not None and record.consent.given and "name" in record.consent.scope


def may_show(kind: str, record: Any, field: str) -> bool:
    """Whether consent covers one field of a public record."""
    if kind != "honoree" or record.sample or field not in SCOPED:
        return True
    return SCOPED[field] in record.consent.scope


def page_name(kind: str, record: Any) -> str:
    """The catalog name of a record's own page, "" when it has none."""
    if kind in PAGES:
        return f"{kind}/{record.id}"
    if kind == "division" and record.level == "town":
        return f"town/{record.id}"
    if kind == "term" and record.vocabulary in TERM_PAGES:
        return f"{TERM_PAGES[record.vocabulary]}/{record.id}"
    return ""


def public_names(look: CatalogLook, kind: str) -> Iterator[tuple[str, Any]]:
    """(catalog name, record) of everything of a kind that may be published."""
    for name in look.listed("all", kind):
        record = look(name)
        if record is not None and is_public(kind, record):
            yield name, record


def build_record(look: CatalogLook, kind: str, record: Any, where: Where) -> Plain:
    """The published form of one record, with the address of its page first after its id."""
    plain: Plain = {"id": record.id}
    name = page_name(kind, record)
    if name:
        plain["url"] = where.at(address_of(name))
    for field, convert in _plan(KINDS[kind][0]):
        value = getattr(record, field.name)
        if value is None or value in ("", ()) or value is False or (value == 0 and field.default == 0):
            continue
        if kind == "honoree" and not may_show(kind, record, field.name):
            continue
        shown = convert(value, look, where) if convert else value
        if shown not in (None, []):
            plain[field.name] = shown
    return plain


@cache
def _plan(model: type[BaseModel]) -> tuple[tuple[Field, Any], ...]:
    return tuple(
        (field, _converter(field.shape, field.name)) for field in fields_of(model) if field.name != "id"
    )


def _converter(shape: Shape, name: str) -> Any:
    """``convert(value, look, where)``, or None for values that are JSON already."""
    if shape.sort == "list":
        assert shape.of is not None
        inner = _converter(shape.of, name)
        if inner is None:
            return _as_list
        return lambda values, look, where: [
            shown for shown in (inner(value, look, where) for value in values) if shown is not None
        ]
    if shape.sort == "photo":
        role = ROLES.get(name, "place")
        return lambda photo, look, where: _photo(photo, look, where, role)
    return {
        "date": _iso, "quantity": _quantity, "geo": _geo, "sources": _sources, "part": _part, "number": _number
    }.get(shape.sort)  # fmt: skip


def _as_list(values: Any, _look: CatalogLook, _where: Where) -> list[Any]:
    return list(values)


def _iso(moment: Any, _look: CatalogLook, _where: Where) -> str:
    return str(moment.iso)


def _number(value: Any, _look: Any = None, _where: Any = None) -> int | float:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return float(value)


def _part(part: Any, look: CatalogLook, where: Where) -> Plain:
    plain: Plain = {}
    for field, convert in _part_plan(part.__class__):
        value = getattr(part, field.name)
        if value is None or value in ("", ()) or value is False:
            continue
        plain[field.name] = convert(value, look, where) if convert else value
    return plain


@cache
def _part_plan(model: type[BaseModel]) -> tuple[tuple[Field, Any], ...]:
    return tuple((field, _converter(field.shape, field.name)) for field in fields_of(model))


def _quantity(quantity: Any, _look: CatalogLook, _where: Where) -> Plain:
    """A number as a claim: the source's words, what they come to, their standing."""
    plain: Plain = {"text": show_quantity(quantity)}
    for name in ("value", "high"):
        number = getattr(quantity, name)
        if number is not None:
            plain[name] = _number(number)
    if quantity.qualifier != "exact":
        plain["qualifier"] = quantity.qualifier
    if quantity.unit:
        plain["unit"] = quantity.unit
    plain["basis"] = quantity.basis
    if quantity.as_of is not None:
        plain["as_of"] = quantity.as_of.iso
    if quantity.derived_from:
        plain["derived_from"] = quantity.derived_from
    if quantity.sources:
        plain["sources"] = _sources(quantity.sources, _look, _where)
    return plain


def _sources(references: Any, _look: CatalogLook, _where: Where) -> list[Plain]:
    return [
        {"source": reference.source, "remark": reference.remark}
        if reference.remark
        else {"source": reference.source}
        for reference in references
    ]


def wgs84(geo: Any) -> tuple[float, float]:
    """(longitude, latitude) in WGS-84, to a tenth of a metre."""
    lng, lat = to_wgs84(geo.lng, geo.lat, geo.system)
    return round(lng, 6), round(lat, 6)


def _geo(geo: Any, _look: CatalogLook, _where: Where) -> Plain:
    lng, lat = wgs84(geo)
    return {"latitude": lat, "longitude": lng, "source": geo.source}


def _photo(photo: Any, look: CatalogLook, where: Where, role: str) -> Plain | None:
    info = look_up_photo(look, photo)
    if info is None:
        return None
    plain: Plain = {"url": where.at(plan_photo(info, role, focus_of(photo)).image.name), "alt": photo.alt}
    for name in ("caption", "credit"):
        if getattr(photo, name):
            plain[name] = getattr(photo, name)
    return plain
