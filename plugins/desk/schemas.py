"""Completion in the editor: a JSON Schema for each kind of file, made from the models, and where they apply."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from plugins.registry import KINDS, OTHER_FILES, build_schema
from plugins.registry.schema import DRAFT
from plugins.stories.fields import KEY_NAMES, REQUIRED, ROLES, STATUSES, STORY_KEYS, SUMMARY_BOUNDS, TITLE_MAX
from plugins.stories.model import RECORD_FIELDS

FOLDER: Final = ".vscode/schemas"
SETTINGS: Final = ".vscode/settings.json"
MARK: Final = "# yaml-language-server: $schema="


def schema_name(folder: str) -> str:
    """The schema file of a kind's folder."""
    return f"{FOLDER}/{folder}.schema.json"


def build_files() -> dict[str, str]:
    """Path under the project -> text, for every schema and the workspace's settings. Pure."""
    files: dict[str, str] = {}
    where: dict[str, list[str]] = {}
    for kind, (_, folder) in KINDS.items():
        name = schema_name(folder)
        files[name] = _dump(build_schema(kind))
        where[f"./{name}"] = [f"data/{folder}.yml", f"data/{folder}/**/*.yml"]
    files[schema_name("story")] = _dump(build_story_schema())
    files[SETTINGS] = _dump(
        {
            "yaml.schemas": where,
            "yaml.customTags": [],
            "yaml.format.enable": False,
            "files.encoding": "utf8",
            "files.eol": "\n",
            "files.insertFinalNewline": True,
        }
    )
    return files


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def build_story_schema() -> dict[str, Any]:
    """The schema of a story's front matter."""
    text = {"type": ["string", "number", "boolean"]}
    ids = {"type": "array", "items": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}}
    names = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
    photo = {
        "type": "object",
        "required": ["file", "alt"],
        "additionalProperties": False,
        "properties": {
            "file": {"type": "string", "title": "文件", "description": "放在稿件旁边或 content/photos/ 里"},
            "alt": {"type": "string", "title": "图里是什么"},
            "credit": {"type": "string", "title": "摄影"},
            "focus": {"type": "string", "title": "画面重心", "description": "如 50% 30%"},
        },
    }
    special: dict[str, dict[str, Any]] = {
        "title": {**text, "maxLength": TITLE_MAX},
        "summary": {"type": "string", "minLength": SUMMARY_BOUNDS[0], "maxLength": SUMMARY_BOUNDS[1]},
        "date": {**text, "description": "如 2026-05-01 09:30"},
        "modified": {**text, "description": "如 2026-05-02 08:00"},
        "status": {"enum": list(STATUSES), "description": "published 发布、draft 草稿"},
        "bylines": {
            "type": "object",
            "additionalProperties": False,
            "properties": dict.fromkeys(ROLES, names),
        },
        "source_url": {"type": "string", "format": "uri"},
        "keywords": {"type": "array", "items": text},
        "aliases": {"type": "array", "items": {"type": "string"}},
        "lead_photo": photo,
        "sample": {"type": "boolean"},
    }
    properties = {
        key: {
            "title": KEY_NAMES[key],
            **special.get(key, {**ids, "x-ref": RECORD_FIELDS[key]} if key in RECORD_FIELDS else text),
        }
        for key in STORY_KEYS
    }
    return {
        "$schema": DRAFT,
        "title": "稿件信息",
        "type": "object",
        "required": list(REQUIRED["story"]),
        "additionalProperties": False,
        "properties": properties,
    }


def head_line(path: str) -> str:
    """The comment that stands first in a data file: which schema it follows. ``path`` is under the project; "" for none."""
    parts = path.split("/")
    if len(parts) < 2 or parts[0] != "data" or (len(parts) == 2 and parts[1] in OTHER_FILES):
        return ""
    folder = parts[1].removesuffix(".yml")
    if folder not in {folder for _, folder in KINDS.values()}:
        return ""
    return MARK + os.path.relpath(schema_name(folder), "/".join(parts[:-1])).replace(os.sep, "/")


def set_head_line(path: str, text: str) -> str:
    """The text with the right comment first. Pure."""
    line = head_line(path)
    if not line or text.startswith(line + "\n"):
        return text
    if text.startswith(MARK):
        text = text.partition("\n")[2]
    return f"{line}\n{text}"


def write_schemas(root: Path) -> Iterator[str]:
    """Write what differs under ``root``; the paths written."""
    for name, text in build_files().items():
        yield from _write(root / name, text, name)
    for file in sorted((root / "data").rglob("*.yml")):
        name = file.relative_to(root).as_posix()
        yield from _write(file, set_head_line(name, file.read_text("utf-8")), name)


def _write(file: Path, text: str, name: str) -> Iterator[str]:
    if not file.exists() or file.read_text("utf-8") != text:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        yield name
