"""Changes single values of a YAML text and leaves every other character, comment and order as it was. Pure."""

from __future__ import annotations

import re
from typing import Any

import yaml

from plugins.registry.reading import read_yaml

from .drafts import quote

Value = Any  # str | list[Value] | dict[str, Value], as read_yaml gives them
Span = tuple[int, int, str]
_FLOW_UNSAFE = re.compile(r"[,\[\]{}]")


def edit_yaml(text: str, where: tuple[str | int, ...], new: Value) -> str:
    """The text with the value at ``where`` made ``new``; only what differs is written.

    Raises ValueError when the text is not YAML, has no such place, or the result would not read back as ``new``.
    """
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    node = root
    for step in where:
        node = _child(node, step)
    spans: list[Span] = []
    _compare(text, node, new, spans)
    result = text
    for start, end, words in sorted(spans, reverse=True):
        result = result[:start] + words + result[end:]
    if _read(result, where) != _normal(new):
        raise ValueError("改动写不回这个文件,请在编辑器里改")
    return result


def _child(node: Any, step: str | int) -> Any:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step]
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return value
    raise ValueError("文件里已没有这一处")


def _read(text: str, where: tuple[str | int, ...]) -> Value:
    reading = read_yaml("", text)
    if reading.problems:
        return None
    value = reading.value
    for step in where:
        value = value[step]
    return _normal(value)


def _normal(value: Value) -> Value:
    """Without absent values, and without the blanks around text that no model keeps."""
    if isinstance(value, dict):
        return {key: _normal(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_normal(item) for item in value]
    return value.strip() if isinstance(value, str) else value


def value_of(node: Any) -> Value:
    """A composed node as read_yaml would give it."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: value_of(item) for key, item in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [value_of(item) for item in node.value]
    return node.value


def _compare(text: str, node: Any, new: Value, spans: list[Span]) -> None:
    if _normal(value_of(node)) == _normal(new):
        return
    if isinstance(node, yaml.MappingNode) and isinstance(new, dict) and node.value:
        _compare_mapping(text, node, new, spans)
    elif isinstance(node, yaml.SequenceNode) and isinstance(new, list) and len(node.value) == len(new):
        for item, value in zip(node.value, new, strict=True):
            _compare(text, item, value, spans)
    else:
        spans.append(_replace(text, node, new))


def _compare_mapping(text: str, node: Any, new: dict[str, Value], spans: list[Span]) -> None:
    known = {key.value for key, _ in node.value}
    for key, item in node.value:
        if key.value in new:
            _compare(text, item, new[key.value], spans)
    added = {key: value for key, value in new.items() if key not in known and value is not None}
    gone = [number for number, (key, _) in enumerate(node.value) if key.value not in new]
    if not added and not gone:
        return
    if node.flow_style:
        kept = {key.value: new[key.value] for key, _ in node.value if key.value in new}
        spans[:] = [span for span in spans if not node.start_mark.index <= span[0] < node.end_mark.index]
        spans.append((node.start_mark.index, node.end_mark.index, flow({**kept, **added})))
        return
    for number in gone:
        spans.append((*_entry_span(text, node, number), ""))
    if added:
        depth = node.start_mark.column
        end = _content_end(text, node.value[-1][1])
        lines = "".join("\n" + block(key, value, depth) for key, value in added.items())
        spans.append((end, end, lines))


def _entry_span(text: str, node: Any, number: int) -> tuple[int, int]:
    """From the key's own place to the next key's, or with the line end before it when it is the last."""
    start = node.value[number][0].start_mark.index
    if number + 1 < len(node.value):
        return start, node.value[number + 1][0].start_mark.index
    return text.rfind("\n", 0, start), _content_end(text, node.value[number][1])


def _content_end(text: str, node: Any) -> int:
    """The end of a value's own text: block values reach over the blank lines that follow."""
    end = min(node.end_mark.index, len(text))
    start: int = node.start_mark.index
    body = text[start:end].rstrip()
    # The comment lines after a block collection are not its own.
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _content_end(text, last[1] if isinstance(last, tuple) else last)
    return start + len(body)


def _replace(text: str, node: Any, new: Value) -> Span:
    start, end = node.start_mark.index, _content_end(text, node)
    line = text.rfind("\n", 0, start) + 1
    indent = len(text[line:start]) - len(text[line:start].lstrip(" -"))
    if isinstance(node, yaml.ScalarNode) and isinstance(new, str):
        if "\n" in new.strip() or node.style in {"|", ">"}:
            depth = indent if text[line:start].lstrip(" -") else max(indent - 2, 0)
            return start, end, literal(new, depth + 2)
        if node.style == '"' or _inside_flow(text, node, new):
            return start, end, _double(new)
        return start, end, quote(new)
    if not isinstance(node, yaml.ScalarNode) and node.flow_style:
        return start, end, flow(new)
    if isinstance(new, str):
        return start, end, quote(new)
    rendered = block("", new, indent)
    before = len(text[:start].rstrip(" \n"))
    return before, end, rendered


def _inside_flow(text: str, node: Any, new: str) -> bool:
    line = text[text.rfind("\n", 0, node.start_mark.index) + 1 : node.start_mark.index]
    return bool(re.search(r"[\[{]", line)) and bool(_FLOW_UNSAFE.search(new))


def _double(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def literal(value: str, depth: int) -> str:
    """A block of lines, indented by ``depth``."""
    lines = value.strip("\n").split("\n")
    return "|\n" + "\n".join(" " * depth + line.rstrip() if line.strip() else "" for line in lines)


def flow(value: Value) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        return (
            "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items() if item is not None) + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    return _double(value) if _FLOW_UNSAFE.search(value) or quote(value) != value else value


def block(key: str, value: Value, depth: int) -> str:
    """``key: value`` in lines, the key indented by ``depth``; without a key what follows ``key:``."""
    head = f"{' ' * depth}{key}:" if key else ""
    if isinstance(value, str):
        return f"{head} {literal(value, depth + 2) if chr(10) in value.strip() else quote(value)}"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return f"{head} {flow(value)}"
    if isinstance(value, list):
        rows = []
        for item in value:
            inner = block("", item, depth + 4).lstrip("\n")
            rows.append(" " * (depth + 2) + "- " + inner.lstrip())
        return head + "\n" + "\n".join(rows)
    inner = "\n".join(
        block(name, item, depth + (2 if key else 0)) for name, item in value.items() if item is not None
    )
    return f"{head}\n{inner}"
