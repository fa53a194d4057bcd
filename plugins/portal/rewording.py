"""A build after nothing but words of stories changed, if that: nothing is linked and nothing is listed again.

Every other build leaves what stays meanwhile (``keeping.py``): lists, where each record is written, and every output. Those
that have noted an edited story are made again from that, piece by piece; everything else stands. At the least doubt there
is no result, and all is built.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from plugins.catalog import CatalogLook
from plugins.catalog.packed import NotPackedError, PackedShelf
from plugins.pipeline.build import BuildError, Clock, run_part
from plugins.pipeline.collecting import hold_collector
from plugins.pipeline.crew import SMALL_WORK, Crew
from plugins.pipeline.outputs import Output
from plugins.pipeline.payloads import Payloads
from plugins.pipeline.plan import drift_epoch, find_reached
from plugins.pipeline.report import BuildReport
from plugins.pipeline.stamp import Glance
from plugins.pipeline.state import State
from plugins.search import SiteIndex
from plugins.search import build_outputs as build_index_outputs

from .edits import Sources, is_base, tell_anew
from .keeping import Keeper, Standing, unpack_output
from .making import build_maker, load_theme
from .result import Result
from .settings import PortalSettings
from .stamping import write_site_stamp

# What is rendered beside the rest, if anything is: the list of all stories.
_HEAVY, _LIGHT = "heavy", "light"


def reword_site(settings: PortalSettings, glance: Glance, state: State) -> Result | None:
    """Build into ``settings.output`` what an edit of words reaches. None: everything has to be built; ``state`` is as
    ``State.load`` left it.

    ``settings.code`` must be known. Raises nothing for what anybody wrote.
    """
    with hold_collector():
        clock = Clock()
        sources = Sources(settings, glance, state)
        paths = sources.list_edited()
        keeper = Keeper(state, settings.code)
        kept = None if paths is None else keeper.load(state.epoch)
        if paths is None or kept is None or not kept[0].holds(settings.now) or kept[0].told != glance.notes["told"]:
            return None
        edits = [edit for path in paths if (edit := sources.read_edit(path)) is not None]
        digests = dict(zip(state.names, state.name_digests, strict=True))
        problems = tell_anew(kept[0].problems, edits)
        if problems is None or len(edits) < len(paths) or not is_base(edits, digests):
            return None
        clock.lap("读取")
        standing, pieces = replace(kept[0], problems=problems), kept[1]
        changed = {name: digest for edit in edits for name, digest in edit.list_changed().items()}
        stories = {edit.name: edit.story for edit in edits}
        shelf = PackedShelf(pieces, standing.today, sources.open_value, {**digests, **changed}, stories)
        outputs = _find_outputs(replace(settings, posters=standing.posters), standing, state, changed, shelf)
        if outputs is None:
            return None
        state.sources = {**state.sources, **{edit.path: edit.entry for edit in edits}}
        state.payloads = Payloads({**state.payloads.packed, **{edit.path: edit.payload for edit in edits}})
        clock.lap("清单")
        try:
            report = _render(settings, state, outputs, changed, shelf)
        except (BuildError, NotPackedError):  # a fault, or a page that asks for what was not kept: building all tells
            state.load()
            return None
        if problems != kept[0].problems:
            keeper.leave_problems(problems)
        _leave_stamp(settings, glance, state, standing, outputs)
        clock.lap("记号")
        seconds = {**clock.seconds, **report.seconds}
        seconds["记号"] -= sum(report.seconds.values())
        return Result(standing.problems, replace(report, seconds=seconds), standing.counts)


def _leave_stamp(
    settings: PortalSettings, glance: Glance, state: State, standing: Standing, outputs: list[Output]
) -> None:
    note = "" if standing.problems else f"没有改动,{len(state.outputs)} 个文件照旧"
    rows = {file[0]: file[1:4] for output in outputs for file in state.outputs[output.name][2]}
    write_site_stamp(
        settings, glance.stamp, state, standing, note, again=True, outputs={**glance.outputs, **rows}
    )


def _find_outputs(
    settings: PortalSettings,
    standing: Standing,
    state: State,
    changed: Mapping[str, bytes],
    shelf: PackedShelf,
) -> list[Output] | None:
    """The outputs that have noted a name that changed; None when one of them was not kept."""
    reached = find_reached(changed, state)
    if not reached:
        return []
    make = build_maker(settings, load_theme(settings), standing.addresses)
    index = SiteIndex(settings.cache, changed=frozenset(changed), code=settings.code)
    shared: dict[str, Output] = {output.name: output for output in build_index_outputs(index)}
    outputs = [shared.get(name) or unpack_output(shelf.find(f"output/{name}"), make) for name in reached]
    found = [output for output in outputs if output is not None]
    return found if len(found) == len(reached) else None


def _render(
    settings: PortalSettings, state: State, outputs: list[Output], changed: Mapping[str, bytes], shelf: PackedShelf
) -> BuildReport:
    told = any(not name.startswith(PackedShelf.varying) for name in changed)
    epoch = drift_epoch(state.epoch, changed) if told else state.epoch
    dealt = [replace(output, affinity=_HEAVY if output.weight > SMALL_WORK else _LIGHT) for output in outputs]
    with Crew(min(settings.jobs, 2)) as crew:
        crew.claim(0, [_LIGHT])  # the index too: its parts share what one of them has found out
        crew.claim(1, [_HEAVY])
        make_look = partial(CatalogLook, shelf)
        return run_part(dealt, changed, make_look=make_look, state=state, epoch=epoch, crew=crew)
