"""The two sides of every link agree: what the data says of A and B, A's page and B's page both say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from plugins.catalog import Catalog
from plugins.registry.base import Ref
from plugins.registry.models import KINDS
from plugins.stories.model import RECORD_FIELDS
from plugins.urls import address_of
from tests.pages.fixture import build_real_catalog, build_small_catalog, links_of, render_pages
from tests.pages.raw_data import Data, listed, load_raw, town_of, write_texts
from tests.theme.case_counties import build_counties

# Kind, where it names another, what kind of page that other has. A division stands for its town's page.
LINKS = (
    ("place", "parent", "place"), ("place", "division", "town"), ("place", "level", "level"),
    ("team", "parent", "team"), ("team", "home", "place"), ("team", "level", "team-level"), ("team", "field", "team-field"),
    ("team", "platforms", "platform"),
    ("batch", "programme", "programme"), ("batch", "ceremony.place", "place"),
    ("honoree", "batch", "batch"), ("honoree", "category", "honor-category"), ("honoree", "place", "place"),
    ("honoree", "division", "town"),
    ("activity", "place", "place"), ("activity", "division", "town"), ("activity", "teams", "team"),
    ("activity", "platforms", "platform"), ("activity", "tasks", "task"), ("activity", "theme", "theme"),
    ("activity", "programme", "programme"),
    ("regulation", "superseded_by", "regulation"),
    ("story", "topic", "topic"), ("story", "places", "place"), ("story", "teams", "team"), ("story", "honorees", "honoree"),
    ("story", "batches", "batch"), ("story", "activities", "activity"), ("story", "themes", "theme"),
    ("story", "programs", "programme"), ("story", "regulations", "regulation"),
)  # fmt: skip
# Kinds without pages of their own: they are shown on the pages of what they name. Sources are listed, not linked.
WITHOUT_PAGE = {"board", "progress", "figure", "source", "division", "site", "operating-model", "term"}
TERM_PAGES = {
    "place_levels": "level", "team_levels": "team-level", "fields": "team-field", "honor_categories": "honor-category",
    "platforms": "platform", "tasks": "task",
}  # fmt: skip


Links = dict[str, set[str]]


@pytest.fixture(scope="module", params=["real", "full"])
def county(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Data, Links]:
    """The repository's county and the style guide's crowded one: what the data says, and where each page leads."""
    if request.param == "real":
        return load_raw(), lead_where(build_real_catalog(date(2026, 11, 25)))
    home = tmp_path_factory.mktemp("full")
    texts = build_counties()["full"]
    write_texts(home, texts)
    return load_raw(home), lead_where(build_small_catalog(texts))


def lead_where(catalog: Catalog) -> Links:
    """Page's address -> the addresses that it, its further pages and its list of all activities lead to."""
    found: Links = {}
    for name, text in render_pages(catalog, [""]).items():
        address = name.removesuffix("index.html")
        base = address.partition("page/")[0]
        if base.endswith("/activities/"):
            base = base.removesuffix("activities/")
        hrefs = {href.partition("#")[0].removeprefix("/") for href in links_of(text)}
        found.setdefault(address, set()).update(hrefs)
        found.setdefault(base, set()).update(hrefs)
    return found


def _refs(model: type[BaseModel], path: str = "") -> Iterator[tuple[str, Ref]]:
    for name, field in model.model_fields.items():
        yield from _refs_of(field.annotation, field.metadata, f"{path}{name}")


def _refs_of(annotation: Any, metadata: Any, path: str) -> Iterator[tuple[str, Ref]]:
    for item in metadata:
        if isinstance(item, Ref):
            yield path, item
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from _refs(annotation, f"{path}.")
    for inner in get_args(annotation):
        yield from _refs_of(inner, getattr(inner, "__metadata__", ()), path)


def test_the_table_of_links_names_every_link_that_the_models_know() -> None:
    known = {(kind, path) for kind, path, _ in LINKS}
    lacking = []
    for kind, (model, _) in KINDS.items():
        if kind in WITHOUT_PAGE:
            continue
        for path, ref in set(_refs(model)):
            pageless = ref.kind == "source" or (ref.kind == "term" and ref.vocabulary not in TERM_PAGES)
            if not pageless and (kind, path) not in known:
                lacking.append((kind, path, ref.kind))
    lacking += [
        ("story", field, kind)
        for field, kind in RECORD_FIELDS.items()
        if field != "sources" and ("story", field) not in known
    ]
    assert lacking == []


def _pairs(data: Data) -> Iterator[tuple[str, str, str]]:
    """(what kind of link, A's address, B's address) for every link in the data."""
    for kind, path, page in LINKS:
        for record_id, row in data[kind].items():
            for other in listed(row, path):
                key = town_of(data, other) if page == "town" else other
                if key:
                    yield f"{kind}.{path}", address_of(f"{kind}/{record_id}"), address_of(f"{page}/{key}")


def test_both_sides_of_every_link_agree(county: tuple[Data, Links]) -> None:
    data, linked = county
    silent = [(sort, here, there) for sort, here, there in _pairs(data) if there not in linked[here]]
    assert silent == []
    unanswered = [(sort, there, here) for sort, here, there in _pairs(data) if here not in linked[there]]
    # A team or place with more than its page can hold says how many more there are, and leads to the level that lists them.
    unanswered = [
        (sort, there, here)
        for sort, there, here in unanswered
        if not (
            sort.endswith(".parent")
            and any(here in linked[way] for way in linked[there] if "/levels/" in way)
        )
    ]
    assert unanswered == []


def test_boards_stand_where_they_say_and_are_told_of_there(county: tuple[Data, Links]) -> None:
    data, linked = county
    boards = linked["honors/boards/"]
    for board in data["board"].values():
        for batch in listed(board, "batches"):
            assert address_of(f"batch/{batch}") in boards
        for place in listed(board, "place"):
            assert address_of(f"place/{place}") in boards
            assert "honors/boards/" in linked[address_of(f"place/{place}")]
        town = town_of(data, board.get("division"))
        assert not town or address_of(f"town/{town}") in boards
