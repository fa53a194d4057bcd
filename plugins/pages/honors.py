"""Good People: the honour roll by batch and category, each honouree, the ceremonies, where the boards stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plugins.catalog import Catalog, CatalogLook, PageHead
from plugins.pipeline.outputs import Page
from plugins.urls import address_of, href_of

from .boards import board_row, honor_stats
from .cards import honoree_card, story_card, town_href, town_name
from .pictures import photo_path, show_photo
from .render import Maker
from .shared import (
    Row,
    any_sample,
    column_head,
    crumbs_for,
    day_of,
    link_to,
    page_links,
    page_slice,
    paginate,
    quantity_row,
    sources_of,
)
from .text import show_markdown

PAGE_SIZE = 24
STORIES = 6


def build_outputs(catalog: Catalog, make: Maker) -> Iterator[Page]:
    """The roll, batches, categories, boards, and a page for every honouree."""
    yield make.page("index/honors", "honors.html", view_index)
    for term in catalog.registry.terms("honor_categories"):
        name = f"honor-category/{term.id}"
        for part in paginate(catalog.listed("honorees-of-category", term.id), PAGE_SIZE):
            yield make.page(name, "honor-list.html", view_category, term.id, part.number, page=part.number)
    for name in catalog.listed("batches"):
        batch_id = name.partition("/")[2]
        for part in paginate(catalog.listed("honorees-of-batch", batch_id), PAGE_SIZE):
            yield make.page(name, "batch.html", view_batch, name, part.number, page=part.number)
    for name in catalog.listed("honorees"):
        yield make.page(name, "honoree.html", view_honoree, name)


def _categories(look: CatalogLook, root: str, current: str = "") -> list[tuple[str, str, bool, int]]:
    return [
        (
            term.name,
            href_of(f"honor-category/{term.id}", root),
            term.id == current,
            look.value("count", f"honorees-of-category/{term.id}"),
        )
        for term in look.terms("honor_categories")
    ]


def _batches(look: CatalogLook, root: str, current: str = "") -> list[tuple[str, str, bool, int]]:
    return [
        (
            batch.label,
            href_of(f"batch/{batch.id}", root),
            batch.id == current,
            look.value("count", f"honorees-of-batch/{batch.id}"),
        )
        for batch in look.all("batches")
    ]


def view_index(look: CatalogLook, root: str) -> tuple[PageHead, Any]:
    """The latest batches in full, older ones as links, stated numbers beside the listed ones."""
    batches = look.all("batches")
    shown = []
    for batch in batches[:2]:
        names = look.listed("honorees-of-batch", batch.id)[:PAGE_SIZE]
        cards = [
            honoree_card(look, root, honoree)
            for honoree in (look(name) for name in names)
            if honoree is not None
        ]
        shown.append({**_batch_row(look, root, batch), "cards": cards})
    head = column_head(
        look,
        "honors",
        "好人榜",
        samples=any_sample(*batches) or any(card["sample"] for row in shown for card in row["cards"]),
    )
    view = {
        "batches": shown,
        "older": [_batch_row(look, root, batch) for batch in batches[2:]],
        "categories": _categories(look, root),
        "figures": honor_stats(look, root, "honoree", "batch", "board"),
        "boards": sum(look.value("count", f"boards-of-town/{town}") for town in ["", *_town_ids(look)]),
        "programme": _programme(look, root, batches),
    }
    return head, view


def _town_ids(look: CatalogLook) -> list[str]:
    return [town.id for town in look.all("towns")]


def _programme(look: CatalogLook, root: str, batches: list[Any]) -> tuple[str, str] | None:
    return next(
        (link_to(look, root, "programme", batch.programme) for batch in batches if batch.programme), None
    )


def _batch_row(look: CatalogLook, root: str, batch: Any) -> Row:
    return {
        "id": batch.id,
        "label": batch.label,
        "href": href_of(f"batch/{batch.id}", root),
        "date": day_of(batch.ceremony.date) if batch.ceremony else "",
        "count": look.value("count", f"honorees-of-batch/{batch.id}"),
        "stated": batch.stated_count.text if batch.stated_count else "",
        "sample": batch.sample,
    }


def view_category(look: CatalogLook, root: str, term_id: str, number: int) -> tuple[PageHead, Any]:
    """The honourees of one category, latest batch first."""
    term = look.term("honor_categories", term_id)
    name = f"honor-category/{term_id}"
    part = page_slice(look.listed("honorees-of-category", term_id), PAGE_SIZE, number)
    cards = [
        honoree_card(look, root, honoree)
        for honoree in (look(item) for item in part.names)
        if honoree is not None
    ]
    title = term.name if term else term_id
    head = PageHead(
        kind="list",
        url=address_of(name, number),
        title=title,
        description=term.description if term else "",
        section="honors",
        crumbs=crumbs_for(look, "honors", (title, name)),
        subject=f"term/honor_categories/{term_id}",
        samples=any(card["sample"] for card in cards),
    )
    return head, {
        "cards": cards,
        "total": part.total,
        "categories": _categories(look, root, term_id),
        "pages": page_links(root, name, part),
    }


def view_batch(look: CatalogLook, root: str, name: str, number: int) -> tuple[PageHead, Any]:
    """One batch: its ceremony, its honourees, where its boards stand."""
    batch = look(name)
    part = page_slice(look.listed("honorees-of-batch", batch.id), PAGE_SIZE, number)
    cards = [
        honoree_card(look, root, honoree)
        for honoree in (look(item) for item in part.names)
        if honoree is not None
    ]
    head = PageHead(
        kind="list",
        url=address_of(name, number),
        title=batch.label,
        description=f"{batch.label}名单、事迹和发布会",
        section="honors",
        crumbs=crumbs_for(look, "honors", (batch.label, name)),
        subject=name,
        samples=batch.sample or any(card["sample"] for card in cards),
    )
    view = {
        "batch": batch,
        "cards": cards,
        "number": number,
        "total": part.total,
        "stated": quantity_row(look, batch.stated_count, batch),
        "ceremony": _ceremony(look, root, batch),
        "boards": [board_row(look, root, board) for board in look.all("boards-of-batch", batch.id)],
        "programme": link_to(look, root, "programme", batch.programme),
        "stories": _stories(look, root, "batch", batch.id),
        "others": _batches(look, root, batch.id),
        "pages": page_links(root, name, part),
        "sources": sources_of(look, batch),
    }
    return head, view


def _ceremony(look: CatalogLook, root: str, batch: Any) -> Row | None:
    ceremony = batch.ceremony
    if ceremony is None:
        return None
    return {
        "date": day_of(ceremony.date),
        "venue": ceremony.venue,
        "place": link_to(look, root, "place", ceremony.place),
        "text": show_markdown(look, root, ceremony.text) if ceremony.text else "",
        "photos": [
            (show_photo(look, photo, "record", "place", root), photo.caption or photo.alt, photo.credit)
            for photo in ceremony.photos
        ],
    }


def _stories(look: CatalogLook, root: str, kind: str, record_id: str) -> list[Row]:
    names = look.listed(f"stories-of-{kind}", record_id)[:STORIES]
    return [
        card for card in (story_card(look, root, name, picture=False) for name in names) if card is not None
    ]


def view_honoree(look: CatalogLook, root: str, name: str) -> tuple[PageHead, Any]:
    """One Good Person, complete."""
    honoree = look(name)
    category = look.term("honor_categories", honoree.category)
    batch = look.get("batch", honoree.batch)
    head = PageHead(
        kind="record",
        url=address_of(name),
        title=honoree.name,
        description=honoree.deed,
        section="honors",
        crumbs=crumbs_for(
            look, "honors", *([(batch.label, f"batch/{batch.id}")] if batch else []), (honoree.name, name)
        ),
        subject=name,
        image=photo_path(honoree.portrait.file) if honoree.portrait else "",
        samples=honoree.sample,
    )
    names = look.listed("honorees-of-batch", honoree.batch)
    at = names.index(name)
    view = {
        "honoree": honoree,
        "category": category.name if category else "",
        "category_href": href_of(f"honor-category/{honoree.category}", root),
        "batch": (batch.label, href_of(f"batch/{batch.id}", root)) if batch else None,
        "portrait": show_photo(look, honoree.portrait, "honoree", "portrait-large", root, lazy=False),
        "awards": [_award(award) for award in honoree.awards],
        "town": (town_name(look, honoree.division), town_href(look, root, honoree.division)),
        "place": link_to(look, root, "place", honoree.place),
        "members": quantity_row(look, honoree.members, honoree),
        "story": show_markdown(look, root, honoree.story) if honoree.story else "",
        "stories": _stories(look, root, "honoree", honoree.id),
        "sources": sources_of(look, honoree),
        "previous": _neighbour(look, root, names[at - 1]) if at else None,
        "following": _neighbour(look, root, names[at + 1]) if at + 1 < len(names) else None,
    }
    return head, view


def _award(award: Any) -> str:
    parts = [part for part in (award.level, day_of(award.date)) if part]
    return f"{award.title}（{'，'.join(parts)}）" if parts else str(award.title)


def _neighbour(look: CatalogLook, root: str, name: str) -> tuple[str, str] | None:
    honoree = look(name)
    return None if honoree is None else (honoree.name, href_of(name, root))
