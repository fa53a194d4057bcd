"""A build after nothing but words of stories changed: nothing is linked and nothing is listed again.

Every other build leaves what stays meanwhile (``keeping.py``). The pages that have noted an edited story are rendered from
that, piece by piece, the search index is mended, and everything else stands. At the least doubt there is no result, and
all is built.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from plugins.catalog import CatalogLook
from plugins.catalog.packed import PackedShelf
from plugins.pages.news import make_text_page
from plugins.pipeline.build import BuildError, Clock, run_part
from plugins.pipeline.collecting import hold_collector
from plugins.pipeline.outputs import Output, Page
from plugins.pipeline.payloads import Payloads
from plugins.pipeline.plan import find_reached
from plugins.pipeline.stamp import Glance
from plugins.pipeline.state import State
from plugins.search import SiteIndex
from plugins.search import build_outputs as build_index_outputs
from plugins.stories import Story

from .edits import Edit, Sources, is_base
from .keeping import Keeper, Standing
from .making import build_maker, load_theme
from .result import Result
from .settings import PortalSettings
from .stamping import write_site_stamp


def reword_site(settings: PortalSettings, glance: Glance, state: State) -> Result | None:
    """Build into ``settings.output`` what an edit of words reaches. None: everything has to be built; ``state`` is as
    ``State.load`` left it.

    ``settings.code`` must be known. Raises nothing for what anybody wrote.
    """
    with hold_collector():
        clock = Clock()
        sources = Sources(settings, glance, state)
        paths = sources.list_edited()
        kept = Keeper(state, settings.code).load(state.epoch) if paths else None
        if kept is None or not kept[0].holds(settings.now):
            return None
        edits = [edit for path in paths if (edit := sources.read_edit(path)) is not None]
        digests = dict(zip(state.names, state.name_digests, strict=True))
        if len(edits) < len(paths) or not is_base(edits, digests):
            return None
        clock.lap("读取")
        standing, pieces = kept
        stories = {edit.name: edit.story for edit in edits}
        changed = list_changed(edits)
        shelf = PackedShelf(pieces, standing.today, sources.open_value, {**digests, **changed}, stories)
        outputs = _find_outputs(replace(settings, posters=standing.posters), standing, state, changed, stories)
        if outputs is None:
            return None
        clock.lap("清单")
        return _render(settings, glance, state, clock=clock, edits=edits, outputs=outputs, shelf=shelf, standing=standing)


def list_changed(edits: list[Edit]) -> dict[str, bytes]:
    """The names whose digests the edits change, with the new ones. A file that was only touched changes none."""
    changed = {edit.name: edit.story.digest for edit in edits if edit.story.digest != edit.before.digest}
    return {**changed, **{f"body/{name.partition('/')[2]}": digest for name, digest in changed.items()}}


def _find_outputs(
    settings: PortalSettings,
    standing: Standing,
    state: State,
    changed: Mapping[str, bytes],
    stories: Mapping[str, Story],
) -> list[Output] | None:
    """The outputs that the edits reach; None when others are among them than pages of texts, feeds and the search index."""
    reached = find_reached(changed, state)
    if not reached:
        return []
    make = build_maker(settings, load_theme(settings), standing.addresses)
    index = SiteIndex(settings.cache, changed=frozenset(changed))
    ready: dict[str, Output] = {output.name: output for output in build_index_outputs(index)}
    ready.update((page.name, page) for page in (make_text_page(make, name, story) for name, story in stories.items()))
    for name in reached:
        if name not in ready:
            feed = _find_feed(name, settings.siteurl)
            if feed is None:
                return None
            ready[name] = feed
    return [ready[name] for name in reached]


def _find_feed(name: str, siteurl: str) -> Page | None:
    from plugins.exports import Where, find_story_feed  # noqa: PLC0415 -- old stories stand in no feed

    return find_story_feed(name, Where(siteurl))


def _render(
    settings: PortalSettings,
    glance: Glance,
    state: State,
    *,
    clock: Clock,
    edits: list[Edit],
    outputs: list[Output],
    shelf: PackedShelf,
    standing: Standing,
) -> Result | None:
    state.sources = {**state.sources, **{edit.path: edit.entry for edit in edits}}
    state.payloads = Payloads({**state.payloads.packed, **{edit.path: edit.payload for edit in edits}})
    try:
        report = run_part(outputs, list_changed(edits), make_look=partial(CatalogLook, shelf), state=state)
    except BuildError:  # a fault, or a page that wants to know what was not kept: building all tells
        state.load()
        return None
    note = "" if standing.problems else f"没有改动,{report.outputs} 个文件照旧"
    rows = {file[0]: file[1:4] for output in outputs for file in state.outputs[output.name][2]}
    write_site_stamp(
        settings, glance.stamp, state, standing.due, note, again=True, outputs={**glance.outputs, **rows}
    )
    clock.lap("记号")
    seconds = {**clock.seconds, **report.seconds}
    seconds["记号"] -= sum(report.seconds.values())
    return Result(standing.problems, replace(report, seconds=seconds), standing.counts)
