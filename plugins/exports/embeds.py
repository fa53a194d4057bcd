"""A fragment page for every town that other sites may frame: what is coming, the latest Good Person. No script.

Who may frame it is said by a header, which the publishing room writes from the site block's ``embed_origins``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from plugins.catalog import PageHead
from plugins.pipeline.outputs import Output
from plugins.urls import address_of

from .public import is_public
from .where import Make, Where

if TYPE_CHECKING:
    from plugins.catalog import Catalog, CatalogLook

COMING = 5


def build_outputs(catalog: Catalog, make: Make, where: Where) -> Iterator[Output]:
    """One page for every town, at an address that stays."""
    for name in catalog.listed("towns"):
        town_id = name.partition("/")[2]
        yield make.page(f"embed/{town_id}", "embed.html", view_embed, town_id, where)


def view_embed(look: CatalogLook, _root: str, town_id: str, where: Where) -> tuple[PageHead, Any]:
    """The town's next activities and its latest Good Person, the county's where the town has none."""
    town = look.get("division", town_id)
    activities = look.all("coming-of-town", town_id, limit=COMING)
    names = look.listed("honorees-of-town", town_id) or look.listed("honorees")
    honoree = next(
        (
            item
            for item in (look(name) for name in names[:COMING])
            if item is not None and is_public("honoree", item)
        ),
        None,
    )
    head = PageHead(
        kind="page",
        url=address_of(f"embed/{town_id}"),
        title=f"{town.name}文明实践",
        description=f"{town.name}近期的文明实践活动和身边好人",
        robots="noindex",
        samples=any(item.sample for item in [*activities, *([honoree] if honoree else [])]),
    )
    view = {
        "town": town.name,
        "href": where.at(address_of(f"town/{town_id}")),
        "activities": [
            {
                "title": activity.title,
                "href": where.at(address_of(f"activity/{activity.id}")),
                "iso": activity.starts.iso,
                "date": activity.starts.text,
                "sample": activity.sample,
            }
            for activity in activities
            if activity.starts is not None
        ],
        "honoree": {
            "name": honoree.name,
            "deed": honoree.deed,
            "href": where.at(address_of(f"honoree/{honoree.id}")),
            "sample": honoree.sample,
        }
        if honoree
        else None,
    }
    return head, view
