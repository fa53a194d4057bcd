"""One dataset in every form that other programs read: feeds, calendars, open data, fragments to frame, old addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from . import calendars, embeds, feeds, opendata, redirects
from .changes import load_previous
from .where import Make, Where

if TYPE_CHECKING:
    from plugins.catalog import Catalog
    from plugins.pipeline.outputs import Output


def build_outputs(
    catalog: Catalog,
    make: Make,
    siteurl: str,
    taken: Iterable[str] = (),
    previous: Mapping[str, Any] | None = None,
) -> Iterator[Output]:
    """Every export. ``taken`` are the names of the site's other outputs, where no redirect may stand.

    ``siteurl`` is "" in development; ``previous`` is the data index of the publication before (load_previous).
    """
    where = Where(siteurl)
    yield from feeds.build_outputs(catalog, make, where)
    yield from calendars.build_outputs(catalog, where)
    yield from opendata.build_outputs(catalog, make, where, previous)
    yield from embeds.build_outputs(catalog, make, where)
    yield from redirects.build_outputs(catalog, make, where, taken)


__all__ = ["Where", "build_outputs", "load_previous"]
