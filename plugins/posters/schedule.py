"""Days, hours and rows of a programme. Pure."""

from __future__ import annotations

from typing import Any

from plugins.catalog import CatalogLook

WEEKDAYS = "一二三四五六日"


def month_text(month: str) -> str:
    """``2026年11月`` for ``2026-11``."""
    return f"{month[:4]}年{int(month[5:7])}月"


def when_of(activity: Any) -> str:
    """``2026年11月28日（周六）08:30—10:00``; both ends in full when they lie on different days; "" when not known."""
    if activity.starts is None:
        return ""
    start, end = activity.starts, activity.ends
    text = f"{_day(start)}{getattr(start, 'clock', '')}"
    if end is None:
        return text
    if end.date == start.date:
        clock = getattr(end, "clock", "")
        return f"{text}—{clock}" if clock else text
    return f"{text}至{_day(end)}{getattr(end, 'clock', '')}"


def _day(moment: Any) -> str:
    weekday = weekday_of(moment)
    return f"{moment.date.text}（{weekday}）" if weekday else str(moment.date.text)


def weekday_of(moment: Any) -> str:
    """``周六``; "" when the day is not known."""
    return f"周{WEEKDAYS[moment.date.first_day().weekday()]}" if moment.date.day else ""


def row_of(look: CatalogLook, activity: Any) -> dict[str, Any]:
    """A row of a programme: day, weekday, time, what, where, who."""
    place = look.get("place", activity.place)
    teams = [look.get("team", team_id) for team_id in activity.teams]
    start, end = activity.starts, activity.ends
    clock = getattr(start, "clock", "")
    if clock and end is not None and end.date == start.date:
        clock = f"{clock}—{end.clock}" if getattr(end, "clock", "") else clock
    return {
        "day": f"{start.date.day}日" if start.date.day else "日期待定",
        "weekday": weekday_of(start),
        "clock": clock,
        "until": f"至{end.date.text}" if end is not None and end.date != start.date else "",
        "title": activity.title,
        "where": activity.venue or ((place.short or place.name) if place else ""),
        "place": (place.short or place.name) if place and activity.venue else "",
        "team": "、".join(team.short or team.name for team in teams if team is not None),
        "cancelled": activity.status == "cancelled",
    }
