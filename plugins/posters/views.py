"""What stands on each poster. Pure: every value comes through the look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from plugins.catalog import CatalogLook
from plugins.catalog.pictures import focus_of, look_up_photo
from plugins.photos import PhotoInfo, Step, placeholder_character, plan_photo
from plugins.registry import show_quantity
from plugins.stories import convert_markdown, finish_body
from plugins.urls import absolute_url, address_of

from .fit import CITATION, CITATION_LINE, DEED, NAME, STORY, TITLE, balance_line, fit
from .qr import build_qr
from .schedule import month_text, row_of, when_of

Row = dict[str, Any]
ROLE = "poster"
UNKNOWN_MARK = "待补"
# People on the roll -> how many stand in a row; so a batch of usual size fills one sheet.
ROLL_COLUMNS = ((6, 3), (12, 4), (10_000, 5))
# A programme of so few rows is set in larger type.
ROOMY_ROWS = 7
# A notice names so many teams at most; of more it names the first ones. About so many stand in a line.
MOST_TEAMS, TEAMS_NAMED, TEAMS_A_LINE = 8, 6, 3


@dataclass(frozen=True, slots=True)
class Desk:
    """What a view needs besides its look: where the site stands ("" when unknown) and how to get a picture as an address."""

    siteurl: str
    show_picture: Callable[[PhotoInfo, Step], str]


def build_frame(look: CatalogLook, desk: Desk, name: str, say: str) -> Row:
    """Head and foot of every sheet: whose it is, and the code that leads to the page of ``name``."""
    site = look.site
    address = absolute_url(address_of(name), desk.siteurl) if desk.siteurl else ""
    return {
        "site": site.name,
        "slogan": site.slogan,
        "operator": site.maintainer or site.operator,
        "address": address.removeprefix("https://").removeprefix("http://").rstrip("/"),
        "qr": build_qr(address) if address else "",
        "say": say,
    }


def column_name(look: CatalogLook, section: str, otherwise: str) -> str:
    """What the site calls a column."""
    return next((column.name for column in look.site.columns if column.id == section), otherwise)


def town_name(look: CatalogLook, division_id: str | None) -> str:
    """``金沙镇`` for a town, ``金沙镇独木村`` for a village in it."""
    division = look.get("division", division_id)
    if division is None:
        return ""
    parent = look.get("division", division.parent)
    return f"{parent.name if parent else ''}{division.name}"


def plain_markdown(text: str) -> Markup:
    """A Markdown field for paper: links to records stand as their words, pictures as theirs."""
    return Markup(finish_body(convert_markdown(text), lambda _kind, _id: None, _alt_only))


def _alt_only(_path: str, alt: str, _title: str, _block: bool) -> str:
    return str(Markup.escape(alt))


def view_honoree(look: CatalogLook, desk: Desk, name: str) -> Row:
    """One Good Person: the poster, and the story behind it."""
    honoree = look(name)
    category = look.term("honor_categories", honoree.category)
    batch = look.get("batch", honoree.batch)
    story = plain_markdown(honoree.story) if honoree.story else Markup("")
    words = honoree.citation or honoree.deed
    step = fit(words, CITATION)
    return {
        "name": honoree.name,
        "name_step": fit(honoree.name, NAME),
        "sample": honoree.sample,
        "column": column_name(look, "honors", "身边好人"),
        "category": category.name if category else "",
        "batch": batch.label if batch else "",
        "group": honoree.sort == "group",
        "unit": honoree.unit,
        "town": town_name(look, honoree.division),
        "members": show_quantity(honoree.members) if honoree.members else "",
        "deed": honoree.deed,
        "deed_step": fit(honoree.deed, DEED),
        "citation": honoree.citation,
        "citation_step": step,
        "citation_line": balance_line(words, CITATION_LINE[step]),
        "awards": [_award(award) for award in honoree.awards],
        "story": story,
        "story_step": fit(story.striptags(), STORY),
        "picture": _portrait(look, desk, honoree),
        "alt": honoree.portrait.alt if honoree.portrait else "",
        "tile": placeholder_character(honoree.name, "group" if honoree.sort == "group" else "person"),
        "frame": build_frame(look, desk, name, "扫一扫，看事迹"),
    }


def _portrait(look: CatalogLook, desk: Desk, honoree: Any) -> str:
    info = look_up_photo(look, honoree.portrait) if honoree.portrait else None
    if info is None:
        return ""
    return desk.show_picture(info, plan_photo(info, ROLE, focus_of(honoree.portrait)).image)


def _award(award: Any) -> str:
    parts = [part for part in (award.level, award.date.text if award.date else "") if part]
    return f"{award.title}（{'，'.join(parts)}）" if parts else str(award.title)


def view_batch(look: CatalogLook, desk: Desk, name: str) -> Row:
    """One batch: its roll, then everyone on it."""
    batch = look(name)
    names = [item for item in look.listed("honorees-of-batch", batch.id) if look(item) is not None]
    ceremony = batch.ceremony
    people = [view_honoree(look, desk, item) for item in names]
    across = next(columns for most, columns in ROLL_COLUMNS if len(people) <= most)
    return {
        "label": batch.label,
        "label_step": fit(batch.label, TITLE),
        "sample": batch.sample or any(person["sample"] for person in people),
        "column": column_name(look, "honors", "身边好人"),
        "date": ceremony.date.text if ceremony and ceremony.date else "",
        "venue": ceremony.venue if ceremony else "",
        "people": people,
        "across": across,
        "frame": build_frame(look, desk, name, "扫一扫，看这一批好人"),
    }


def view_place(look: CatalogLook, desk: Desk, name: str) -> Row:
    """The notice at the door: when it is open, whom to call, who works there, what is on this month."""
    place = look(name)
    level = look.term("place_levels", place.level)
    telephone, whose = _telephone(look, place)
    month = look.value("month")
    teams = look.all("teams-of-home", place.id)
    activities = [look(item) for item in _names_of_month(look, place.id, month)]
    rows = [row_of(look, activity) for activity in activities]
    for row, activity in zip(rows, activities, strict=True):
        if activity.place == place.id:
            row["place"] = ""
    resources = [look.term("resources", resource.term) for resource in place.resources]
    known = "，".join(text for text in (town_name(look, place.division), place.venue) if text)
    return {
        "name": place.name,
        "name_step": fit(place.name, TITLE),
        "sample": place.sample or any(activity.sample for activity in activities),
        "level": level.name if level else "",
        "hours": [_hours(hours) for hours in place.hours],
        "hours_remark": place.hours_remark,
        "telephone": telephone,
        "whose": whose,
        "address": place.address or known,
        "summary": place.summary,
        "teams": _some_teams([team.name for team in teams]),
        "resources": [term.name for term in resources if term is not None],
        "month": month_text(month),
        "rows": rows,
        "roomy": len(rows) <= ROOMY_ROWS - len(teams) // TEAMS_A_LINE,
        "frame": build_frame(look, desk, name, "扫一扫，看最新安排"),
    }


def _some_teams(names: list[str]) -> str:
    """All teams, or where they would fill the sheet some of them and how many there are."""
    if len(names) <= MOST_TEAMS:
        return "、".join(names)
    return f"{'、'.join(names[:TEAMS_NAMED])}等{len(names)}支"


def _hours(hours: Any) -> tuple[str, str]:
    days = f"{hours.days}（{hours.remark}）" if hours.remark else str(hours.days)
    return days, f"{hours.opens}—{hours.closes}"


def _telephone(look: CatalogLook, place: Any) -> tuple[str, str]:
    """The place's own telephone, else the nearest one above it and whose it is."""
    above, seen = place, set[str]()
    while above is not None and above.id not in seen:
        if above.telephone:
            return above.telephone, "" if above.id == place.id else above.short or above.name
        seen.add(above.id)
        above = look.get("place", above.parent)
    contact = look.site.contact
    return (contact.telephone, look.site.operator) if contact.telephone else ("", "")


def _names_of_month(look: CatalogLook, place_id: str, month: str) -> list[str]:
    """This month's activities at a place and below it, first day first. The list runs newest first, so older ones are not
    looked at."""
    found: list[str] = []
    for name in look.listed("activities-under-place", place_id):
        activity = look(name)
        key = activity.starts.date.month_key if activity.starts else ""
        if key == month:
            found.append(name)
        elif key < month:
            break
    return found[::-1]


def view_month(look: CatalogLook, desk: Desk, month: str) -> Row:
    """A month's programme for the whole county."""
    names = look.listed("activities-of-month", month)[::-1]
    activities = [activity for activity in map(look, names) if activity is not None]
    return {
        "title": f"{month_text(month)}活动安排",
        "sample": any(activity.sample for activity in activities),
        "themes": [(theme.name, theme.summary) for theme in look.all("themes-of-month", month)],
        "rows": [row_of(look, activity) for activity in activities],
        "roomy": len(activities) <= ROOMY_ROWS,
        "frame": build_frame(look, desk, f"month/{month}", "扫一扫，看活动详情"),
    }


def view_activity(look: CatalogLook, desk: Desk, name: str) -> Row:
    """A call for volunteers with everything that GB/T 40143-2021 asks for."""
    activity = look(name)
    call = activity.call
    place = look.get("place", activity.place)
    where = activity.venue or ((place.name if place else "") or town_name(look, activity.division))
    if activity.venue and place:
        where = f"{place.name}，{activity.venue}"
    teams = [
        team.name for team in (look.get("team", team_id) for team_id in activity.teams) if team is not None
    ]
    return {
        "title": activity.title,
        "title_step": fit(activity.title, TITLE),
        "sample": activity.sample,
        "summary": activity.summary,
        "when": when_of(activity) or UNKNOWN_MARK,
        "where": where or UNKNOWN_MARK,
        "number": show_quantity(call.number) if call.number else UNKNOWN_MARK,
        "deadline": f"{call.deadline.date.text} {call.deadline.clock}" if call.deadline else "",
        "telephone": call.telephone or (place.telephone if place else ""),
        "contact": call.contact,
        "facts": [
            (label, text)
            for label, text in (
                ("服务内容", call.content),
                ("报名条件", call.conditions or "不限"),
                ("报名方式", call.sign_up),
                ("风险提示", call.risks or UNKNOWN_MARK),
                ("服务保障", call.guarantees or UNKNOWN_MARK),
                ("组织单位", activity.organiser or "、".join(teams)),
            )
            if text
        ],
        "frame": build_frame(look, desk, name, "扫一扫，看活动详情"),
    }
