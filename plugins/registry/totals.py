"""Sums that say no more than their parts do.

The rules, which make a sum independent of the order and the grouping of its parts:

- an exact number counts as it is;
- a number with 余, 多, 以上 or 超 counts with its printed value, and the sum is 至少 (a floor);
- a range counts with its lower end, and the sum is a floor;
- a number with 近, 约 or 左右 counts with its printed value, and the sum is 约;
- floor and approximation together make 至少约;
- an unknown number counts with nothing, is named as 另有 M 项待补, and makes the sum a floor;
- one forecast among the parts makes the sum 预计;
- shares (%, ‰) are never added, and different units are added apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from .numerals import show_number
from .quantities import PENDING, Quantity

SHARES = frozenset({"%", "‰"})
# Measure words that count the same thing.
_SAME_UNIT = {"名": "人", "位": "人"}


class UnitsDifferError(ValueError):
    """The parts cannot be added: their units differ, or they are shares."""


@dataclass(frozen=True, slots=True)
class Total:
    """A sum. ``parts`` counts the known ones, ``unknown`` the lost ones; ``known`` adds what is known."""

    unit: str = ""
    known: Decimal = Decimal(0)
    parts: int = 0
    unknown: int = 0
    floor: bool = False
    approximate: bool = False
    forecast: bool = False

    def __add__(self, other: Total) -> Total:
        if self.unit and other.unit and self.unit != other.unit:
            raise UnitsDifferError(f"{self.unit} 与 {other.unit} 不能相加")
        return Total(
            self.unit or other.unit,
            self.known + other.known,
            self.parts + other.parts,
            self.unknown + other.unknown,
            self.floor or other.floor,
            self.approximate or other.approximate,
            self.forecast or other.forecast,
        )


def count_unit(unit: str) -> str:
    """The unit under which a quantity is added: 名 and 位 count people."""
    return _SAME_UNIT.get(unit, unit)


class _Sum:
    """A Total while it is added up: there are sums over thousands, and an object for each step costs more than adding."""

    __slots__ = ("approximate", "floor", "forecast", "known", "parts", "unknown")

    def __init__(self) -> None:
        self.known = Decimal(0)
        self.parts = self.unknown = 0
        self.floor = self.approximate = self.forecast = False

    def add(self, item: Quantity) -> None:
        if item.value is None:
            self.unknown += 1
        else:
            self.known += item.value
            self.parts += 1
            qualifier = item.qualifier
            if qualifier != "exact":
                self.floor |= qualifier in ("over", "range")
                self.approximate |= qualifier in ("nearly", "about")
        if item.basis == "forecast":
            self.forecast = True

    def total(self, unit: str) -> Total:
        return Total(
            unit, self.known, self.parts, self.unknown, self.floor, self.approximate, self.forecast
        )


def single_total(item: Quantity) -> Total:
    """The sum of one quantity. Raises UnitsDifferError for a share."""
    unit = count_unit(item.unit)
    if unit in SHARES:
        raise UnitsDifferError("百分比不能相加")
    one = _Sum()
    one.add(item)
    return one.total(unit)


def sum_quantities(items: Iterable[Quantity]) -> Total:
    """The sum of quantities of one unit; a lost one without a unit fits any. Raises UnitsDifferError."""
    total = Total()
    for item in items:
        total = total + single_total(item)
    return total


def sum_by_unit(items: Iterable[Quantity]) -> tuple[Total, ...]:
    """One total per unit, in the order of units; shares are left out.

    Lost quantities without a unit join the only unit there is, and stand apart when there are several.
    """
    sums: dict[str, _Sum] = {}
    for item in items:
        unit = count_unit(item.unit)
        if unit not in SHARES:
            found = sums.get(unit)
            if found is None:
                found = sums[unit] = _Sum()
            found.add(item)
    totals = {unit: found.total(unit) for unit, found in sums.items()}
    if "" in totals and not totals[""].parts and len(totals) == 2:
        loose = totals.pop("")
        (unit, total), *_ = totals.items()
        totals[unit] = total + loose
    return tuple(totals[unit] for unit in sorted(totals))


def show_total(total: Total, *, unit: str = "") -> str:
    """至少1.2万人(另有2项待补). A sum of nothing known is 数字待补; of nothing at all, 0."""
    unit = unit or total.unit
    if total.unknown and not total.parts:
        return f"{PENDING}（{total.unknown}项）" if total.unknown > 1 else PENDING
    floor = "至少" if total.floor or total.unknown else ""
    lead = ("预计" if total.forecast else "") + floor + ("约" if total.approximate else "")
    pending = f"（另有{total.unknown}项待补）" if total.unknown else ""
    return f"{lead}{show_number(total.known)}{unit}{pending}"


def with_unit(total: Total, unit: str) -> Total:
    """The same total under a unit, for sums of lost numbers whose unit the reader knows."""
    return replace(total, unit=total.unit or unit)
