"""A record or story as the card that stands for it in lists. Each function gives the card macro's arguments."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from plugins.catalog import CatalogLook
from plugins.urls import href_of

from .pictures import show_photo
from .shared import Card, Row, day_of, tile_of

PLAIN: Markup = Markup("")


def story_card(
    look: CatalogLook, root: str, name: str, *, picture: bool = True, heading: int = 3
) -> Card | None:
    """The card of ``story/<year>/<slug>``; seen through ``card/…``, so that an edit of its text touches no list."""
    return look.once(
        ("story-card", name, picture, heading), lambda inner: _story_card(inner, root, name, picture, heading)
    )


def _story_card(look: CatalogLook, root: str, name: str, picture: bool, heading: int) -> Card | None:
    story = look(f"card/{name.partition('/')[2]}")
    if story is None:
        return None
    topic = look.term("topics", story.topic)
    return Card(
        {
            "title": story.title,
            "href": root + story.url,
            "date": f"{story.date:%Y-%m-%d}",
            "iso": story.date.isoformat(),
            "summary": story.summary,
            "topic": topic.name if topic else "",
            "picture": show_photo(
                look, story.lead_photo, "lead", "card", root, beside=story.relative_source_path
            )
            if picture
            else PLAIN,
            "heading": heading,
            "sample": story.sample,
        }
    )


def town_name(look: CatalogLook, division_id: str | None) -> str:
    """``金沙镇`` for a town, ``金沙镇独木村`` for a village in it."""
    division = look.get("division", division_id)
    if division is None:
        return ""
    parent = look.get("division", division.parent)
    return f"{parent.name if parent else ''}{division.name}"


def town_href(look: CatalogLook, root: str, division_id: str | None) -> str:
    """The page of the town that a division is or lies in; "" when unknown."""
    division = look.get("division", division_id)
    while division is not None and division.level != "town":
        division = look.get("division", division.parent)
    return href_of(f"town/{division.id}", root) if division is not None else ""


def place_card(look: CatalogLook, root: str, place: Any, *, picture: bool = True, heading: int = 3) -> Card:
    """The card of a place."""
    return look.once(
        ("place-card", place.id, picture, heading),
        lambda inner: _place_card(inner, root, place, picture, heading),
    )


def _place_card(look: CatalogLook, root: str, place: Any, picture: bool, heading: int) -> Card:
    level = look.term("place_levels", place.level)
    photo = place.photos[0] if place.photos else None
    return Card(
        {
            "name": place.name,
            "href": href_of(f"place/{place.id}", root),
            "level": (level.short or level.name) if level else "",
            "town": town_name(look, place.division),
            "address": place.address or place.venue,
            "telephone": place.telephone,
            "picture": show_photo(look, photo, "record", "card", root) if picture else PLAIN,
            "heading": heading,
            "sample": place.sample,
        }
    )


def team_card(look: CatalogLook, root: str, team: Any, *, heading: int = 3) -> Card:
    """The card of a team."""
    return look.once(("team-card", team.id, heading), lambda inner: _team_card(inner, root, team, heading))


def _team_card(look: CatalogLook, root: str, team: Any, heading: int) -> Card:
    level = look.term("team_levels", team.level)
    field = look.term("fields", team.field)
    return Card(
        {
            "name": team.name,
            "href": href_of(f"team/{team.id}", root),
            "sort": (level.short or level.name) if level else "",
            "field": field.name if field else "",
            "lead_unit": team.lead_unit,
            "members": team.members.text if team.members else "",
            "heading": heading,
            "sample": team.sample,
        }
    )


def team_row(root: str, team: Any) -> Row:
    """A team as a line of a dense list."""
    return {
        "title": team.name,
        "href": href_of(f"team/{team.id}", root),
        "note": "，".join(
            text for text in (team.lead_unit, team.members.text if team.members else "") if text
        ),
        "badge": "示例" if team.sample else "",
    }


def honoree_card(look: CatalogLook, root: str, honoree: Any, *, heading: int = 3) -> Card:
    """The card of a Good Person."""
    return look.once(
        ("honoree-card", honoree.id, heading), lambda inner: _honoree_card(inner, root, honoree, heading)
    )


def _honoree_card(look: CatalogLook, root: str, honoree: Any, heading: int) -> Card:
    category = look.term("honor_categories", honoree.category)
    batch = look.get("batch", honoree.batch)
    return Card(
        {
            "name": honoree.name,
            "href": href_of(f"honoree/{honoree.id}", root),
            "category": category.name if category else "",
            "deed": honoree.deed,
            "batch": batch.label if batch else "",
            "portrait": show_photo(look, honoree.portrait, "honoree", "portrait", root),
            "group": honoree.sort == "group",
            "heading": heading,
            "sample": honoree.sample,
        }
    )


def activity_card(look: CatalogLook, root: str, activity: Any, *, heading: int = 3) -> Card:
    """The card of an activity."""
    return look.once(
        ("activity-card", activity.id, heading), lambda inner: _activity_card(inner, root, activity, heading)
    )


def _activity_card(look: CatalogLook, root: str, activity: Any, heading: int) -> Card:
    place = look.get("place", activity.place)
    team = look.get("team", activity.teams[0]) if activity.teams else None
    team_text = "" if team is None else (team.short or team.name)
    if team is not None and len(activity.teams) > 1:
        team_text += f"等{len(activity.teams)}支队伍"
    tile = tile_of(activity.starts)
    if activity.status == "held" and tile["day"]:
        # Of what is past one asks in which year; of what is coming, on which day of the week.
        tile["weekday"] = f"{activity.starts.year}年"
    return Card(
        {
            "title": activity.title,
            "href": href_of(f"activity/{activity.id}", root),
            **tile,
            "venue": activity.venue or ((place.short or place.name) if place else ""),
            "team": team_text,
            "status": activity.status,
            "note": "" if activity.starts else "日期待补",
            "heading": heading,
            "sample": activity.sample,
        }
    )


def undated(moment: Any) -> str:
    """What stands where a date would, when there is none."""
    return day_of(moment) or "日期待补"
