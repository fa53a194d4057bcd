"""Posters and notices for paper, as PDF, from the same records as the pages."""

from .outputs import FOLDER, KINDS, Studio, build_outputs, digest_materials, list_posters
from .press import Press, check_press

__all__ = [
    "FOLDER",
    "KINDS",
    "Press",
    "Studio",
    "build_outputs",
    "check_press",
    "digest_materials",
    "list_posters",
]
