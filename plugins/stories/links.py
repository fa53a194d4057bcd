"""What can only be wrong between stories, or between a story and the records: names that lead nowhere,
addresses taken twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Final

from plugins.registry.problems import Problem, Rule

from . import rules
from .head import KeyPath, locate_value, read_simple, read_yaml
from .marks import LINK_KINDS, RECORD_LINKS
from .model import RECORD_FIELDS, Story

HasRecord = Callable[[str, str], bool]
Suggest = Callable[[str, str], "str | None"]

KIND_NAMES: Final = {
    "source": "资料来源",
    "place": "阵地",
    "team": "队伍",
    "honoree": "好人",
    "batch": "批次",
    "activity": "活动",
    "theme": "主题",
    "programme": "项目",
    "regulation": "制度",
}


def _no_suggestion(kind: str, record_id: str) -> str | None:
    return None


def link_stories(
    stories: Iterable[Story], has_record: HasRecord, suggest: Suggest = _no_suggestion
) -> list[Problem]:
    """Every name in every story that leads nowhere, and every address that two of them claim. Pure, sorted.

    ``has_record(kind, id)`` says whether a record (or its alias) exists; kind is a record kind of the
    registry, or ``topic`` for the vocabulary of topics. ``suggest(kind, id)`` gives the nearest id that
    exists, or None.
    """
    ordered = sorted(stories, key=lambda story: story.source_path)
    slugs = {kind: {story.slug for story in ordered if story.kind == kind} for kind in ("story", "page")}
    for story in ordered:
        slugs[story.kind].update(alias.rpartition("/")[2] for alias in story.aliases)
    problems = list(_check_addresses(ordered))
    known: dict[tuple[str, str], bool] = {}

    def exists(kind: str, record_id: str) -> bool:
        key = (kind, record_id)
        if key not in known:
            known[key] = has_record(kind, record_id)
        return known[key]

    for story in ordered:
        problems += _check_fields(story, exists, suggest)
        problems += _check_links(story, exists, suggest, slugs)
    return sorted(problems)


def _problem(story: Story, path: KeyPath, rule: Rule, message: str, hint: str) -> Problem:
    return Problem(story.source_path, *locate_value(story.head, path), rule.id, message, hint, rule.severity)


def _hint(near: str | None, otherwise: str) -> str:
    return f"是否要写 {near}?" if near else otherwise


def _check_fields(story: Story, exists: HasRecord, suggest: Suggest) -> Iterator[Problem]:
    if story.topic and not exists("topic", story.topic):
        hint = _hint(suggest("topic", story.topic), "栏目见 data 里的 topics 词表")
        yield _problem(story, ("topic",), rules.UNKNOWN_TOPIC, f"没有栏目“{story.topic}”", hint)
    for field, kind in RECORD_FIELDS.items():
        for record_id in getattr(story, field):
            if not exists(kind, record_id):
                index = _written_index(story, field, record_id)
                message = f"没有编号为“{record_id}”的{KIND_NAMES[kind]}"
                hint = _hint(suggest(kind, record_id), "先在 data 里建这条记录,或改正编号")
                yield _problem(story, (field, index), rules.UNKNOWN_RECORD, message, hint)


def _written_index(story: Story, field: str, record_id: str) -> int:
    """Where an id stands in its list as written: doubles were dropped from the story's own tuple."""
    root = read_simple(story.head) or read_yaml(story.head).root
    written = root.get(field, []) if isinstance(root, dict) else []
    return written.index(record_id) if isinstance(written, list) and record_id in written else 0


def _check_links(
    story: Story, exists: HasRecord, suggest: Suggest, slugs: dict[str, set[str]]
) -> Iterator[Problem]:
    for kind, target, line, column in story.links:
        if kind not in LINK_KINDS:
            continue
        if kind in slugs:
            slug = target.rpartition("/")[2]
            if slug in slugs[kind]:
                continue
            what = "稿件" if kind == "story" else "页面"
            near = next(iter(get_close_matches(slug, sorted(slugs[kind]), 1, 0.6)), None)
            rule, message = rules.UNKNOWN_STORY, f"没有{what}“{target}”"
            hint = _hint(near and f"{kind}:{near}", "写文件名去掉 .md 的部分")
        else:
            record_kind = RECORD_LINKS.get(kind, kind)
            if exists(record_kind, target):
                continue
            near = suggest(record_kind, target)
            rule, message = rules.UNKNOWN_LINK, f"没有编号为“{target}”的{KIND_NAMES[record_kind]}"
            hint = _hint(near and f"{kind}:{near}", "先在 data 里建这条记录,或改正编号")
        yield Problem(story.source_path, line, column, rule.id, message, hint, rule.severity)


def _check_addresses(ordered: Sequence[Story]) -> Iterator[Problem]:
    owners: dict[str, Story] = {}
    for story in ordered:
        owner = owners.setdefault(story.url, story)
        if owner is not story:
            message = f"地址 /{story.url} 已是 {owner.source_path} 的"
            yield Problem(story.source_path, 1, 1, rules.SAME_ADDRESS.id, message, "给其中一个文件换名字")
    for story in ordered:
        for index, url in enumerate(story.alias_urls):
            owner = owners.setdefault(url, story)
            if owner is story and url != story.url:
                continue
            message = f"旧地址“{story.aliases[index]}”已是 {owner.source_path} 的地址"
            hint = "删去这个旧地址"
            yield _problem(
                story,
                ("aliases", _written_index(story, "aliases", story.aliases[index])),
                rules.ALIAS_TAKEN,
                message,
                hint,
            )
