"""Cutting a font down with HarfBuzz, which WeasyPrint needs anyway: a hundred times as fast as doing it in Python."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from .faces import Face

LIBRARIES: Final = ("libharfbuzz.so.0", "libharfbuzz-subset.so.0")
PACKAGE: Final = "libharfbuzz-subset0"
# hb_subset_sets_t and hb_subset_flags_t of hb-subset.h
_DROP_TABLES, _LAYOUT_FEATURES = 3, 6
_NO_HINTING, _RETAIN_GIDS, _DESUBROUTINIZE = 1, 2, 4
# Tables that matter only to vertical setting and to letter variants, which posters do not use.
_UNUSED: Final = (b"GSUB", b"GPOS", b"GDEF", b"BASE", b"VORG", b"vhea", b"vmtx", b"DSIG")

# Tables that a PDF does not ask for: it names glyphs by their numbers.
_UNUSED_IN_PDF: Final = (*_UNUSED, b"EBDT", b"EBLC", b"JSTF", b"LTSH", b"PCLT", b"cmap")

_POINTER = ctypes.c_void_p
_NUMBER = ctypes.c_uint32
_SIGNATURES: Final[tuple[tuple[int, str, Any, tuple[Any, ...]], ...]] = (
    (0, "hb_blob_create_from_file_or_fail", _POINTER, (ctypes.c_char_p,)),
    (0, "hb_blob_get_data", _POINTER, (_POINTER, ctypes.POINTER(ctypes.c_uint))),
    (0, "hb_blob_destroy", None, (_POINTER,)),
    (0, "hb_face_create", _POINTER, (_POINTER, _NUMBER)),
    (0, "hb_face_reference_blob", _POINTER, (_POINTER,)),
    (0, "hb_face_destroy", None, (_POINTER,)),
    (0, "hb_set_add", None, (_POINTER, _NUMBER)),
    (0, "hb_set_clear", None, (_POINTER,)),
    (1, "hb_subset_input_create_or_fail", _POINTER, ()),
    (1, "hb_subset_input_destroy", None, (_POINTER,)),
    (1, "hb_subset_input_unicode_set", _POINTER, (_POINTER,)),
    (1, "hb_subset_input_glyph_set", _POINTER, (_POINTER,)),
    (1, "hb_subset_input_set", _POINTER, (_POINTER, _NUMBER)),
    (1, "hb_subset_input_set_flags", None, (_POINTER, _NUMBER)),
    (1, "hb_subset_or_fail", _POINTER, (_POINTER, _POINTER)),
)


@dataclass(frozen=True, slots=True)
class Cutter:
    """HarfBuzz's functions by name."""

    call: dict[str, Any]


def load_cutter() -> Cutter | None:
    """HarfBuzz and its subsetter; None where they are not installed."""
    try:
        libraries = [ctypes.CDLL(name) for name in LIBRARIES]
        call = {}
        for which, name, result, arguments in _SIGNATURES:
            function = getattr(libraries[which], name)
            function.restype, function.argtypes = result, list(arguments)
            call[name] = function
    except (OSError, AttributeError):
        return None
    return Cutter(call)


def cut_font(cutter: Cutter, face: Face, characters: Iterable[int]) -> bytes:
    """A font of ``face`` with these code points only, as far as it has them; glyphs are numbered anew.

    Raises OSError when the file cannot be read or cut.
    """
    call = cutter.call
    blob = call["hb_blob_create_from_file_or_fail"](str(face.path).encode())
    if not blob:
        raise OSError(f"cannot read {face.path.name}")
    source = call["hb_face_create"](blob, face.index)
    wish = call["hb_subset_input_create_or_fail"]()
    wanted = call["hb_subset_input_unicode_set"](wish)
    for character in characters:
        call["hb_set_add"](wanted, character)
    call["hb_set_clear"](call["hb_subset_input_set"](wish, _LAYOUT_FEATURES))
    dropped = call["hb_subset_input_set"](wish, _DROP_TABLES)
    for tag in _UNUSED:
        call["hb_set_add"](dropped, int.from_bytes(tag, "big"))
    call["hb_subset_input_set_flags"](wish, _NO_HINTING)
    cut = call["hb_subset_or_fail"](source, wish)
    call["hb_subset_input_destroy"](wish)
    call["hb_face_destroy"](source)
    call["hb_blob_destroy"](blob)
    if not cut:
        raise OSError(f"cannot cut {face.path.name}")
    return _take_bytes(cutter, cut)


@dataclass(frozen=True, slots=True)
class GlyphSource:
    """A font file opened for many cuts. ``data`` is the whole file; ``face`` stays open for good."""

    cutter: Cutter
    data: bytes
    face: Any

    def cut(self, glyphs: Iterable[int]) -> bytes:
        """A font for embedding in a PDF: these glyphs under their own numbers, all others empty, no subroutines or hints.

        Raises OSError when the font cannot be cut.
        """
        call = self.cutter.call
        wish = call["hb_subset_input_create_or_fail"]()
        wanted = call["hb_subset_input_glyph_set"](wish)
        for glyph in glyphs:
            call["hb_set_add"](wanted, glyph)
        dropped = call["hb_subset_input_set"](wish, _DROP_TABLES)
        for tag in _UNUSED_IN_PDF:
            call["hb_set_add"](dropped, int.from_bytes(tag, "big"))
        call["hb_subset_input_set_flags"](wish, _NO_HINTING | _RETAIN_GIDS | _DESUBROUTINIZE)
        cut = call["hb_subset_or_fail"](self.face, wish)
        call["hb_subset_input_destroy"](wish)
        if not cut:
            raise OSError("cannot cut a font")
        return _take_bytes(self.cutter, cut)


def open_glyphs(cutter: Cutter, path: Path) -> GlyphSource:
    """Open a font file for many cuts. HarfBuzz 6 and later prepare it so that each takes half the time; raises OSError."""
    call = cutter.call
    blob = call["hb_blob_create_from_file_or_fail"](str(path).encode())
    if not blob:
        raise OSError(f"cannot read {path.name}")
    face = call["hb_face_create"](blob, 0)
    prepare = getattr(ctypes.CDLL(LIBRARIES[1]), "hb_subset_preprocess", None)
    if prepare is not None:
        prepare.restype, prepare.argtypes = _POINTER, [_POINTER]
        face = prepare(face)
    return GlyphSource(cutter, path.read_bytes(), face)


def _take_bytes(cutter: Cutter, face: Any) -> bytes:
    blob = cutter.call["hb_face_reference_blob"](face)
    length = ctypes.c_uint()
    data = ctypes.string_at(cutter.call["hb_blob_get_data"](blob, ctypes.byref(length)), length.value)
    cutter.call["hb_blob_destroy"](blob)
    cutter.call["hb_face_destroy"](face)
    return data
