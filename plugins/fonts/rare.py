"""Tiny web fonts for characters that phones may lack: one or two kilobytes, fetched only where such a character stands."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from plugins.pipeline.digests import digest_parts

from .faces import Face, Style, read_characters
from .kept import read_kept, write_kept

RECIPE = 1


@dataclass(frozen=True, slots=True)
class RareFont:
    """A WOFF2 font for ``characters``, to stand behind the system's fonts of its ``style``."""

    style: Style
    characters: str
    data: bytes


def cut_rare_fonts(
    characters: str, faces: Iterable[Face], last_resorts: Iterable[Face], cache: Path | None
) -> tuple[list[RareFont], str]:
    """Fonts for these characters in serif and sans, and those characters (as one string) that no font here has.

    Every character comes from the regular face of its style, else from the first of ``last_resorts`` that has it. Equal
    input gives equal bytes; with a ``cache`` folder a font that was cut before is read, not cut again.
    """
    regular: dict[Style, Face] = {face.style: face for face in faces if face.weight == 400}
    fonts: list[RareFont] = []
    for style, face in sorted(regular.items()):
        rest = characters
        for source in (face, *last_resorts):
            here = "".join(char for char in rest if ord(char) in read_characters(source))
            if here:
                fonts.append(RareFont(style, here, _cut(source, here, cache)))
                rest = "".join(char for char in rest if char not in here)
    found = {char for font in fonts for char in font.characters}
    return fonts, "".join(char for char in characters if char not in found)


def _cut(face: Face, characters: str, cache: Path | None) -> bytes:
    if cache is None:
        return _cut_woff2(face, characters)
    key = digest_parts(RECIPE, face.digest, face.index, characters).hex()[:16]
    path = cache / f"rare-{face.style}-{key}.woff2"
    data = read_kept(path)
    if data is None:
        data = _cut_woff2(face, characters)
        write_kept(path, data)
    return data


def _cut_woff2(face: Face, characters: str) -> bytes:
    # Imported here because it takes longer than a build with nothing to cut.
    from fontTools import subset  # noqa: PLC0415
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    options = subset.Options()
    options.layout_features = []
    options.name_IDs = []
    options.notdef_outline = False
    options.hinting = False
    options.desubroutinize = True
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG"]
    with TTFont(face.path, fontNumber=face.index, lazy=True, recalcTimestamp=False) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=map(ord, characters))
        cutter.subset(font)
        font.flavor = "woff2"
        out = io.BytesIO()
        font.save(out)
    return out.getvalue()
