"""The home page: what is new, what is coming, our Good People, find your station, the figures. Nothing blank."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plugins.catalog import Catalog, CatalogLook, PageHead
from plugins.pipeline.outputs import Page
from plugins.urls import href_of

from .cards import activity_card, honoree_card, story_card
from .render import Maker
from .shared import column_of, figure_stat

NEWS, COMING, HONOREES, PAST = 7, 6, 6, 4


def build_outputs(_catalog: Catalog, make: Maker) -> Iterator[Page]:
    """Home and the page for lost addresses."""
    yield make.page("home", "home.html", view_home)
    yield make.page("error", "error.html", view_error)


def view_home(look: CatalogLook, root: str) -> tuple[PageHead, Any]:
    """Every section with records, or with what will stand there."""
    site = look.site
    stories = [
        card for card in (story_card(look, root, name) for name in look.listed("stories")[:NEWS]) if card
    ]
    coming = [activity_card(look, root, activity) for activity in look.all("coming", limit=COMING)]
    past = [] if coming else [activity_card(look, root, item) for item in look.all("activities", limit=PAST)]
    honorees = [honoree_card(look, root, honoree) for honoree in look.all("honorees", limit=HONOREES)]
    batch = next(iter(look.all("batches", limit=1)), None)
    theme = next(iter(look.all("themes-of-month", look.today.isoformat()[:7], limit=1)), None)
    head = PageHead(
        kind="home",
        url="",
        title=site.name,
        description=site.summary,
        section="home",
        subject="site",
        samples=any(card["sample"] for card in [*stories, *coming, *past, *honorees]),
    )
    view = {
        "lead": stories[0] if stories else None,
        "news": stories[1:],
        "coming": coming,
        "past": past,
        "theme": {"name": theme.name, "href": href_of(f"theme/{theme.id}", root), "summary": theme.summary}
        if theme
        else None,
        "honorees": honorees,
        "batch": {"label": batch.label, "href": href_of(f"batch/{batch.id}", root)} if batch else None,
        "towns": [_town(look, root, division) for division in look.all("towns")],
        "figures": [
            {**figure_stat(look, root, figure), "listed": ""} for figure in look.all("figures-highlighted")
        ],
        "column": {
            section: column.name
            for section in ("news", "activities", "honors", "places", "figures")
            if (column := column_of(look, section)) is not None
        },
        "contribute": site.contact.contribute,
    }
    return head, view


def _town(look: CatalogLook, root: str, division: Any) -> tuple[str, str, bool, int]:
    count = look.value("count", f"places-of-town/{division.id}")
    return division.name, href_of(f"town/{division.id}", root), False, count


def view_error(look: CatalogLook, root: str) -> tuple[PageHead, Any]:
    """The page for an address that leads nowhere: it stands at any depth, so its links are from the root."""
    head = PageHead(kind="error", url="404.html", title="没有找到这个页面", robots="noindex")
    columns = [
        (column.name, href_of(f"index/{column.id}", root)) for column in look.site.columns if column.in_menu
    ]
    return head, {"columns": columns}
