"""The directory of places: the three levels as a tree, by town and by level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from plugins.catalog import Catalog, CatalogLook, PageHead
from plugins.pipeline.outputs import Page
from plugins.urls import address_of, href_of

from . import find, place, towns
from .cards import town_name
from .render import Maker
from .shared import Row, any_sample, column_head, crumbs_for, page_links, paginate
from .work import group_stats, level_rows, level_stats

LEVEL_PAGE = 60
# A tree of more places than this shows its lowest rows as counts: 400 lines are about 45 KB of HTML.
TREE_LIMIT = 400
# Leaves under one parent that a large tree still shows one by one.
FEW = 6


def build_outputs(catalog: Catalog, make: Maker) -> Iterator[Page]:
    """The directory, its levels, towns and finder, and a page for every place."""
    yield make.page("index/places", "places.html", view_index)
    for term in catalog.registry.terms("place_levels"):
        for part in paginate(catalog.listed("places-of-level", term.id), LEVEL_PAGE):
            yield make.page(
                f"level/{term.id}", "level.html", view_level, term.id, part.number, page=part.number
            )
    yield from towns.build_outputs(catalog, make)
    yield from find.build_outputs(catalog, make)
    yield from place.build_outputs(catalog, make)


def view_index(look: CatalogLook, root: str) -> tuple[PageHead, Any]:
    """The tree from the centre down, the towns, the levels with stated and listed numbers."""
    size = look.value("count", "all/place")
    roots = look.all("roots-of-place")
    whole = size <= TREE_LIMIT
    head = column_head(look, "places", "阵地", samples=bool(look.value("samples", "all/place")))
    view = {
        "tree": tree_nodes(look, root, "place", roots, whole=whole, unit="处"),
        "whole": whole,
        "count": size,
        "levels": level_rows(look, root, "place", "处"),
        "stats": group_stats(look, root, "place"),
        "towns": town_links(look, root),
    }
    return head, view


def town_links(look: CatalogLook, root: str, current: str = "") -> list[tuple[str, str, bool, int]]:
    """Every town with the number of places in it, for the filter macro."""
    return [
        (
            division.name,
            href_of(f"town/{division.id}", root),
            division.id == current,
            look.value("count", f"places-of-town/{division.id}"),
        )
        for division in look.all("towns")
    ]


def tree_nodes(
    look: CatalogLook,
    root: str,
    kind: str,
    records: Sequence[Any],
    *,
    whole: bool,
    unit: str,
    above: tuple[str, ...] = (),
) -> list[Row]:
    """What the tree macro takes. A tree that is not ``whole`` shows many leaves under one parent as one count."""
    leaves = [record for record in records if not look.listed(f"children-of-{kind}", record.id)]
    folded = not whole and len(leaves) > FEW
    # By id: comparing thousands of records with each other would take as long as the rest of the site.
    hidden = {leaf.id for leaf in leaves} if folded else set()
    shown = [record for record in records if record.id not in hidden]
    nodes = []
    for record in shown:
        below = [] if record.id in above else look.all(f"children-of-{kind}", record.id)
        chain = (*above, record.id)
        children = tree_nodes(look, root, kind, below, whole=whole, unit=unit, above=chain)
        notes = [f"下设{len(below)}{unit}" if below else "", "示例" if record.sample else ""]
        nodes.append(
            {
                "label": record.short or record.name,
                "href": href_of(f"{kind}/{record.id}", root),
                "note": " · ".join(note for note in notes if note),
                "children": children,
            }
        )
    if folded:
        nodes += _folded_leaves(look, root, kind, leaves, unit)
    return nodes


def _folded_leaves(look: CatalogLook, root: str, kind: str, leaves: Sequence[Any], unit: str) -> list[Row]:
    page = "level" if kind == "place" else "team-level"
    levels: dict[str, int] = {}
    for leaf in leaves:
        levels[leaf.level] = levels.get(leaf.level, 0) + 1
    parent = leaves[0].parent
    rows = []
    for level_id, count in levels.items():
        level = look.term(f"{kind}_levels", level_id)
        name = f"{kind}/{parent}" if parent else f"{page}/{level_id}"
        rows.append(
            {
                "label": f"{level.name if level else level_id}{count}{unit}",
                "href": f"{href_of(name, root)}{'#children' if parent else ''}",
                "note": "",
                "children": [],
            }
        )
    return rows


def view_level(look: CatalogLook, root: str, term_id: str, number: int) -> tuple[PageHead, Any]:
    """The places of one level, stated beside listed."""
    term = look.term("place_levels", term_id)
    name = f"level/{term_id}"
    title = term.name if term else term_id
    part = next(
        p for p in paginate(look.listed("places-of-level", term_id), LEVEL_PAGE) if p.number == number
    )
    records = [record for record in (look(item) for item in part.names) if record is not None]
    head = PageHead(
        kind="list",
        url=address_of(name, number),
        title=title,
        description=term.description if term else "",
        section="places",
        crumbs=crumbs_for(look, "places", (title, name)),
        subject=f"term/place_levels/{term_id}",
        samples=any_sample(records),
    )
    view = {
        "rows": [place_row(look, root, record) for record in records],
        "total": f"{part.total}处",
        "stats": level_stats(look, root, "place", term_id),
        "others": [
            (
                other.name,
                href_of(f"level/{other.id}", root),
                other.id == term_id,
                look.value("count", f"places-of-level/{other.id}"),
            )
            for other in look.terms("place_levels")
        ],
        "towns": town_links(look, root),
        "pages": page_links(root, name, part),
        "empty": (f"尚未登记{title}", "登记后在此逐处列出。"),
        "index": ("全部阵地", href_of("index/places", root)),
    }
    return head, view


def place_row(look: CatalogLook, root: str, record: Any) -> Row:
    """A place as a line of a dense list."""
    where = town_name(look, record.division)
    return {
        "title": record.name,
        "href": href_of(f"place/{record.id}", root),
        "note": where,
        "telephone": record.telephone,
        "badge": "示例" if record.sample else "",
    }
