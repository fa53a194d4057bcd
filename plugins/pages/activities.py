"""Activities: what is coming and what was held; by month, platform and task; each with its call or its report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plugins.catalog import Catalog, CatalogLook, PageHead
from plugins.pipeline.outputs import Page
from plugins.urls import address_of, href_of

from .cards import activity_card, story_card, town_href, town_name
from .pictures import photo_path, show_photo
from .render import Maker
from .shared import (
    Row,
    Slice,
    column_head,
    crumbs_for,
    day_of,
    link_to,
    links_to,
    page_links,
    page_slice,
    paginate,
    quantity_row,
    sources_of,
    totals_text,
)
from .text import show_markdown

PAGE_SIZE = 30
COMING_ON_INDEX = 12
STORIES = 6
# Part of a name -> (vocabulary, list index, what the list is called)
TERM_LISTS = {
    "platform": ("platforms", "activities-of-platform", "平台"),
    "task": ("tasks", "activities-of-task", "任务"),
}


def build_outputs(catalog: Catalog, make: Maker) -> Iterator[Page]:
    """The lists, then a page for every activity."""
    for part in paginate(catalog.listed("activities"), PAGE_SIZE):
        yield make.page("index/activities", "activities.html", view_index, part.number, page=part.number)
    for part in paginate(catalog.listed("coming"), PAGE_SIZE):
        yield make.page("coming", "activity-list.html", view_coming, part.number, page=part.number)
    for kind, (vocabulary, index, _) in TERM_LISTS.items():
        for term in catalog.registry.terms(vocabulary):
            for part in paginate(catalog.listed(index, term.id), PAGE_SIZE):
                name = f"{kind}/{term.id}"
                yield make.page(
                    name, "activity-list.html", view_term, kind, term.id, part.number, page=part.number
                )
    for name in catalog.listed("activities"):
        yield make.page(name, "activity.html", view_activity, name)


def cards_of(look: CatalogLook, root: str, names: tuple[str, ...]) -> list[Row]:
    """Cards of the activities that are there."""
    found = (look(name) for name in names)
    return [activity_card(look, root, activity) for activity in found if activity is not None]


def slice_of(names: tuple[str, ...], number: int) -> Slice:
    """Page ``number`` of a list of activities."""
    return page_slice(names, PAGE_SIZE, number)


def totals_of(look: CatalogLook, list_name: str) -> list[tuple[str, str]]:
    """What was held, and the honest sums over it, as facts."""
    held = look.value("held", list_name)
    facts = [("已办", f"{held}场" if held else "")]
    for label, field in (
        ("参加", "attendance"),
        ("服务", "served"),
        ("志愿者", "volunteers"),
        ("服务时长", "hours"),
    ):
        totals = look.value(field, list_name)
        if any(total.parts for total in totals):
            facts.append((label, totals_text(totals)))
    return facts


def months_nav(
    look: CatalogLook, root: str, current: str = ""
) -> list[tuple[str, list[tuple[str, str, bool, int]]]]:
    """Months that have activities, by year, newest year first, months in order."""
    years: dict[str, list[tuple[str, str, bool, int]]] = {}
    for month in sorted(look.listed("activity-months")):
        count = look.value("count", f"activities-of-month/{month}")
        item = (f"{int(month[5:])}月", href_of(f"month/{month}", root), month == current, count)
        years.setdefault(month[:4], []).append(item)
    return sorted(years.items(), reverse=True)


def terms_nav(look: CatalogLook, root: str, kind: str, current: str = "") -> list[tuple[str, str, bool, int]]:
    """The terms of platforms or tasks with how many activities stand under each."""
    vocabulary, index, _ = TERM_LISTS[kind]
    return [
        (
            term.name,
            href_of(f"{kind}/{term.id}", root),
            term.id == current,
            look.value("count", f"{index}/{term.id}"),
        )
        for term in look.terms(vocabulary)
    ]


def view_index(look: CatalogLook, root: str, number: int) -> tuple[PageHead, Any]:
    """What is coming first, then everything, newest first."""
    part = slice_of(look.listed("activities"), number)
    coming = cards_of(look, root, look.listed("coming")[:COMING_ON_INDEX]) if number == 1 else []
    cards = cards_of(look, root, part.names)
    head = column_head(
        look, "activities", "活动", page=number, samples=any(card["sample"] for card in [*coming, *cards])
    )
    years = look.listed("activity-years")
    view = {
        "number": number,
        "coming": coming,
        "coming_total": len(look.listed("coming")),
        "cards": cards,
        "total": part.total,
        "months": months_nav(look, root),
        "platforms": terms_nav(look, root, "platform"),
        "tasks": terms_nav(look, root, "task"),
        "facts": totals_of(look, "activities/"),
        "regularity": [(f"{year}年常态化", href_of(f"regularity/{year}", root)) for year in years],
        "pages": page_links(root, "index/activities", part),
    }
    return head, view


def view_coming(look: CatalogLook, root: str, number: int) -> tuple[PageHead, Any]:
    """Everything that is announced, soonest first."""
    part = slice_of(look.listed("coming"), number)
    return _list_page(look, root, "coming", part, "活动预告", "已预告、还没有举办的活动，近的在前", [], [])


def view_term(look: CatalogLook, root: str, kind: str, term_id: str, number: int) -> tuple[PageHead, Any]:
    """The activities of one platform or task."""
    vocabulary, index, label = TERM_LISTS[kind]
    term = look.term(vocabulary, term_id)
    part = slice_of(look.listed(index, term_id), number)
    title = term.name if term else term_id
    text = (term.description if term else "") or f"属于{label}“{title}”的活动"
    head, view = _list_page(
        look, root, f"{kind}/{term_id}", part, title, text, totals_of(look, f"{index}/{term_id}"),
        terms_nav(look, root, kind, term_id),
    )  # fmt: skip
    view["nav_label"] = f"按{label}"
    if kind == "platform":
        view["teams"] = links_to(
            look,
            root,
            "team",
            [name.partition("/")[2] for name in look.listed("teams-of-platform", term_id)[:40]],
        )
    return head, view


def _list_page(
    look: CatalogLook,
    root: str,
    name: str,
    part: Slice,
    title: str,
    text: str,
    facts: list[Any],
    nav: list[Any],
) -> tuple[PageHead, dict[str, Any]]:
    cards = cards_of(look, root, part.names)
    head = PageHead(
        kind="list",
        url=address_of(name, part.number),
        title=title,
        description=text,
        section="activities",
        crumbs=crumbs_for(look, "activities", (title, name)),
        samples=any(card["sample"] for card in cards),
    )
    view: dict[str, Any] = {
        "cards": cards,
        "total": part.total,
        "facts": facts,
        "nav": nav,
        "nav_label": "",
        "teams": [],
        "pages": page_links(root, name, part),
    }
    return head, view


def view_activity(look: CatalogLook, root: str, name: str) -> tuple[PageHead, Any]:
    """One activity: when and where, who, the call or the report, numbers with their basis, pictures."""
    activity = look(name)
    head = PageHead(
        kind="record",
        url=address_of(name),
        title=activity.title,
        description=activity.summary,
        section="activities",
        crumbs=crumbs_for(look, "activities", *_month_crumb(activity), (activity.title, name)),
        subject=name,
        image=photo_path(activity.photos[0].file) if activity.photos else "",
        samples=activity.sample,
    )
    place = look.get("place", activity.place)
    view = {
        "activity": activity,
        "coming": name in look.listed("coming"),
        "overdue": activity.status == "planned"
        and name not in look.listed("coming")
        and activity.starts is not None,
        "when": _when(activity),
        "iso": activity.starts.iso if activity.starts else "",
        "place": link_to(look, root, "place", activity.place),
        "town": town_name(look, activity.division or (place.division if place else None)),
        "town_href": town_href(look, root, activity.division or (place.division if place else None)),
        "telephone": (activity.call.telephone if activity.call else "") or (place.telephone if place else ""),
        "teams": links_to(look, root, "team", activity.teams),
        "platforms": _term_links(look, root, "platform", activity.platforms),
        "tasks": _term_links(look, root, "task", activity.tasks),
        "theme": link_to(look, root, "theme", activity.theme),
        "programme": link_to(look, root, "programme", activity.programme),
        "numbers": [
            (label, row)
            for label, row in (
                ("参加人次", quantity_row(look, activity.attendance, activity)),
                ("服务人次", quantity_row(look, activity.served, activity)),
                ("志愿者", quantity_row(look, activity.volunteers, activity)),
                ("志愿服务时长", quantity_row(look, activity.hours, activity)),
            )
            if row is not None
        ],
        "call": _call(look, activity),
        "report": show_markdown(look, root, activity.report) if activity.report else "",
        "photos": [
            (show_photo(look, photo, "record", "place", root), photo.caption or photo.alt, photo.credit)
            for photo in activity.photos
        ],
        "stories": [
            card
            for card in (
                story_card(look, root, story, picture=False)
                for story in look.listed("stories-of-activity", activity.id)[:STORIES]
            )
            if card is not None
        ],
        "sources": sources_of(look, activity),
    }
    return head, view


def _month_crumb(activity: Any) -> list[tuple[str, str]]:
    moment = activity.starts
    if moment is None or not moment.month:
        return []
    return [(f"{moment.year}年{moment.month}月", f"month/{moment.year:04}-{moment.month:02}")]


def _when(activity: Any) -> str:
    """``2026年11月28日 08:30～10:00``; both ends in full when they lie on different days."""
    if activity.starts is None:
        return ""
    text = f"{day_of(activity.starts)} {getattr(activity.starts, 'clock', '')}".strip()
    if activity.ends is None:
        return text
    end_clock = getattr(activity.ends, "clock", "")
    if day_of(activity.ends) == day_of(activity.starts):
        return f"{text}～{end_clock}" if end_clock else text
    return f"{text}至{day_of(activity.ends)} {end_clock}".strip()


def _term_links(look: CatalogLook, root: str, kind: str, ids: tuple[str, ...]) -> list[tuple[str, str]]:
    terms = (look.term(TERM_LISTS[kind][0], term_id) for term_id in ids)
    return [(term.name, href_of(f"{kind}/{term.id}", root)) for term in terms if term is not None]


def _call(look: CatalogLook, activity: Any) -> Row | None:
    """What GB/T 40143-2021 asks of a call, as facts; parts that are missing say so."""
    call = activity.call
    if call is None:
        return None
    number = quantity_row(look, call.number, activity)
    deadline = f"{day_of(call.deadline)} {call.deadline.clock}" if call.deadline else ""
    return {
        "number": number,
        "facts": [
            ("服务内容", call.content),
            ("条件", call.conditions or "不限"),
            ("报名方式", call.sign_up),
            ("报名截止", deadline),
            ("风险提示", call.risks or "待补"),
            ("保障", call.guarantees or "待补"),
            ("联系人", call.contact),
        ],
    }
