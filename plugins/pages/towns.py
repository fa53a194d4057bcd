"""A town's page: its places, teams, what is on, its Good People and boards, its villages with the station of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from plugins.catalog import Catalog, CatalogLook, PageHead
from plugins.pipeline.outputs import Page
from plugins.urls import address_of, href_of

from . import record_activities
from .cards import honoree_card, place_card, team_card
from .render import Maker
from .shared import Row, any_sample, crumbs_for, link_to, page_links, paginate, sources_of
from .work import build_work

PLACES_PAGE = 60
CARDS, TEAMS, HONOREES = 12, 12, 12


def build_outputs(catalog: Catalog, make: Maker) -> Iterator[Page]:
    """A page for every town; the list of its places goes on over further pages."""
    for name in catalog.listed("towns"):
        town_id = name.partition("/")[2]
        for part in paginate(catalog.listed("places-of-town", town_id), PLACES_PAGE):
            yield make.page(f"town/{town_id}", "town.html", view_town, town_id, part.number, page=part.number)
        yield from record_activities.build_outputs(catalog, make, "town", town_id)


def view_town(look: CatalogLook, root: str, town_id: str, number: int) -> tuple[PageHead, Any]:
    """One town. From the second page on only its places."""
    division = look.get("division", town_id)
    name = f"town/{town_id}"
    part = next(
        p for p in paginate(look.listed("places-of-town", town_id), PLACES_PAGE) if p.number == number
    )
    groups, places = place_groups(look, root, part.names)
    head = PageHead(
        kind="list",
        url=address_of(name, number),
        title=division.name,
        description=f"{division.name}的实践所、实践站、志愿服务队伍和活动",
        section="places",
        crumbs=crumbs_for(look, "places", (division.name, name)),
        subject=f"division/{town_id}",
    )
    view: Row = {
        "town": division,
        "first": number == 1,
        "groups": groups,
        "total": part.total,
        "pages": page_links(root, name, part),
        "find_href": href_of("index/find", root),
    }
    samples = any_sample(places)
    if number == 1:
        more, more_samples = _town_blocks(look, root, division)
        view.update(more)
        samples = samples or more_samples
    return replace(head, samples=samples), view


def place_groups(look: CatalogLook, root: str, names: tuple[str, ...]) -> tuple[list[Row], list[Any]]:
    """Places by level in the order of levels, and the places themselves. The lowest level as lines, the others as cards."""
    places = [place for place in (look(name) for name in names) if place is not None]
    terms = look.terms("place_levels")
    groups = []
    for term in terms:
        members = [place for place in places if place.level == term.id]
        lowest = term.id == terms[-1].id
        if members:
            groups.append(
                {
                    "id": term.id,
                    "name": term.name,
                    "cards": []
                    if lowest
                    else [place_card(look, root, place, picture=False) for place in members],
                    "rows": [_place_line(look, root, place) for place in members] if lowest else [],
                }
            )
    return groups, places


def _place_line(look: CatalogLook, root: str, place: Any) -> Row:
    division = look.get("division", place.division)
    village = division.name if division is not None and division.level != "town" else ""
    notes = [text for text in (village, place.address or place.venue) if text]
    return {
        "title": place.short or place.name,
        "href": href_of(f"place/{place.id}", root),
        "note": "，".join(notes),
        "telephone": place.telephone,
        "badge": "示例" if place.sample else "",
    }


def _town_blocks(look: CatalogLook, root: str, division: Any) -> tuple[Row, bool]:
    town_id = division.id
    teams = look.all("teams-of-town", town_id, limit=TEAMS)
    honorees = look.all("honorees-of-town", town_id, limit=HONOREES)
    boards = look.all("boards-of-town", town_id)
    work = build_work(look, root, "of-town", town_id, f"town-activities/{town_id}")
    villages = village_rows(look, root, town_id)
    blocks = {
        "work": work,
        "teams": [team_card(look, root, team) for team in teams],
        "teams_more": look.value("count", f"teams-of-town/{town_id}") - len(teams),
        "honorees": [honoree_card(look, root, honoree) for honoree in honorees],
        "honorees_more": look.value("count", f"honorees-of-town/{town_id}") - len(honorees),
        "boards": [board_row(look, root, board) for board in boards],
        "villages": villages,
        "own_stations": sum(bool(row["places"]) for row in villages),
        "sources": sources_of(look, division),
    }
    return blocks, work["samples"] or any_sample(teams, honorees, boards)


def board_row(look: CatalogLook, root: str, board: Any) -> Row:
    """An honour board as a line; its own entry stands on the page of all boards."""
    return {
        "title": board.name,
        "href": href_of("index/boards", root),
        "note": board.address,
        "badge": "示例" if board.sample else "",
        "batches": [
            link for link in (link_to(look, root, "batch", batch) for batch in board.batches) if link
        ],
    }


def village_rows(look: CatalogLook, root: str, town_id: str) -> list[Row]:
    """Every village of a town with its own places: (label, href) each."""
    rows = []
    for village in look.all("villages-of-town", town_id):
        places = [
            (place.short or place.name, href_of(f"place/{place.id}", root))
            for place in look.all("places-of-division", village.id)
        ]
        rows.append({"id": village.id, "name": village.name, "pinyin": village.pinyin, "places": places})
    return rows
