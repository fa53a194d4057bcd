"""Rules of the site block and of stated figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .checking import Checker
from .counting import check_count
from .problems import Problem

_NBS = "NBS"


def check_site(checker: Checker) -> Iterator[Problem]:
    """There is one site; its columns, box and code make sense; figures count what exists."""
    sites = checker.registry.entries("site")
    if not sites and not checker.registry.knows("site", ""):
        yield Problem(
            "data/site.yml", 1, 1, "D217", "没有网站信息", "写 data/site.yml：名称、地区、主办单位、栏目"
        )
    for key in list(sites)[1:]:
        first = next(iter(sites.values()))
        message = f"网站信息只能有一份，已有 {first.path}"
        yield checker.problem("D217", ("site", key), message, "删去多余的一份")
    for key, site in checker.registry.records("site").items():
        yield from _check_columns(checker, key, site)
        yield from _check_region(checker, key, site.region)
    yield from _check_model(checker)
    for key, figure in checker.registry.records("figure").items():
        if figure.counts is not None:
            yield from check_count(checker, ("figure", key, "counts"), figure.counts)


def _check_columns(checker: Checker, key: str, site: Any) -> Iterator[Problem]:
    if not site.columns:
        yield checker.problem("D218", ("site", key, "columns"), "一个栏目也没有", "至少写一个栏目")
    for name, title in (("id", "标识"), ("name", "名称")):
        seen: set[str] = set()
        for number, column in enumerate(site.columns):
            value = getattr(column, name)
            if value in seen:
                at = ("site", key, "columns", number, name)
                yield checker.problem("D218", at, f"栏目{title}“{value}”写了两次", "每个栏目各用一个")
            seen.add(value)


def _check_region(checker: Checker, key: str, region: Any) -> Iterator[Problem]:
    box = region.box
    if not (-180 <= box.west < box.east <= 180 and -90 <= box.south < box.north <= 90):
        yield checker.problem(
            "D226", ("site", key, "region", "box"), "经纬度范围不成范围", "西界小于东界，南界小于北界"
        )
    if region.scheme.startswith(_NBS) and not re.fullmatch(r"\d{6}", region.code):
        at = ("site", key, "region", "code")
        yield checker.problem(
            "D214", at, f"县的统计用区划代码是 6 位，这里有 {len(region.code)} 位", "如 999901"
        )


def _check_model(checker: Checker) -> Iterator[Problem]:
    """A part of the operating model that lists a vocabulary says as many as there are."""
    known = checker.registry.vocabularies()
    for key, model in checker.registry.records("operating-model").items():
        for number, part in enumerate(model.parts):
            at = ("operating-model", key, "parts", number)
            if part.vocabulary and part.vocabulary not in known and not checker.registry.knows("term", ""):
                listed = "、".join(known)
                yield checker.problem(
                    "D204", (*at, "vocabulary"), f"没有词表“{part.vocabulary}”", f"已有 {listed}"
                )
