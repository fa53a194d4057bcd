"""Pictures: every one that the site shows comes through here. Knows no Pelican."""

from plugins.photos.cache import DerivativeCache, RenderReport, load_derivative, render_photos
from plugins.photos.inspect import inspect_photo
from plugins.photos.inspected import load_photos
from plugins.photos.markup import build_picture
from plugins.photos.model import PhotoError, PhotoInfo, Plan, Step
from plugins.photos.placeholder import placeholder_character
from plugins.photos.render import render_all, render_derivative, verify_photo
from plugins.photos.roles import ROLES, check_photo, plan_photo
from plugins.photos.rules import RULES

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
