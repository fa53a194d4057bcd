"""Pictures: every one that the site shows comes through here. Knows no Pelican.

Names come from their modules when they are first asked for: where no picture changed, none of the tools for pictures is
loaded.
"""

from typing import TYPE_CHECKING

from plugins.lending import lend_names

if TYPE_CHECKING:
    from plugins.photos.cache import DerivativeCache, RenderReport, load_derivative, render_photos
    from plugins.photos.inspect import inspect_photo
    from plugins.photos.inspected import load_photos
    from plugins.photos.markup import build_picture
    from plugins.photos.model import PhotoError, PhotoInfo, Plan, Step
    from plugins.photos.placeholder import placeholder_character
    from plugins.photos.render import render_all, render_derivative, verify_photo
    from plugins.photos.roles import ROLES, check_photo, plan_photo
    from plugins.photos.rules import RULES

# Module -> the names that it lends.
_HOMES = {
    "cache": "DerivativeCache RenderReport load_derivative render_photos",
    "inspect": "inspect_photo",
    "inspected": "load_photos",
    "markup": "build_picture",
    "model": "PhotoError PhotoInfo Plan Step",
    "placeholder": "placeholder_character",
    "render": "render_all render_derivative verify_photo",
    "roles": "ROLES check_photo plan_photo",
    "rules": "RULES",
}

__getattr__ = lend_names(__name__, _HOMES)

__all__ = [
    "ROLES",
    "RULES",
    "DerivativeCache",
    "PhotoError",
    "PhotoInfo",
    "Plan",
    "RenderReport",
    "Step",
    "build_picture",
    "check_photo",
    "inspect_photo",
    "load_derivative",
    "load_photos",
    "placeholder_character",
    "plan_photo",
    "render_all",
    "render_derivative",
    "render_photos",
    "verify_photo",
]
