"""The public shape of every kind of record, read off the models: what is published of a field, and how it is called.

One reading of the models gives the JSON, the CSV, the JSON Schema and the data dictionary, so that they cannot differ.
What is public is the allow-list of ``fields.py``.
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

from .fields import COMMON, PUBLIC

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


@cache
def fields_of(model: type[BaseModel]) -> tuple[Field, ...]:
    """The public fields of a model, in the order in which they are published. KeyError for a model that is not listed."""
    names = PUBLIC[model.__name__]
    found = []
    for name in (*names, *COMMON) if issubclass(model, Record) else names:
        info = model.model_fields[name]
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
