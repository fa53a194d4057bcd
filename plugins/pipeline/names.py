"""Noted names as numbers: each name stands once in a table, and outputs hold positions in it."""

from __future__ import annotations

from array import array
from collections.abc import Iterable


class _Positions(dict[str, int]):
    """Names and their positions in ``names``; a name that is asked for the first time is added."""

    __slots__ = ("names",)

    def __init__(self, names: list[str]) -> None:
        super().__init__(zip(names, range(len(names)), strict=True))
        self.names = names

    def __missing__(self, name: str) -> int:
        position = self[name] = len(self.names)
        self.names.append(name)
        return position


class NameTable:
    """Names as positions; begins as the state's table, which every process has alike."""

    def __init__(self, names: list[str]) -> None:
        self.names = list(names)
        self.known = len(names)
        self._index = _Positions(self.names)

    @property
    def added(self) -> list[str]:
        return self.names[self.known :]

    def positions(self, noted: Iterable[str]) -> bytes:
        """Positions as a state holds them: ``array("I")`` bytes."""
        return array("I", map(self._index.__getitem__, noted)).tobytes()
