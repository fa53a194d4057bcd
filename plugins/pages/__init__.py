"""Records to pages: one module per section, each with ``build_outputs(catalog, make)`` and pure view functions."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.catalog import Catalog
from plugins.pipeline.outputs import Page

from . import (
    about,
    activities,
    calendar,
    elders,
    figures,
    home,
    honors,
    news,
    places,
    programs,
    regulations,
    searching,
    sitemap,
    teams,
)
from .render import Maker

SECTIONS = (
    home,
    about,
    figures,
    honors,
    news,
    regulations,
    activities,
    calendar,
    programs,
    sitemap,
    searching,
    elders,
    places,
    teams,
)


def build_page_outputs(catalog: Catalog, make: Maker) -> Iterator[Page]:
    """Every HTML page of the site."""
    for section in SECTIONS:
        yield from section.build_outputs(catalog, make)
