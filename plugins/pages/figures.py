"""Every stated number with its basis, date and source, beside what the registry counts of the same thing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plugins.catalog import Catalog, CatalogLook, PageHead
from plugins.pipeline.outputs import Page
from plugins.urls import href_of

from .render import Maker
from .shared import Row, column_head, quantity_row


def build_outputs(_catalog: Catalog, make: Maker) -> Iterator[Page]:
    """One page."""
    yield make.page("index/figures", "figures.html", view_figures)


def view_figures(look: CatalogLook, root: str) -> tuple[PageHead, Any]:
    """Figures by group; a lost one shows its hole, a difference its explanation."""
    groups: list[Row] = [
        {"name": group, "rows": [_row(look, figure) for figure in look.all("figures-of-group", group)]}
        for group in look.listed("figure-groups")
    ]
    rows = [row for group in groups for row in group["rows"]]
    head = column_head(look, "figures", "数据")
    view = {
        "groups": groups,
        "sources": [_source(look, source) for source in look.all("all", "source")],
        "count": len(rows),
        "lost": sum(row["basis"] == "lost" for row in rows),
        "derived": sum(row["basis"] == "derived" for row in rows),
        "data_href": href_of("index/data", root),
    }
    return head, view


def _row(look: CatalogLook, figure: Any) -> Row:
    listed = look.value("figure-listed", figure.id)
    value = figure.quantity.value
    quantity = quantity_row(look, figure.quantity, figure) or {}
    same = (
        listed is not None and value is not None and figure.quantity.qualifier == "exact" and listed == value
    )
    return {
        "id": figure.id,
        "label": figure.label,
        "quantity": quantity,
        "basis": quantity["basis"],
        "listed": "" if listed is None else str(listed),
        "unit": figure.quantity.unit,
        "same": same,
        "explain": figure.explain,
        "derived_from": figure.derived_from,
        "sources": [
            (source.title, source.url)
            for source in (
                look.get("source", reference.source)
                for reference in figure.sources or figure.quantity.sources
            )
            if source is not None
        ],
    }


def _source(look: CatalogLook, source: Any) -> Row:
    return {
        "title": source.title,
        "publisher": source.publisher,
        "date": source.date.text if source.date else "",
        "note": source.remark,
        "href": source.url,
        "cited": look.value("count", f"records-of-source/{source.id}"),
    }
