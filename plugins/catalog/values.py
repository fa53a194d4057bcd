"""Small values computed from many records: honest sums, counts, the year's regularity.

Each is a catalog value of its own, so that a page which shows a sum depends on the sum and not on every record behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from plugins.registry import Total, count_records, sum_by_unit

from .dating import changed_on, latest_day, story_changed_on
from .indexes import day_key

if TYPE_CHECKING:
    from .catalog import Catalog


def _values(catalog: Catalog, list_name: str) -> list[Any]:
    index, _, key = list_name.partition("/")
    values = [catalog.fetch(name) for name in catalog.listed(index, key)]
    return [value for value in values if value is not None]


def _held(catalog: Catalog, list_name: str) -> list[Any]:
    # Four sums and a count look at each list.
    key = ("held", list_name)
    kept = catalog.kept.get(key)
    if kept is None:
        held = [activity for activity in _values(catalog, list_name) if activity.status == "held"]
        kept = catalog.kept[key] = (held, ())
    return cast("list[Any]", kept[0])


def _sum_of(field: str) -> Callable[[Catalog, str], tuple[Total, ...]]:
    """The honest sums of one quantity, one per unit, over the held activities of a list.

    A held activity that does not state the quantity counts as unknown, so that no sum looks complete when it is not.
    """

    def compute(catalog: Catalog, key: str) -> tuple[Total, ...]:
        return _add_up([getattr(activity, field) for activity in _held(catalog, key)])

    return compute


def _add_up(quantities: list[Any]) -> tuple[Total, ...]:
    totals = sum_by_unit([quantity for quantity in quantities if quantity is not None])
    missing = sum(quantity is None for quantity in quantities)
    if not missing or not totals:
        return totals
    return (replace(totals[0], unknown=totals[0].unknown + missing), *totals[1:])


def _count_held(catalog: Catalog, key: str) -> int:
    return len(_held(catalog, key))


def _count_listed(catalog: Catalog, key: str) -> int:
    index, _, rest = key.partition("/")
    return len(catalog.listed(index, rest))


def _count_samples(catalog: Catalog, key: str) -> int:
    return sum(value.sample for value in _values(catalog, key))


def _sum_members(catalog: Catalog, key: str) -> tuple[Total, ...]:
    return _add_up([team.members for team in _values(catalog, key)])


def _count_figure(catalog: Catalog, key: str) -> int | None:
    """What the registry counts of the thing a figure states; None when the figure names no query."""
    figure = catalog.registry.get("figure", key)
    return None if figure is None or figure.counts is None else count_records(catalog.registry, figure.counts)


def _regularity(catalog: Catalog, year: str) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Place by month: held activities at the place itself, for every place, also the silent ones."""
    rows: dict[str, list[int]] = {f"place/{place_id}": [0] * 12 for place_id in catalog.registry.records("place")}
    for activity in _held(catalog, f"activities-of-year/{year}"):
        moment = day_key(activity.starts)
        name = f"place/{activity.place}"
        if name in rows and len(moment) >= 7:
            rows[name][int(moment[5:7]) - 1] += 1
    return tuple((name, tuple(months)) for name, months in rows.items())


def _as_of(catalog: Catalog, kind: str) -> str:
    """The latest day on which a record of a kind (of any kind, for "") is known to have changed; "" when none says."""
    if kind:
        days = {changed_on(kind, record) for record in catalog.registry.records(kind).values()}
    else:
        days = {cast(str, catalog.fetch(f"value/as-of/{each}")) for each in catalog.registry.kinds()}
        days |= {story_changed_on(story) for story in _values(catalog, "stories/")[:1]}
    return latest_day(sorted(days), catalog.today)


def _story_days(catalog: Catalog, _key: str) -> tuple[tuple[str, str, str, str], ...]:
    """Of every story and fixed page: its name, topic, year and the day it last changed, as far as it has them. One value, so
    that a page that tells of days alone is not concerned by a title.
    """
    rows = []
    for name in (*catalog.listed("stories"), *catalog.listed("pages")):
        story: Any = catalog.fetch(name)
        year = str(story.date.year) if story.date else ""
        rows.append((name, story.topic, year, story_changed_on(story)))
    return tuple(rows)


VALUES: Mapping[str, Callable[[Catalog, str], object]] = {
    "today": lambda catalog, _key: catalog.today,
    "month": lambda catalog, _key: f"{catalog.today:%Y-%m}",
    "attendance": _sum_of("attendance"),
    "served": _sum_of("served"),
    "volunteers": _sum_of("volunteers"),
    "hours": _sum_of("hours"),
    "held": _count_held,
    "count": _count_listed,
    "samples": _count_samples,
    "members": _sum_members,
    "figure-listed": _count_figure,
    "regularity": _regularity,
    "as-of": _as_of,
    "story-days": _story_days,
}
