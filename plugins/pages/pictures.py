"""The catalog's pictures, under the name by which the sections know them."""

from plugins.catalog.pictures import (
    STANDINGS,
    Focus,
    focus_of,
    list_photo_uses,
    look_up_photo,
    photo_candidates,
    photo_path,
    plan_uses,
    show_photo,
)

__all__ = [
    "STANDINGS",
    "Focus",
    "focus_of",
    "list_photo_uses",
    "look_up_photo",
    "photo_candidates",
    "photo_path",
    "plan_uses",
    "show_photo",
]
