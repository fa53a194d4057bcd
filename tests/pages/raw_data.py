"""The repository's data and stories, read without any of our code: YAML with every scalar as text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

PROJECT = Path(__file__).resolve().parents[2]
# Folder or file under data/ -> kind.
FOLDERS = {
    "sources": "source", "figures": "figure", "divisions": "division", "places": "place", "teams": "team",
    "programs": "programme", "progress": "progress", "batches": "batch", "honorees": "honoree", "boards": "board",
    "themes": "theme", "activities": "activity", "regulations": "regulation",
}  # fmt: skip
Row = dict[str, Any]
Data = dict[str, dict[str, Row]]


def load_raw(project: Path = PROJECT) -> Data:
    """Kind -> id -> the record as written; ``story`` by year/slug; ``vocabulary/<name>`` -> term id -> term; ``site``."""
    data: Data = {kind: {} for kind in FOLDERS.values()}
    for folder, kind in FOLDERS.items():
        files = [project / "data" / f"{folder}.yml", *sorted((project / "data" / folder).rglob("*.yml"))]
        for file in files:
            if file.is_file():
                rows = yaml.load(file.read_text("utf-8"), yaml.BaseLoader) or []
                for row in rows if isinstance(rows, list) else [rows]:
                    data[kind][row["id"]] = row
    terms = yaml.load((project / "data" / "vocabularies.yml").read_text("utf-8"), yaml.BaseLoader)
    for name, rows in terms.items():
        data[f"vocabulary/{name}"] = {row["id"]: row for row in rows}
    site = yaml.load((project / "data" / "site.yml").read_text("utf-8"), yaml.BaseLoader)
    data["site"] = {site["id"]: site}
    data["story"] = {}
    for file in sorted((project / "content" / "stories").rglob("*.md")):
        head = yaml.load(file.read_text("utf-8").split("---\n")[1], yaml.BaseLoader)
        slug = re.sub(r"^\d{4}-\d{2}-\d{2}-", "", file.stem)
        if head.get("status") != "draft":
            data["story"][f"{head['date'][:4]}/{slug}"] = head
    return data


def write_texts(home: Path, texts: dict[str, str]) -> None:
    """Lay a county's texts under a folder, as a project has them."""
    for path, text in texts.items():
        (home / path).parent.mkdir(parents=True, exist_ok=True)
        (home / path).write_text(text, "utf-8")


def town_of(data: Data, division: str | None) -> str:
    """The town that a division is or lies in."""
    row = data["division"].get(division or "")
    while row is not None and row["level"] != "town":
        row = data["division"].get(row.get("parent", ""))
    return row["id"] if row else ""


def town_of_place(data: Data, place: str | None) -> str:
    """The town of a place: its own, else that of the place above it."""
    row = data["place"].get(place or "")
    while row is not None:
        if town := town_of(data, row.get("division")):
            return town
        row = data["place"].get(row.get("parent", ""))
    return ""


def town_of_record(data: Data, row: Row) -> str:
    """The town of an activity or an honouree: where it says, else where its place stands."""
    return town_of(data, row.get("division")) or town_of_place(data, row.get("place"))


def places_above(data: Data, place: str) -> list[str]:
    """A place and all that it stands under."""
    chain: list[str] = []
    while place and place not in chain:
        chain.append(place)
        place = data["place"].get(place, {}).get("parent", "")
    return chain


def listed(row: Row, path: str) -> list[str]:
    """The ids at ``field`` or ``part.field`` of a record, none, one or many."""
    value: Any = row
    for key in path.split("."):
        value = value.get(key, {}) if isinstance(value, dict) else {}
    if isinstance(value, str):
        return [value]
    return list(value) if isinstance(value, list) else []
