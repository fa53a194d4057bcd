"""All activities of one place, town or team, newest first, over as many pages as they fill."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plugins.catalog import Catalog, CatalogLook, PageHead
from plugins.pipeline.outputs import Page
from plugins.urls import address_of, href_of

from .render import Maker
from .shared import any_sample, crumbs_for, page_links, page_slice, paginate, title_of
from .work import PAST, activity_row, total_facts

PAGE_SIZE = 40
# Kind of page -> (scope of its activity lists, kind of record, column, note)
SCOPES: dict[str, tuple[str, str, str, str]] = {
    "place": ("under-place", "place", "places", "含下设阵地的活动"),
    "town": ("of-town", "division", "places", ""),
    "team": ("of-team", "team", "teams", ""),
}


def build_outputs(catalog: Catalog, make: Maker, sort: str, key: str) -> Iterator[Page]:
    """The pages of one record's activities; none when its own page holds them all."""
    names = catalog.listed(f"activities-{SCOPES[sort][0]}", key)
    if len(names) <= PAST:
        return
    for part in paginate(names, PAGE_SIZE):
        yield make.page(
            f"{sort}-activities/{key}",
            "record-activities.html",
            view_activities,
            sort,
            key,
            part.number,
            page=part.number,
        )


def view_activities(look: CatalogLook, root: str, sort: str, key: str, number: int) -> tuple[PageHead, Any]:
    """One page of the list, with the sums of all of it."""
    scope, kind, section, note = SCOPES[sort]
    record = look.get(kind, key)
    name = f"{sort}-activities/{key}"
    list_name = f"activities-{scope}"
    part = page_slice(look.listed(list_name, key), PAGE_SIZE, number)
    activities = [activity for activity in (look(item) for item in part.names) if activity is not None]
    label = getattr(record, "short", "") or title_of(record)
    head = PageHead(
        kind="list",
        url=address_of(name, number),
        title=f"{label}的活动",
        description=f"{title_of(record)}办过和将办的活动，按时间先后",
        section=section,
        crumbs=crumbs_for(look, section, (label, f"{sort}/{key}"), ("全部活动", name)),
        subject=f"{kind}/{key}",
        samples=any_sample(activities),
    )
    view = {
        "rows": [activity_row(look, root, activity) for activity in activities],
        "total": part.total,
        "note": note,
        "totals": total_facts(look, f"{list_name}/{key}"),
        "pages": page_links(root, name, part),
        "record": (label, href_of(f"{sort}/{key}", root)),
    }
    return head, view
