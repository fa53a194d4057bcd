"""Fonts in the cache: each with a digest beside it, because a damaged one would be published and nobody see why."""

from __future__ import annotations

from pathlib import Path

from plugins.pipeline.digests import digest_bytes
from plugins.pipeline.early import write_file


def read_kept(path: Path) -> bytes | None:
    """The bytes that were kept under a path; None when they are not there, or not whole."""
    try:
        data = path.read_bytes()
        seal = _seal_of(path).read_bytes()
    except OSError:
        return None
    return data if seal == digest_bytes(data) else None


def write_kept(path: Path, data: bytes) -> None:
    """Keep ``data`` for the builds to come."""
    write_file(str(path), data)
    write_file(str(_seal_of(path)), digest_bytes(data))


def _seal_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.sum")
