"""Rules and plans: by sort, full text or 全文待发布, superseded ones marked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plugins.catalog import Catalog, CatalogLook, PageHead
from plugins.pipeline.outputs import Page
from plugins.urls import address_of, href_of

from .render import Maker
from .shared import Row, any_sample, column_head, crumbs_for, day_of, link_to, sources_of
from .text import show_markdown


def build_outputs(catalog: Catalog, make: Maker) -> Iterator[Page]:
    """The list of regulations and a page for each."""
    yield make.page("index/regulations", "regulations.html", view_index)
    for name in catalog.listed("all", "regulation"):
        yield make.page(name, "regulation.html", view_regulation, name)


def view_index(look: CatalogLook, root: str) -> tuple[PageHead, Any]:
    """All regulations by sort, those in force before those that are not."""
    groups = []
    for sort in look.terms("regulation_sorts"):
        rows = [_row(root, regulation) for regulation in look.all("regulations-of-sort", sort.id)]
        groups.append({"name": sort.name, "id": sort.id, "description": sort.description, "rows": rows})
    head = column_head(look, "regulations", "制度", samples=any_sample(look.all("all", "regulation")))
    return head, {"groups": groups}


def _row(root: str, regulation: Any) -> Row:
    superseded = bool(regulation.superseded_by or regulation.repealed)
    badge = "已废止" if superseded else ("" if regulation.text else "全文待发布")
    return {
        "title": f"《{regulation.title}》",
        "href": href_of(f"regulation/{regulation.id}", root),
        "date": day_of(regulation.issued),
        "iso": regulation.issued.iso if regulation.issued else "",
        "note": regulation.issuer,
        "badge": badge,
    }


def view_regulation(look: CatalogLook, root: str, name: str) -> tuple[PageHead, Any]:
    """One regulation with its text, what it replaced and what replaced it."""
    regulation = look(name)
    sort = look.term("regulation_sorts", regulation.sort)
    head = PageHead(
        kind="record",
        url=address_of(name),
        title=f"《{regulation.title}》",
        description=f"《{regulation.title}》的发布信息与全文",
        section="regulations",
        crumbs=crumbs_for(look, "regulations", (regulation.title, name)),
        subject=name,
        samples=regulation.sample,
    )
    view = {
        "regulation": regulation,
        "sort": sort.name if sort else "",
        "text": show_markdown(look, root, regulation.text) if regulation.text else "",
        "issued": day_of(regulation.issued),
        "superseded_by": link_to(look, root, "regulation", regulation.superseded_by),
        "repealed": day_of(regulation.repealed),
        "supersedes": [
            (f"《{old.title}》", href_of(f"regulation/{old.id}", root))
            for old in look.all("supersedes", regulation.id)
        ],
        "stories": [
            (story.title, root + story.url)
            for story in look.cards("stories-of-regulation", regulation.id, limit=6)
        ],
        "sources": sources_of(look, regulation),
    }
    return head, view
