"""JSON Schema (draft 2020-12) of the published form of each kind, and the same as a dictionary for people. Pure."""

from __future__ import annotations

from typing import Any

from plugins.registry import BASIS_NAMES, KIND_NAMES, KINDS
from plugins.registry.parts import Photo

from .shapes import EXPORTED, Field, Shape, fields_of

DRAFT = "https://json-schema.org/draft/2020-12/schema"
DATE_PATTERN = r"^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}:\d{2}\+08:00)?)?)?$"
QUALIFIERS = ("exact", "over", "nearly", "about", "range")
TEXT: dict[str, Any] = {"type": "string"}
NUMBER: dict[str, Any] = {"type": "number"}
SOURCES: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"source": TEXT, "remark": TEXT},
        "required": ["source"],
        "additionalProperties": False,
    },
}
SORT_NAMES = {
    "text": "文本", "whole": "整数", "number": "小数", "yesno": "是否", "date": "日期", "choice": "选项", "part": "一组字段",
    "quantity": "数量", "photo": "照片", "geo": "坐标(WGS-84)", "sources": "来源",
}  # fmt: skip


def build_export_schema(kind: str) -> dict[str, Any]:
    """The schema of one record as published. KeyError for a kind that is not exported."""
    model = KINDS[kind][0]
    assert kind in EXPORTED
    schema = _object(fields_of(model))
    schema["properties"] = {
        "id": schema["properties"]["id"],
        "url": {"type": "string", "title": "网址"},
        **schema["properties"],
    }
    return {"$schema": DRAFT, "title": KIND_NAMES[kind], **schema}


def _object(fields: tuple[Field, ...]) -> dict[str, Any]:
    properties = {}
    for field in fields:
        entry = {"title": field.title, **_schema(field.shape)}
        if field.description:
            entry["description"] = field.description
        properties[field.name] = entry
    required = [field.name for field in fields if field.required]
    whole: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**whole, "required": required} if required else whole


def _schema(shape: Shape) -> dict[str, Any]:
    if shape.sort == "list":
        assert shape.of is not None
        return {"type": "array", "items": _schema(shape.of)}
    if shape.sort == "part":
        assert shape.model is not None
        return _object(fields_of(shape.model))
    if shape.sort == "choice":
        return {"enum": list(shape.choices)}
    if shape.sort == "photo":
        own = {field.name: {"type": "string", "title": field.title} for field in fields_of(Photo)}
        return _closed({"url": TEXT, **own}, ["url", "alt"])
    plain: dict[str, dict[str, Any]] = {
        "text": TEXT,
        "whole": {"type": "integer"},
        "number": NUMBER,
        "yesno": {"type": "boolean"},
        "date": {"type": "string", "pattern": DATE_PATTERN},
        "sources": SOURCES,
        "geo": _closed(
            {"latitude": NUMBER, "longitude": NUMBER, "source": TEXT}, ["latitude", "longitude", "source"]
        ),
        "quantity": _quantity_schema(),
    }
    return {**plain[shape.sort], "x-ref": shape.ref} if shape.ref else plain[shape.sort]


def _closed(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _quantity_schema() -> dict[str, Any]:
    properties = {
        "text": {**TEXT, "title": "原文"},
        "value": {**NUMBER, "title": "数值"},
        "high": {**NUMBER, "title": "上限"},
        "qualifier": {"enum": list(QUALIFIERS), "title": "限定"},
        "unit": {**TEXT, "title": "单位"},
        "basis": {"enum": list(BASIS_NAMES), "title": "依据"},
        "as_of": {"type": "string", "pattern": DATE_PATTERN, "title": "截至"},
        "derived_from": {**TEXT, "title": "推得的依据"},
        "sources": SOURCES,
    }
    return _closed(properties, ["text", "basis"])


def build_dictionary(kind: str) -> list[tuple[str, str, str, str]]:
    """Rows of (field, title, sort, description) for people; parts of parts as ``call.number``."""
    return [("id", "标识", "文本", "定下后不改"), *_rows("", fields_of(KINDS[kind][0]))]


def _rows(prefix: str, fields: tuple[Field, ...]) -> list[tuple[str, str, str, str]]:
    rows: list[tuple[str, str, str, str]] = []
    for field in fields:
        if prefix == "" and field.name == "id":
            continue
        inner = field.shape.of if field.shape.sort == "list" else field.shape
        assert inner is not None
        many = "(多个)" if field.shape.sort == "list" else ""
        ref = f"，{_ref_name(inner.ref)}的标识" if inner.ref else ""
        note = field.description or "、".join(inner.choices)
        rows.append((f"{prefix}{field.name}", field.title, f"{SORT_NAMES[inner.sort]}{many}{ref}", note))
        if inner.sort == "part" and inner.model is not None:
            rows += _rows(f"{prefix}{field.name}.", fields_of(inner.model))
    return rows


def _ref_name(ref: str) -> str:
    kind, _, vocabulary = ref.partition("/")
    return f"词表 {vocabulary} " if vocabulary else KIND_NAMES[kind]
