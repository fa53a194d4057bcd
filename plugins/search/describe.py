"""A catalog value as a Document: what is searched of a story or a record, and how it is shown among hits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from plugins.catalog import CatalogLook
from plugins.stories import convert_markdown
from plugins.stories.text import html_to_text
from plugins.urls import address_of

from .documents import Document

# Lists whose members can be found, in no particular order.
SEARCHED = (
    ("stories", ""),
    ("pages", ""),
    ("all", "place"),
    ("all", "team"),
    ("all", "honoree"),
    ("all", "activity"),
    ("all", "theme"),
    ("all", "programme"),
    ("all", "regulation"),
    ("all", "division"),
)
# Column that a kind's pages stand under.
SECTIONS = {
    "story": "news",
    "place": "places",
    "division": "places",
    "team": "teams",
    "honoree": "honors",
    "activity": "activities",
    "theme": "activities",
    "programme": "programs",
    "regulation": "regulations",
}


def list_searched(look: CatalogLook) -> Iterator[str]:
    """The names of everything that can be found."""
    for index, key in SEARCHED:
        yield from look.listed(index, key)


def describe(look: CatalogLook, name: str) -> Document | None:
    """The Document of a catalog name; None when there is nothing to show."""
    value = look(name)
    kind = name.partition("/")[0]
    if value is None or getattr(value, "status", "") == "draft":
        return None
    return DESCRIBE[kind](look, name, value)


def _section(look: CatalogLook, kind: str) -> tuple[str, str]:
    section = SECTIONS.get(kind, "")
    return section, next((column.name for column in look.site.columns if column.id == section), "")


def _make(look: CatalogLook, name: str, title: str, parts: list[str], **more: Any) -> Document:
    kind = name.partition("/")[0]
    section, section_name = _section(look, kind)
    text = "\n".join(part for part in parts if part)
    url = more.pop("url", None) or address_of(name)
    return Document(name, url, title, text, section, section_name, **more)


def _story(look: CatalogLook, name: str, story: Any) -> Document:
    body = html_to_text(look(f"body/{name.partition('/')[2]}") or "")
    day = story.date.isoformat()[:10] if story.date else ""
    people = " ".join(person for _, person in story.bylines)
    parts = [story.summary, body, people, story.source]
    return _make(look, name, story.title, parts, url=story.url, date=day, year=day[:4])


def _markdown(text: str) -> str:
    return html_to_text(convert_markdown(text)) if text else ""


def town_of(look: CatalogLook, division_id: str | None) -> str:
    """The name of the town that a division is or lies in."""
    division = look.get("division", division_id)
    if division is not None and division.level != "town":
        division = look.get("division", division.parent)
    return "" if division is None or division.level != "town" else str(division.name)


def _place(look: CatalogLook, name: str, place: Any) -> Document:
    level = look.term("place_levels", place.level)
    pooled = [look.term("resources", item.term) for item in place.resources]
    parts = [
        place.summary, place.venue, place.host, place.address, place.guiding_unit, level.name if level else "",
        " ".join(term.name for term in pooled if term), place.remark,
    ]  # fmt: skip
    names = ((place.name, place.pinyin), *(((place.short, ""),) if place.short else ()))
    rank = 100 - (level.order if level else 0)
    return _make(look, name, place.name, parts, town=town_of(look, place.division), names=names, rank=rank)


def _team(look: CatalogLook, name: str, team: Any) -> Document:
    home = look.get("place", team.home)
    level = look.term("team_levels", team.level)
    menu = [f"{service.name} {service.text} {service.audience}" for service in team.services]
    parts = [team.summary, team.lead_unit, team.brand, *menu, team.remark]
    names = ((team.name, team.pinyin), *(((team.short, ""),) if team.short else ()))
    town = town_of(look, home.division) if home else ""
    return _make(look, name, team.name, parts, town=town, names=names, rank=60 - (level.order if level else 0))


def _honoree(look: CatalogLook, name: str, honoree: Any) -> Document:
    category = look.term("honor_categories", honoree.category)
    batch = look.get("batch", honoree.batch)
    parts = [
        honoree.deed, honoree.citation, _markdown(honoree.story), honoree.unit,
        category.name if category else "", batch.label if batch else "",
    ]  # fmt: skip
    year = str(batch.year) if batch else ""
    names = ((honoree.name, honoree.pinyin),)
    return _make(look, name, honoree.name, parts, town=town_of(look, honoree.division), year=year, names=names, rank=40)


def _activity(look: CatalogLook, name: str, activity: Any) -> Document:
    place = look.get("place", activity.place)
    teams = [look.get("team", team_id) for team_id in activity.teams]
    moment = activity.starts.value[:10] if activity.starts else ""
    parts = [
        activity.summary, _markdown(activity.report), activity.venue, place.name if place else "",
        " ".join(team.name for team in teams if team), activity.organiser, activity.remark,
    ]  # fmt: skip
    town = town_of(look, activity.division or (place.division if place else None))
    day = moment if len(moment) == 10 else ""
    return _make(look, name, activity.title, parts, town=town, date=day, year=moment[:4])


def _theme(look: CatalogLook, name: str, theme: Any) -> Document:
    return _make(look, name, theme.name, [theme.summary, theme.remark], year=theme.month.value[:4])


def _programme(look: CatalogLook, name: str, programme: Any) -> Document:
    parts = [programme.summary, _markdown(programme.aims), programme.remark]
    return _make(look, name, programme.name, parts, names=((programme.name, ""),), rank=30)


def _regulation(look: CatalogLook, name: str, regulation: Any) -> Document:
    return _make(look, name, f"《{regulation.title}》", [_markdown(regulation.text), regulation.issuer])


def _division(look: CatalogLook, name: str, division: Any) -> Document | None:
    town = division if division.level == "town" else look.get("division", division.parent)
    if town is None or town.level != "town":
        return None
    title = division.name if town is division else f"{town.name}{division.name}"
    return _make(
        look, name, title, ["本地的实践所、实践站、队伍和活动"], url=address_of(f"town/{town.id}"), town=town.name,
        names=((division.name, division.pinyin),), rank=20 if town is division else 10,
    )  # fmt: skip


DESCRIBE: dict[str, Callable[[CatalogLook, str, Any], Document | None]] = {
    "story": _story,
    "page": _story,
    "place": _place,
    "team": _team,
    "honoree": _honoree,
    "activity": _activity,
    "theme": _theme,
    "programme": _programme,
    "regulation": _regulation,
    "division": _division,
}
