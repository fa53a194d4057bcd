"""What was done and what is coming, under a place, a team or a town: the same blocks on all their pages. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from plugins.catalog import CatalogLook
from plugins.catalog.indexes import is_coming
from plugins.urls import href_of

from .cards import activity_card, story_card, undated
from .pictures import show_photo
from .shared import Row, figure_stat, iso_of, totals_text

COMING, PAST, STORIES = 12, 10, 6
STATUS_BADGES = {"held": "", "cancelled": "取消"}
SUMS = (("attendance", "参加"), ("served", "服务"), ("volunteers", "出动志愿者"), ("hours", "服务时长"))


def build_work(look: CatalogLook, root: str, scope: str, key: str, everything: str) -> Row:
    """Coming activities first, then past ones with their totals.

    ``scope`` is the ending of the activity lists (``under-place``, ``of-town``); ``everything`` the catalog name of the
    page that lists all of them, linked when the block does not hold them all.
    """
    coming = look.all(f"coming-{scope}", key, limit=COMING)
    past = look.all(f"past-{scope}", key, limit=PAST)
    week = [activity for activity in coming if _this_week(look, activity)]
    later = [activity for activity in coming if not _this_week(look, activity)]
    total = look.value("count", f"activities-{scope}/{key}")
    return {
        "week": [activity_card(look, root, activity) for activity in week],
        "coming": [activity_card(look, root, activity) for activity in later],
        "past": [activity_row(look, root, activity) for activity in past],
        "totals": total_facts(look, f"activities-{scope}/{key}"),
        "total": total,
        "all_href": href_of(everything, root) if total > PAST and everything else "",
        "samples": any(activity.sample for activity in (*coming, *past)),
    }


def _this_week(look: CatalogLook, activity: Any) -> bool:
    sunday = look.today + timedelta(days=6 - look.today.weekday())
    return activity.starts is not None and bool(activity.starts.day) and activity.starts.first_day() <= sunday


def activity_row(look: CatalogLook, root: str, activity: Any) -> Row:
    """An activity as a line of a dense list."""
    place = look.get("place", activity.place)
    venue = activity.venue or ((place.short or place.name) if place else "")
    planned = "预告" if is_coming(activity, look.today) else "结果待报"
    badges = [STATUS_BADGES.get(activity.status, planned), "示例" if activity.sample else ""]
    return {
        "title": activity.title,
        "href": href_of(f"activity/{activity.id}", root),
        "date": undated(activity.starts),
        "iso": iso_of(activity.starts),
        "note": venue,
        "badge": " · ".join(badge for badge in badges if badge),
    }


def total_facts(look: CatalogLook, list_name: str) -> list[tuple[str, str]]:
    """Held activities counted, and every sum as honest as its parts; nothing when nothing was held.

    What no activity states is left out; what only some state is a floor that names how many are missing.
    """
    held = look.value("held", list_name)
    if not held:
        return []
    sums = [(label, totals_text(look.value(field, list_name))) for field, label in SUMS]
    return [("办过", f"{held}场"), *((label, text) for label, text in sums if text)]


def story_rows(look: CatalogLook, root: str, kind: str, record_id: str) -> list[Row]:
    """The newest stories that name a record, as lines."""
    names = look.listed(f"stories-of-{kind}", record_id)[:STORIES]
    cards = [story_card(look, root, name, picture=False) for name in names]
    return [{**card, "badge": "示例" if card["sample"] else ""} for card in cards if card is not None]


def post_table(posts: Sequence[Any]) -> Row | None:
    """What the table macro takes for posts; a column of holders only where one is named with consent."""
    if not posts:
        return None
    rows = [
        (
            post.role,
            "、".join(post.offices) or "待补",
            post.holder.name if post.holder and post.holder.consent else "",
        )
        for post in posts
    ]
    columns = ["职务", "由何职务担任", "任职者"]
    if not any(row[2] for row in rows):
        return {"columns": columns[:2], "rows": [row[:2] for row in rows]}
    return {"columns": columns, "rows": rows}


def photo_rows(look: CatalogLook, root: str, photos: Sequence[Any]) -> list[Row]:
    """What the figure-photo macro takes for a record's photographs; a photo without a file is passed over."""
    rows = [
        {
            "picture": show_photo(look, photo, "record", "place", root),
            "caption": photo.caption or photo.alt,
            "credit": photo.credit,
        }
        for photo in photos
    ]
    return [row for row in rows if row["picture"]]


def level_stats(look: CatalogLook, root: str, kind: str, level: str) -> list[Row]:
    """The stated numbers of a level, each beside what this site lists of it, for the stat macro."""
    return [figure_stat(look, root, figure) for figure in look.all(f"figures-of-{kind}-level", level)]


def group_stats(look: CatalogLook, root: str, kind: str) -> list[Row]:
    """All stated numbers of the groups that count levels of ``kind``: the members beside the teams, say."""
    counted = [
        figure
        for term in look.terms(f"{kind}_levels")
        for figure in look.all(f"figures-of-{kind}-level", term.id)
    ]
    groups = dict.fromkeys(figure.group for figure in counted)
    return [
        figure_stat(look, root, figure) for group in groups for figure in look.all("figures-of-group", group)
    ]


def level_rows(look: CatalogLook, root: str, kind: str, unit: str) -> list[Row]:
    """Every level of places or teams: how many are listed, how many of them are samples, what is stated."""
    page = "level" if kind == "place" else "team-level"
    rows = []
    for term in look.terms(f"{kind}_levels"):
        key = f"{kind}s-of-level/{term.id}"
        samples = look.value("samples", key)
        rows.append(
            {
                "id": term.id,
                "name": term.name,
                "text": term.description,
                "href": href_of(f"{page}/{term.id}", root),
                "count": f"{look.value('count', key) - samples}{unit}",
                "samples": f"另有示例{samples}{unit}" if samples else "",
            }
        )
    return rows
