"""The part of WCAG 2.2 that a file can answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.registry.problems import Problem

from .facts import PageFacts
from .rules import note

_NO_ZOOM = re.compile(r"user-scalable\s*=\s*(?:no|0)|maximum-scale\s*=\s*[01](?:\.|\b)")


def check_access(page: PageFacts) -> Iterator[Problem]:
    """Everything about access that one page shows."""
    yield from _check_head(page)
    yield from _check_headings(page)
    yield from _check_names(page)
    yield from _check_ids(page)


def _check_head(page: PageFacts) -> Iterator[Problem]:
    html = max(page.html.find("<html"), 0)
    if not (page.lang or "").strip():
        yield note(page, html, "I411", "html 元素没有 lang", '写 lang="zh-CN"')
    if not page.title:
        yield note(page, html, "I412", "没有 title 或它是空的", "每页要有自己的标题")
    for offset, name, value in page.metas:
        if name.lower() == "viewport" and _NO_ZOOM.search(value):
            yield note(page, offset, "I420", "禁止了放大", "去掉 user-scalable 和 maximum-scale")


def _check_headings(page: PageFacts) -> Iterator[Problem]:
    firsts = [heading.offset for heading in page.headings if heading.level == 1]
    if len(firsts) != 1:
        offset = firsts[1] if firsts else max(page.html.find("<main"), 0)
        yield note(page, offset, "I413", f"有 {len(firsts)} 个一级标题", "每页恰好一个 h1")
    level = 0
    for heading in page.headings:
        if level and heading.level > level + 1:
            yield note(page, heading.offset, "I414", f"标题由 h{level} 跳到 h{heading.level}", "逐级使用标题")
        level = heading.level


def _check_names(page: PageFacts) -> Iterator[Problem]:
    for offset in page.no_alt:
        yield note(page, offset, "I415", "图片没有 alt", "写明图上是什么;装饰图写空的 alt")
    for offset, name in page.controls:
        if not name or name not in page.labelled:
            yield note(page, offset, "I416", "输入框没有标签", "用 label 或 aria-label 写明填什么")
    for offset, what in page.nameless:
        yield note(page, offset, "I417", f"{what}没有名称", "写上文字,图片写 alt")


def _check_ids(page: PageFacts) -> Iterator[Problem]:
    for offset, name in page.repeated_ids:
        yield note(page, offset, "I418", f"标识 {name} 用了两次", "页内标识不能重复")
    for offset, name in page.id_refs:
        if name not in page.ids:
            yield note(page, offset, "I419", f"页内没有标识 {name}", "改正或删去这处引用")
    for offset in page.tabindex:
        yield note(page, offset, "I421", "tabindex 大于 0", "用 0 或不写")
