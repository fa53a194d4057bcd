"""What is wrong with a field, said in Chinese: every error of the model's validation becomes one problem."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from .reading import Location

# (rule, message, hint)
Said = tuple[str, str, str]

_SHAPES: dict[str, tuple[str, str]] = {
    "string": ("一段文字", "文字里有冒号、方括号时用引号括起来"),
    "tuple": ("一个列表", "写成 [甲, 乙]，或每项一行、以“- ”开头"),
    "list": ("一个列表", "写成 [甲, 乙]，或每项一行、以“- ”开头"),
    "dict": ("若干“键: 值”", "换行缩进两格，每行一个 键: 值"),
    "model": ("若干“键: 值”", "换行缩进两格，每行一个 键: 值"),
}


def suggest_name(wrong: str, names: Mapping[str, str]) -> str:
    """The key of ``names`` (key -> title) that the writer most likely meant, or ""."""
    for name, title in names.items():
        if wrong == title:
            return name
    low = wrong.lower().replace("-", "_")
    close = difflib.get_close_matches(low, names, n=1, cutoff=0.6)
    if close:
        return close[0]
    titles = {title: name for name, title in names.items() if title}
    near = difflib.get_close_matches(wrong, titles, n=1, cutoff=0.6)
    return titles[near[0]] if near else ""


def describe_error(model: type[BaseModel], error: ErrorDetails) -> Said:
    """Rule, message and hint for one error of ``model``'s validation."""
    kind, location, context = error["type"], error["loc"], error.get("ctx", {})
    if kind == "extra_forbidden":
        return _describe_extra(model, location)
    if kind == "literal_error":
        return _describe_choice(model, location, error["input"])
    name = _label(model, location)
    special = _SPECIAL.get(kind)
    if special is not None:
        return special(name, error["input"], context)
    if kind.endswith(("_type", "_attributes_type")):
        shape, hint = _SHAPES.get(kind.split("_", 1)[0], ("别的写法", "对照同类记录的写法"))
        return "D104", f"{name}应是{shape}", hint
    return "D105", f"{name}的写法不对", "对照同类记录的写法"


def _describe_extra(model: type[BaseModel], location: Location) -> Said:
    wrong = str(location[-1])
    owner = find_model(model, location[:-1]) or model
    names = {name: field.title or "" for name, field in owner.model_fields.items()}
    if "text" in names and "qualifier" in names:
        names = {name: title for name, title in names.items() if name not in {"value", "high", "qualifier"}}
    guess = suggest_name(wrong, names)
    wrong = "（键）" if wrong.startswith("\x00") else wrong
    known = "、".join(names)
    return "D102", f"不认识的字段“{wrong}”", f"是否要写 {guess}？" if guess else f"可写的有 {known}"


def _describe_choice(model: type[BaseModel], location: Location, given: Any) -> Said:
    choices = [str(choice) for choice in find_choices(model, location)]
    close = difflib.get_close_matches(str(given), choices, n=1, cutoff=0.6)
    listed = "、".join(choices)
    message = f"{_label(model, location)}只能是 {listed}，不能是“{_short(given)}”"
    return "D103", message, f"是否要写 {close[0]}？" if close else "从中选一个"


def _describe_pattern(name: str, given: Any, context: Mapping[str, Any]) -> Said:
    message = f"{name}“{_short(given)}”的写法不对"
    return "D107", message, "只用小写字母、数字和连字符，如 jinsha-zhen"


def _describe_own(name: str, given: Any, context: Mapping[str, Any]) -> Said:
    message = str(context["message"])
    return str(context["rule"]) or "D105", f"{name}：{message}" if name else message, str(context["hint"])


_SPECIAL: dict[str, Callable[[str, Any, Mapping[str, Any]], Said]] = {
    "portal": _describe_own,
    "missing": lambda name, given, context: ("D101", f"缺少{name}", f"补写 {name.rpartition('（')[2].rstrip('）')}:"),
    "string_pattern_mismatch": _describe_pattern,
    "string_too_short": lambda name, given, context: ("D101", f"{name}是空的", "写上内容，或删去这一行"),
    "string_too_long": lambda name, given, context: (
        "D106", f"{name}有 {len(given)} 字，最多 {context['max_length']} 字", "写短一些"),
    "too_short": lambda name, given, context: ("D106", f"{name}至少要有 {context['min_length']} 项", "补写"),
    "too_long": lambda name, given, context: ("D106", f"{name}最多 {context['max_length']} 项", "删去多余的"),
    "greater_than_equal": lambda name, given, context: (
        "D106", f"{name}不能小于 {context['ge']:g}", "改正这个数"),
    "less_than_equal": lambda name, given, context: (
        "D106", f"{name}不能大于 {context['le']:g}", "改正这个数"),
}  # fmt: skip


def _short(given: Any) -> str:
    text = str(given)
    return text if len(text) <= 30 else text[:30] + "……"


def _label(model: type[BaseModel], location: Iterable[str | int]) -> str:
    """``负责单位(lead_unit)``: the title of the innermost named field at the location, with its key."""
    title = ""
    owner: type[BaseModel] | None = model
    for step in location:
        if owner is None or isinstance(step, int):
            continue
        field = owner.model_fields.get(step)
        if field is None:
            continue
        title = f"{field.title or step}（{step}）"
        owner = inner_model(field.annotation)
    return title


def find_model(model: type[BaseModel], location: Iterable[str | int]) -> type[BaseModel] | None:
    """The model that stands at a location inside ``model``."""
    owner: type[BaseModel] | None = model
    for step in location:
        if isinstance(step, int):
            continue
        field = owner.model_fields.get(step) if owner else None
        owner = inner_model(field.annotation) if field else None
    return owner


def inner_model(annotation: Any) -> type[BaseModel] | None:
    """The model inside ``X``, ``X | None``, ``tuple[X, ...]`` or ``Annotated[X, …]``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in get_args(annotation):
        found = inner_model(part)
        if found is not None:
            return found
    return None


def find_choices(model: type[BaseModel], location: Location) -> tuple[Any, ...]:
    """The values of the Literal at a location."""
    steps = [step for step in location if isinstance(step, str)]
    owner = find_model(model, steps[:-1])
    field = owner.model_fields.get(steps[-1]) if owner and steps else None
    return _literals(field.annotation) if field else ()


def _literals(annotation: Any) -> tuple[Any, ...]:
    args = get_args(annotation)
    if args and all(isinstance(arg, str) for arg in args):
        return args
    for arg in args:
        found = _literals(arg)
        if found:
            return found
    return ()
