"""文明实践+ programmes: aims, targets as forecasts, progress by village over time, and everything done under each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plugins.catalog import Catalog, CatalogLook, PageHead
from plugins.pipeline.outputs import Page
from plugins.urls import address_of, href_of

from .activities import cards_of, totals_of
from .cards import story_card
from .render import Maker
from .shared import Row, any_sample, column_head, crumbs_for, day_of, quantity_row, sources_of
from .text import show_markdown

ACTIVITIES, STORIES = 9, 6


def build_outputs(catalog: Catalog, make: Maker) -> Iterator[Page]:
    """The list and a page for each programme."""
    yield make.page("index/programs", "programs.html", view_index)
    for name in catalog.listed("all", "programme"):
        yield make.page(name, "program.html", view_programme, name)


def view_index(look: CatalogLook, root: str) -> tuple[PageHead, Any]:
    """All programmes with what stands under each."""
    rows = [
        {
            "title": programme.name,
            "href": href_of(f"programme/{programme.id}", root),
            "note": programme.summary,
            "date": f"{day_of(programme.joined)}纳入" if programme.joined else "",
            "sample": programme.sample,
        }
        for programme in look.all("all", "programme")
    ]
    head = column_head(look, "programs", "文明实践+", samples=any(row["sample"] for row in rows))
    return head, {"rows": rows}


def view_programme(look: CatalogLook, root: str, name: str) -> tuple[PageHead, Any]:
    """One programme."""
    programme = look(name)
    progress = look.all("progress-of-programme", programme.id)
    activities = cards_of(look, root, look.listed("activities-of-programme", programme.id)[:ACTIVITIES])
    batches = look.all("batches-of-programme", programme.id)
    head = PageHead(
        kind="record",
        url=address_of(name),
        title=programme.name,
        description=programme.summary,
        section="programs",
        crumbs=crumbs_for(look, "programs", (programme.name, name)),
        subject=name,
        samples=any_sample(programme, progress, batches) or any(card["sample"] for card in activities),
    )
    view = {
        "programme": programme,
        "joined": day_of(programme.joined),
        "aims": show_markdown(look, root, programme.aims) if programme.aims else "",
        "targets": [_target(look, programme, target) for target in programme.targets],
        "progress": build_progress(look, root, progress),
        "activities": activities,
        "facts": totals_of(look, f"activities-of-programme/{programme.id}"),
        "batches": [
            (
                batch.label,
                href_of(f"batch/{batch.id}", root),
                False,
                look.value("count", f"honorees-of-batch/{batch.id}"),
            )
            for batch in batches
        ],
        "themes": programme.id in _theme_programmes(look),
        "stories": [
            card
            for card in (
                story_card(look, root, story, picture=False)
                for story in look.listed("stories-of-programme", programme.id)[:STORIES]
            )
            if card is not None
        ],
        "sources": sources_of(look, programme),
    }
    return head, view


def _theme_programmes(look: CatalogLook) -> set[str]:
    """Programmes under which an activity of a practice week stands: they link to the weeks."""
    found = set()
    for name in look.listed("themes"):
        for activity in look.all("activities-of-theme", name.partition("/")[2], limit=1):
            if activity.programme:
                found.add(activity.programme)
    return found


def _target(look: CatalogLook, programme: Any, target: Any) -> Row:
    return {
        "label": target.label,
        "scope": target.scope,
        "quantity": quantity_row(look, target.quantity, programme),
        "by": day_of(target.by),
    }


def build_progress(look: CatalogLook, root: str, rows: list[Any]) -> Row | None:
    """What the line chart and its table take: times across, villages down; a time without a report is a gap."""
    if not rows:
        return None
    times = sorted({str(row.at) for row in rows})
    labels = {str(row.at): row.at.text for row in rows}
    villages: dict[str, dict[str, Any]] = {}
    provincial: set[str] = set()
    for row in rows:
        villages.setdefault(row.village, {})[str(row.at)] = row
        if row.provincial:
            provincial.add(row.village)
    series = []
    for village, found in villages.items():
        values = [_number(found[time].quantity) if time in found else None for time in times]
        series.append((village, values))
    latest = [
        (
            village,
            _number(found[max(found)].quantity),
            f"{found[max(found)].quantity.text}（{found[max(found)].at.text}）",
        )
        for village, found in villages.items()
    ]
    units = {row.quantity.unit for row in rows if row.quantity.unit}
    return {
        "labels": [labels[time] for time in times],
        "series": series,
        "latest": latest,
        "rows": [
            [village, *("待补" if value is None else value for value in values)] for village, values in series
        ],
        "unit": units.pop() if len(units) == 1 else "",
        "provincial": sorted(provincial),
        "households": [
            (row.village, row.households.text) for row in rows if row.households and str(row.at) == times[-1]
        ],
        "sources": [source for row in rows[:1] for source in sources_of(look, row)],
        "sample": any_sample(rows),
    }


def _number(quantity: Any) -> float | None:
    """The number behind a quantity for a chart; None where it is lost. Whole numbers stay whole."""
    if quantity.value is None:
        return None
    value = float(quantity.value)
    return int(value) if value.is_integer() else value
