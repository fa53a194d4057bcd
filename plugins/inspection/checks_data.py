"""The data blocks of a page (JSON-LD): whether programs can read them, and where their addresses lead."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from plugins.registry.problems import Problem

from .facts import PageFacts
from .rules import note
from .space import Space

_PICTURES: Final = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".svg")
_FROM_ROOT: Final = re.compile(r"\"(?:url|image|logo|contentUrl|thumbnailUrl|item)\"\s*:\s*\"(/[^\"]*)\"")


def check_data(page: PageFacts, space: Space) -> Iterator[Problem]:
    """Dead addresses and broken JSON in the data blocks of one page."""
    for start, block in page.data_blocks:
        try:
            json.loads(block)
        except (ValueError, RecursionError):
            yield note(page, start, "I209", "结构化数据读不懂", "由程序生成;检查模板")
        plain = block.replace("\\/", "/")
        found = list(_FROM_ROOT.finditer(plain))
        told = {match[1] for match in found}
        told |= {match[0] for match in space.own.finditer(plain)} if space.own else set()
        for href in sorted(told):
            goal = space.resolve(href, page.path)
            if goal.sort == "missing":
                rule = "I205" if goal.file.lower().endswith(_PICTURES) else "I203"
                yield note(
                    page, start, rule, f"结构化数据里的 {href[:80]} 不存在", "改正地址;由程序生成的检查模板"
                )
