"""Records to pages: one module per section, each with ``build_outputs(catalog, make)`` and pure view functions."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plugins.catalog import Catalog
    from plugins.pipeline.outputs import Page

    from .render import Maker

# Modules of this room, in the order of their pages. Loaded when pages are wanted: the theme's environment alone is quick.
SECTIONS = (
    "home", "about", "figures", "honors", "boards", "news", "regulations", "activities", "calendar", "programs", "sitemap",
    "searching", "elders", "places", "teams",
)  # fmt: skip


def build_page_outputs(catalog: Catalog, make: Maker) -> Iterator[Page]:
    """Every HTML page of the site."""
    for section in SECTIONS:
        yield from import_module(f".{section}", __name__).build_outputs(catalog, make)
