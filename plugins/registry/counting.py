"""Counting records: what the registry itself says, beside what a source states."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from .base import Ref
from .checking import At, Checker
from .dates import LocalTime, PartialDate
from .messages import find_choices, inner_model
from .models import KINDS
from .models_figures import Count
from .problems import Problem
from .references import list_refs
from .registry import Registry

# A division's town: itself, or the town above a village. Not a field, but what people ask for.
_TOWN = "town"


def count_records(registry: Registry, count: Count, *, samples: bool = False) -> int:
    """How many records of a kind meet every condition. Samples are left out unless asked for.

    A field is a name or a dotted path that may pass through references (``place.level``). A list meets a condition
    when one of its items does; a date also by its beginning (``starts: 2019-06``); yes and no are ``true``, ``false``.
    """
    total = 0
    for record in registry.records(count.kind).values():
        if record.sample and not samples:
            continue
        total += all(_meets(registry, record, path, want) for path, want in count.where.items())
    return total


def _meets(registry: Registry, record: Any, path: str, want: str) -> bool:
    return any(_equals(value, want) for value in _values(registry, record, path.split(".")))


def _values(registry: Registry, record: Any, steps: list[str]) -> Iterator[Any]:
    step, *rest = steps
    if step == _TOWN and step not in type(record).model_fields:
        value = record.id if record.level == _TOWN else record.parent
        refs: dict[tuple[str, ...], Ref] = {(_TOWN,): Ref("division")}
    else:
        value = getattr(record, step, None)
        model: type[BaseModel] = type(record)
        refs = dict(list_refs(model))
    for item in value if isinstance(value, tuple) else (value,):
        if item is None or not rest:
            yield item
        elif isinstance(item, BaseModel):
            yield from _values(registry, item, rest)
        else:
            ref = refs.get((step,)) or refs.get((step, "*"))
            target = (
                registry.get(ref.kind, f"{ref.vocabulary}/{item}" if ref.vocabulary else item)
                if ref
                else None
            )
            if target is not None:
                yield from _values(registry, target, rest)


def _equals(value: Any, want: str) -> bool:
    if isinstance(value, bool):
        return want == ("true" if value else "false")
    if isinstance(value, LocalTime | PartialDate):
        return value.value == want or value.value.startswith((want + "-", want + " "))
    return value is not None and str(value) == want


def check_count(checker: Checker, at: At, count: Count) -> Iterator[Problem]:
    """D216 for a query that names no kind or no field, D204 or D216 for a value that no record can have."""
    if count.kind not in KINDS:
        close = difflib.get_close_matches(count.kind, KINDS, n=1)
        hint = f"是否要写 {close[0]}？" if close else f"可写的有 {'、'.join(KINDS)}"
        yield checker.problem("D216", (*at, "kind"), f"没有“{count.kind}”这种记录", hint)
        return
    for path, want in count.where.items():
        yield from _check_condition(checker, (*at, "where", path), KINDS[count.kind][0], path, want)


def _check_condition(
    checker: Checker, at: At, model: type[BaseModel] | None, path: str, want: str
) -> Iterator[Problem]:
    ref: Ref | None = None
    steps = path.split(".")
    for number, step in enumerate(steps):
        if model is not None and step == _TOWN and model is KINDS["division"][0]:
            ref = Ref("division")
        elif model is None or step not in model.model_fields:
            fields = list(model.model_fields) if model is not None else []
            close = difflib.get_close_matches(step, fields, n=1)
            hint = f"是否要写 {close[0]}？" if close else "写这种记录有的字段"
            yield checker.problem("D216", at, f"条件里没有“{step}”这个字段", hint)
            return
        else:
            refs = dict(list_refs(model))
            ref = refs.get((step,)) or refs.get((step, "*"))
            if number == len(steps) - 1:
                yield from _check_choice(checker, at, model, step, want)
            annotation = model.model_fields[step].annotation
            model = inner_model(annotation) if ref is None else None
        model = KINDS[ref.kind][0] if ref is not None else model
    if ref is not None and not checker.registry.knows(
        ref.kind, f"{ref.vocabulary}/{want}" if ref.vocabulary else want
    ):
        yield checker.missing(at, ref.kind, want, ref.vocabulary)


def _check_choice(
    checker: Checker, at: At, model: type[BaseModel], step: str, want: str
) -> Iterator[Problem]:
    annotation = model.model_fields[step].annotation
    choices = ("true", "false") if annotation is bool else find_choices(model, (step,))
    if choices and want not in choices:
        yield checker.problem("D216", at, f"“{step}”不会是“{want}”", f"只能是 {'、'.join(choices)}")
