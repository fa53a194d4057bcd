"""When a record or story last changed, as far as it says itself. No clock: what is not known stays unknown. Pure."""

from __future__ import annotations

from datetime import date
from typing import Any

# Kind -> the fields whose day is the day of the record's own making public.
DAYS_OF: dict[str, tuple[str, ...]] = {"regulation": ("repealed", "issued"), "progress": ("at",)}


def changed_on(kind: str, record: Any) -> str:
    """``YYYY-MM-DD`` on which a record last changed, "" when it does not say.

    Its ``updated`` first; else the dates it carries: a held activity was reported no earlier than its last day, a batch
    was made public at its ceremony, a regulation when issued. A planned activity's day lies ahead and says nothing.
    """
    if record.updated is not None:
        return _day(record.updated)
    if kind == "activity":
        return _day(record.ends or record.starts) if record.status == "held" else ""
    if kind == "batch":
        return _day(record.ceremony.date) if record.ceremony else ""
    for name in DAYS_OF.get(kind, ()):
        found = _day(getattr(record, name))
        if found:
            return found
    return ""


def story_changed_on(story: Any) -> str:
    """The day of a story's last change, "" for a fixed page without dates."""
    moment = story.modified or story.date
    return "" if moment is None else moment.isoformat()[:10]


def latest_day(days: list[str], today: date) -> str:
    """The latest of the days that are not ahead of ``today``; "" when there is none."""
    return max((day for day in days if day and day <= today.isoformat()), default="")


def _day(moment: Any) -> str:
    if moment is None or not moment.day:
        return ""
    return str(moment.date.value)
