"""The measures: numbers, freshness by kind of column, and what stops a publication, each with where it comes from.

``data/inspection.yml`` overrides the values below; a part left out keeps them. Nothing in it is a record.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

import yaml

from plugins.registry.problems import Problem

from .rules import ITEMS

Status = Literal["confirmed", "practice", "recalled", "own"]
STATUS_NAMES: Final[dict[Status, str]] = {
    "confirmed": "已核对原文或摘要",
    "practice": "各地通行做法",
    "recalled": "凭记忆,待核对",
    "own": "本项目自定",
}
_INDICATORS: Final = "国办秘函〔2019〕19号"
_DESIGN: Final = "本项目的重量预算"


@dataclass(frozen=True, slots=True)
class Measure:
    """One value, where it comes from and how sure that is."""

    value: int
    title: str
    source: str
    status: Status


@dataclass(slots=True)
class Thresholds:
    """``numbers`` by key; ``types`` days by ColumnType, ``columns`` days by ColumnName (they win); ``stops`` by item key.

    ``listed`` are address prefixes whose list pages count as columns of their own.
    """

    numbers: dict[str, Measure] = field(default_factory=lambda: dict(NUMBERS))
    types: dict[str, Measure] = field(default_factory=lambda: dict(TYPES))
    columns: dict[str, Measure] = field(default_factory=lambda: dict(COLUMNS))
    stops: dict[str, bool] = field(default_factory=lambda: {item.key: item.stops for item in ITEMS})
    listed: tuple[str, ...] = ("news/topics/",)

    def number(self, key: str) -> int:
        return self.numbers[key].value

    def days_of(self, name: str, sort: str) -> Measure | None:
        """The days within which a column has to have something new; None where nothing is asked."""
        return self.columns.get(name) or self.types.get(sort)


NUMBERS: Final[dict[str, Measure]] = {
    "home_days": Measure(14, "首页更新时限(天)", _INDICATORS, "confirmed"),
    "news_columns": Measure(5, "几个动态类栏目超期即否决", _INDICATORS, "confirmed"),
    "news_days": Measure(14, "动态类栏目的时限(天)", _INDICATORS, "confirmed"),
    "stale_columns": Measure(10, "几个栏目超期即否决", _INDICATORS, "confirmed"),
    "blank_columns": Measure(5, "几个空白栏目即否决", _INDICATORS, "confirmed"),
    "article_bytes": Measure(12_288, "一篇文稿首屏(网页、样式、脚本,压缩后字节)", _DESIGN, "own"),
    "style_bytes": Measure(4_096, "样式表(压缩后字节)", _DESIGN, "own"),
    "script_bytes": Measure(3_072, "一页的脚本(压缩后字节)", _DESIGN, "own"),
    "home_bytes": Measure(81_920, "首页连同图片(字节)", _DESIGN, "own"),
    "search_bytes": Measure(51_200, "第一次搜索(字节)", _DESIGN, "own"),
}
TYPES: Final[dict[str, Measure]] = {
    "工作动态": Measure(14, "工作动态(天)", _INDICATORS, "confirmed"),
    "政策文件": Measure(180, "政策文件(天)", _INDICATORS, "confirmed"),
}
COLUMNS: Final[dict[str, Measure]] = {
    "通知公告": Measure(180, "通知公告(天)", _INDICATORS, "confirmed"),
}
_YES, _NO = ("true", "yes", "是"), ("false", "no", "否")


def load_thresholds(path: Path, label: str) -> tuple[Thresholds, list[Problem]]:
    """The measures of a file; the defaults alone where there is no file. ``label`` names it in problems."""
    if not path.is_file():
        return Thresholds(), []
    try:
        return parse_thresholds(path.read_text(encoding="utf-8"), label)
    except (OSError, UnicodeDecodeError):
        return Thresholds(), [
            Problem(label, 1, 1, "C601", "检验尺度读不出", "检查文件是否存在、是否 UTF-8 编码")
        ]


def parse_thresholds(text: str, label: str) -> tuple[Thresholds, list[Problem]]:
    """The measures of a file's text, and every problem in it at its place. A wrong entry keeps its default."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        return Thresholds(), [Problem(label, line, column, "C601", "YAML 写法有误", "检查缩进和冒号")]
    except RecursionError:
        return Thresholds(), [Problem(label, 1, 1, "C601", "层次太深", "每项只有两层")]
    reader = _Reader(label)
    if root is not None:
        reader.read(root)
    return reader.made, sorted(reader.problems)


class _Reader:
    """Walks the nodes, so that every problem has its line."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.made = Thresholds()
        self.problems: list[Problem] = []

    def complain(self, node: yaml.Node, message: str, hint: str) -> None:
        mark = node.start_mark
        self.problems.append(Problem(self.label, mark.line + 1, mark.column + 1, "C602", message, hint))

    def pairs(self, node: yaml.Node, what: str) -> list[tuple[str, yaml.Node, yaml.Node]]:
        if not isinstance(node, yaml.MappingNode):
            self.complain(node, f"{what}应是“名称: 值”的形式", "每项一行,缩进两格")
            return []
        return [(str(key.value), key, value) for key, value in node.value]

    def read(self, root: yaml.Node) -> None:
        parts = {"thresholds": self.read_numbers, "types": self.read_days, "columns": self.read_days}
        for name, key, value in self.pairs(root, "检验尺度"):
            if name in parts:
                parts[name](name, value)
            elif name == "stops":
                self.read_stops(value)
            elif name == "listed":
                self.read_listed(value)
            else:
                self.complain(key, f"没有“{name}”这一部分", "只有 thresholds、types、columns、listed、stops")

    def read_numbers(self, _part: str, node: yaml.Node) -> None:
        for name, key, value in self.pairs(node, "thresholds"):
            known = NUMBERS.get(name)
            if known is None:
                self.complain(key, f"没有“{name}”这一项", f"可用的有 {'、'.join(NUMBERS)}")
            elif made := self.read_measure(value, known.title):
                self.made.numbers[name] = made

    def read_days(self, part: str, node: yaml.Node) -> None:
        found = {}
        for name, _, value in self.pairs(node, part):
            if made := self.read_measure(value, f"{name}(天)"):
                found[name] = made
        if part == "types":
            self.made.types = found
        else:
            self.made.columns = found

    def read_measure(self, node: yaml.Node, title: str) -> Measure | None:
        said: dict[str, Any] = {}
        for name, key, value in self.pairs(node, title):
            if name not in ("value", "source", "status"):
                self.complain(key, f"没有“{name}”这一项", "只有 value、source、status")
            said[name] = value
        missing = [name for name in ("value", "source", "status") if name not in said]
        if missing:
            self.complain(node, f"{title}缺少 {'、'.join(missing)}", "每个尺度都要写值、出处和是否核对过")
            return None
        if not str(said["value"].value).isdecimal() or len(str(said["value"].value)) > 9:
            self.complain(said["value"], f"{title}不是整数", "写阿拉伯数字,如 14")
            return None
        if said["status"].value not in STATUS_NAMES:
            self.complain(said["status"], "status 写法不对", f"用 {'、'.join(STATUS_NAMES)} 之一")
            return None
        return Measure(int(said["value"].value), title, str(said["source"].value), said["status"].value)

    def read_stops(self, node: yaml.Node) -> None:
        for name, key, value in self.pairs(node, "stops"):
            said = str(value.value).lower()
            if name not in self.made.stops:
                self.complain(key, f"没有“{name}”这一项", f"可用的有 {'、'.join(self.made.stops)}")
            elif said not in _YES + _NO:
                self.complain(value, "这里只能写 true 或 false", "true 表示拦截发布")
            else:
                self.made.stops[name] = said in _YES

    def read_listed(self, node: yaml.Node) -> None:
        if isinstance(node, yaml.SequenceNode):
            self.made.listed = tuple(str(item.value).lstrip("/") for item in node.value)
        else:
            self.complain(node, "listed 应是列表", "如 [news/topics/]")
