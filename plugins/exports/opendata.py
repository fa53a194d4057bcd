"""Open data under ``/data/``: for every kind a JSON and a CSV file, for every record a JSON file beside its page.

Files are written record by record, in bounded memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from plugins.catalog.catalog import card_name
from plugins.catalog.dating import story_changed_on
from plugins.pipeline.outputs import Bundle, Output, Page, Sink
from plugins.registry import KIND_NAMES
from plugins.urls import address_of

from . import changes, datapages, geo, hsds
from .public import PAGES, Plain, build_record, is_public, public_names
from .schemas import DRAFT, build_export_schema
from .shapes import EXPORTED
from .tables import BOM, RowWriter, cell_of, columns_of, guard_cell
from .where import Make, Where

if TYPE_CHECKING:
    from plugins.catalog import Catalog, CatalogLook

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
NEWS = "news"
NEWS_COLUMNS = (
    ("id", "标识"), ("url", "网址"), ("title", "标题"), ("date", "发布时间"), ("modified", "修改时间"), ("topic", "栏目"),
    ("summary", "摘要"), ("source", "来源"), ("source_url", "原文网址"), ("keywords", "关键词"), ("sample", "示例"),
)  # fmt: skip


def build_outputs(
    catalog: Catalog, make: Make, where: Where, previous: Mapping[str, Any] | None
) -> Iterator[Output]:
    """Everything under ``/data/`` and the JSON beside each record's page. ``previous``: see changes.load_previous."""
    for kind, folder in EXPORTED.items():
        count = len(catalog.listed("all", kind))
        yield Bundle(f"data-{kind}", "code:exports", KindWriter(kind, folder, where), weight=1 + count // 20)
        schema = json.dumps(build_export_schema(kind), ensure_ascii=False, indent=1) + "\n"
        yield Page(address_of(f"data/schema/{folder}.json"), "code:exports", Fixed(schema))
        if kind in PAGES:
            for name in catalog.listed("all", kind):
                if is_public(kind, catalog.fetch(name)):
                    yield Page(
                        f"{address_of(name)}index.json", "code:exports", RecordWriter(kind, name, where)
                    )
    weight = 1 + len(catalog.listed("stories")) // 40
    yield Bundle("data-news", "code:exports", NewsWriter(where), weight=weight)
    yield Page(address_of(f"data/schema/{NEWS}.json"), "code:exports", Fixed(_news_schema()))
    yield from geo.build_outputs(where)
    yield from hsds.build_outputs(where)
    yield from changes.build_outputs(where, previous)
    yield from datapages.build_outputs(make, where, previous)


@dataclass(frozen=True, slots=True)
class Fixed:
    """Gives a text that no record changes."""

    text: str

    def __call__(self, _look: object) -> str:
        return self.text


def build_envelope(look: CatalogLook, kind: str, title: str, folder: str, where: Where) -> Plain:
    """What stands before the records: whose they are, under which licence, how old, by which schema."""
    site = look.site
    plain = {
        "kind": kind,
        "title": title,
        "publisher": site.operator,
        "region": {"name": site.region.name, "code": site.region.code, "scheme": site.region.scheme},
        "licence": site.licence,
        "licence_url": site.licence_url,
        "as_of": look.value("as-of", kind) if kind in EXPORTED else "",
        "schema": where.at(address_of(f"data/schema/{folder}.json")),
    }
    return {key: value for key, value in plain.items() if value}


@dataclass(frozen=True, slots=True)
class RecordWriter:
    """One record's file, beside its page."""

    kind: str
    name: str
    where: Where

    def __call__(self, look: CatalogLook) -> str:
        site = look.site
        plain: Plain = {"kind": self.kind}
        if site.licence_url:
            plain["licence_url"] = site.licence_url
        plain["schema"] = self.where.at(address_of(f"data/schema/{EXPORTED[self.kind]}.json"))
        plain["record"] = build_record(look, self.kind, look(self.name), self.where)
        return _encode(plain) + "\n"


@dataclass(frozen=True, slots=True)
class KindWriter:
    """``<folder>.json`` and ``<folder>.csv`` of one kind, in one pass each record."""

    kind: str
    folder: str
    where: Where

    def __call__(self, look: CatalogLook, sink: Sink) -> None:
        columns = columns_of(self.kind)
        rows = RowWriter()
        head = _encode(build_envelope(look, self.kind, KIND_NAMES[self.kind], self.folder, self.where))
        with (
            sink.open(address_of(f"data/{self.folder}.json")) as as_json,
            sink.open(address_of(f"data/{self.folder}.csv")) as as_csv,
        ):
            as_json.write(f'{head[:-1]},"records":[')
            as_csv.write(BOM + rows.row([column.heading for column in columns]))
            comma = "\n"
            for _, record in public_names(look, self.kind):
                plain = build_record(look, self.kind, record, self.where)
                as_json.write(comma + _encode(plain))
                as_csv.write(rows.row([cell_of(plain, column) for column in columns]))
                comma = ",\n"
            as_json.write("\n]}\n")


@dataclass(frozen=True, slots=True)
class NewsWriter:
    """``news.json`` and ``news.csv``: the head of every story; the text stands on its page and in the feeds."""

    where: Where

    def __call__(self, look: CatalogLook, sink: Sink) -> None:
        head: Plain = build_envelope(look, NEWS, "动态", NEWS, self.where)
        stories = [
            story
            for story in (look(card_name(name)) for name in look.listed("stories"))
            if _is_out(look, story)
        ]
        if stories:
            head["as_of"] = max(story_changed_on(story) for story in stories)
        rows = RowWriter()
        with (
            sink.open(address_of(f"data/{NEWS}.json")) as as_json,
            sink.open(address_of(f"data/{NEWS}.csv")) as as_csv,
        ):
            as_json.write(f'{_encode(head)[:-1]},"records":[')
            as_csv.write(BOM + rows.row([title for _, title in NEWS_COLUMNS]))
            comma = "\n"
            for story in stories:
                plain = build_story(story, self.where)
                as_json.write(comma + _encode(plain))
                as_csv.write(rows.row([guard_cell(_cell(plain.get(name, ""))) for name, _ in NEWS_COLUMNS]))
                comma = ",\n"
            as_json.write("\n]}\n")


def _is_out(look: CatalogLook, story: Any) -> bool:
    return story is not None and story.status != "draft" and bool(story.date.date() <= look.today)


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return ";".join(value)
    return "是" if value is True else str(value)


def build_story(story: Any, where: Where) -> Plain:
    """The published form of a story's head."""
    plain: Plain = {
        "id": story.slug,
        "url": where.at(story.url),
        "title": story.title,
        "date": story.date.isoformat(),
        "modified": story.modified.isoformat() if story.modified else "",
        "topic": story.topic,
        "summary": story.summary,
        "source": story.source,
        "source_url": story.source_url,
        "bylines": [{"role": role, "name": name} for role, name in story.bylines],
        "keywords": list(story.keywords),
        "places": list(story.places),
        "teams": list(story.teams),
        "honorees": list(story.honorees),
        "activities": list(story.activities),
        "sample": story.sample,
    }
    return {key: value for key, value in plain.items() if value}


def _news_schema() -> str:
    text: Plain = {"type": "string"}
    texts: Plain = {"type": "array", "items": text}
    byline = {"type": "object", "properties": {"role": text, "name": text}, "required": ["role", "name"]}
    properties = {
        **dict.fromkeys(
            ("id", "url", "title", "date", "modified", "topic", "summary", "source", "source_url"), text
        ),
        "bylines": {"type": "array", "items": byline},
        **dict.fromkeys(("keywords", "places", "teams", "honorees", "activities"), texts),
        "sample": {"type": "boolean"},
    }
    schema = {
        "$schema": DRAFT,
        "title": "动态",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "required": ["id", "url", "title", "date", "topic", "summary"],
    }
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


__all__ = ["KindWriter", "NewsWriter", "RecordWriter", "build_outputs", "build_story"]
