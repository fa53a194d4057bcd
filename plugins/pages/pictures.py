"""Which roles a picture plays where, so that what a page shows and what the build makes cannot differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from plugins.photos import build_picture, plan_photo

if TYPE_CHECKING:
    from plugins.catalog import CatalogLook
    from plugins.photos import PhotoInfo, Plan
    from plugins.registry import Registry
    from plugins.stories import Story

# Where a picture stands -> the roles it may be shown in.
STANDINGS: dict[str, tuple[str, ...]] = {
    "honoree": ("portrait", "portrait-large", "share"),
    "lead": ("lead", "card", "share"),
    "body": ("story",),
    "record": ("place", "card", "share"),
}

Focus = tuple[float, float]


def focus_of(photo: Any) -> Focus | None:
    """The focal point an editor gave (``50% 30%``: from left, from top) as fractions; None where none is given."""
    if not photo.focus:
        return None
    left, top = (int(part.rstrip("%")) / 100 for part in photo.focus.split())
    return (left, top)


def photo_path(file: str) -> str:
    """The catalog's path of a photo: relative to the content folder, however the record wrote it."""
    return file.removeprefix("content/")


def show_photo(look: CatalogLook, photo: Any, standing: str, role: str, root: str, *, lazy: bool = True) -> Markup:
    """The ``<picture>`` of a record's or story's photo in a role; empty when there is no such picture.

    Raises KeyError for a role that the standing does not list: its files would not be made.
    """
    if role not in STANDINGS[standing]:
        raise KeyError(f"{standing} pictures have no role {role}")
    if photo is None:
        return Markup("")
    info = look(f"photo/{photo_path(photo.file)}")
    if info is None:
        return Markup("")
    return build_picture(plan_photo(info, role, focus_of(photo)), photo.alt, lazy=lazy, prefix=root)


def list_photo_uses(registry: Registry, stories: list[Story]) -> Iterator[tuple[Any, str]]:
    """Every photo of the site with the standing it has: ``(photo, standing)``; a photo has ``file`` and a focus."""
    for honoree in registry.records("honoree").values():
        if honoree.portrait:
            yield honoree.portrait, "honoree"
    for kind in ("place", "team", "activity", "board"):
        for record in registry.records(kind).values():
            for photo in record.photos:
                yield photo, "record"
    for batch in registry.records("batch").values():
        if batch.ceremony:
            for photo in batch.ceremony.photos:
                yield photo, "record"
    for story in stories:
        if story.lead_photo:
            yield story.lead_photo, "lead"


def plan_uses(info: PhotoInfo, standing: str, focus: Focus | None) -> list[Plan]:
    """The plans of one photo in all roles of its standing."""
    return [plan_photo(info, role, focus) for role in STANDINGS[standing]]
