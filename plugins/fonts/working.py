"""Working fonts: Noto cut down to ordinary print, so that a poster's own subset is made in milliseconds.

A whole CJK font costs 60 ms and 100 kB each time it is embedded, because every table speaks of 65,535 glyphs. The cut has
7,000. Characters outside it come from the whole font behind it, which looks the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from plugins.pipeline.digests import digest_parts

from .common import working_characters
from .faces import FAMILIES, Face
from .harfbuzz import Cutter, cut_font
from .kept import read_kept, write_kept

# Names in stylesheets; the whole font stands behind each.
WORKING_FAMILIES = {"serif": "Working Serif", "sans": "Working Sans"}


@dataclass(frozen=True, slots=True)
class WorkingFont:
    """A cut font on disk and the family it is cut from."""

    path: Path
    face: Face

    @property
    def family(self) -> str:
        return WORKING_FAMILIES[self.face.style]

    @property
    def behind(self) -> str:
        return FAMILIES[self.face.style]


def prepare_working_fonts(faces: list[Face], cutter: Cutter, folder: Path) -> list[WorkingFont]:
    """Cut every face, or find it cut in ``folder``; names hold the digests of font and characters."""
    folder.mkdir(parents=True, exist_ok=True)
    characters = sorted(working_characters())
    return [_prepare(face, cutter, folder, characters) for face in faces]


def _prepare(face: Face, cutter: Cutter, folder: Path, characters: list[int]) -> WorkingFont:
    key = digest_parts(face.digest, face.index, repr(characters)).hex()[:16]
    path = folder / f"{face.style}-{face.weight}-{key}.otf"
    if read_kept(path) is None:
        write_kept(path, cut_font(cutter, face, characters))
    return WorkingFont(path, face)
