"""Which fields of a model name other records, and what they name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from .base import Ref
from .reading import Location

# The step of a path that stands for every item of a list.
EACH = "*"


@cache
def list_refs(model: type[BaseModel]) -> tuple[tuple[tuple[str, ...], Ref], ...]:
    """(path, what it names) of every reference in a model: ``("resources", "*", "term")``."""
    found: list[tuple[tuple[str, ...], Ref]] = []
    for name, field in model.model_fields.items():
        marks = [mark for mark in field.metadata if isinstance(mark, Ref)]
        found += [((name,), mark) for mark in marks]
        found += [((name, *path), ref) for path, ref in _look_inside(field.annotation)]
    return tuple(found)


def _look_inside(annotation: Any) -> Iterator[tuple[tuple[str, ...], Ref]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from list_refs(annotation)
        return
    for mark in getattr(annotation, "__metadata__", ()):
        if isinstance(mark, Ref):
            yield (), mark
    step = (EACH,) if get_origin(annotation) is tuple else ()
    for part in get_args(annotation):
        if part is not Ellipsis:
            for path, ref in _look_inside(part):
                yield (*step, *path), ref


def find_refs(record: BaseModel) -> Iterator[tuple[Location, str, Ref]]:
    """(location, id, what it names) of every reference that a record holds."""
    for path, ref in list_refs(type(record)):
        yield from _follow(record, path, (), ref)


def _follow(
    value: Any, path: tuple[str, ...], where: Location, ref: Ref
) -> Iterator[tuple[Location, str, Ref]]:
    for number, step in enumerate(path):
        if value is None:
            return
        if step == EACH:
            for place, item in enumerate(value):
                yield from _follow(item, path[number + 1 :], (*where, place), ref)
            return
        value = getattr(value, step)
        where = (*where, step)
    if value:
        yield where, value, ref
