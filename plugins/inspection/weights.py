"""What a page weighs on the wire: its HTML, style sheet and scripts as brotli sends them, and the home page's pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

import brotli

from plugins.registry.problems import Problem

from .facts import split_srcset
from .rules import make_finding
from .space import Space
from .thresholds import Thresholds
from .walk import OutputFile, PageRow

KIND_NAMES: Final[dict[str, str]] = {
    "home": "首页",
    "column": "栏目页",
    "list": "列表页",
    "article": "文稿页",
    "record": "记录页",
    "page": "固定页",
    "error": "404 页",
}
# A phone of 360 CSS pixels with two to three device pixels each takes about this width.
_PHONE_WIDTH: Final = 720
_MEASURED: Final = 3


class Weight(NamedTuple):
    """Bytes on the wire. ``kind`` is a page kind, ``path`` the heaviest page of it; ``budget`` is 0 where there is none."""

    kind: str
    path: str
    html: int
    styles: int
    scripts: int
    pictures: int
    budget: int

    @property
    def total(self) -> int:
        return self.html + self.styles + self.scripts + self.pictures


@dataclass(slots=True)
class Scales:
    """Weighs files, each once."""

    output: Path
    sizes: dict[str, int] = field(default_factory=dict)

    def weigh(self, name: str) -> int:
        """The bytes of a text file as the host sends it; 0 for one that is not there."""
        if name not in self.sizes:
            try:
                data = (self.output / name).read_bytes()
            except OSError:
                data = b""
            # The qualities that a publication compresses with.
            packed = brotli.compress(data, mode=brotli.MODE_TEXT, quality=11 if len(data) <= 64_000 else 9)
            self.sizes[name] = min(len(packed), len(data))
        return self.sizes[name]

    def weigh_all(self, names: list[str]) -> int:
        return sum(self.weigh(name) for name in dict.fromkeys(names))


def build_weights(
    rows: list[PageRow], files: list[OutputFile], space: Space, measures: Thresholds, scales: Scales
) -> list[Weight]:
    """The heaviest page of each kind, measured; and every story over its budget.

    Compressing every page as hard as a publication does would take minutes. A quick compression that was made while reading
    is never smaller, so that only what it puts on top is measured: the heaviest of each kind, and stories that may be over.
    """
    sizes = {file.name: file.size for file in files}
    kinds: dict[str, list[PageRow]] = {}
    for row in rows:
        kinds.setdefault(row.kind, []).append(row)
    found = []
    for kind in KIND_NAMES:
        ordered = sorted(kinds.get(kind, ()), key=lambda row: (-row.packed, row.path))
        budget = {"home": "home_bytes", "article": "article_bytes"}.get(kind, "")
        limit = measures.number(budget) if budget else 0
        weighed = []
        for place, row in enumerate(ordered):
            rest = scales.weigh_all(row.styles) + scales.weigh_all(row.scripts)
            if place >= _MEASURED and (not limit or row.packed + rest <= limit):
                break
            weighed.append(_weigh(row, space, sizes, scales, limit))
        weighed.sort(key=lambda weight: (-weight.total, weight.path))
        found += weighed[:1] + [weight for weight in weighed[1:] if limit and weight.total > limit]
    return found


def _weigh(row: PageRow, space: Space, sizes: dict[str, int], scales: Scales, budget: int) -> Weight:
    pictures = {choose_picture(candidates) for lazy, candidates in row.pictures if not lazy}
    goals = {space.resolve(href, row.path).file for href in pictures if href}
    return Weight(
        row.kind,
        row.path,
        scales.weigh(row.path),
        scales.weigh_all(row.styles),
        scales.weigh_all(row.scripts),
        sum(sizes.get(goal, 0) for goal in goals),
        budget,
    )


def choose_picture(candidates: list[str]) -> str:
    """The address a phone would fetch: from the first set of a picture the narrowest of 720 pixels or more."""
    choices = split_srcset(candidates[0]) if candidates else []
    wide = [choice for choice in choices if choice[1] >= _PHONE_WIDTH]
    best = (
        min(wide, key=lambda choice: choice[1]) if wide else max(choices, key=lambda c: c[1], default=("", 0))
    )
    return best[0]


def check_weights(
    weights: list[Weight], rows: list[PageRow], measures: Thresholds, scales: Scales
) -> Iterator[Problem]:
    """Pages, style sheets and scripts over their budgets."""
    for weight in weights:
        if weight.budget and weight.total > weight.budget:
            message = f"{KIND_NAMES[weight.kind]}压缩后 {weight.total} 字节,上限 {weight.budget}"
            yield make_finding(weight.path, (1, 1), "I403", message, "减少照片、样式或脚本")
    sheets = sorted({name for row in rows for name in row.styles})
    for name in sheets:
        if scales.weigh(name) > measures.number("style_bytes"):
            message = f"样式表压缩后 {scales.weigh(name)} 字节,上限 {measures.number('style_bytes')}"
            yield make_finding(name, (1, 1), "I403", message, "删去不用的样式")
    told = set()
    for row in rows:
        key = tuple(row.scripts)
        if key not in told and row.path != "search/index.html":
            told.add(key)
            total = scales.weigh_all(row.scripts)
            if total > measures.number("script_bytes"):
                message = f"脚本压缩后 {total} 字节,上限 {measures.number('script_bytes')}"
                yield make_finding(row.path, (1, 1), "I403", message, "减少脚本")
