"""The bench's small site built: the portal's stories and engine with pages of a small theme, by Pelican's plugin or early.py."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from plugins.pages.templates import Theme, ThemeEnvironment
from plugins.pipeline.build import run_build
from plugins.pipeline.collecting import hold_collector
from plugins.pipeline.crew import Crew
from plugins.pipeline.digests import digest_files, digest_parts, digest_text
from plugins.pipeline.report import BuildReport, describe_build
from plugins.pipeline.sources import read_sources, scan_files, scan_listing
from plugins.pipeline.stamp import Glance, Stamp, take_glance, take_stamp, write_stamp
from plugins.pipeline.state import State
from plugins.stories import KEPT_BODIES, Story, parse_story_file

from . import small_pages
from .small_pages import SmallLook, SmallSite, build_outputs, build_shelf

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class SmallSettings:
    """``home`` holds ``content``, ``theme``, ``output`` and the cache; ``file`` is what the early exit is asked for."""

    home: str
    file: str
    name: str
    siteurl: str


class StoryReader:
    """Parses stories, and keeps those of this process for rendering, the first with their texts."""

    def __init__(self) -> None:
        self.kept: dict[str, Story] = {}
        self.room = KEPT_BODIES

    def parse(self, path: str, data: bytes) -> tuple[Any, ...]:
        story, problems = parse_story_file(path, data, "story")
        if story is None or problems:
            raise ValueError(problems)  # the corpus holds no mistakes: one is a fault of ours
        self.kept[path] = story
        self.room -= len(story.body)
        if self.room < 0:
            story.forget_body()
        return story.to_row()


def build_small(
    settings: SmallSettings, crew: Crew, glance: Glance | None = None, *, again: bool = False
) -> BuildReport:
    """One build, from the files to the files."""
    home = Path(settings.home)
    cache = home / ".cache"
    with hold_collector() as settle:
        stamp = (
            glance.stamp
            if glance
            else take_stamp([home / "content", home / "theme", ROOT / "plugins"], [settings.file], ["OUTPUT"])
        )
        own = [digest_text(Path(module).read_text("utf-8")) for module in (__file__, small_pages.__file__)]
        known = glance is not None and glance.is_settled(ROOT / "plugins")
        plugins = glance.notes["code"] if glance and known else digest_files(ROOT / "plugins", (".py",))
        code = (plugins, *own)
        state = State(cache, home / "output", digest_parts(code)).load()
        theme = Theme(home / "theme" / "templates", cache / "templates.bin")
        stories = read_stories(home, state, crew, stamp)
        theme.prepare(crew)
        shelf = build_shelf(stories)
        environment = ThemeEnvironment(theme)
        outputs = list(build_outputs(shelf, SmallSite(environment, settings.name, settings.siteurl)))
        names = {output.recipe for output in outputs}
        recipes = {name: digest_parts(code, theme.digest(environment, name)) for name in names}
        settle()
        report = run_build(
            outputs, make_look=partial(SmallLook, shelf), recipe_digests=recipes, state=state, crew=crew,
            looked=glance is not None and glance.clears(state),
        )  # fmt: skip
    if crew.rank == 0:
        theme.save()
        values = (__name__, asdict(settings)) if again else None
        write_stamp(
            stamp,
            state,
            settings=settings.file,
            cache=cache,
            note="没有改动",
            again=values,
            notes={"code": plugins},
        )
    return report


def build_again(values: Mapping[str, Any], stamp: Mapping[str, Any], seen: Any) -> int:
    """What early.py calls."""
    jobs = int(os.environ.get("PORTAL_JOBS") or 0) or len(os.sched_getaffinity(0))
    with Crew(jobs) as crew:
        report = build_small(SmallSettings(**values), crew, take_glance(stamp, seen), again=True)
    print(describe_build(report))
    return 0


def read_stories(home: Path, state: State, crew: Crew, stamp: Stamp) -> list[Story]:
    """Every story, from the cache where its file is unchanged."""
    rows = stamp.list_folder(home / "content")
    scan = None
    if rows is not None:
        scan = scan_listing(
            rows, str(home / "content" / "stories"), (".md",), "content/stories", stamp.taken_ns
        )
    scan = scan or scan_files(home / "content" / "stories", (".md",), "content/stories")
    reader = StoryReader()
    stories: list[Story] = []
    for path, row in read_sources(scan.files, reader.parse, state, crew, scan.taken_ns).items():
        story = reader.kept.get(path) or Story.from_row(row)
        story.folder = str(home)
        stories.append(story)
    return stories
