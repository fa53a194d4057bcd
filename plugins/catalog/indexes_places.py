"""The lists that hang on divisions, places and teams: the levels, the towns, who is at home where. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plugins.registry import Registry
    from plugins.registry.models import Division, Place

Draft = dict[str, list[str]]


def town_of(registry: Registry, division_id: str | None) -> str:
    """The town-level division that a division is or lies in; "" when unknown."""
    seen = 0
    division: Division | None = registry.get("division", division_id) if division_id else None
    while division is not None and division.level != "town" and seen < 4:
        division = registry.get("division", division.parent) if division.parent else None
        seen += 1
    return division.id if division is not None else ""


def place_town(registry: Registry, place: Place | None) -> str:
    """The town a place stands in: by its own division, else by the nearest parent place that has one."""
    for _ in range(6):
        if place is None:
            return ""
        town = town_of(registry, place.division)
        if town:
            return town
        place = registry.get("place", place.parent) if place.parent else None
    return ""


def ancestors_of(registry: Registry, kind: str, record_id: str | None) -> list[str]:
    """A record's id and those of its parents upward; a circle ends the walk."""
    chain: list[str] = []
    while record_id and record_id not in chain:
        record = registry.get(kind, record_id)
        if record is None:
            break
        chain.append(record_id)
        record_id = record.parent
    return chain


def list_divisions(registry: Registry, draft: Draft) -> None:
    for division in registry.records("division").values():
        name = f"division/{division.id}"
        if division.level == "town":
            draft["towns/"].append(name)
        elif division.parent:
            draft[f"villages-of-town/{town_of(registry, division.parent)}"].append(name)


def list_places(registry: Registry, draft: Draft) -> None:
    for place in registry.records("place").values():
        name = f"place/{place.id}"
        draft[f"places-of-level/{place.level}"].append(name)
        if place.parent and registry.get("place", place.parent):
            draft[f"children-of-place/{place.parent}"].append(name)
        else:
            draft["roots-of-place/"].append(name)
        town = place_town(registry, place)
        draft[f"places-of-town/{town}" if town else "places-without-town/"].append(name)
        if place.division:
            draft[f"places-of-division/{place.division}"].append(name)
    for batch in registry.records("batch").values():
        if batch.ceremony and batch.ceremony.place:
            draft[f"ceremonies-of-place/{batch.ceremony.place}"].append(f"batch/{batch.id}")
    for figure in registry.records("figure").values():
        level = figure.counts.where.get("level") if figure.counts else None
        if level:
            draft[f"figures-of-{figure.counts.kind}-level/{level}"].append(f"figure/{figure.id}")


def list_teams(registry: Registry, draft: Draft) -> None:
    for team in registry.records("team").values():
        name = f"team/{team.id}"
        draft[f"teams-of-level/{team.level}"].append(name)
        if team.parent and registry.get("team", team.parent):
            draft[f"children-of-team/{team.parent}"].append(name)
        else:
            draft["roots-of-team/"].append(name)
        if team.home:
            draft[f"teams-of-home/{team.home}"].append(name)
            town = place_town(registry, registry.get("place", team.home))
            if town:
                draft[f"teams-of-town/{town}"].append(name)
        if team.field:
            draft[f"teams-of-field/{team.field}"].append(name)
        for platform in team.platforms:
            draft[f"teams-of-platform/{platform}"].append(name)
