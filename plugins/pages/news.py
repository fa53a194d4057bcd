"""News: the list, topics, years, each story with its neighbours and what it shares records with, and the fixed pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from plugins.catalog import Catalog, CatalogLook, PageHead
from plugins.pipeline.outputs import Page
from plugins.urls import address_of, href_of

from .cards import story_card
from .pictures import photo_path, show_photo
from .render import Maker
from .shared import (
    Row,
    Slice,
    any_sample,
    column_head,
    crumbs_for,
    links_to,
    page_links,
    page_slice,
    paginate,
)
from .text import show_body

PAGE_SIZE = 20
Choice = tuple[str, str, bool, int | None]  # what it is called, address, whether it is this one, how many
# Story attribute -> (kind, what the links are called on the page)
LINK_LABELS: tuple[tuple[str, str, str], ...] = (
    ("places", "place", "相关阵地"),
    ("teams", "team", "相关队伍"),
    ("honorees", "honoree", "身边好人"),
    ("batches", "batch", "好人批次"),
    ("activities", "activity", "相关活动"),
    ("themes", "theme", "实践周"),
    ("programs", "programme", "相关项目"),
    ("regulations", "regulation", "相关制度"),
)


def build_outputs(catalog: Catalog, make: Maker) -> Iterator[Page]:
    """Lists first, then every story and fixed page; a page follows its source's process."""
    for part in paginate(catalog.listed("stories"), PAGE_SIZE):
        yield make.page("index/news", "news.html", view_index, part.number, page=part.number)
    for topic in catalog.registry.terms("topics"):
        for part in paginate(catalog.listed("stories-of-topic", topic.id), PAGE_SIZE):
            yield make.page(
                f"topic/{topic.id}", "news.html", view_topic, topic.id, part.number, page=part.number
            )
    for year in catalog.listed("story-years"):
        for part in paginate(catalog.listed("stories-of-year", year), PAGE_SIZE):
            yield make.page(f"news-year/{year}", "news.html", view_year, year, part.number, page=part.number)
    for month in catalog.listed("story-months"):
        for part in paginate(catalog.listed("stories-of-month", month), PAGE_SIZE):
            name = f"news-month/{month.replace('-', '/')}"
            yield make.page(name, "news.html", view_month, month, part.number, page=part.number)
    for name in catalog.listed("stories"):
        story: Any = catalog.fetch(name)
        yield make.page(name, "story.html", view_story, name, affinity=story.source_path)
    for name in catalog.listed("pages"):
        story = catalog.fetch(name)
        if f"page/{story.slug}" != "page/about":
            yield make.page(name, "page.html", view_page, name, affinity=story.source_path)


def view_index(look: CatalogLook, root: str, number: int) -> tuple[PageHead, Any]:
    """All news, newest first."""
    part = _part(look.listed("stories"), number)
    head = column_head(look, "news", "动态", page=number)
    return _list_view(look, root, head, "index/news", part, topic="", year="")


def view_topic(look: CatalogLook, root: str, topic_id: str, number: int) -> tuple[PageHead, Any]:
    """The news of one topic."""
    topic = look.term("topics", topic_id)
    name = f"topic/{topic_id}"
    part = _part(look.listed("stories-of-topic", topic_id), number)
    title = topic.name if topic else topic_id
    head = PageHead(
        kind="column",
        url=address_of(name, number),
        title=title,
        description=topic.description if topic else "",
        section="news",
        crumbs=crumbs_for(look, "news", (title, name)),
        subject=f"term/topics/{topic_id}",
    )
    return _list_view(look, root, head, name, part, topic=topic_id, year="")


def view_year(look: CatalogLook, root: str, year: str, number: int) -> tuple[PageHead, Any]:
    """The news of one year."""
    name = f"news-year/{year}"
    part = _part(look.listed("stories-of-year", year), number)
    head = PageHead(
        kind="list",
        url=address_of(name, number),
        title=f"{year}年动态",
        description=f"{year}年发布的动态，按时间先后",
        section="news",
        crumbs=crumbs_for(look, "news", (f"{year}年", name)),
    )
    return _list_view(look, root, head, name, part, topic="", year=year)


def view_month(look: CatalogLook, root: str, month: str, number: int) -> tuple[PageHead, Any]:
    """The news of one month."""
    name = f"news-month/{month.replace('-', '/')}"
    part = _part(look.listed("stories-of-month", month), number)
    year, label = month[:4], f"{month[:4]}年{int(month[5:])}月"
    head = PageHead(
        kind="list",
        url=address_of(name, number),
        title=f"{label}动态",
        description=f"{label}发布的动态，按时间先后",
        section="news",
        crumbs=crumbs_for(look, "news", (f"{year}年", f"news-year/{year}"), (f"{int(month[5:])}月", name)),
    )
    return _list_view(look, root, head, name, part, topic="", year=year, month=month)


def _part(names: tuple[str, ...], number: int) -> Slice:
    return page_slice(names, PAGE_SIZE, number)


def _list_view(
    look: CatalogLook,
    root: str,
    head: PageHead,
    name: str,
    part: Slice,
    *,
    topic: str,
    year: str,
    month: str = "",
) -> tuple[PageHead, Any]:
    cards = [card for card in (story_card(look, root, story) for story in part.names) if card is not None]
    topics, years, months = look.once(
        ("news-bars", root, topic, year, month), partial(_list_bars, root=root, topic=topic, year=year, month=month)
    )
    view = {
        "cards": cards,
        "months": months,
        "total": part.total,
        "number": part.number,
        "of": part.of,
        "topics": topics,
        "years": years,
        "pages": page_links(root, name, part),
    }
    samples = any(card["sample"] for card in cards)
    return replace(head, samples=samples), view


def _list_bars(
    look: CatalogLook, root: str, topic: str, year: str, month: str
) -> tuple[tuple[Choice, ...], tuple[Choice, ...], tuple[Choice, ...]]:
    """What stands around every list of news alike: topics, years, and the months of the year."""
    count = partial(look.value, "count")
    topics = [
        (term.name, href_of(f"topic/{term.id}", root), term.id == topic, count(f"stories-of-topic/{term.id}"))
        for term in look.terms("topics")
    ]
    years = [
        (f"{item}年", href_of(f"news-year/{item}", root), item == year, count(f"stories-of-year/{item}"))
        for item in look.listed("story-years")
    ]
    months = [
        (
            f"{int(item[5:])}月",
            href_of(f"news-month/{item.replace('-', '/')}", root),
            item == month,
            count(f"stories-of-month/{item}"),
        )
        for item in reversed(look.listed("story-months"))
        if year and item[:4] == year
    ]
    every = ("全部", href_of("index/news", root), not topic and not year, None)
    return (every, *topics), tuple(years), tuple(months)


def view_story(look: CatalogLook, root: str, name: str) -> tuple[PageHead, Any]:
    """One story."""
    story = look(name)
    key = name.partition("/")[2]
    topic = look.term("topics", story.topic)
    site = look.site
    head = PageHead(
        kind="article",
        url=story.url,
        title=story.title,
        description=story.summary,
        section="news",
        crumbs=crumbs_for(
            look, "news", (topic.name if topic else story.topic, f"topic/{story.topic}"), ("正文", story.url)
        ),
        subject=name,
        published=story.date,
        modified=story.modified,
        source_name=story.source or site.name,
        image=photo_path(story.lead_photo.file) if story.lead_photo else "",
        samples=story.sample,
        keywords=tuple(story.keywords),
        author="、".join(person for _, person in story.bylines),
        robots="noindex" if story.status == "draft" else "",
        aliases=tuple(story.alias_urls),
    )
    view = {
        "story": story,
        "topic": topic.name if topic else "",
        "stamp": story.locale_date,
        "iso": story.date.isoformat(),
        "modified": story.locale_modified,
        "source": story.source or site.name,
        "byline": _bylines(story),
        "lead": show_photo(
            look, story.lead_photo, "lead", "lead", root, lazy=False, beside=story.relative_source_path
        ),
        "credit": story.lead_photo.credit if story.lead_photo else "",
        "alt": story.lead_photo.alt if story.lead_photo else "",
        "body": show_body(look, root, story),
        "links": _record_links(look, root, story),
        "sources": _sources(look, story),
        "newer": _neighbour(look, root, "newer-story", key),
        "older": _neighbour(look, root, "older-story", key),
        "related": [
            card
            for card in (
                story_card(look, root, other, picture=False) for other in look.listed("related-stories", key)
            )
            if card is not None
        ],
        "draft": story.status == "draft",
        "future": story.date.date() > look.today,
    }
    return head, view


def _bylines(story: Any) -> list[tuple[str, list[str]]]:
    roles: dict[str, list[str]] = {}
    for role, person in story.bylines:
        roles.setdefault(role, []).append(person)
    return list(roles.items())


def _record_links(look: CatalogLook, root: str, story: Any) -> list[Row]:
    groups = []
    for attribute, kind, label in LINK_LABELS:
        links = links_to(look, root, kind, getattr(story, attribute))
        if links:
            groups.append({"label": label, "links": links})
    return groups


def _sources(look: CatalogLook, story: Any) -> list[Row]:
    rows = []
    for source_id in story.sources:
        source = look.get("source", source_id)
        if source is not None:
            rows.append(
                {
                    "title": source.title,
                    "publisher": source.publisher,
                    "date": source.date.text if source.date else "",
                    "note": source.remark,
                    "href": source.url,
                }
            )
    return rows


def _neighbour(look: CatalogLook, root: str, index: str, key: str) -> tuple[str, str] | None:
    names = look.listed(index, key)
    if not names:
        return None
    story = look(f"card/{names[0].partition('/')[2]}")
    return None if story is None else (story.title, root + story.url)


def view_page(look: CatalogLook, root: str, name: str) -> tuple[PageHead, Any]:
    """A fixed page."""
    story = look(name)
    head = PageHead(
        kind="page",
        url=story.url,
        title=story.title,
        description=story.summary,
        crumbs=((story.title, story.url),),
        subject=name,
        published=story.date,
        modified=story.modified,
        samples=any_sample(story),
    )
    view = {"story": story, "body": show_body(look, root, story), "sources": _sources(look, story)}
    return head, view


__all__ = ["build_outputs", "view_index", "view_page", "view_story", "view_topic", "view_year"]
