"""The year and its months: a calendar, the practice weeks, and who is regular and who is silent."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from typing import Any

from plugins.catalog import Catalog, CatalogLook, PageHead
from plugins.pipeline.outputs import Page
from plugins.urls import address_of, href_of

from .activities import PAGE_SIZE, STORIES, cards_of, months_nav, slice_of, totals_of
from .cards import story_card
from .render import Maker
from .shared import Row, column_of, crumbs_for, page_links, page_slice, paginate, quantity_row, sources_of

MONTHS = tuple(f"{month}月" for month in range(1, 13))
# Rows of one table; a county of 3,000 places still gives pages under 150 KB.
REGULARITY_ROWS = 150
EVENTS_A_DAY = 6


def build_outputs(catalog: Catalog, make: Maker) -> Iterator[Page]:
    """Month pages, practice weeks, regularity by year."""
    for month in catalog.listed("activity-months"):
        for part in paginate(catalog.listed("activities-of-month", month), PAGE_SIZE):
            yield make.page(f"month/{month}", "month.html", view_month, month, part.number, page=part.number)
    yield make.page("index/themes", "themes.html", view_themes)
    for name in catalog.listed("themes"):
        theme_id = name.partition("/")[2]
        for part in paginate(catalog.listed("activities-of-theme", theme_id), PAGE_SIZE):
            yield make.page(name, "theme.html", view_theme, name, part.number, page=part.number)
    years = catalog.listed("activity-years")
    yield make.page(
        "index/regularity", "regularity.html", view_regularity, years[0] if years else "", 1, True
    )
    places = catalog.registry.records("place")
    for year in years:
        for part in paginate(tuple(places), REGULARITY_ROWS):
            name = f"regularity/{year}"
            yield make.page(
                name, "regularity.html", view_regularity, year, part.number, False, page=part.number
            )


def view_month(look: CatalogLook, root: str, month: str, number: int) -> tuple[PageHead, Any]:
    """One month as a calendar and as a list, with its practice week and its honest totals."""
    name = f"month/{month}"
    part = slice_of(look.listed("activities-of-month", month), number)
    cards = cards_of(look, root, part.names)
    title = f"{month[:4]}年{int(month[5:])}月活动"
    months = sorted(look.listed("activity-months"))
    at = months.index(month)
    head = PageHead(
        kind="list",
        url=address_of(name, number),
        title=title,
        description=f"{title}日历、预告和已办活动",
        section="activities",
        crumbs=crumbs_for(look, "activities", (title, name)),
        samples=any(card["sample"] for card in cards),
    )
    view = {
        "number": number,
        "month": month,
        "caption": title,
        "weeks": _weeks(look, root, month) if number == 1 else [],
        "cards": cards,
        "total": part.total,
        "facts": totals_of(look, f"activities-of-month/{month}"),
        "themes": [_theme_row(look, root, theme) for theme in look.all("themes-of-month", month)],
        "previous": _month_link(root, months[at - 1]) if at else None,
        "following": _month_link(root, months[at + 1]) if at + 1 < len(months) else None,
        "months": months_nav(look, root, month),
        "pages": page_links(root, name, part),
    }
    return head, view


def _month_link(root: str, month: str) -> tuple[str, str]:
    return f"{month[:4]}年{int(month[5:])}月", href_of(f"month/{month}", root)


def _weeks(look: CatalogLook, root: str, month: str) -> list[list[Row | None]]:
    """Weeks of seven cells from Monday; at most EVENTS_A_DAY titles a day, the rest stand in the list below."""
    days: dict[int, list[tuple[str, str]]] = {}
    for name in reversed(look.listed("activities-of-month", month)):
        activity = look(name)
        day = getattr(activity.starts, "day", 0) if activity is not None else 0
        if day:
            events = days.setdefault(day, [])
            if len(events) < EVENTS_A_DAY:
                events.append((activity.title, href_of(name, root)))
    today = look.today
    this_month = f"{today:%Y-%m}" == month
    return [
        [
            {"day": day, "href": "", "events": days.get(day, []), "today": this_month and today.day == day}
            if day
            else None
            for day in week
        ]
        for week in calendar.Calendar().monthdayscalendar(int(month[:4]), int(month[5:]))
    ]


def _theme_row(look: CatalogLook, root: str, theme: Any) -> Row:
    month = str(theme.month)
    return {
        "name": theme.name,
        "href": href_of(f"theme/{theme.id}", root),
        "month": f"{month[:4]}年{int(month[5:])}月",
        "summary": theme.summary,
        "held": look.value("held", f"activities-of-theme/{theme.id}"),
        "listed": look.value("count", f"activities-of-theme/{theme.id}"),
        "sample": theme.sample,
    }


def view_themes(look: CatalogLook, root: str) -> tuple[PageHead, Any]:
    """Every practice week, by year."""
    years: dict[str, list[Row]] = {}
    for theme in look.all("themes"):
        years.setdefault(str(theme.month)[:4], []).append(_theme_row(look, root, theme))
    column = column_of(look, "themes")
    head = PageHead(
        kind="list",
        url=address_of("index/themes"),
        title=column.name if column else "实践周",
        description=(column.description if column else "") or "每月一个主题的文明实践周和各周的活动",
        section="activities",
        crumbs=crumbs_for(look, "activities", ("实践周", "index/themes")),
        samples=any(row["sample"] for rows in years.values() for row in rows),
    )
    return head, {"years": list(years.items())}


def view_theme(look: CatalogLook, root: str, name: str, number: int) -> tuple[PageHead, Any]:
    """One practice week: stated numbers beside what is listed, and its activities."""
    theme = look(name)
    list_name = f"activities-of-theme/{theme.id}"
    part = slice_of(look.listed("activities-of-theme", theme.id), number)
    cards = cards_of(look, root, part.names)
    month = str(theme.month)
    names = look.listed("themes")
    at = names.index(name)
    head = PageHead(
        kind="record",
        url=address_of(name, number),
        title=theme.name,
        description=theme.summary,
        section="activities",
        crumbs=crumbs_for(look, "activities", ("实践周", "index/themes"), (theme.name, name)),
        subject=name,
        samples=theme.sample or any(card["sample"] for card in cards),
    )
    has_month = month in look.listed("activity-months")
    view = {
        "theme": theme,
        "number": number,
        "month": (f"{month[:4]}年{int(month[5:])}月", href_of(f"month/{month}", root) if has_month else ""),
        "stated": [
            (label, row)
            for label, row in (
                ("公布场次", quantity_row(look, theme.activities, theme)),
                ("公布人次", quantity_row(look, theme.attendance, theme)),
            )
            if row is not None
        ],
        "facts": totals_of(look, list_name),
        "cards": cards,
        "total": part.total,
        "stories": [
            card
            for card in (
                story_card(look, root, story, picture=False)
                for story in look.listed("stories-of-theme", theme.id)[:STORIES]
            )
            if card is not None
        ],
        "later": _theme_link(look, root, names[at - 1]) if at else None,
        "earlier": _theme_link(look, root, names[at + 1]) if at + 1 < len(names) else None,
        "pages": page_links(root, name, part),
        "sources": sources_of(look, theme),
    }
    return head, view


def _theme_link(look: CatalogLook, root: str, name: str) -> tuple[str, str] | None:
    theme = look(name)
    return None if theme is None else (theme.name, href_of(name, root))


def view_regularity(
    look: CatalogLook, root: str, year: str, number: int, latest: bool
) -> tuple[PageHead, Any]:
    """Place by month: activities held in a year. Months to come are blank; silent places stand with their zeros."""
    name = "index/regularity" if latest else f"regularity/{year}"
    rows = list(look.value("regularity", year)) if year else []
    part = page_slice(tuple(range(len(rows))), REGULARITY_ROWS, number)  # type: ignore[arg-type]
    shown = [rows[at] for at in part.names]  # type: ignore[call-overload]
    today = look.today
    past = 12 if not year or int(year) < today.year else (today.month if int(year) == today.year else 0)
    table: list[tuple[str, str, list[int | None]]] = []
    samples = False
    for place_name, months in shown:
        place = look(place_name)
        if place is None:
            continue
        samples = samples or place.sample
        values: list[int | None] = [count if at < past or count else None for at, count in enumerate(months)]
        table.append((place.short or place.name, href_of(place_name, root), values))
    silent = sum(not any(months) for _, months in rows)
    title = "活动常态化" if latest or not year else f"{year}年活动常态化"
    head = PageHead(
        kind="list",
        url=address_of(name, number),
        title=title,
        description="各阵地每月办了几场活动，谁常办、谁没有报送，一眼看清",
        section="activities",
        crumbs=crumbs_for(
            look, "activities", ("活动常态化", "index/regularity"), *([] if latest else [(f"{year}年", name)])
        ),
        samples=samples,
    )
    view = {
        "year": year,
        "months": MONTHS,
        "rows": table,
        "places": len(rows),
        "silent": silent,
        "held": look.value("held", f"activities-of-year/{year}") if year else 0,
        "years": [
            (
                f"{item}年",
                href_of(f"regularity/{item}", root),
                item == year and not latest,
                look.value("held", f"activities-of-year/{item}"),
            )
            for item in look.listed("activity-years")
        ],
        "pages": page_links(root, f"regularity/{year}", part)
        if year
        else {"links": [], "previous": "", "following": ""},
    }
    return head, view
