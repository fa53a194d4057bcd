"""Pictures that records and stories name: are they there, and large enough where they stand?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from posixpath import basename
from typing import Any

from plugins.pages.pictures import STANDINGS, list_photo_uses, photo_candidates, photo_path
from plugins.photos import PhotoInfo, check_photo
from plugins.registry import Registry
from plugins.registry.problems import Problem, Rule
from plugins.stories import Story

from .addresses import NO_PAGE, TAKEN

MISSING = Rule(
    "F150", "error", "照片文件不存在",
    bad="portrait: {file: photos/meiyou.jpg, alt: 示例人物一的画像}",
    good="portrait: {file: photos/samples/sample-portrait-01.png, alt: 示例人物一的画像}",
)  # fmt: skip
RULES = (MISSING, TAKEN, NO_PAGE)


def check_photo_uses(
    registry: Registry, stories: list[Story], photos: Mapping[str, PhotoInfo], content: str
) -> list[Problem]:
    """Every picture that is named and missing, and every one too small for its largest role."""
    return [
        *_check_records(registry, photos, content),
        *(problem for story in stories for problem in _check_story(story, photos, content)),
    ]


def _check_records(registry: Registry, photos: Mapping[str, PhotoInfo], content: str) -> Iterator[Problem]:
    for owner, photo, standing in list_photo_uses(registry):
        path = photo_path(photo.file)
        position = registry.position(*owner)
        if path not in photos:
            yield _missing(position, photo.file, photos, content)
        else:
            for problem in check_photo(photos[path], STANDINGS[standing][0]):
                yield Problem(*position, problem.rule, problem.message, problem.hint, problem.severity)


def _check_story(story: Story, photos: Mapping[str, PhotoInfo], content: str) -> Iterator[Problem]:
    named: list[tuple[str, int, int]] = [
        (link.target, link.line, link.column) for link in story.links if link.kind == "image"
    ]
    if story.lead_photo:
        named.append((story.lead_photo.file, *_lead_position(story)))
    for file, line, column in named:
        if not any(path in photos for path in photo_candidates(story.relative_source_path, file)):
            yield _missing((story.source_path, line, column), file, photos, content)


def _lead_position(story: Story) -> tuple[int, int]:
    for number, line in enumerate(story.head.split("\n"), 2):
        at = line.find(story.lead_photo.file) if story.lead_photo else -1
        if at >= 0:
            return number, at + 1
    return 1, 1


def _missing(position: tuple[str, int, int], file: str, photos: Iterable[str], content: str) -> Problem:
    names = {basename(path): path for path in photos}
    near = get_close_matches(basename(file), names, 1, 0.6)
    hint = f"是否要写 {names[near[0]]}?" if near else f"把照片放进 {content}/photos/ 再写它的路径"
    return Problem(*position, MISSING.id, f"找不到照片“{file}”", hint)


def find_info(story: Story, file: str, photos: Mapping[str, PhotoInfo]) -> PhotoInfo | None:
    """The picture that a story names, or None."""
    for path in photo_candidates(story.relative_source_path, file):
        if path in photos:
            return photos[path]
    return None


def list_story_uses(stories: Iterable[Story], photos: Mapping[str, PhotoInfo]) -> Iterator[tuple[PhotoInfo, str, Any]]:
    """Pictures of stories that are there: ``(info, standing, photo or None)``."""
    for story in stories:
        if story.lead_photo:
            info = find_info(story, story.lead_photo.file, photos)
            if info:
                yield info, "lead", story.lead_photo
        for link in story.links:
            if link.kind == "image":
                info = find_info(story, link.target, photos)
                if info:
                    yield info, "body", None
