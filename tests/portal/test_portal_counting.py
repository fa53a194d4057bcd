"""What must count, or a page would stay as it was: where an address leads, packages, what settings give; and a story that is
another when it is read again.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.pipeline.crew import Crew
from plugins.pipeline.report import BuildError
from plugins.portal import stamping
from plugins.portal.assemble import digest_globals
from plugins.portal.build import build_site
from plugins.portal.stamping import find_code
from tests.oracle.county import County, read_tree
from tests.portal.county_edits import STORY, add, check, swap


def test_an_old_address_that_leads_elsewhere(county: County) -> None:
    swap(county, "  aliases: [liushu-jiu]\n", "", "data/places.yml")
    swap(county, "- id: xizhen-zhan\n", "- id: xizhen-zhan\n  aliases: [liushu-jiu]\n", "data/places.yml")
    county.build()
    page = (county.settings.output / "places/liushu-jiu/index.html").read_text("utf-8")
    assert "/places/xizhen-zhan/" in page
    check(county)


def test_a_story_that_changed_while_it_was_rendered_stops_the_build(county: County) -> None:
    before = read_tree(county.settings.output)
    swap(county, "<main", '<main data-new="1"', "theme/templates/base.html")
    text = (county.home / STORY).read_text("utf-8")
    with Crew(1) as crew, pytest.raises(BuildError) as failure:
        build_site(county.settings, crew, on_stories=lambda _: add(county, "\n另一段。\n"))
    assert failure.value.told == [f"{STORY} 在建站途中变了"]
    assert read_tree(county.settings.output) == before
    (county.home / STORY).write_text(text, "utf-8")
    county.build()
    check(county)


def test_another_version_of_a_package_is_other_code(
    county: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages = tmp_path / "packages"
    (packages / "markdown-3.5.dist-info").mkdir(parents=True)
    monkeypatch.setattr(stamping, "_find_packages", lambda: packages)
    before = find_code(county.settings, None)
    assert find_code(county.settings, None) == before
    (packages / "markdown-3.5.dist-info").rename(packages / "markdown-3.6.dist-info")
    assert find_code(county.settings, None) != before


def test_values_for_templates_are_told_apart() -> None:
    assert digest_globals({"a": 1, "b": ["x"]}) == digest_globals({"b": ["x"], "a": 1})
    assert digest_globals({"a": 1}) != digest_globals({"a": 2})
    assert digest_globals({"a": len}) != digest_globals({"a": len})
