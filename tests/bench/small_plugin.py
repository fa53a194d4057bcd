"""Pelican's plugin for the bench's small site: the portal's reading, engine and early exit, with pages of a small theme."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator

from plugins.catalog import CatalogLook
from plugins.pages.render import build_environment
from plugins.pages.templates import Theme
from plugins.pipeline.build import run_build
from plugins.pipeline.crew import Crew
from plugins.pipeline.digests import digest_files, digest_parts
from plugins.pipeline.report import BuildReport, describe_build
from plugins.pipeline.sources import read_sources, scan_files
from plugins.pipeline.state import State
from plugins.portal.gather import STORY_SUFFIXES, Reader
from plugins.portal.settings import PortalSettings, read_settings
from plugins.portal.stamping import take_site_stamp, write_site_stamp
from plugins.stories import Story

from .small_pages import SmallSite, build_outputs, build_shelf


def build_small(settings: PortalSettings, name: str, crew: Crew) -> BuildReport:
    """One build, from the files to the files."""
    stamp = take_site_stamp(settings)
    code = digest_files(Path(sys.modules["plugins"].__path__[0]), (".py",))
    state = State(settings.cache, settings.output, code).load()
    theme = Theme(settings.theme / "templates", settings.cache / "templates.bin")
    if not state.outputs:
        theme.prepare()
    stories = read_stories(settings, state, crew)
    shelf = build_shelf(stories)
    environment = build_environment(theme, "/", {})
    outputs = list(build_outputs(shelf, SmallSite(environment, name, settings.siteurl)))
    recipes = {
        output.recipe: digest_parts(code, theme.digest(environment, output.recipe)) for output in outputs
    }
    report = run_build(
        outputs, make_look=partial(CatalogLook, shelf), recipe_digests=recipes, state=state, crew=crew
    )
    if crew.rank == 0:
        theme.save()
        write_site_stamp(settings, stamp, state, stories, "没有改动")
    return report


def read_stories(settings: PortalSettings, state: State, crew: Crew) -> list[Story]:
    """Every story, from the cache where its file is unchanged. The corpus holds no mistakes: a problem is a fault."""
    label = settings.relative(settings.content)
    scan = scan_files(settings.content / "stories", STORY_SUFFIXES, f"{label}/stories")
    reader = Reader(settings.relative(settings.data), label)
    stories: list[Story] = []
    for path, (_, row, problems) in read_sources(
        scan.files, reader.parse, state, crew, scan.taken_ns
    ).items():
        if problems or row is None:
            raise ValueError(problems)
        story = reader.kept.get(path) or Story.from_row(row)
        story.folder = str(settings.project)
        stories.append(story)
    return stories


class SmallGenerator(Generator):  # type: ignore[misc]
    def generate_context(self) -> None:
        settings = read_settings(self.settings)
        with Crew(settings.jobs) as crew:
            report = build_small(settings, self.settings["SITENAME"], crew)
        print(describe_build(report))

    def generate_output(self, writer: object) -> None:
        """Everything is written already."""


def get_generators(_pelican: object) -> Any:
    return SmallGenerator


def register() -> None:
    signals.get_generators.connect(get_generators)
