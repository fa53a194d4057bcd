"""Whether a build prints posters, and the outputs when it does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plugins.catalog import Catalog
from plugins.photos import DerivativeCache, PhotoInfo, Step, load_derivative
from plugins.pipeline.outputs import Page
from plugins.posters import FOLDER, Studio, build_outputs, check_press, digest_materials
from plugins.registry.problems import Problem, Rule

from .settings import PortalSettings

CANNOT_PRINT = Rule(
    "C410", "warning", "缺少做海报的软件包",
    bad="PORTAL_POSTERS=1,而系统里没有 libpango-1.0-0",
    good="sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk",
)  # fmt: skip
RULES = (CANNOT_PRINT,)


def settle_posters(settings: PortalSettings) -> tuple[PortalSettings, list[Problem]]:
    """Settings in which ``posters`` is yes or no.

    Asked for (PORTAL_POSTERS=1) but impossible: an error in a publication, else a warning and no posters. Not said: a
    publication prints if it can, development does not.
    """
    wanted = settings.publication if settings.posters is None else settings.posters
    missing = check_press() if wanted else ""
    if not missing:
        return replace(settings, posters=wanted), []
    asked = bool(settings.posters) and settings.publication
    hint = missing if asked else f"{missing};本次不做海报,网页照常"
    where = settings.relative(settings.settings_file) if settings.settings_file else "pelicanconf.py"
    problem = Problem(where, 1, 1, CANNOT_PRINT.id, "做不了海报", hint, "error" if asked else "warning")
    return replace(settings, posters=False), [problem]


def build_poster_outputs(settings: PortalSettings, catalog: Catalog) -> Iterator[Page]:
    """A PDF for everything that has a poster; nothing in a build without them."""
    if settings.posters:
        pictures = _Pictures(settings)
        styles = settings.theme / FOLDER
        yield from build_outputs(
            catalog, Studio.open(styles, settings.cache / "fonts", settings.siteurl, pictures)
        )


def digest_posters(settings: PortalSettings) -> bytes:
    """What posters are made with besides code and settings."""
    return digest_materials(settings.theme / FOLDER) if settings.posters else b""


class _Pictures:
    """The bytes of a picture's derivative, by way of the cache of derivatives."""

    def __init__(self, settings: PortalSettings) -> None:
        self._root = settings.content
        self._cache = DerivativeCache(settings.cache / "photos")

    def __call__(self, info: PhotoInfo, step: Step) -> bytes:
        return load_derivative(self._root, info, step, self._cache)
