"""Regular expressions compiled when they are first used. Those with Chinese ranges take milliseconds each, and a build that
reads one file needs few of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any


class Late:
    """A pattern: ``match``, ``fullmatch``, ``search``, ``sub``, ``split``, ``findall`` and ``finditer`` as in ``re``."""

    __slots__ = ("_flags", "_text", "findall", "finditer", "fullmatch", "match", "search", "split", "sub")

    match: Callable[..., re.Match[str] | None]
    fullmatch: Callable[..., re.Match[str] | None]
    search: Callable[..., re.Match[str] | None]
    sub: Callable[..., str]
    split: Callable[..., list[Any]]
    findall: Callable[..., list[Any]]
    finditer: Callable[..., Any]

    def __init__(self, text: str, flags: int = 0) -> None:
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        # Called only while the methods are not there; afterwards they are found at once.
        if name not in _METHODS:
            raise AttributeError(name)
        pattern = re.compile(self._text, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(pattern, method))
        return getattr(self, name)


_METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub")
