"""The site map for people: every column and what stands under it, so that all is within three steps of the home page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plugins.catalog import Catalog, CatalogLook, PageHead
from plugins.pipeline.outputs import Page
from plugins.urls import address_of, has_address, href_of

from .render import Maker
from .shared import title_of

Links = list[tuple[str, str]]


def build_outputs(_catalog: Catalog, make: Maker) -> Iterator[Page]:
    """One page."""
    yield make.page("site-map", "site-map.html", view_site_map)


def view_site_map(look: CatalogLook, root: str) -> tuple[PageHead, Any]:
    """Columns in the site's order, each with its ways in; those of one page together at the end."""
    groups, single = [], []
    for column in look.site.columns:
        if not has_address(f"index/{column.id}") or column.id in {"home", "site-map"}:
            continue
        href, links = href_of(f"index/{column.id}", root), _links(look, root, column.id)
        if links:
            groups.append({"name": column.name, "href": href, "links": links})
        else:
            single.append((column.name, href))
    pages = [(page.title, root + page.url) for page in look.cards("pages") if page.slug != "about"]
    head = PageHead(
        kind="page",
        url=address_of("site-map"),
        title="网站地图",
        description="全站栏目和各栏目的入口",
        crumbs=(("网站地图", address_of("site-map")),),
    )
    return head, {"groups": groups, "single": single, "pages": pages}


def _links(look: CatalogLook, root: str, column: str) -> Links:
    """The ways into one column; none for a column of one page."""
    ways = {
        "news": _news_links,
        "places": _place_links,
        "teams": _team_links,
        "honors": _honor_links,
        "activities": _activity_links,
    }
    if column in ways:
        return ways[column](look, root)
    kind = {"programs": "programme", "regulations": "regulation"}.get(column)
    if kind is None:
        return []
    return [(title_of(record), href_of(f"{kind}/{record.id}", root)) for record in look.all("all", kind)]


def _news_links(look: CatalogLook, root: str) -> Links:
    topics = [(term.name, href_of(f"topic/{term.id}", root)) for term in look.terms("topics")]
    return topics + [(f"{year}年", href_of(f"news-year/{year}", root)) for year in look.listed("story-years")]


def _place_links(look: CatalogLook, root: str) -> Links:
    levels = [(term.name, href_of(f"level/{term.id}", root)) for term in look.terms("place_levels")]
    towns = [(town.name, href_of(f"town/{town.id}", root)) for town in look.all("towns")]
    return [("找实践站", href_of("find", root)), *levels, *towns]


def _team_links(look: CatalogLook, root: str) -> Links:
    return [(term.name, href_of(f"team-level/{term.id}", root)) for term in look.terms("team_levels")]


def _honor_links(look: CatalogLook, root: str) -> Links:
    batches = [(batch.label, href_of(f"batch/{batch.id}", root)) for batch in look.all("batches")]
    terms = [
        (term.name, href_of(f"honor-category/{term.id}", root)) for term in look.terms("honor_categories")
    ]
    return [*batches, *terms, ("好人榜在哪里", href_of("boards", root))]


def _activity_links(look: CatalogLook, root: str) -> Links:
    platforms = [(term.name, href_of(f"platform/{term.id}", root)) for term in look.terms("platforms")]
    tasks = [(term.name, href_of(f"task/{term.id}", root)) for term in look.terms("tasks")]
    months = [
        (f"{month[:4]}年{int(month[5:])}月", href_of(f"month/{month}", root))
        for month in look.listed("activity-months")
    ]
    fixed = [
        ("活动预告", href_of("coming", root)),
        ("实践周", href_of("themes", root)),
        ("活动常态化", href_of("regularity", root)),
    ]
    return [*fixed, *platforms, *tasks, *months]
