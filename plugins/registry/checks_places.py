"""Rules of divisions, places and teams."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .checking import Checker, find_circles
from .coordinates import to_wgs84
from .problems import Problem

# A point read off a map of another system may differ by this much, in degrees, before it is called outside.
_MARGIN = 0.01
# Digits of NBS statistical codes: county 6, town 3 more, village 3 more (domain rules, part 5).
_LENGTHS = {"town": 9, "village": 12}


def check_places(checker: Checker) -> Iterator[Problem]:
    """Parents exist above their children and make no circle; points lie in the region; codes fit their scheme."""
    for kind in ("division", "place", "team"):
        yield from checker.circles(kind, "parent")
    for kind, vocabulary in (("place", "place_levels"), ("team", "team_levels")):
        yield from _check_levels(checker, kind, vocabulary)
    for kind in ("place", "board"):
        for key, record in checker.registry.records(kind).items():
            yield from _check_point(checker, kind, key, record)
    for key, division in checker.registry.records("division").items():
        yield from _check_division(checker, key, division)


def _check_levels(checker: Checker, kind: str, vocabulary: str) -> Iterator[Problem]:
    ranks = {term.id: number for number, term in enumerate(checker.registry.terms(vocabulary))}
    names = {term.id: term.name for term in checker.registry.terms(vocabulary)}
    records = checker.registry.records(kind)
    turning = {
        key for circle in find_circles({key: item.parent for key, item in records.items()}) for key in circle
    }
    for key, record in records.items():
        parent = checker.registry.get(kind, record.parent) if record.parent else None
        if parent is None or key in turning or record.level not in ranks or parent.level not in ranks:
            continue
        if ranks[parent.level] >= ranks[record.level]:
            message = f"上级“{parent.name}”是{names[parent.level]}，不在{names[record.level]}之上"
            yield checker.problem(
                "D206", (kind, key, "parent"), message, "核对层级和上级；层级的次序以词表为准"
            )


def _check_point(checker: Checker, kind: str, key: str, record: Any) -> Iterator[Problem]:
    if record.geo is None or not checker.registry.records("site"):
        return
    box = checker.registry.site.region.box
    lng, lat = to_wgs84(record.geo.lng, record.geo.lat, record.geo.system)
    if box.west - _MARGIN <= lng <= box.east + _MARGIN and box.south - _MARGIN <= lat <= box.north + _MARGIN:
        return
    swapped = box.west <= record.geo.lat <= box.east and box.south <= record.geo.lng <= box.north
    hint = "经度和纬度写反了" if swapped else "核对经纬度和坐标系；拿不准就不写"
    yield checker.problem("D213", (kind, key, "geo"), "坐标不在本地区的范围里", hint)


def _check_division(checker: Checker, key: str, division: Any) -> Iterator[Problem]:
    at = ("division", key)
    registry = checker.registry
    parent = registry.get("division", division.parent) if division.parent else None
    if division.level == "village" and not division.parent:
        yield checker.problem("D221", at, f"“{division.name}”没有写所在乡镇", "补写 parent:")
    if parent is not None and (division.level == "town" or parent.level != "town"):
        hint = "乡镇街道不写 parent" if division.level == "town" else "parent 写乡镇街道的标识"
        yield checker.problem("D221", (*at, "parent"), f"“{division.name}”的上级不对", hint)
    if bool(division.code) != bool(division.scheme):
        name = "scheme" if division.code else "code"
        yield checker.problem("D214", at, "区划代码与代码体系要一起写", f"补写 {name}:,或两个都删去")
    elif division.code and registry.records("site"):
        yield from _check_code(checker, key, division, parent)


def _check_code(checker: Checker, key: str, division: Any, parent: Any) -> Iterator[Problem]:
    region = checker.registry.site.region
    at = ("division", key, "code")
    if division.scheme.startswith("NBS"):
        want = _LENGTHS[division.level]
        bare = (
            division.code[:9] if division.level == "town" and division.code.endswith("000") else division.code
        )
        if len(bare) != want:
            message = f"代码“{division.code}”有 {len(division.code)} 位，这一级应是 {want} 位"
            yield checker.problem("D214", at, message, "县 6 位、乡镇 9 位、村 12 位")
            return
    above = parent if division.level == "village" else None
    prefix, scheme, owner = (
        (above.code[:9], above.scheme, above.name)
        if above is not None and above.code
        else (region.code, region.scheme, region.name)
    )
    if scheme == division.scheme and prefix and not division.code.startswith(prefix):
        message = f"代码“{division.code}”的开头不是{owner}的代码 {prefix}"
        yield checker.problem("D214", at, message, "核对代码，或核对 parent")
