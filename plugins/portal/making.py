"""What makes pages: the theme's templates, and all that they share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from plugins import metadata
from plugins.pages.render import Maker, build_environment
from plugins.pages.templates import Theme
from plugins.urls import href_of

from .settings import PortalSettings

# The square picture of pages that have none of their own.
SHARE_ICON = "icons/touch.png"


def load_theme(settings: PortalSettings) -> Theme:
    """The theme's templates, those compiled by an earlier build among them."""
    return Theme(
        settings.theme / "templates", settings.cache / "templates.bin" if settings.use_cache else None
    )


def build_maker(
    settings: PortalSettings,
    theme: Theme,
    addresses: Mapping[str, str],
    jinja_globals: Mapping[str, Any] | None = None,
) -> Maker:
    """What makes pages of this theme. ``addresses``: file of the theme -> hashed address."""
    environment = build_environment(theme, settings.root, addresses, jinja_globals)
    environment.globals["poster"] = PosterLink(settings.root, bool(settings.posters))
    enrich = metadata.HeadBuilder(settings.siteurl, settings.root, addresses.get(SHARE_ICON, ""))
    return Maker(environment, settings.root, enrich)


@dataclass(frozen=True, slots=True)
class PosterLink:
    """``poster(name)`` in a template: the address of a record's PDF, "" in a build without posters."""

    root: str
    on: bool

    def __call__(self, name: str) -> str:
        if not self.on:
            return ""
        from plugins.posters.outputs import poster_name  # noqa: PLC0415 -- most builds print nothing

        return href_of(poster_name(name.partition("/")[0], name), self.root)
