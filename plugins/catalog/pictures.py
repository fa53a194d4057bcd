"""Which roles a picture plays where, so that what a page shows and what the build makes cannot differ."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from plugins.photos import build_picture, plan_photo

if TYPE_CHECKING:
    from plugins.photos import PhotoInfo, Plan
    from plugins.registry import Registry

    from .look import CatalogLook

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


def photo_candidates(source_path: str, file: str) -> tuple[str, str]:
    """Where a picture named in a story may lie, in the content folder: beside the story first, then from the top."""
    beside = normpath(join(dirname(source_path), file))
    return beside, normpath(photo_path(file))


def photo_path(file: str) -> str:
    """The catalog's path of a photo: relative to the content folder, however the record wrote it."""
    return file.removeprefix("content/")


def show_photo(
    look: CatalogLook, photo: Any, standing: str, role: str, root: str, *, lazy: bool = True, beside: str = ""
) -> Markup:
    """The ``<picture>`` of a record's or story's photo in a role; empty when there is no such picture.

    ``beside`` is the story's path when a story names the photo. Raises KeyError for a role that the standing does not
    list: its files would not be made.
    """
    if role not in STANDINGS[standing]:
        raise KeyError(f"{standing} pictures have no role {role}")
    if photo is None:
        return Markup("")
    info = look_up_photo(look, photo, beside)
    if info is None:
        return Markup("")
    return build_picture(plan_photo(info, role, focus_of(photo)), photo.alt, lazy=lazy, prefix=root)


def look_up_photo(look: CatalogLook, photo: Any, beside: str = "") -> PhotoInfo | None:
    """The picture behind a photo, or None."""
    paths = photo_candidates(beside, photo.file) if beside else (photo_path(photo.file),)
    for path in paths:
        info: PhotoInfo | None = look(f"photo/{path}")
        if info is not None:
            return info
    return None


def photo_of(value: Any) -> Any:
    """The one photo that stands for a story or record where only one can be shown; None when it has none."""
    photo = getattr(value, "lead_photo", None) or getattr(value, "portrait", None)
    photos = getattr(value, "photos", ())
    return photo or (photos[0] if photos else None)


def list_photo_uses(registry: Registry) -> Iterator[tuple[tuple[str, str], Any, str]]:
    """Every photo that a record names: ``((kind, id), photo, standing)``."""
    for record_id, honoree in registry.records("honoree").items():
        if honoree.portrait:
            yield ("honoree", record_id), honoree.portrait, "honoree"
    for kind in ("place", "team", "activity", "board"):
        for record_id, record in registry.records(kind).items():
            for photo in record.photos:
                yield (kind, record_id), photo, "record"
    for record_id, batch in registry.records("batch").items():
        if batch.ceremony:
            for photo in batch.ceremony.photos:
                yield ("batch", record_id), photo, "record"


def plan_uses(info: PhotoInfo, standing: str, focus: Focus | None) -> list[Plan]:
    """The plans of one photo in all roles of its standing."""
    return [plan_photo(info, role, focus) for role in STANDINGS[standing]]
