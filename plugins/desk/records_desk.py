"""What the browser desk reads and saves: each record or story as one small JSON text, mapped back to its place in a file.

A save changes in the file what was changed in the form, and nothing else.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.registry import KINDS, list_data_files, read_data_file
from plugins.registry.parsing import find_kind, parse_data_file
from plugins.registry.problems import Problem, has_errors
from plugins.registry.reading import read_yaml
from plugins.stories import parse_story_file
from plugins.stories.head import split_source

from .collections import EDITED, STORIES
from .drafts import quote
from .formatting import write_whole
from .schemas import set_head_line
from .yaml_edit import block, edit_yaml

# Where the text of a part stands when an editor may also write it as a mapping.
_WORDS = ("text", "source")


@dataclass(frozen=True, slots=True)
class Entry:
    """A record or story: its name on the desk, its file, its place inside, its values as written."""

    name: str
    path: str
    where: tuple[str | int, ...]
    value: dict[str, Any]


def simplify(value: Any) -> Any:
    """A value as a form shows it: a quantity or source with remarks is its words."""
    if isinstance(value, dict):
        words = next((value[key] for key in _WORDS if isinstance(value.get(key), str)), None)
        if words is not None and set(value) <= {
            "text",
            "source",
            "remark",
            "basis",
            "as_of",
            "sources",
            "unit",
            "derived_from",
        }:
            return words
        return {key: simplify(item) for key, item in value.items()}
    if isinstance(value, list):
        return [simplify(item) for item in value]
    return {"true": True, "false": False}.get(value, value)


def merge(old: Any, new: Any) -> Any:  # noqa: PLR0911 -- one return for each shape
    """What to write: ``new`` of the form, and of ``old`` everything that a form does not show."""
    if old is not None and simplify(old) == new:
        return old
    if isinstance(old, dict) and isinstance(new, dict):
        merged = {key: merge(old.get(key), item) for key, item in new.items()}
        kept = {key: item for key, item in old.items() if key not in new}
        return {
            key: item
            for key, item in {**{key: merged.get(key, kept.get(key)) for key in old}, **merged}.items()
            if not _is_empty(item)
        }
    if isinstance(old, dict) and isinstance(new, str):
        key = next(key for key in _WORDS if key in old)
        return {**old, key: new}
    if isinstance(new, list):
        known = (
            {json.dumps(simplify(item), ensure_ascii=False, sort_keys=True): item for item in old}
            if isinstance(old, list)
            else {}
        )
        return [
            known.get(json.dumps(item, ensure_ascii=False, sort_keys=True), merge(None, item)) for item in new
        ]
    if isinstance(new, dict):
        filled = {key: merge(None, item) for key, item in new.items()}
        return {key: item for key, item in filled.items() if not _is_empty(item)}
    if isinstance(new, bool):
        return "true" if new else ("false" if old is not None else None)
    return None if new is None else str(new).replace("\r\n", "\n")


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str | list | dict) and not value)


class RecordsDesk:
    """The project's records and stories by collection. Reads the disk at every call: other hands edit too."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def entries(self, collection: str) -> dict[str, Entry]:
        """Name on the desk -> entry, in the order of the files. Files that cannot be read are left out."""
        if collection == STORIES:
            return dict(self._stories())
        kind = next((kind for kind in EDITED if KINDS[kind][1] == collection), "")
        found: dict[str, Entry] = {}
        for item in list_data_files(self.root / "data", self.root)[0]:
            if kind and find_kind(item.path) == kind:
                parsed = read_data_file(item)
                value = read_yaml(item.path, parsed.text).value
                rows = (
                    [((), value)]
                    if isinstance(value, dict)
                    else [((n,), row) for n, row in enumerate(value or ())]
                )
                for where, row in rows:
                    if isinstance(row, dict) and isinstance(row.get("id"), str):
                        found.setdefault(row["id"], Entry(row["id"], item.path, where, row))
        return found

    def _stories(self) -> list[tuple[str, Entry]]:
        found = []
        for file in sorted((self.root / "content/stories").rglob("*.md")):
            try:
                source = split_source(file.read_text("utf-8"))
            except (OSError, UnicodeDecodeError):
                continue
            head = read_yaml(str(file), source.head).value
            if isinstance(head, dict):
                value = {"id": file.stem, **head, "body": source.body.rstrip("\n")}
                found.append((file.stem, Entry(file.stem, file.relative_to(self.root).as_posix(), (), value)))
        return found

    def show(self, entry: Entry) -> str:
        """The JSON text that the form is filled from."""
        return json.dumps(simplify(entry.value), ensure_ascii=False, indent=1)

    def save(self, collection: str, name: str, raw: str) -> str:
        """Write a form's JSON text; the path written. Raises ValueError, in Chinese, for what would not pass."""
        new = json.loads(raw)
        entry = self.entries(collection).get(name)
        if not isinstance(new, dict):
            raise ValueError("表单内容不对")
        path, text = (
            self._write_story(entry, new)
            if collection == STORIES
            else self._write_record(collection, entry, new)
        )
        problems: tuple[Problem, ...] | list[Problem]
        if collection == STORIES:
            problems = parse_story_file(path, text.encode(), "story")[1]
        else:
            problems = parse_data_file(path, text.encode()).problems
        if has_errors(list(problems)):
            raise ValueError(
                "没有保存:"
                + ";".join(
                    f"{problem.message}({problem.hint})"
                    for problem in problems
                    if problem.severity == "error"
                )
            )
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists() or file.read_bytes() != text.encode():
            write_whole(file, text.encode())
        return path

    def _write_record(self, collection: str, entry: Entry | None, new: dict[str, Any]) -> tuple[str, str]:
        if entry is not None:
            text = (self.root / entry.path).read_text("utf-8")
            return entry.path, edit_yaml(text, entry.where, merge(entry.value, new))
        value = merge(None, new)
        path = f"data/{collection}/{_check_name(value.get('id'))}.yml"
        if (self.root / path).exists():
            raise ValueError(f"{path} 已经有了,换一个标识")
        lines = [block(key, item, 0) for key, item in value.items()]
        return path, set_head_line(path, "\n".join(lines) + "\n")

    def _write_story(self, entry: Entry | None, new: dict[str, Any]) -> tuple[str, str]:
        body = str(new.pop("body", "") or "").replace("\r\n", "\n").rstrip("\n")
        slug = new.pop("id", "")
        if entry is None:
            value = merge(None, new)
            path = f"content/stories/{str(value.get('date', ''))[:4] or '0000'}/{_check_name(slug)}.md"
            if (self.root / path).exists():
                raise ValueError(f"{path} 已经有了,换一个名字")
            head = "".join(block(key, item, 0) + "\n" for key, item in value.items())
            return path, f"---\n{head}---\n{body}\n"
        text = (self.root / entry.path).read_text("utf-8")
        source = split_source(text)
        old = {key: item for key, item in entry.value.items() if key not in {"id", "body"}}
        head = edit_yaml(source.head, (), merge(old, new))
        start = text.index(source.head) if source.head else 0
        rest = text[start + len(source.head) :]
        if body != source.body.rstrip("\n"):
            fence = rest[: len(rest) - len(source.body)]
            rest = fence + body + "\n"
        return entry.path, text[:start] + head + rest


def _check_name(name: Any) -> str:
    if (
        not isinstance(name, str)
        or quote(name) != name
        or not name
        or not all(part.isascii() and part.isalnum() and part == part.lower() for part in name.split("-"))
    ):
        raise ValueError("标识只用小写字母、数字和连字符")
    return name
