"""What a build keeps answers as the whole catalog does: every name that any page has noted, its value and its digest."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from unittest.mock import patch

import pytest

from plugins.catalog import Catalog
from plugins.catalog.packed import NotPackedError, PackedShelf
from plugins.pages.templates import Theme
from plugins.pipeline.crew import Crew
from plugins.pipeline.early import look_around, read_stamp, stamp_path
from plugins.pipeline.outputs import Bundle
from plugins.pipeline.stamp import take_glance
from plugins.pipeline.state import State
from plugins.portal.assemble import assemble
from plugins.portal.build import link_catalog
from plugins.portal.edits import Sources
from plugins.portal.gather import gather_sources
from plugins.portal.keeping import Keeper, unpack_output
from plugins.portal.stamping import digest_code, open_state
from tests.oracle.county import County

# Values over many records that no edit of words wants: the whole way makes them.
NOT_KEPT = ("value/regularity/", "value/story-days")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[County, Catalog, PackedShelf, State]:
    county = County(tmp_path_factory.mktemp("packed"))
    assert county.build().report is not None
    settings = replace(county.settings, code=digest_code(county.settings))
    with Crew() as crew:
        gathered, _ = gather_sources(settings, open_state(replace(settings, use_cache=False)), crew)
    catalog, _ = link_catalog(settings, gathered)
    state = open_state(settings)
    stamp = read_stamp(stamp_path(str(settings.cache), str(county.home / "settings.txt"), str(settings.output)))
    assert stamp is not None
    with patch.dict(os.environ, PORTAL_NOW=settings.now.isoformat()):
        seen = look_around(stamp, os.environ, time.time_ns())
    assert seen is not None
    kept = Keeper(state, settings.code).load(state.epoch)
    assert kept is not None
    sources = Sources(settings, take_glance(stamp, seen), state)
    return county, catalog, PackedShelf(kept[1], kept[0].today, sources.open_value, {}, {}), state


def test_every_noted_name_has_the_same_value_and_digest(
    built: tuple[County, Catalog, PackedShelf, State],
) -> None:
    _, catalog, shelf, state = built
    names = [name for name in state.names if not name.startswith(NOT_KEPT)]
    assert len(names) > 200
    for name in names:
        assert (shelf.fetch(name), shelf.digest(name)) == (catalog.fetch(name), catalog.digest(name)), name


@pytest.mark.parametrize("name", ["place/nirgends", "story/2025/nichts", "list/nothing/", "photo/none.jpg", "body/x"])
def test_what_is_not_there_is_not_there(built: tuple[County, Catalog, PackedShelf, State], name: str) -> None:
    _, catalog, shelf, _ = built
    assert (shelf.fetch(name), shelf.digest(name)) == (catalog.fetch(name), catalog.digest(name))


@pytest.mark.parametrize("name", ["value/regularity/2025", "value/story-days", "value/nothing"])
def test_what_was_not_kept_is_refused(built: tuple[County, Catalog, PackedShelf, State], name: str) -> None:
    with pytest.raises(NotPackedError):
        built[2].fetch(name)


def test_every_output_but_the_shared_ones_comes_back(
    built: tuple[County, Catalog, PackedShelf, State],
) -> None:
    county, catalog, shelf, state = built
    assembly = assemble(county.settings, catalog, [], None, Theme(county.settings.theme / "templates"))
    assert {output.name for output in assembly.outputs} <= state.outputs.keys()
    lacking = []
    for output in assembly.outputs:
        found = unpack_output(shelf.find(f"output/{output.name}"), assembly.make)
        if found is None:
            lacking.append(output.name)
            continue
        assert (found.name, found.recipe, found.affinity) == (output.name, output.recipe, output.affinity)
        assert type(found) is type(output)
        if isinstance(found, Bundle):
            assert isinstance(output, Bundle)
            assert found.write == output.write
    # None of these shows a story.
    assert [name for name in lacking if not name.startswith(("theme/", "search:"))] == [
        "feeds/index.html", "data/index.html", "embed/dongxiang/index.html", "embed/xizhen/index.html",
        "places/liushu-jiu/index.html", "redirects.json",
    ]  # fmt: skip
