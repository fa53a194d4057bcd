"""Where the honour boards stand, by town, and the numbers stated of them and of the Good People."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plugins.catalog import Catalog, CatalogLook, PageHead
from plugins.pipeline.outputs import Page
from plugins.urls import address_of, href_of

from .cards import town_name
from .render import Maker
from .shared import Row, crumbs_for, day_of, figure_stat, link_to, links_to


def build_outputs(_catalog: Catalog, make: Maker) -> Iterator[Page]:
    """One page."""
    yield make.page("index/boards", "boards.html", view_boards)


def honor_stats(look: CatalogLook, root: str, *kinds: str) -> list[Row]:
    """The stated numbers whose query counts records of ``kinds``."""
    return [
        figure_stat(look, root, figure)
        for figure in look.all("all", "figure")
        if figure.counts is not None and figure.counts.kind in kinds
    ]


def board_row(look: CatalogLook, root: str, board: Any) -> Row:
    """A board as a row: where it stands and what it shows."""
    return {
        "name": board.name,
        "town": town_name(look, board.division),
        "address": board.address,
        "place": link_to(look, root, "place", board.place),
        "built": day_of(board.built),
        "batches": links_to(look, root, "batch", board.batches),
        "sample": board.sample,
    }


def view_boards(look: CatalogLook, root: str) -> tuple[PageHead, Any]:
    """The boards by town; the stated number beside the listed one."""
    groups: list[Row] = []
    for town in [*look.all("towns"), None]:
        boards = look.all("boards-of-town", town.id if town else "")
        if boards:
            groups.append(
                {
                    "name": town.name if town else "未注明乡镇",
                    "href": href_of(f"town/{town.id}", root) if town else "",
                    "boards": [board_row(look, root, board) for board in boards],
                }
            )
    head = PageHead(
        kind="list",
        url=address_of("index/boards"),
        title="好人榜在哪里",
        description="各乡镇、街道好人榜的位置和展示的批次",
        section="honors",
        crumbs=crumbs_for(look, "honors", ("好人榜在哪里", "index/boards")),
        samples=any(board["sample"] for group in groups for board in group["boards"]),
    )
    return head, {"groups": groups, "figures": honor_stats(look, root, "board")}
