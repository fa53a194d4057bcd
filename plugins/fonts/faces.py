"""The font files of the machine: Noto's CJK fonts, and behind them what knows still more characters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

from plugins.pipeline.digests import digest_parts

Style = Literal["serif", "sans"]
Weight = Literal[400, 700]

PACKAGE: Final = "fonts-noto-cjk"
# Debian's package for characters that Noto lacks.
LAST_RESORT_PACKAGE: Final = "fonts-babelstone-han"
# Where Debian, a local administrator and a user put fonts.
FOLDERS: Final = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts")
FAMILIES: Final[dict[Style, str]] = {"serif": "Noto Serif CJK SC", "sans": "Noto Sans CJK SC"}
_FILES: Final[dict[tuple[Style, Weight], str]] = {
    ("serif", 400): "NotoSerifCJK-Regular.ttc",
    ("serif", 700): "NotoSerifCJK-Bold.ttc",
    ("sans", 400): "NotoSansCJK-Regular.ttc",
    ("sans", 700): "NotoSansCJK-Bold.ttc",
}
_LAST_RESORTS: Final = ("BabelStoneHan.ttf", "HanaMinA.ttf", "HanaMinB.ttf")
# The directory of tables, with a checksum of every one, stands at the beginning of a font file.
_HEAD_BYTES: Final = 65_536


@dataclass(frozen=True, slots=True)
class Face:
    """One face of a font file. ``index`` counts from 0 in a collection; ``digest`` changes with the file's content."""

    path: Path
    index: int
    style: Style
    weight: Weight
    digest: str


def find_faces(folders: Iterable[str | Path] = FOLDERS) -> list[Face]:
    """Noto Serif and Noto Sans CJK SC in regular and bold, as far as they are installed; serif first, then by weight."""
    found = []
    for (style, weight), name in _FILES.items():
        path = _find_file(tuple(map(str, folders)), name)
        if path is not None:
            face = _open_face(path, FAMILIES[style], style, weight)
            if face is not None:
                found.append(face)
    return found


def find_last_resorts(folders: Iterable[str | Path] = FOLDERS) -> list[Face]:
    """Fonts for what Noto lacks, best first, as far as they are installed."""
    paths = (_find_file(tuple(map(str, folders)), name) for name in _LAST_RESORTS)
    faces = (_open_face(path, "", "serif", 400) for path in paths if path is not None)
    return [face for face in faces if face is not None]


@cache
def read_characters(face: Face) -> frozenset[int]:
    """The code points that a face has glyphs for."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    with TTFont(face.path, fontNumber=face.index, lazy=True) as font:
        return frozenset(font.getBestCmap() or ())


@cache
def _find_file(folders: tuple[str, ...], name: str) -> Path | None:
    for folder in folders:
        found = sorted(Path(folder).expanduser().rglob(name))
        if found:
            return found[0]
    return None


@cache
def _open_face(path: Path, family: str, style: Style, weight: Weight) -> Face | None:
    """The face of that family in the file; None when the file is damaged or holds another family."""
    # Imported here because it takes longer than a build that needs no font.
    from fontTools.ttLib import TTFont, TTLibError  # noqa: PLC0415

    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
        count = int.from_bytes(head[8:12], "big") if head.startswith(b"ttcf") else 1
        for index in range(count):
            with TTFont(path, fontNumber=index, lazy=True) as font:
                if not family or font["name"].getDebugName(1) == family:
                    digest = digest_parts(path.name, index, path.stat().st_size, head).hex()
                    return Face(path, index, style, weight, digest)
    except (OSError, TTLibError):
        return None
    return None
