"""Ids whose pages would stand where a list of the site stands, and columns for which there is no page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from plugins.registry import KIND_NAMES, Registry
from plugins.registry.problems import Problem, Rule
from plugins.stories import Story
from plugins.urls import is_reserved, list_columns

TAKEN = Rule(
    "D230", "error", "标识占用了网站自己的地址",
    bad="- id: towns\n  name: 示例站\n  level: station\n",
    good="- id: shili-zhan\n  name: 示例站\n  level: station\n",
)  # fmt: skip

NO_PAGE = Rule(
    "D231", "error", "栏目没有自己的网页",
    bad="columns:\n  - id: xinwen\n    name: 动态\n    description: 要闻\n",
    good="columns:\n  - id: news\n    name: 动态\n    description: 要闻\n",
)  # fmt: skip


def check_addresses(registry: Registry, stories: Iterable[Story]) -> Iterator[Problem]:
    """Every record and story that would be written over a list, or under one's name; every column that leads nowhere."""
    columns = list_columns()
    for site_id, site in registry.records("site").items():
        for number, column in enumerate(site.columns):
            if column.id not in columns:
                position = registry.locate("site", site_id, "columns", number, "id")
                near = next(iter(get_close_matches(column.id, columns, 1, 0.6)), "")
                hint = f"是否要写 {near}?" if near else f"能用的有 {'、'.join(columns)}"
                yield Problem(*position, NO_PAGE.id, f"没有标识为“{column.id}”的栏目网页", hint)
    for kind in registry.kinds():
        for record_id in registry.records(kind):
            if is_reserved(kind, record_id):
                position = registry.locate(kind, record_id, "id")
                yield _taken(position, KIND_NAMES.get(kind, kind), record_id)
    for story in stories:
        if is_reserved(story.kind, story.slug):
            yield _taken((story.source_path, 1, 1), "文稿", story.slug)


def _taken(position: tuple[str, int, int], what: str, name: str) -> Problem:
    hint = "在后面加上内容，如 2019-06-yizhen" if name[:1].isdigit() else "换一个标识"
    return Problem(*position, TAKEN.id, f"{what}的标识“{name}”与网站自己的地址相冲突", hint)
