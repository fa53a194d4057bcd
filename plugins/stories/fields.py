"""Each key of the front matter: its form, its bounds, and what an editor is told when it is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any, Final

from plugins.pipeline.late import Late

from . import rules
from .body import check_photo_path
from .dates import parse_date
from .head import KeyPath, Value
from .model import RECORD_FIELDS, Kind, LeadPhoto
from .report import Reporter

ROLES: Final = ("记者", "通讯员", "编辑", "责编", "摄影")
STATUSES: Final = ("published", "draft")
SUMMARY_BOUNDS: Final = (10, 140)
TITLE_MAX: Final = 80
_ID: Final = Late(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_ALIAS: Final = Late(r"(?:\d{4}/)?[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_WEB: Final = Late(r"https?://[A-Za-z0-9.\-]+(?::\d+)?(?:/[^\s\"'<>]*)?", re.ASCII)
_FOCUS: Final = Late(r"(\d{1,3})% (\d{1,3})%", re.ASCII)
_GLUED: Final = Late(r"[、，,;；/]")

Check = Callable[[Value, KeyPath, Reporter], Any]

_DEFAULTS: Final[dict[str, Any]] = {
    "title": "", "date": None, "modified": None, "topic": "", "summary": "", "status": "published",
    "bylines": (), "source": "", "source_url": "", "keywords": (), "lead_photo": None, "aliases": (),
    "sample": False, **dict.fromkeys(RECORD_FIELDS, ()),
}  # fmt: skip
STORY_KEYS: Final = tuple(_DEFAULTS)
PAGE_KEYS: Final = tuple(key for key in _DEFAULTS if key != "topic")
REQUIRED: Final[dict[str, tuple[str, ...]]] = {
    "story": ("title", "date", "topic", "summary"),
    "page": ("title", "summary"),
}
KEY_NAMES: Final = {
    "title": "标题", "date": "发布时间", "modified": "修改时间", "topic": "栏目", "summary": "摘要",
    "status": "状态", "bylines": "署名", "source": "来源", "source_url": "原文网址",
    "keywords": "关键词", "lead_photo": "题图", "aliases": "旧地址", "sample": "示例",
    "sources": "资料来源", "places": "阵地", "teams": "队伍", "honorees": "好人", "batches": "批次",
    "activities": "活动", "themes": "主题", "programs": "项目", "regulations": "制度",
}  # fmt: skip
_EXAMPLES: Final = {
    "title": "title: 示例标题", "date": "date: 2026-05-01 09:30", "topic": "topic: huodong",
    "summary": "summary: 一两句话",
}  # fmt: skip


def check_fields(values: dict[str, Value], kind: Kind, report: Reporter) -> dict[str, Any]:
    """Values typed for a Story, defaults filled in. What is wrong goes to ``report``, all of it."""
    fields = dict(_DEFAULTS)
    known = STORY_KEYS if kind == "story" else PAGE_KEYS
    for key, value in values.items():
        if key not in known:
            _report_unknown(key, known, report)
            continue
        checked = CHECKS[key](value, (key,), report)
        if checked is not None:
            fields[key] = checked
    for key in REQUIRED[kind]:
        if key not in values:
            report.add(rules.MISSING, (1, 1), f"缺少{KEY_NAMES[key]} {key}", f"补上一行 {_EXAMPLES[key]}")
    if fields["modified"] and fields["date"] and fields["modified"] < fields["date"]:
        report.at_value(rules.ORDER, ("modified",), "修改时间早于发布时间", "改正其中一个")
    if fields["source_url"] and not fields["source"]:
        report.at_key(
            rules.SOURCE_NAME,
            ("source_url",),
            "有原文网址,却没有写来源名称",
            "补上一行 source: 原发媒体的名称",
        )
    return fields


def _report_unknown(key: str, known: tuple[str, ...], report: Reporter) -> None:
    chinese = {name: english for english, name in KEY_NAMES.items() if english in known}
    near = get_close_matches(key.strip().lower(), known, 1, 0.6) or [
        chinese[name] for name in get_close_matches(key, chinese, 1, 0.6)
    ]
    hint = f"是否要写 {near[0]}?" if near else f"可用的项: {'、'.join(known)}"
    report.at_key(rules.UNKNOWN_KEY, (key,), f"没有“{key}”这一项", hint)


def _name(path: KeyPath) -> str:
    return ".".join(str(part) for part in path if isinstance(part, str))


def _text(value: Value, path: KeyPath, report: Reporter) -> str | None:
    if not isinstance(value, str):
        form = "列表" if isinstance(value, list) else "下一层的项"
        report.at_value(
            rules.WRONG_TYPE, path, f"{_name(path)} 应是一段文字,这里是{form}", "写在同一行,不要分条"
        )
        return None
    value = value.strip()
    if not value:
        report.at_value(rules.EMPTY, path, f"{_name(path)} 没有内容", "补上内容,或删去这一行")
        return None
    return value


def _title(value: Value, path: KeyPath, report: Reporter) -> str | None:
    text = _text(value, path, report)
    if text and (len(text) > TITLE_MAX or "\n" in text):
        report.at_value(
            rules.TITLE, path, f"标题有 {len(text)} 字,最多 {TITLE_MAX} 字,不分行", "缩短标题,细节放进摘要"
        )
    return text


def _summary(value: Value, path: KeyPath, report: Reporter) -> str | None:
    text = _text(value, path, report)
    low, high = SUMMARY_BOUNDS
    if text and not low <= len(text) <= high:
        report.at_value(
            rules.SUMMARY,
            path,
            f"摘要有 {len(text)} 字,应为 {low} 到 {high} 字",
            "用一两句话说清何时何地何事",
        )
    return text


def _date(value: Value, path: KeyPath, report: Reporter) -> Any:
    text = _text(value, path, report)
    if text is None:
        return None
    date = parse_date(text)
    if not isinstance(date, tuple):
        return date
    fault, cure = date
    if fault == "form":
        report.at_value(
            rules.DATE_FORM, path, f"“{text}”不是规定的日期写法", f"写成 {cure or '2026-05-01 09:30'}"
        )
    else:
        report.at_value(rules.DATE_VALUE, path, f"没有“{text}”这个时间", "核对年月日和时分")
    return None


def _status(value: Value, path: KeyPath, report: Reporter) -> str | None:
    text = _text(value, path, report)
    if text and text not in STATUSES:
        report.at_value(
            rules.STATUS, path, f"状态没有“{text}”", "草稿写 draft;正式发布写 published 或删去这一行"
        )
    return text


def _id(value: Value, path: KeyPath, report: Reporter, pattern: Late = _ID) -> str | None:
    text = _text(value, path, report)
    if text and not pattern.fullmatch(text):
        report.at_value(
            rules.ID_FORM, path, f"编号“{text}”写法不对", "编号只有小写字母、数字和短横线,例如 shili-cun"
        )
        return None
    return text


def _list(value: Value, path: KeyPath, report: Reporter, check: Check) -> tuple[str, ...] | None:
    if not isinstance(value, list):
        if value == "":
            report.at_key(rules.EMPTY, path, f"{_name(path)} 没有内容", "补上内容,或删去这一行")
        else:
            shown = value if isinstance(value, str) else "甲"
            report.at_value(rules.WRONG_TYPE, path, f"{_name(path)} 应是列表", f"写成 {path[-1]}: [{shown}]")
        return None
    items = [check(item, (*path, index), report) for index, item in enumerate(value)]
    for index, item in enumerate(items):
        if item is not None and item in items[:index]:
            report.at_value(rules.TWICE, (*path, index), f"“{item}”写了两次", "删去一个")
    return tuple(dict.fromkeys(item for item in items if item is not None))


def _ids(value: Value, path: KeyPath, report: Reporter) -> tuple[str, ...] | None:
    return _list(value, path, report, _id)


def _aliases(value: Value, path: KeyPath, report: Reporter) -> tuple[str, ...] | None:
    return _list(value, path, report, lambda item, place, into: _id(item, place, into, _ALIAS))


def _keywords(value: Value, path: KeyPath, report: Reporter) -> tuple[str, ...] | None:
    return _list(value, path, report, _text)


def _web(value: Value, path: KeyPath, report: Reporter) -> str | None:
    text = _text(value, path, report)
    if text and not _WEB.fullmatch(text):
        report.at_value(
            rules.WEB_ADDRESS, path, f"“{text}”不是完整的网址", "以 https:// 或 http:// 开头,不含空格"
        )
    return text


def _bool(value: Value, path: KeyPath, report: Reporter) -> bool | None:
    text = _text(value, path, report)
    if text is None or text in ("true", "false"):
        return text == "true" if text else None
    report.at_value(rules.BOOL, path, f"{_name(path)} 不能写“{text}”", "写 true 或 false")
    return None


def _person(value: Value, path: KeyPath, report: Reporter) -> str | None:
    text = _text(value, path, report)
    if text and _GLUED.search(text):
        names = ", ".join(part.strip() for part in _GLUED.split(text) if part.strip())
        report.at_value(rules.NAMES_GLUED, path, "一处只写一个姓名", f"写成 {path[1]}: [{names}]")
    return text


def _bylines(value: Value, path: KeyPath, report: Reporter) -> tuple[tuple[str, str], ...] | None:
    if not isinstance(value, dict):
        report.at_value(rules.WRONG_TYPE, path, "署名要按身份分行写", "bylines: 之下缩进两格写“记者: 姓名”")
        return None
    bylines: list[tuple[str, str]] = []
    for role, names in value.items():
        place = (*path, role)
        if role not in ROLES:
            near = get_close_matches(role, ROLES, 1, 0.4)
            report.at_key(
                rules.ROLE,
                place,
                f"没有“{role}”这种署名",
                f"是否要写 {near[0]}?" if near else f"可用: {'、'.join(ROLES)}",
            )
        elif isinstance(names, list):
            bylines += [(role, name) for name in _list(names, place, report, _person) or ()]
        else:
            name = _person(names, place, report)
            bylines += [(role, name)] if name else []
    return tuple(bylines)


def _photo(value: Value, path: KeyPath, report: Reporter) -> LeadPhoto | None:
    if not isinstance(value, dict):
        report.at_value(
            rules.WRONG_TYPE,
            path,
            "题图要分行写 file 和 alt",
            "lead_photo: 之下缩进两格写“file: 图片.jpg”和“alt: 说明”",
        )
        return None
    known = ("file", "alt", "credit", "focus")
    parts: dict[str, str] = {}
    for key, part in value.items():
        if key not in known:
            near = get_close_matches(key, known, 1, 0.6)
            report.at_key(
                rules.UNKNOWN_KEY,
                (*path, key),
                f"题图没有“{key}”这一项",
                f"是否要写 {near[0]}?" if near else f"可用: {'、'.join(known)}",
            )
        elif text := _text(part, (*path, key), report):
            parts[key] = text
    for key, what in (("file", "图片文件"), ("alt", "给看不见图的人的说明")):
        if key not in value:
            report.at_key(rules.LEAD_PHOTO, path, f"题图缺少{what} {key}", f"补上一行 {key}: …")
    focus = _FOCUS.fullmatch(parts.get("focus", "50% 50%"))
    if not focus or int(focus[1]) > 100 or int(focus[2]) > 100:
        report.at_value(
            rules.LEAD_PHOTO,
            (*path, "focus"),
            f"焦点“{parts['focus']}”写法不对",
            "写成从左、从上的百分数,例如 50% 40%",
        )
    if "file" in parts:
        check_photo_path(parts["file"], lambda rule, *told: report.at_value(rule, (*path, "file"), *told))
    return LeadPhoto(
        parts.get("file", ""), parts.get("alt", ""), parts.get("credit", ""), parts.get("focus", "")
    )


CHECKS: Final[dict[str, Check]] = {
    "title": _title, "date": _date, "modified": _date, "topic": _id, "summary": _summary, "status": _status,
    "bylines": _bylines, "source": _text, "source_url": _web, "keywords": _keywords, "lead_photo": _photo,
    "aliases": _aliases, "sample": _bool, **dict.fromkeys(RECORD_FIELDS, _ids),
}  # fmt: skip
