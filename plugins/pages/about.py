"""The operating model, the leading group by posts, the three levels, platforms and tasks, each linked to what was done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plugins.catalog import Catalog, CatalogLook, PageHead
from plugins.pipeline.outputs import Page
from plugins.urls import address_of, href_of

from .render import Maker
from .shared import Row, column_of, crumbs_for, sources_of
from .text import show_body

# Vocabulary -> the first part of the name under which its terms have a page.
TERM_PAGES = {"place_levels": "level", "team_levels": "team-level", "platforms": "platform", "tasks": "task"}
# Vocabulary -> list index of the records under a term, and what they are called.
TERM_LISTS = {
    "place_levels": ("places-of-level", "处"),
    "team_levels": ("teams-of-level", "支"),
    "platforms": ("activities-of-platform", "场活动"),
    "tasks": ("activities-of-task", "场活动"),
}


def build_outputs(_catalog: Catalog, make: Maker) -> Iterator[Page]:
    """One page."""
    yield make.page("index/about", "about.html", view_about)


def view_about(look: CatalogLook, root: str) -> tuple[PageHead, Any]:
    """The model as a picture and in words."""
    model = next(iter(look.all("all", "operating-model")), None)
    text = look("page/about")
    column = column_of(look, "about")
    head = PageHead(
        kind="column",
        url=address_of("index/about"),
        title=column.name if column else "概况",
        description=(column.description if column else "") or (text.summary if text else ""),
        section="about",
        crumbs=crumbs_for(look, "about"),
    )
    view = {
        "model": model,
        "parts": [_part(look, root, part) for part in model.parts] if model else [],
        "body": show_body(look, root, text) if text else "",
        "sources": sources_of(look, model) if model else [],
        "center": [
            (place.name, href_of(f"place/{place.id}", root)) for place in look.all("roots-of-place", limit=3)
        ],
        "corps": [
            (team.name, href_of(f"team/{team.id}", root)) for team in look.all("roots-of-team", limit=3)
        ],
    }
    return head, view


def _part(look: CatalogLook, root: str, part: Any) -> Row:
    terms = look.terms(part.vocabulary) if part.vocabulary else []
    items = [(term.short or term.name, _term_href(root, part.vocabulary, term.id)) for term in terms]
    if not terms:
        items = [(f"{post.role}", f"#{part.id}") for post in part.posts]
    details = []
    for term in terms:
        index, unit = TERM_LISTS.get(part.vocabulary, ("", ""))
        count = look.value("count", f"{index}/{term.id}") if index else 0
        details.append(
            {
                "name": term.name,
                "href": _term_href(root, part.vocabulary, term.id),
                "text": term.description,
                "count": f"{count}{unit}" if count else "",
            }
        )
    posts = [
        {
            "role": post.role,
            "offices": "、".join(post.offices),
            "holder": post.holder.name if post.holder and post.holder.consent else "",
        }
        for post in part.posts
    ]
    return {
        "id": part.id,
        "numeral": part.numeral,
        "name": part.name,
        "text": part.text,
        "items": items,
        "details": details,
        "posts": posts,
    }


def _term_href(root: str, vocabulary: str, term_id: str) -> str:
    page = TERM_PAGES.get(vocabulary)
    return href_of(f"{page}/{term_id}", root) if page else ""
