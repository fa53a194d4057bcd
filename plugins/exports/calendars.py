"""The activities as calendars to subscribe to: one of all, one for every town, team and practice week."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from plugins.pipeline.outputs import Output, Page
from plugins.registry import LocalTime, show_quantity
from plugins.urls import address_of

from .ical import all_day, at_minute, build_calendar, escape_text, next_day
from .public import wgs84
from .where import Where, first_id, stable_uuid

if TYPE_CHECKING:
    from plugins.catalog import Catalog, CatalogLook

# Phones fetch the whole file every day; older activities stand in the open data.
LIMIT = 1000
# Unknown time of the last change: a fixed instant, so that a client goes by SEQUENCE alone.
NO_STAMP = "19700101T000000Z"
# Kind in a calendar's name -> (list index, kind of record that names it).
GROUPS = {
    "town": ("activities-of-town", "division"),
    "team": ("activities-of-team", "team"),
    "theme": ("activities-of-theme", "theme"),
}


def build_outputs(catalog: Catalog, where: Where) -> Iterator[Output]:
    """Every calendar; one that is still empty is there too, so that it can be subscribed to before the first event."""
    yield Page(address_of("calendar"), "code:exports", CalendarWriter("activities", "", "", where), weight=32)
    ids = {
        "town": [name.partition("/")[2] for name in catalog.listed("towns")],
        "team": list(catalog.registry.records("team")),
        "theme": list(catalog.registry.records("theme")),
    }
    for group, (index, kind) in GROUPS.items():
        for record_id in ids[group]:
            address = address_of(f"calendar/{group}-{record_id}")
            yield Page(address, "code:exports", CalendarWriter(index, record_id, kind, where))


@dataclass(frozen=True, slots=True)
class CalendarWriter:
    """Renders one calendar: the latest activities of a list, earliest first."""

    index: str
    key: str
    kind: str
    where: Where

    def __call__(self, look: CatalogLook) -> str:
        site = look.site
        record = look.get(self.kind, self.key) if self.kind else None
        title = f"{record.name}活动" if record is not None else "活动"
        activities = [look(name) for name in reversed(look.listed(self.index, self.key)[:LIMIT])]
        events = [build_event(look, activity, self.where) for activity in activities if activity is not None]
        return build_calendar(f"{title} - {site.name}", site.summary, [event for event in events if event])


def build_event(look: CatalogLook, activity: Any, where: Where) -> list[str]:
    """The lines of one event; none for an activity whose day is not known."""
    when = event_times(activity)
    if not when:
        return []
    place = look.get("place", activity.place)
    location = "，".join(
        text for text in (activity.venue, place.name if place else "", place.address if place else "") if text
    )
    cancelled = activity.status == "cancelled"
    lines = [
        f"UID:{stable_uuid(look.site.region.code, 'activity', first_id(activity))}",
        f"DTSTAMP:{_stamp(activity)}",
        f"SEQUENCE:{activity.revision}",
        *when,
        f"SUMMARY:{escape_text(('(取消)' if cancelled else '') + activity.title)}",
        f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}",
        "TRANSP:TRANSPARENT",
    ]
    if location:
        lines.append(f"LOCATION:{escape_text(location)}")
    if place is not None and place.geo is not None:
        lng, lat = wgs84(place.geo)
        lines.append(f"GEO:{lat};{lng}")
    description = describe_event(look, activity)
    if description:
        lines.append(f"DESCRIPTION:{escape_text(description)}")
    categories = [term.name for term in (look.term("platforms", item) for item in activity.platforms) if term]
    if categories:
        lines.append(f"CATEGORIES:{','.join(escape_text(name) for name in categories)}")
    if where.siteurl:
        lines.append(f"URL:{where.at(address_of(f'activity/{activity.id}'))}")
    return lines


def event_times(activity: Any) -> list[str]:
    """DTSTART and, where known, DTEND. Minutes with the zone; days as all-day, their end the day after; else nothing.

    A start to the minute with an end to the day is an event of whole days: nothing is said that is not known.
    """
    starts, ends = activity.starts, activity.ends
    if starts is None or not starts.day:
        return []
    if isinstance(starts, LocalTime) and (ends is None or isinstance(ends, LocalTime)):
        lines = [at_minute("DTSTART", starts.to_datetime())]
        return lines if ends is None or ends <= starts else [*lines, at_minute("DTEND", ends.to_datetime())]
    last = ends.last_day() if ends is not None and ends.day else starts.last_day()
    last = max(last, starts.last_day())
    return [all_day("DTSTART", starts.first_day()), all_day("DTEND", next_day(last))]


def _stamp(activity: Any) -> str:
    """When the record last changed, as its day's noon in UTC; the fixed instant where it does not say."""
    updated = activity.updated
    return f"{updated.first_day():%Y%m%d}T040000Z" if updated is not None and updated.day else NO_STAMP


def describe_event(look: CatalogLook, activity: Any) -> str:
    """What a phone shows under the title."""
    teams = [
        team.name for team in (look.get("team", team_id) for team_id in activity.teams) if team is not None
    ]
    lines = [activity.summary]
    if activity.cancelled_reason:
        lines.append(f"取消原因：{activity.cancelled_reason}")
    if activity.organiser:
        lines.append(f"主办：{activity.organiser}")
    if teams:
        lines.append(f"队伍：{'、'.join(teams)}")
    call = activity.call
    if call is not None:
        number = f"（{show_quantity(call.number)}）" if call.number else ""
        lines.append(f"招募志愿者{number}：{call.content}")
        lines.append(f"报名方式：{call.sign_up}")
    return "\n".join(line for line in lines if line)
