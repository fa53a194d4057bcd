"""One build from end to end: gather, check, link, assemble, render. Pelican's plugin, the preview and the tests call it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, cast

from plugins.catalog import Catalog, CatalogLook, build_catalog
from plugins.catalog.pinyin import SPELLING
from plugins.pipeline.build import Clock, run_build
from plugins.pipeline.collecting import hold_collector
from plugins.pipeline.crew import Crew
from plugins.pipeline.plan import find_epoch
from plugins.pipeline.progress import Progress, Silent
from plugins.pipeline.stamp import Glance
from plugins.pipeline.state import State
from plugins.registry.problems import has_errors
from plugins.stories import Story

from .assemble import assemble, list_photo_plans, prepare_photos
from .gather import Gathered, gather_sources, public_stories
from .keeping import Keeper, Standing, pack_outputs
from .making import load_theme
from .printing import settle_posters
from .rarefont import find_site_fonts
from .result import Result, count_stories
from .settings import PortalSettings
from .stamping import find_code, find_due, open_state, take_site_stamp, write_site_stamp


def shows_samples(settings: PortalSettings, gathered: Gathered) -> bool:
    """Whether sample records are shown: as told, else always but in a publication that does not ask for them."""
    if settings.samples is not None:
        return settings.samples
    if not settings.publication or gathered.registry is None:
        return True
    return gathered.registry.site.samples_in_publication


def link_catalog(settings: PortalSettings, gathered: Gathered) -> tuple[Catalog, list[Story]]:
    """The catalog of what this build shows. Call only when there are no errors."""
    assert gathered.registry is not None
    samples = shows_samples(settings, gathered)
    registry = gathered.registry if samples else gathered.registry.without_samples()
    stories = public_stories(gathered, settings, samples)
    return build_catalog(registry, stories, gathered.photos, settings.now.date()), stories


def list_story_sources(catalog: Catalog) -> dict[str, str]:
    """The file of every story and fixed page, by catalog name."""
    names = (*catalog.listed("stories"), *catalog.listed("pages"))
    return {name: cast(Story, catalog.fetch(name)).source_path for name in names}


def build_site(
    settings: PortalSettings,
    crew: Crew,
    progress: Progress | None = None,
    jinja_globals: Mapping[str, Any] | None = None,
    on_stories: Callable[[list[Story]], None] | None = None,
    *,
    glance: Glance | None = None,
    again: bool = False,
    state: State | None = None,
) -> Result:
    """Build into ``settings.output``. Problems stop it before a byte is written; BuildError is a fault of ours.

    ``on_stories`` gets the stories that the site shows, before they are rendered. ``glance``: what early.py has seen
    already. ``again``: whether early.py may build the next time by itself, with the same settings. ``state``: that of
    the last build, when it is loaded already.
    """
    with hold_collector() as settle:
        return _build_site(
            settings, crew, progress or Silent(), jinja_globals, on_stories,
            glance=glance, again=again, state=state, settle=settle,
        )  # fmt: skip


def _build_site(
    settings: PortalSettings,
    crew: Crew,
    progress: Progress,
    jinja_globals: Mapping[str, Any] | None,
    on_stories: Callable[[list[Story]], None] | None,
    *,
    glance: Glance | None,
    again: bool,
    state: State | None,
    settle: Callable[[], None],
) -> Result:
    clock = Clock()
    stamp = glance.stamp if glance else take_site_stamp(settings)
    settings = asked = replace(settings, code=find_code(settings, glance))
    state = state or open_state(settings)
    clock.lap("状态")
    theme = load_theme(settings)
    gathered, _reader = gather_sources(settings, state, crew, stamp=stamp)
    theme.prepare(crew)
    clock.lap("读取")
    if gathered.registry is None or has_errors(gathered.problems):
        return Result(gathered.problems, None)
    catalog, stories = link_catalog(settings, gathered)
    if on_stories is not None:
        on_stories(stories)
    told = gathered.problems
    settings, unprintable = settle_posters(settings)
    rare, unshowable = find_site_fonts(catalog, settings.cache / "fonts")
    gathered.problems = sorted({*gathered.problems, *unprintable, *unshowable})
    if has_errors(gathered.problems):
        return Result(gathered.problems, None)
    plans = list_photo_plans(catalog, stories, gathered.photos)
    damaged = prepare_photos(settings, plans, state, crew, progress)
    if has_errors(damaged):
        return Result(sorted({*gathered.problems, *damaged}), None)
    clock.lap("关联")
    assembly = assemble(settings, catalog, plans, jinja_globals, theme, rare)
    make_look = partial(CatalogLook, catalog)
    if crew.size > 1:
        assembly.index.share(make_look, crew, list_story_sources(catalog))
    clock.lap("清单")
    standing = Standing(
        catalog.today,
        find_due(gathered.stories, settings.now),
        told,
        count_stories(stories),
        assembly.addresses,
        bool(settings.posters),
    )
    epoch = find_epoch(catalog, assembly.recipe_digests)
    keeper = Keeper(state, settings.code)
    # A library or a font that is wanted is no source: somebody may put it there and touch nothing else.
    lasting = settings.use_cache and not unprintable and not unshowable
    if crew.rank == crew.size - 1:
        keeper.clear(epoch if lasting else b"", standing)

    def keep() -> None:
        if lasting and epoch and keeper.lacks:
            packed = pack_outputs(assembly.outputs, assembly.make)
            keeper.leave(epoch, standing, catalog, packed, settings.relative(settings.content))

    assembly.index.hold()
    settle()
    crew.claim(crew.size - 1, [SPELLING])
    report = run_build(
        assembly.outputs,
        make_look=make_look,
        recipe_digests=assembly.recipe_digests,
        state=state,
        crew=crew,
        progress=progress,
        looked=glance is not None and glance.clears(state),
        beside=keep,
    )
    assembly.index.let_go()
    if crew.rank == 0:
        theme.save()
        # Warnings are to be read again at every build.
        note = "" if gathered.problems else f"没有改动,{report.outputs} 个文件照旧"
        write_site_stamp(asked, stamp, state, standing, note, again=again)
    clock.lap("记号")
    seconds = {**clock.seconds, **report.seconds}
    seconds["记号"] -= sum(report.seconds.values())
    return Result(gathered.problems, replace(report, seconds=seconds), standing.counts)


__all__ = ["Result", "build_site", "link_catalog", "shows_samples"]
