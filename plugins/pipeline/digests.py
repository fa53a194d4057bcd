"""Short digests: XXH3 of 16 bytes. They tell versions of one thing apart; they guard against no attacker."""

from __future__ import annotations

import marshal
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from xxhash import xxh3_128, xxh3_128_digest

DIGEST_SIZE = 16

# What a name that is not there digests to: no digest of this size is all zeros in practice.
ABSENT = bytes(DIGEST_SIZE)


def digest_bytes(data: bytes | bytearray | memoryview) -> bytes:
    """16 bytes for some bytes."""
    return xxh3_128_digest(data)


def start_digest() -> xxh3_128:
    """A digest of bytes that come in pieces: ``update`` and ``digest``."""
    return xxh3_128()


def digest_text(text: str) -> bytes:
    """16 bytes for a text: the digest of its UTF-8 (lone surrogates are kept apart, not refused)."""
    return xxh3_128_digest(text.encode("utf-8", "surrogatepass"))


def digest_value(value: Any) -> bytes:
    """16 bytes for a plain value: None, bool, int, float, str, bytes, and tuples, lists, dicts, sets of
    these.

    Canonical: equal values of equal types agree, whatever process made them; ``("ab", "c")`` differs from
    ``("a", "bc")``, ``1`` from ``True``, a list from a tuple. The order of a dict counts, as it does for
    who walks it; that of a set does not. Raises TypeError for anything else (a subclass of str too: what it
    adds could not be told apart).
    """
    try:
        # Version 2 has neither back references nor intern marks, which depend on identity and not on value.
        return xxh3_128_digest(marshal.dumps(value, 2))
    except ValueError:
        raise TypeError(
            f"digest_value takes plain values only, not {type(value).__name__} or what it holds"
        ) from None


def digest_parts(*parts: Any) -> bytes:
    """:func:`digest_value` of the tuple of ``parts``."""
    return digest_value(parts)


def digest_files(folder: str | Path, suffixes: Iterable[str] = ("",)) -> bytes:
    """16 bytes for a tree of files: relative names and contents of those whose name ends in one of
    ``suffixes``.

    For recipes: the code of a room, the templates of a theme. Hidden files and ``__pycache__`` do not
    count. A missing folder is an empty one.
    """
    root = Path(folder)
    ends = tuple(suffixes)
    parts: list[tuple[str, bytes]] = []
    for path in sorted(root.rglob("*")):
        relative = path.relative_to(root)
        hidden = any(part.startswith(".") or part == "__pycache__" for part in relative.parts)
        if not hidden and path.name.endswith(ends) and path.is_file():
            parts.append((relative.as_posix(), digest_bytes(path.read_bytes())))
    return digest_value(tuple(parts))
