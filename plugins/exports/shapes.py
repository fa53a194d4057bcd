"""The public shape of every kind of record, read off the models: what is published of a field, and how it is called.

One reading of the models gives the JSON, the CSV, the JSON Schema and the data dictionary, so that they cannot differ.
What is public is an allow-list: a field that a model gains is published only when it is named here.
"""

from __future__ import annotations

import types
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from plugins.registry import KINDS, LocalTime, PartialDate, Quantity, Record, Ref, SourceRef
from plugins.registry.parts import Geo, Photo

# Field -> why it is not published. By model's name, or "*" for all.
WITHHELD: dict[str, dict[str, str]] = {
    "*": {
        "order": "排列用，不是事实",
        "pinyin": "检索用，页面不显示",
        "aliases": "旧地址另见转址表",
    },
    "Honoree": {"consent": "同意书的记载不公开", "minor": "不公开"},
    "Holder": {"consent": "同意的记载不公开"},
    "Photo": {"whose": "归属与同意的记载不公开", "focus": "裁剪用", "file": "改给成品地址 url"},
    "Figure": {"counts": "程序用", "highlight": "排版用"},
    "Division": {"code": "页面不显示", "scheme": "页面不显示"},
    "Geo": {"lat": "改给 WGS-84", "lng": "改给 WGS-84", "system": "一律 WGS-84"},
}
Sort = Literal[
    "text",
    "whole",
    "number",
    "yesno",
    "date",
    "choice",
    "list",
    "part",
    "quantity",
    "photo",
    "geo",
    "sources",
]
# Kinds that are exported, in the order of the data page, and the file that each gets.
EXPORTED: dict[str, str] = {
    kind: KINDS[kind][1]
    for kind in (
        "place", "team", "honoree", "batch", "board", "activity", "theme", "programme", "progress", "regulation",
        "figure", "division", "term", "source", "operating-model",
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shape:
    """The sort of a value. ``of`` is a list's item; ``model`` a part's; ``ref`` the kind of record an id names."""

    sort: Sort
    of: Shape | None = None
    model: type[BaseModel] | None = None
    choices: tuple[str, ...] = ()
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A public field: its name, its Chinese title, a description, whether it is always there, its default."""

    name: str
    title: str
    description: str
    required: bool
    default: Any
    shape: Shape


def is_withheld(model: type[BaseModel], name: str) -> bool:
    """Whether a field of a model is kept back."""
    return any(name in WITHHELD.get(key, {}) for key in ("*", model.__name__))


@cache
def fields_of(model: type[BaseModel]) -> tuple[Field, ...]:
    """The public fields of a model in its own order; what all records have in common comes after what is a record's own."""
    found = []
    common = Record.model_fields
    for name, info in sorted(
        model.model_fields.items(), key=lambda item: item[0] in common and item[0] != "id"
    ):
        if is_withheld(model, name):
            continue
        default = info.get_default(call_default_factory=True, validated_data={})
        shape = _shape(info.annotation, info.metadata)
        required = info.is_required() or name == "id"
        found.append(Field(name, info.title or name, info.description or "", required, default, shape))
    return tuple(found)


def _shape(annotation: Any, metadata: Any = ()) -> Shape:
    ref = next((_ref_name(item) for item in metadata if isinstance(item, Ref)), "")
    origin = get_origin(annotation)
    if origin is Annotated:
        return _shape(annotation.__origin__, annotation.__metadata__)
    if origin in (Union, types.UnionType):
        parts = [part for part in get_args(annotation) if part is not type(None)]
        return Shape("date") if len(parts) > 1 else _shape(parts[0], metadata)
    if origin is tuple:
        inner = _shape(get_args(annotation)[0])
        return Shape("sources") if inner.model is SourceRef else Shape("list", of=inner)
    if origin is Literal:
        return Shape("choice", choices=get_args(annotation))
    return _plain_shape(annotation, ref)


def _ref_name(ref: Ref) -> str:
    return f"term/{ref.vocabulary}" if ref.vocabulary else ref.kind


def _plain_shape(annotation: Any, ref: str) -> Shape:
    if annotation is bool:
        return Shape("yesno")
    if annotation is int:
        return Shape("whole")
    if annotation in (float, Decimal):
        return Shape("number")
    if annotation in (PartialDate, LocalTime):
        return Shape("date")
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        special: dict[type[BaseModel], Sort] = {Quantity: "quantity", Photo: "photo", Geo: "geo"}
        return Shape(special.get(annotation, "part"), model=annotation)
    if annotation is str:
        return Shape("text", ref=ref)
    raise TypeError(f"no public shape for {annotation!r}")
