"""What was read from each source, packed: unpacked when it is asked for, and never packed twice."""

from __future__ import annotations

import marshal
import pickle
from collections.abc import Iterator, Mapping
from typing import Any

_PLAIN, _PICKLED = b"M", b"P"


class Payloads(Mapping[str, Any]):
    """Path -> payload. ``packed``: path -> bytes. What this process parsed itself it gives back as it is, once."""

    __slots__ = ("_own", "packed")

    def __init__(self, packed: dict[str, bytes] | None = None, own: dict[str, Any] | None = None) -> None:
        self.packed = {} if packed is None else packed
        self._own = {} if own is None else own

    def __getitem__(self, path: str) -> Any:
        if path in self._own:
            return self._own.pop(path)
        return unpack(self.packed[path])

    def __iter__(self) -> Iterator[str]:
        return iter(self.packed)

    def __len__(self) -> int:
        return len(self.packed)

    def __contains__(self, path: object) -> bool:
        return path in self.packed


def pack(value: Any) -> bytes:
    """Plain values by marshal, which is many times as fast; others by pickle."""
    try:
        return _PLAIN + marshal.dumps(value)
    except ValueError:
        return _PICKLED + pickle.dumps(value, 5)


def unpack(data: bytes) -> Any:
    """The value that :func:`pack` packed."""
    body = memoryview(data)[1:]
    return marshal.loads(body) if data[:1] == _PLAIN else pickle.loads(body)
