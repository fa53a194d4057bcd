"""Which posters there are, and the one function that makes each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plugins.catalog import Catalog, CatalogLook
from plugins.fonts import find_faces
from plugins.photos import PhotoInfo, Step
from plugins.pipeline.digests import digest_files, digest_parts
from plugins.pipeline.outputs import Page
from plugins.urls import address_of

from .press import PICTURE, Press, face_digests
from .views import Desk, Row, view_activity, view_batch, view_honoree, view_month, view_place

# Folder of the theme with templates and sheet.
FOLDER: Final = "posters"
KINDS: Final[dict[str, Callable[[CatalogLook, Desk, str], Row]]] = {
    "honoree": view_honoree,
    "batch": view_batch,
    "place": view_place,
    "month": lambda look, desk, name: view_month(look, desk, name.partition("/")[2]),
    "activity": view_activity,
}
# A sheet costs about as much as this many pages.
SHEET_WEIGHT: Final = 15


@dataclass(frozen=True, slots=True)
class Studio:
    """Makes posters: templates, press, where the site stands, and how to load the bytes of a picture's derivative."""

    templates: Environment
    press: Press
    siteurl: str
    load_picture: Callable[[PhotoInfo, Step], bytes]

    @classmethod
    def open(
        cls, styles: Path, cache: Path, siteurl: str, load_picture: Callable[[PhotoInfo, Step], bytes]
    ) -> Studio:
        """``styles`` is the theme's folder of posters, ``cache`` a folder for working fonts."""
        templates = Environment(
            loader=FileSystemLoader(styles),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        return cls(templates, Press(styles, cache), siteurl, load_picture)

    def make(self, kind: str, name: str, look: CatalogLook) -> bytes:
        """The sheet as PDF; a pure function of what the look shows."""
        pictures: dict[str, bytes] = {}

        def show(info: PhotoInfo, step: Step) -> str:
            address = f"{PICTURE}{step.name}"
            if address not in pictures:
                pictures[address] = self.load_picture(info, step)
            return address

        # A site that knows its own domain has codes also where no build address was given.
        desk = Desk(self.siteurl or look.site.domain, show)
        view = KINDS[kind](look, desk, name)
        html = self.templates.get_template(f"{kind}.html").render(view=view, lang="zh-CN")
        return self.press.print_pdf(html, pictures)


def list_posters(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """(kind, name) of every poster: honourees, batches, places, months, and what still calls for volunteers."""
    for index, kind in (("honorees", "honoree"), ("batches", "batch")):
        for name in catalog.listed(index):
            yield kind, name
    for name in catalog.listed("all", "place"):
        yield "place", name
    for month in catalog.listed("activity-months"):
        yield "month", f"month/{month}"
    for name in catalog.listed("coming"):
        activity: Any = catalog.fetch(name)
        if activity.call is not None:
            yield "activity", name


def poster_name(kind: str, name: str) -> str:
    """The catalog's name of a poster: ``poster/honoree-<id>``."""
    return f"poster/{kind}-{name.partition('/')[2]}"


def build_outputs(catalog: Catalog, studio: Studio) -> Iterator[Page]:
    """A page for every poster."""
    for kind, name in list_posters(catalog):
        sheets = (
            1 + len(catalog.listed("honorees-of-batch", name.partition("/")[2])) if kind == "batch" else 1
        )
        yield Page(
            address_of(poster_name(kind, name)),
            f"poster:{kind}",
            partial(studio.make, kind, name),
            weight=SHEET_WEIGHT * sheets,
        )


def digest_materials(styles: Path) -> bytes:
    """What posters are made with besides code: templates, sheet, fonts, and the program that sets them."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 asked only of builds that print

    try:
        program = version("weasyprint")
    except PackageNotFoundError:
        program = ""
    return digest_parts(digest_files(styles), face_digests(find_faces()), program)
