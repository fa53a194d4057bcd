"""Fonts of the machine that builds: where they are, which characters phones lack, and small fonts cut out of large ones."""

from .common import find_rare
from .faces import PACKAGE, Face, find_faces, read_characters
from .harfbuzz import GlyphSource, cut_font, load_cutter, open_glyphs
from .rare import RareFont, cut_rare_fonts
from .working import WorkingFont, prepare_working_fonts

__all__ = [
    "PACKAGE",
    "Face",
    "GlyphSource",
    "RareFont",
    "WorkingFont",
    "cut_font",
    "cut_rare_fonts",
    "find_faces",
    "find_rare",
    "load_cutter",
    "open_glyphs",
    "prepare_working_fonts",
    "read_characters",
]
