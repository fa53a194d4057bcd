"""Embedding working fonts in one cut.

WeasyPrint cuts every font twice for each document: the second time to drop the empty glyphs behind the last used one. In a
working font that is the full-width comma, so that nothing is dropped, and the file is read and cut from scratch. Here it
stays open and is cut once. Any other font goes WeasyPrint's own way.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from plugins.fonts import GlyphSource, WorkingFont, open_glyphs
from plugins.fonts.harfbuzz import Cutter

# The working fonts by the length of their files.
FontShelf = dict[int, GlyphSource]


def open_shelf(cutter: Cutter, fonts: Iterable[WorkingFont]) -> FontShelf:
    """The working fonts, open for cutting."""
    sources = (open_glyphs(cutter, font.path) for font in fonts)
    return {len(source.data): source for source in sources}


class LeanFonts(dict[Any, Any]):
    """The fonts of one WeasyPrint document; those that stand on the shelf are cut by it."""

    def __init__(self, shelf: FontShelf) -> None:
        super().__init__()
        self._shelf = shelf

    def __setitem__(self, key: Any, font: Any) -> None:
        source = self._shelf.get(len(font.file_content))
        if source is not None and source.data == font.file_content:
            font.subset = partial(_cut, font, source, font.subset)
        super().__setitem__(key, font)


def _cut(font: Any, source: GlyphSource, otherwise: Any, glyphs: Any, hinting: bool) -> None:
    # A character that the font lacks is given a number behind its last glyph: WeasyPrint knows how.
    if font.missing or hinting or not glyphs:
        otherwise(glyphs, hinting)
        return
    font.file_content = source.cut(glyphs)
