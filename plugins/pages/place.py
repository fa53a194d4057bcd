"""The page of one place: how to reach it, what it pools, who is at home there, what is on and what was done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plugins.catalog import Catalog, CatalogLook, PageHead
from plugins.pipeline.outputs import Page
from plugins.urls import address_of, href_of

from . import record_activities
from .cards import honoree_card, team_card, team_row, town_name
from .coordinates import map_addresses
from .pictures import photo_path
from .render import Maker
from .shared import Crumbs, Row, any_sample, crumbs_for, day_of, group_by, link_to, sources_of
from .towns import board_row
from .work import build_work, photo_rows, post_table, story_rows

CHILDREN, TEAMS, HONOREES = 60, 60, 12
# More teams than this are lines, not cards.
TEAM_CARDS = 9


def build_outputs(catalog: Catalog, make: Maker) -> Iterator[Page]:
    """A page for every place, and the list of its activities where the page cannot hold them all."""
    for name in catalog.listed("all", "place"):
        yield make.page(name, "place.html", view_place, name)
        yield from record_activities.build_outputs(catalog, make, "place", name.partition("/")[2])


def view_place(look: CatalogLook, root: str, name: str) -> tuple[PageHead, Any]:
    """One place with both sides of every link."""
    place = look(name)
    level = look.term("place_levels", place.level)
    children = look.all("children-of-place", place.id, limit=CHILDREN)
    teams = look.all("teams-of-home", place.id, limit=TEAMS)
    honorees = look.all("honorees-of-place", place.id, limit=HONOREES)
    boards = look.all("boards-of-place", place.id)
    work = build_work(look, root, "under-place", place.id, f"place-activities/{place.id}")
    head = _head(look, place, samples=any_sample(place, children, teams, honorees, boards) or work["samples"])
    view = {
        "place": place,
        "level": (level.name, href_of(f"level/{level.id}", root)) if level else None,
        "contact": contact_of(look, place),
        "facts": _facts(look, root, place),
        "hours": [(_days(hours), f"{hours.opens}—{hours.closes}") for hours in place.hours],
        "maps": map_addresses(place.short or place.name, place.address, place.geo, look.site.name),
        "map_note": _map_note(look, place.geo),
        "resources": _resources(look, place),
        "posts": post_table(place.posts),
        "children": child_groups(look, root, "place", children),
        "children_more": look.value("count", f"children-of-place/{place.id}") - len(children),
        "teams": [team_card(look, root, team) for team in teams] if len(teams) <= TEAM_CARDS else [],
        "team_rows": [team_row(root, team) for team in teams] if len(teams) > TEAM_CARDS else [],
        "teams_more": look.value("count", f"teams-of-home/{place.id}") - len(teams),
        "work": work,
        "stories": story_rows(look, root, "place", place.id),
        "honorees": [honoree_card(look, root, honoree) for honoree in honorees],
        "boards": [board_row(look, root, board) for board in boards],
        "ceremonies": _ceremonies(look, root, place),
        "photos": photo_rows(look, root, place.photos),
        "sources": sources_of(look, place),
        "regularity": href_of("index/regularity", root),
    }
    return head, view


def _head(look: CatalogLook, place: Any, *, samples: bool) -> PageHead:
    return PageHead(
        kind="record",
        url=address_of(f"place/{place.id}"),
        title=place.name,
        description=place.summary or f"{place.name}：地址、电话、开放时间、队伍和活动",
        section="places",
        crumbs=place_crumbs(look, place),
        subject=f"place/{place.id}",
        image=photo_path(place.photos[0].file) if place.photos else "",
        samples=samples,
    )


def place_crumbs(look: CatalogLook, place: Any) -> Crumbs:
    """Column, town (where there is one), place."""
    town = town_division(look, place)
    middle = ((town.name, f"town/{town.id}"),) if town is not None else ()
    return crumbs_for(look, "places", *middle, (place.short or place.name, f"place/{place.id}"))


def town_division(look: CatalogLook, place: Any) -> Any:
    """The town a place stands in, by its own division or a parent place's; None when neither says."""
    seen: set[str] = set()
    while place is not None and place.id not in seen:
        seen.add(place.id)
        division = look.get("division", place.division)
        while division is not None and division.level != "town":
            division = look.get("division", division.parent)
        if division is not None:
            return division
        place = look.get("place", place.parent)
    return None


def contact_of(look: CatalogLook, place: Any) -> Row:
    """What the contact macro takes. A place without a telephone shows the nearest one above it, and says whose."""
    known = "，".join(text for text in (town_name(look, place.division), place.venue) if text)
    address = place.address or (f"{known}（门牌待补）" if known else "")
    telephone, note = place.telephone, ""
    if not telephone:
        telephone, whose = _telephone_above(look, place)
        note = f"本处电话待补，这是{whose}的电话。" if telephone else "电话待补。"
    return {"telephone": telephone, "address": address, "office": place.host, "note": note}


def _telephone_above(look: CatalogLook, place: Any) -> tuple[str, str]:
    seen = {place.id}
    above = look.get("place", place.parent)
    while above is not None and above.id not in seen:
        if above.telephone:
            return above.telephone, above.short or above.name
        seen.add(above.id)
        above = look.get("place", above.parent)
    site = look.site
    return site.contact.telephone, site.operator


def _facts(look: CatalogLook, root: str, place: Any) -> list[tuple[str, Any]]:
    town = town_division(look, place)
    return [
        ("乡镇、街道", (town.name, href_of(f"town/{town.id}", root)) if town is not None else None),
        ("村、社区", _village(look, place)),
        ("上级阵地", link_to(look, root, "place", place.parent)),
        ("依托场所", place.venue),
        ("承办单位", place.host),
        ("联系指导单位", place.guiding_unit),
        ("成立时间", day_of(place.opened)),
    ]


def _village(look: CatalogLook, place: Any) -> str:
    division = look.get("division", place.division)
    return division.name if division is not None and division.level != "town" else ""


def _ceremonies(look: CatalogLook, root: str, place: Any) -> list[tuple[str, str]]:
    batches = look.all("ceremonies-of-place", place.id)
    return [(f"{batch.label}发布会", href_of(f"batch/{batch.id}", root)) for batch in batches]


def _days(hours: Any) -> str:
    return f"{hours.days}（{hours.remark}）" if hours.remark else str(hours.days)


def _map_note(look: CatalogLook, geo: Any) -> str:
    source = look.get("source", geo.source) if geo is not None else None
    return f"链接打开外部地图。坐标来源：{source.title}" if source is not None else "链接打开外部地图。"


def _resources(look: CatalogLook, place: Any) -> list[tuple[str, str]]:
    rows = []
    for resource in place.resources:
        term = look.term("resources", resource.term)
        if term is not None:
            rows.append((term.name, "".join(text for text in (term.description, resource.remark) if text)))
    return rows


def child_groups(look: CatalogLook, root: str, kind: str, children: list[Any]) -> list[Row]:
    """What belongs to a place or team, by level in the order met, as dense rows."""
    groups = []
    for level_id, members in group_by(children, lambda child: str(child.level)):
        term = look.term(f"{kind}_levels", level_id)
        rows = [
            {
                "title": child.short or child.name,
                "href": href_of(f"{kind}/{child.id}", root),
                "note": town_name(look, child.division)
                if kind == "place"
                else (child.members.text if child.members else ""),
                "badge": "示例" if child.sample else "",
            }
            for child in members
        ]
        page = "level" if kind == "place" else "team-level"
        groups.append(
            {
                "name": term.name if term else level_id,
                "href": href_of(f"{page}/{level_id}", root),
                "rows": rows,
            }
        )
    return groups
