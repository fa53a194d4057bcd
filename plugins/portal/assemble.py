"""The list of everything a build makes, and the digests of what it is made with."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jinja2 import Environment

from plugins import exports, metadata, search
from plugins.catalog import Catalog
from plugins.fonts import RareFont
from plugins.pages import build_page_outputs
from plugins.pages.pictures import focus_of, list_photo_uses, photo_path, plan_uses
from plugins.pages.render import Maker
from plugins.pages.templates import Theme
from plugins.photos import DerivativeCache, PhotoInfo, Plan, Step, load_derivative, render_photos
from plugins.pipeline.crew import Crew
from plugins.pipeline.digests import DIGEST_SIZE, digest_parts, digest_value
from plugins.pipeline.outputs import Output, Page
from plugins.pipeline.progress import Progress, Silent
from plugins.pipeline.state import State
from plugins.registry.problems import Problem
from plugins.stories import Story

from .assets import Asset, asset_addresses, build_asset_outputs, load_assets
from .making import build_maker, load_theme
from .printing import build_poster_outputs, digest_posters
from .settings import PortalSettings
from .stamping import digest_code
from .uses import list_story_uses

# One photograph costs about as much as this many pages.
PHOTO_WEIGHT = 40


@dataclass(frozen=True, slots=True)
class Assembly:
    """``outputs``, a digest for each recipe they name, what the outputs of the search index share, and the hashed address of
    each file of the theme, and what makes pages.
    """

    outputs: list[Output]
    recipe_digests: dict[str, bytes]
    index: search.SiteIndex
    addresses: Mapping[str, str]
    make: Maker


def assemble(
    settings: PortalSettings,
    catalog: Catalog,
    plans: list[Plan],
    jinja_globals: Mapping[str, Any] | None = None,
    theme: Theme | None = None,
    rare: Sequence[RareFont] = (),
) -> Assembly:
    """Everything the site consists of."""
    assets = load_assets(settings.theme, rare)
    theme = theme or load_theme(settings)
    make = build_maker(settings, theme, asset_addresses(assets), jinja_globals)
    environment = make.environment
    outputs: list[Output] = [*build_asset_outputs(assets)]
    outputs += build_page_outputs(catalog, make)
    taken = [output.name for output in outputs]
    outputs += exports.build_outputs(catalog, make, settings.siteurl, taken, settings.previous)
    outputs += metadata.build_outputs(outputs, settings.siteurl, list_unlisted(catalog, outputs))
    index = search.SiteIndex(settings.cache, fresh=not settings.use_cache, code=digest_code(settings))
    outputs += search.build_outputs(index)
    outputs += build_photo_outputs(settings, plans)
    outputs += build_poster_outputs(settings, catalog)
    digests = digest_recipes(settings, outputs, theme, environment, assets, digest_globals(jinja_globals or {}))
    return Assembly(outputs, digests, index, asset_addresses(assets), make)


def list_unlisted(catalog: Catalog, outputs: list[Output]) -> list[str]:
    """The files that no search engine should be told of: a preview's drafts, and pages that only lead on."""
    stories: list[Any] = [catalog.fetch(name) for name in catalog.listed("stories")]
    drafts = [story.save_as for story in stories if story.status == "draft"]
    return drafts + [output.name for output in outputs if output.recipe.startswith("redirect.html#")]


def list_photo_plans(catalog: Catalog, stories: list[Story], photos: Mapping[str, PhotoInfo]) -> list[Plan]:
    """Every plan of every picture that a page may show."""
    plans: list[Plan] = []
    for _, photo, standing in list_photo_uses(catalog.registry):
        info = photos.get(photo_path(photo.file))
        if info is not None:
            plans += plan_uses(info, standing, focus_of(photo))
    for info, standing, photo in list_story_uses(stories, photos):
        plans += plan_uses(info, standing, focus_of(photo) if photo else None)
    return plans


def prepare_photos(
    settings: PortalSettings, plans: list[Plan], state: State, crew: Crew, progress: Progress
) -> list[Problem]:
    """Make the derivatives that neither the output nor the cache has, before anything is written.

    Damage that no header shows comes out here. Every process takes its share; all get all problems.
    """
    lacking: dict[str, list[Plan]] = {}
    for plan in plans:
        if any(step.name not in state.outputs for step in plan.steps):
            lacking.setdefault(plan.info.path, []).append(plan)
    if not lacking:
        return []
    crew.start(len(lacking) * PHOTO_WEIGHT)
    cache = DerivativeCache(settings.cache / "photos")
    mine = sorted(lacking)[crew.rank :: crew.size]
    progress = progress if crew.rank == 0 else Silent()
    progress.begin("照片", len(mine))
    problems: list[Problem] = []
    content = settings.relative(settings.content)
    for done, path in enumerate(mine, 1):
        report = render_photos(settings.content, lacking[path], cache, jobs=1)
        problems += [replace(problem, path=f"{content}/{problem.path}") for problem in report.problems]
        progress.update(done)
    progress.end()
    return sorted(problem for part in crew.share(problems) for problem in part)


def build_photo_outputs(settings: PortalSettings, plans: list[Plan]) -> Iterator[Page]:
    """A file for every step of every plan. Names hold the content's digest."""
    cache = DerivativeCache(settings.cache / "photos")
    steps = {step.name: (plan.info, step) for plan in plans for step in plan.steps}
    for name, (info, step) in sorted(steps.items()):
        yield Page(name, "photo", _Derivative(settings.content, info, step, cache))


@dataclass(frozen=True, slots=True)
class _Derivative:
    content: Path
    info: PhotoInfo
    step: Step
    cache: DerivativeCache

    def __call__(self, _look: object) -> bytes:
        return load_derivative(self.content, self.info, self.step, self.cache)


def digest_globals(values: Mapping[str, Any]) -> bytes:
    """A digest of what the settings give to all templates. Whether a function is what it was nobody can tell: beside one
    everything counts as new at every build.
    """
    try:
        return digest_value(sorted(values.items()))
    except TypeError:
        return os.urandom(DIGEST_SIZE)


def digest_recipes(
    settings: PortalSettings,
    outputs: list[Output],
    theme: Theme,
    environment: Environment,
    assets: list[Asset],
    more: bytes = b"",
) -> dict[str, bytes]:
    """A digest for each recipe: a template with all it includes, the code, the settings and the assets' addresses; and
    ``more``, for what else all of them are given.
    """
    code = digest_code(settings)
    addresses = tuple(asset.address for asset in assets)
    ground = digest_parts(code, settings.siteurl, settings.publication, bool(settings.posters), addresses, more)
    digests: dict[str, bytes] = {}
    printing = digest_posters(settings)
    for output in outputs:
        recipe = output.recipe
        if recipe in digests:
            continue
        if recipe.startswith("asset:") or recipe == "photo":
            # Their names hold the digest of all that they are made of.
            digests[recipe] = digest_parts(recipe)
        elif recipe.startswith("poster:"):
            digests[recipe] = digest_parts(code, settings.siteurl, recipe, printing)
        elif recipe.partition("#")[0].endswith((".html", ".xml", ".xsl")):
            # After the "#" stands what else the page is made of.
            template, _, mark = recipe.partition("#")
            digests[recipe] = digest_parts(ground, mark, theme.digest(environment, template))
        else:
            digests[recipe] = digest_parts(ground, recipe)
    return digests
