"""Markdown fields and story bodies as the site shows them: links to records resolved, pictures in all their sizes."""

from __future__ import annotations

from functools import partial
from typing import Any

from markupsafe import Markup

from plugins.photos import build_picture, plan_photo
from plugins.stories import convert_markdown, finish_body
from plugins.urls import href_of

from .look import CatalogLook
from .pictures import photo_candidates

# How a short link in Markdown names a kind -> the catalog's kind.
LINK_NAMES = {"program": "programme"}
FIGURE = Markup("<figure>{}{}</figure>")
CAPTION = Markup("<figcaption>{}</figcaption>")


def show_markdown(look: CatalogLook, root: str, text: str) -> Markup:
    """A record's Markdown field as safe HTML, its short links resolved."""
    return Markup(finish_body(convert_markdown(text), partial(resolve_link, look, root)))


def show_body(look: CatalogLook, root: str, story: Any) -> Markup:
    """A story's or page's body, finished: addresses for short links, ``<picture>`` for pictures."""
    key = story.slug if story.kind == "page" else f"{story.date.year}/{story.slug}"
    html = look(f"body/{key}")
    return Markup(
        finish_body(
            html,
            partial(resolve_link, look, root),
            partial(_show_image, look, root, story.relative_source_path),
        )
    )


def resolve_link(look: CatalogLook, root: str, kind: str, record_id: str) -> str | None:
    """The address behind ``[…](place:shili-cun)``; None when there is no such record, so that the text stands alone."""
    if kind == "story":
        names = look.listed("slug", record_id)
        return href_of(names[0], root) if names else None
    kind = LINK_NAMES.get(kind, kind)
    record = look.get(kind, record_id)
    if record is None:
        return None
    if kind == "board":
        return href_of("index/boards", root)
    return root + record.url if kind == "page" else href_of(f"{kind}/{record.id}", root)


def _show_image(
    look: CatalogLook, root: str, source_path: str, file: str, alt: str, title: str, block: bool
) -> str:
    for path in photo_candidates(source_path, file):
        info = look(f"photo/{path}")
        if info is not None:
            picture = build_picture(plan_photo(info, "story"), alt or title or "图片", prefix=root)
            return (
                str(FIGURE.format(picture, CAPTION.format(title) if title else "")) if block else str(picture)
            )
    return str(Markup.escape(alt))
