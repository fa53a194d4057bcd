"""When was each column last added to? By 国办秘函〔2019〕19号; an item without a date counts as not updated."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from plugins.registry.problems import Problem

from .dates import parse_pub_date
from .rules import make_finding
from .thresholds import Thresholds
from .walk import PageRow, unpack

HOME_LABEL = "首页"


class ColumnState(NamedTuple):
    """A column: ``newest`` is the date of its newest dated item, "" for none; ``days`` since then, -1 for none;
    ``limit`` the days it is given, 0 where nothing is asked.
    """

    name: str
    sort: str
    path: str
    newest: str
    days: int
    limit: int
    stale: bool
    blank: bool


def build_columns(
    rows: list[PageRow], numbers: dict[str, int], measures: Thresholds, today: date
) -> list[ColumnState]:
    """Every column in the order of its address, the home page first."""
    published = {numbers[row.path]: _published(row, today) for row in rows}
    columns = [_build_column(row, published, measures, today) for row in rows if _is_column(row, measures)]
    return sorted(columns, key=lambda column: (column.path != "index.html", column.path))


def _is_column(row: PageRow, measures: Thresholds) -> bool:
    if "/page/" in row.path:
        return False
    return row.kind in ("home", "column") or (
        row.kind == "list" and row.path.startswith(measures.listed or ("\0",))
    )


def _published(row: PageRow, today: date) -> str:
    moment = parse_pub_date(row.tags.get("PubDate", ""))
    return moment.date().isoformat() if moment and moment.date() <= today else ""


def _build_column(row: PageRow, published: dict[int, str], measures: Thresholds, today: date) -> ColumnState:
    home = row.path == "index.html"
    dates = [published.get(number, "") for number in unpack(row.content)]
    # The home page has to carry news: a date of anything else on it is no new item.
    newest = max(dates, default="") if home else max([row.newest, *dates])
    days = _days_since(newest, today)
    name, sort = row.tags.get("ColumnName") or row.path, row.tags.get("ColumnType", "")
    measure = measures.numbers["home_days"] if home else measures.days_of(name, sort)
    limit = measure.value if measure else 0
    stale = bool(limit) and (days < 0 or days > limit)
    return ColumnState(HOME_LABEL if home else name, sort, row.path, newest, days, limit, stale, row.blank)


def _days_since(text: str, today: date) -> int:
    try:
        return (today - date.fromisoformat(text)).days
    except ValueError:
        return -1


def check_freshness(columns: list[ColumnState], measures: Thresholds) -> Iterator[Problem]:
    """Stale and blank columns one by one, and the counts that fail the whole site."""
    inner = [column for column in columns if column.path != "index.html"]
    for column in columns:
        last = (
            f"最近一条是 {column.newest},已过 {column.days} 天" if column.newest else "没有带发布时间的内容"
        )
        if column.stale and column.path == "index.html":
            yield make_finding(column.path, (1, 1), "I104", f"首页{last}", f"{column.limit} 天内要有新内容")
        elif column.stale:
            message = f"栏目“{column.name}”{last}"
            yield make_finding(column.path, (1, 1), "I201", message, f"{column.limit} 天内要有新内容")
        if column.blank:
            yield make_finding(
                column.path,
                (1, 1),
                "I202",
                f"栏目“{column.name}”没有内容",
                "补上内容,或从 data/site.yml 暂时撤下",
            )
    stale = [column for column in inner if column.stale]
    news = [column for column in stale if column.limit <= measures.number("news_days")]
    blank = [column for column in columns if column.blank]
    for found, key, rule, what in (
        (news, "news_columns", "I105", "动态类栏目没有按时更新"),
        (stale, "stale_columns", "I106", "栏目没有按时更新"),
        (blank, "blank_columns", "I107", "栏目没有内容"),
    ):
        limit = measures.number(key)
        if len(found) >= limit:
            names = "、".join(column.name for column in found)
            message = f"{len(found)} 个{what}:{names}"
            yield make_finding("index.html", (1, 1), rule, message, f"达到 {limit} 个即一票否决")
