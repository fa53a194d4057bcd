"""Rules of activities, programmes and regulations, and of dates against today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from .checking import At, Checker
from .dates import LocalTime
from .problems import Problem
from .registry import Registry

# Facts of the past: kind, path to a date, what it is called.
_PAST: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("source", ("date",), "来源的日期"),
    ("place", ("opened",), "成立时间"),
    ("board", ("built",), "建成时间"),
    ("honoree", ("consent", "on"), "同意日期"),
    ("programme", ("joined",), "纳入时间"),
    ("progress", ("at",), "统计时间"),
    ("regulation", ("issued",), "发布时间"),
)


def check_work(checker: Checker) -> Iterator[Problem]:
    """Dates are in order; an activity agrees with its theme and says what its status asks; rules replace no circle."""
    registry = checker.registry
    yield from checker.circles("regulation", "superseded_by")
    for key, regulation in registry.records("regulation").items():
        at = ("regulation", key, "repealed")
        yield from checker.in_order(at, regulation.issued, regulation.repealed, "废止时间早于发布时间")
    for key, programme in registry.records("programme").items():
        for number, target in enumerate(programme.targets):
            goal = ("programme", key, "targets", number, "by")
            yield from checker.in_order(goal, programme.joined, target.by, "目标期限早于纳入时间")
    for key, activity in registry.records("activity").items():
        yield from _check_activity(checker, key, activity)


def _check_activity(checker: Checker, key: str, activity: Any) -> Iterator[Problem]:
    at = ("activity", key)
    yield from checker.in_order((*at, "ends"), activity.starts, activity.ends, "结束时间早于开始时间")
    if activity.call is not None and isinstance(activity.starts, LocalTime):
        when = (*at, "call", "deadline")
        yield from checker.in_order(
            when, activity.call.deadline, activity.ends or activity.starts, "报名截止晚于活动"
        )
    theme = checker.registry.get("theme", activity.theme) if activity.theme else None
    if (
        theme is not None
        and activity.starts is not None
        and activity.starts.month_key not in ("", theme.month.month_key)
    ):
        message = f"实践周“{theme.name}”在{theme.month.text}，活动在{activity.starts.date.text}"
        yield checker.problem("D208", (*at, "theme"), message, "核对实践周或时间")
    if activity.status == "planned" and activity.teams and activity.call is None:
        yield checker.problem(
            "D210",
            at,
            f"预告“{activity.title}”没有写志愿者招募",
            "需要志愿者就补写 call:内容、报名方式、风险、保障",
        )
    if activity.status == "planned" and activity.starts is None:
        yield checker.problem(
            "D225", at, f"预告“{activity.title}”没有写时间", "补写 starts；只知道月份就写月份"
        )
    if activity.status == "held" and activity.starts is None and not activity.sources:
        yield checker.problem(
            "D225", at, f"已办活动“{activity.title}”没有时间，也没有来源", "补写 starts 或 sources"
        )
    if activity.status == "cancelled" and not activity.cancelled_reason:
        yield checker.problem("D211", at, f"取消的活动“{activity.title}”没有写原因", "补写 cancelled_reason")


def check_dates(registry: Registry, today: dt.date) -> list[Problem]:
    """What is wrong with dates as of ``today``. Apart from linking, because the answer changes from day to day."""
    checker = Checker(registry)
    problems = list(_check_past(checker, today))
    for key, activity in registry.records("activity").items():
        at = ("activity", key, "starts")
        last = activity.ends or activity.starts
        if activity.status == "held" and activity.starts is not None and activity.starts.first_day() > today:
            rule = "D222" if activity.sample else "D209"
            message = f"“{activity.title}”写作已办，时间却在将来（{activity.starts.value}）"
            problems.append(checker.problem(rule, at, message, "改为 status: planned，或核对时间"))
        elif activity.status == "planned" and last is not None and last.last_day() < today:
            message = f"预告“{activity.title}”的时间已过（{last.value}）"
            problems.append(checker.problem("D224", at, message, "办过了改为 held，没办改为 cancelled"))
    return sorted(problems)


def _check_past(checker: Checker, today: dt.date) -> Iterator[Problem]:
    for kind in checker.registry.kinds():
        for key, record in checker.registry.records(kind).items():
            yield from _check_past_field(checker, (kind, key), record, ("updated",), today, words="更新日期")
    for kind, path, words in _PAST:
        for key, record in checker.registry.records(kind).items():
            yield from _check_past_field(checker, (kind, key), record, path, today, words=words)


def _check_past_field(
    checker: Checker, at: At, record: Any, path: tuple[str, ...], today: dt.date, *, words: str
) -> Iterator[Problem]:
    value = record
    for step in path:
        value = getattr(value, step, None)
    if value is not None and value.first_day() > today:
        yield checker.problem("D222", (*at, *path), f"{words}在将来（{value.value}）", "核对日期")
