"""Everything that people wrote, read and checked: data, stories, photographs. Unchanged files come from the cache."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from plugins.photos import PhotoInfo
from plugins.pipeline.crew import Crew
from plugins.pipeline.sources import Scan, SourceFile, read_sources, scan_files, scan_listing
from plugins.pipeline.stamp import Stamp
from plugins.pipeline.state import State
from plugins.registry import (
    MAX_BYTES,
    OTHER_FILES,
    ParsedFile,
    Registry,
    build_registry,
    check_dates,
    check_registry,
    check_size,
)
from plugins.registry.problems import Problem, sort_problems
from plugins.stories import Story, is_public
from plugins.stories.links import link_stories

from .addresses import check_addresses
from .reader import DATA_SUFFIXES, PHOTO_SUFFIXES, STORY_SUFFIXES, Reader
from .settings import PortalSettings
from .uses import check_photo_uses

LEFT_OUT = "D001"


@dataclass(slots=True)
class Gathered:
    """``registry`` is None when the data cannot be linked at all. ``problems`` are sorted and of all rooms.

    ``photos`` by path relative to the content folder.
    """

    registry: Registry | None
    stories: list[Story]
    photos: dict[str, PhotoInfo]
    problems: list[Problem]


def scan_inputs(
    settings: PortalSettings, stamp: Stamp | None = None
) -> tuple[list[SourceFile], list[Problem], int]:
    """All source files of the site, the problems of those left out, and when the scan began. ``stamp`` may hold listings
    of the folders.
    """
    scans: list[Scan] = []
    problems: list[Problem] = []
    for folder, suffixes in ((settings.data, DATA_SUFFIXES), (settings.content, STORY_SUFFIXES + PHOTO_SUFFIXES)):
        label = settings.relative(folder)
        if not folder.is_dir():
            problems.append(Problem(label, 1, 1, LEFT_OUT, "缺少这个文件夹", "从模板复制一份,或检查路径"))
            continue
        scan = _scan_stamp(stamp, folder, suffixes, label) or scan_files(folder, suffixes, label)
        scans.append(scan)
        problems += [Problem(path, 1, 1, LEFT_OUT, reason, "移走它,或换成普通文件") for path, reason in scan.left_out]
    data_label = settings.relative(settings.data)
    others = {f"{data_label}/{name}" for name in OTHER_FILES}
    files = [file for scan in scans for file in scan.files if file.path not in others]
    return files, problems, min((scan.taken_ns for scan in scans), default=0)


def _scan_stamp(stamp: Stamp | None, folder: Path, suffixes: tuple[str, ...], label: str) -> Scan | None:
    rows = None if stamp is None else stamp.list_folder(folder)
    return None if stamp is None or rows is None else scan_listing(rows, str(folder), suffixes, label, stamp.taken_ns)


def gather_sources(
    settings: PortalSettings, state: State, crew: Crew, reader: Reader | None = None, stamp: Stamp | None = None
) -> tuple[Gathered, Reader]:
    """Read, parse and link everything. Never raises for what a person wrote. ``reader`` may find more than the portal's;
    ``stamp`` may hold listings of the folders.
    """
    files, problems, taken = scan_inputs(settings, stamp)
    reader = reader or Reader(settings.relative(settings.data), settings.relative(settings.content))
    kept_files = []
    for file in files:
        too_big = check_size(file.path, file.size) if file.path.endswith((*DATA_SUFFIXES, *STORY_SUFFIXES)) else None
        if too_big is None:
            kept_files.append(file)
        else:
            problems.append(too_big)
    payloads = read_sources(kept_files, reader.parse, state, crew, taken)
    parsed: list[ParsedFile] = []
    stories: list[Story] = []
    photos: dict[str, PhotoInfo] = {}
    for path, (kind, value, found) in payloads.items():
        problems += found
        if kind == "data":
            parsed.append(value)
            problems += value.problems
        elif kind == "story" and value is not None:
            story = reader.kept.get(path) or Story.from_row(value)
            story.folder = str(settings.project)
            stories.append(story)
        elif kind == "photo" and value is not None:
            photos[value.path] = value
    gathered = link_sources(settings, parsed, stories, photos, problems, crew)
    return gathered, reader


def link_sources(
    settings: PortalSettings,
    parsed: Iterable[ParsedFile],
    stories: list[Story],
    photos: dict[str, PhotoInfo],
    problems: list[Problem],
    crew: Crew | None = None,
) -> Gathered:
    """Cross-record rules, stories' links and pictures' uses. ``problems`` found so far are kept. The processes of a crew
    share the work; every one must call it.
    """
    crew = crew or Crew()
    parsed = list(parsed)
    registry, twins = build_registry(parsed)
    checks: list[Callable[[], Iterable[Problem]]] = [
        lambda: [*check_registry(registry, twins, parsed), *check_dates(registry, settings.now.date())],
        lambda: [
            *link_stories(stories, partial(_has_record, registry), partial(_suggest, registry)),
            *check_addresses(registry, stories),
            *check_photo_uses(registry, stories, photos, settings.relative(settings.content)),
        ],
    ]
    found = [problem for check in checks[crew.rank :: crew.size] for problem in check()]
    every = problems + [problem for part in crew.share(found) for problem in part]
    return Gathered(registry, stories, photos, sort_problems(every))


def _has_record(registry: Registry, kind: str, record_id: str) -> bool:
    if kind == "topic":
        return registry.knows("term", f"topics/{record_id}")
    return registry.knows(kind, record_id) or registry.resolve(kind, record_id) is not None


def _suggest(registry: Registry, kind: str, record_id: str) -> str | None:
    if kind == "topic":
        return registry.suggest("term", f"topics/{record_id}", "topics") or None
    return registry.suggest(kind, record_id) or None


def public_stories(gathered: Gathered, settings: PortalSettings, samples: bool) -> list[Story]:
    """The stories this build shows."""
    return [
        story
        for story in gathered.stories
        if is_public(story, settings.now, settings.publication) and (samples or not story.sample)
    ]


__all__ = ["MAX_BYTES", "Gathered", "gather_sources", "link_sources", "public_stories", "scan_inputs"]
