"""The lists between records and stories: what stands under what, who did what, what happened where. Pure.

A list is a tuple of catalog names under ``<index>/<key>``. Lists of dated things run newest first; what is coming runs
soonest first; everything else keeps the registry's order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from .indexes_places import ancestors_of, list_divisions, list_places, list_teams, place_town, town_of

if TYPE_CHECKING:
    from plugins.registry import Registry
    from plugins.registry.models import Activity
    from plugins.stories import Story

Lists = dict[str, tuple[str, ...]]
_Draft = dict[str, list[str]]

# Story attribute -> kind of record it names.
STORY_LINKS: dict[str, str] = {
    "places": "place",
    "teams": "team",
    "honorees": "honoree",
    "batches": "batch",
    "activities": "activity",
    "themes": "theme",
    "programs": "programme",
    "regulations": "regulation",
}

RELATED_LIMIT = 4


def activity_town(registry: Registry, activity: Activity) -> str:
    """The town an activity happened in: its own division, else its place's."""
    town = town_of(registry, activity.division)
    return town or place_town(registry, registry.get("place", activity.place) if activity.place else None)


def day_key(moment: object) -> str:
    """A sortable text of a date of any precision; undated sorts first, so last when newest comes first."""
    return "" if moment is None else str(moment)


def build_lists(registry: Registry, stories: Mapping[str, Story], today: date) -> Lists:
    """Every list of the site."""
    draft: _Draft = defaultdict(list)
    for kind in registry.kinds():
        draft[f"all/{kind}"] = [f"{kind}/{record_id}" for record_id in registry.records(kind)]
    for vocabulary in registry.vocabularies():
        draft[f"terms/{vocabulary}"] = [f"term/{vocabulary}/{term.id}" for term in registry.terms(vocabulary)]
    list_divisions(registry, draft)
    list_places(registry, draft)
    list_teams(registry, draft)
    _list_honors(registry, draft)
    _list_programs(registry, draft)
    _list_activities(registry, draft, today)
    _list_sources(registry, draft)
    _list_stories(stories, draft)
    return {name: tuple(names) for name, names in draft.items()}


def _list_honors(registry: Registry, draft: _Draft) -> None:
    batches = sorted(registry.records("batch").values(), key=lambda batch: (-batch.year, -batch.sequence, batch.id))
    draft["batches/"] = [f"batch/{batch.id}" for batch in batches]
    for batch in batches:
        if batch.programme:
            draft[f"batches-of-programme/{batch.programme}"].append(f"batch/{batch.id}")
    ranks = {batch.id: rank for rank, batch in enumerate(batches)}
    honorees = sorted(
        registry.records("honoree").values(), key=lambda honoree: ranks.get(honoree.batch, len(ranks))
    )  # stable: within a batch the registry's order stays
    for honoree in honorees:
        name = f"honoree/{honoree.id}"
        draft["honorees/"].append(name)
        draft[f"honorees-of-batch/{honoree.batch}"].append(name)
        draft[f"honorees-of-category/{honoree.category}"].append(name)
        if honoree.place:
            draft[f"honorees-of-place/{honoree.place}"].append(name)
        town = town_of(registry, honoree.division) or place_town(
            registry, registry.get("place", honoree.place) if honoree.place else None
        )
        if town:
            draft[f"honorees-of-town/{town}"].append(name)
    for board in registry.records("board").values():
        town = town_of(registry, board.division)
        draft[f"boards-of-town/{town}"].append(f"board/{board.id}")
        if board.place:
            draft[f"boards-of-place/{board.place}"].append(f"board/{board.id}")
        for batch_id in board.batches:
            draft[f"boards-of-batch/{batch_id}"].append(f"board/{board.id}")


def _list_programs(registry: Registry, draft: _Draft) -> None:
    for row in sorted(registry.records("progress").values(), key=lambda row: (row.village, day_key(row.at))):
        draft[f"progress-of-programme/{row.programme}"].append(f"progress/{row.id}")
    for regulation in registry.records("regulation").values():
        draft[f"regulations-of-sort/{regulation.sort}"].append(f"regulation/{regulation.id}")
        if regulation.superseded_by:
            draft[f"supersedes/{regulation.superseded_by}"].append(f"regulation/{regulation.id}")
    for figure in registry.records("figure").values():
        draft[f"figures-of-group/{figure.group}"].append(f"figure/{figure.id}")
        if figure.highlight:
            draft["figures-highlighted/"].append(f"figure/{figure.id}")
    groups: dict[str, None] = {figure.group: None for figure in registry.records("figure").values()}
    draft["figure-groups/"] = list(groups)
    for theme in sorted(registry.records("theme").values(), key=lambda theme: str(theme.month), reverse=True):
        draft["themes/"].append(f"theme/{theme.id}")
        draft[f"themes-of-year/{str(theme.month)[:4]}"].append(f"theme/{theme.id}")
        draft[f"themes-of-month/{theme.month}"].append(f"theme/{theme.id}")


def activity_keys(registry: Registry, activity: Activity) -> Iterable[str]:
    """The lists an activity stands in, besides the list of all."""
    moment = day_key(activity.starts)
    if len(moment) >= 7:
        yield f"activities-of-month/{moment[:7]}"
    if moment:
        yield f"activities-of-year/{moment[:4]}"
    else:
        yield "activities-undated/"
    if activity.place:
        yield f"activities-of-place/{activity.place}"
        for ancestor in ancestors_of(registry, "place", activity.place):
            yield f"activities-under-place/{ancestor}"
    town = activity_town(registry, activity)
    if town:
        yield f"activities-of-town/{town}"
    for team in activity.teams:
        yield f"activities-of-team/{team}"
    for platform in activity.platforms:
        yield f"activities-of-platform/{platform}"
    for task in activity.tasks:
        yield f"activities-of-task/{task}"
    if activity.theme:
        yield f"activities-of-theme/{activity.theme}"
    if activity.programme:
        yield f"activities-of-programme/{activity.programme}"


def is_coming(activity: Activity, today: date) -> bool:
    """Planned and not yet over: its last known day, month or year is today's or later."""
    last = day_key(activity.ends or activity.starts)[:10]
    return activity.status == "planned" and bool(last) and last >= today.isoformat()[: len(last)]


def _list_activities(registry: Registry, draft: _Draft, today: date) -> None:
    activities = sorted(
        registry.records("activity").values(), key=lambda activity: (day_key(activity.starts), activity.id), reverse=True
    )
    for activity in activities:
        name = f"activity/{activity.id}"
        draft["activities/"].append(name)
        keys = list(dict.fromkeys(activity_keys(registry, activity)))
        for key in keys:
            draft[key].append(name)
        if is_coming(activity, today):
            draft["coming/"].append(name)
            for key in keys:
                draft[f"coming-{key.removeprefix('activities-')}"].append(name)
        else:
            for key in keys:
                draft[f"past-{key.removeprefix('activities-')}"].append(name)
    for key in [key for key in draft if key.startswith("coming")]:
        draft[key].reverse()
    for index, prefix in (("activity-months/", "activities-of-month/"), ("activity-years/", "activities-of-year/")):
        draft[index] = sorted((key[len(prefix) :] for key in draft if key.startswith(prefix)), reverse=True)


def _list_sources(registry: Registry, draft: _Draft) -> None:
    for kind in registry.kinds():
        if kind == "term":
            continue
        for record_id, record in registry.records(kind).items():
            for source in dict.fromkeys(str(reference.source) for reference in record.sources):
                draft[f"records-of-source/{source}"].append(f"{kind}/{record_id}")


def _list_stories(stories: Mapping[str, Story], draft: _Draft) -> None:
    draft["pages/"] = sorted(name for name, story in stories.items() if story.kind == "page")
    dated = [
        (story.date, name, story) for name, story in stories.items() if story.kind == "story" and story.date is not None
    ]
    news = sorted(dated, key=lambda item: item[:2], reverse=True)
    held: list[list[str]] = []  # of each story: the lists of its records
    for date_, name, story in news:
        draft["stories/"].append(name)
        draft[f"stories-of-topic/{story.topic}"].append(name)
        draft[f"stories-of-year/{date_.year}"].append(name)
        draft[f"stories-of-month/{date_.year}-{date_.month:02}"].append(name)
        lists = [f"stories-of-{kind}/{item}" for field, kind in STORY_LINKS.items() for item in getattr(story, field)]
        for key in lists:
            draft[key].append(name)
        held.append(lists)
    draft["story-months/"] = sorted({f"{date_.year}-{date_.month:02}" for date_, _, _ in news}, reverse=True)
    draft["story-years/"] = sorted({str(date_.year) for date_, _, _ in news}, reverse=True)
    names = draft["stories/"]
    ranks = {name: rank for rank, name in enumerate(names)}
    for rank, (_, name, story) in enumerate(news):
        key = name.partition("/")[2]
        draft[f"slug/{story.slug}"].append(name)
        draft[f"newer-story/{key}"] = names[max(rank - 1, 0) : rank]
        draft[f"older-story/{key}"] = names[rank + 1 : rank + 2]
        draft[f"related-stories/{key}"] = related_stories(name, story, held[rank], draft, ranks)


def related_stories(
    name: str, story: Story, held: Iterable[str], lists: Mapping[str, list[str]], ranks: Mapping[str, int]
) -> list[str]:
    """Up to RELATED_LIMIT others: most shared records first, then newest; with none shared, the newest of the topic.
    ``held``: the lists of the story's records.
    """
    shared: dict[str, int] = {}
    for key in held:
        for other in lists[key][:12]:
            if other != name:
                shared[other] = shared.get(other, 0) + 1
    if not shared:
        same_topic = lists.get(f"stories-of-topic/{story.topic}", [])[: RELATED_LIMIT + 1]
        return [other for other in same_topic if other != name][:RELATED_LIMIT]
    return sorted(shared, key=lambda other: (-shared[other], ranks[other]))[:RELATED_LIMIT]
