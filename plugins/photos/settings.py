"""How pictures are encoded: chosen by measurement (tests/bench/photo_quality.py, docs/decisions.md)."""

from __future__ import annotations

from typing import Any

from plugins.photos.model import TargetFormat

# Raised whenever the way from source to bytes changes, so that no old derivative is taken for a new one.
RENDER_VERSION = 1
# What shows through transparent pictures: the theme's paper.
PAPER = (251, 248, 242)
# One thread and fixed tiles for AVIF: with more its bytes depend on the machine.
ENCODERS: dict[TargetFormat, dict[str, Any]] = {
    "avif": {
        "quality": 55,
        "speed": 8,
        "subsampling": "4:2:0",
        "max_threads": 1,
        "tile_rows": 0,
        "tile_cols": 0,
        "autotiling": False,
    },
    "webp": {"quality": 70, "method": 4},
    "jpeg": {"quality": 72, "optimize": True, "progressive": True, "subsampling": "4:2:0"},
}
# Small pictures are what phones fetch most and cost little to encode: there AVIF takes its time. The quality
# is lower by as much as the slower search is better, so that both look the same.
SMALL_AVIF: dict[str, Any] = {"quality": 53, "speed": 6}
SMALL_AVIF_PIXELS = 200_000
# For a ceiling in bytes: quality falls by these steps, then detail is blurred away by these radii (pixels).
QUALITY_DROPS = (0, 5, 10, 15, 20, 25, 30, 35, 40)
BLUR_RADII = (0.6, 1.0, 2.0, 4.0, 8.0)
FALLBACKS = (QUALITY_DROPS, BLUR_RADII)
# The smallest decoded size that still serves every role without enlarging: 1440 across for a story, 960 down
# for a portrait.
MASTER_WIDTH = 1440
MASTER_HEIGHT = 960


def encoder_options(fmt: TargetFormat, pixels: int) -> dict[str, Any]:
    """Pillow's save options for a picture of ``pixels`` in ``fmt``."""
    if fmt == "avif" and pixels <= SMALL_AVIF_PIXELS:
        return {**ENCODERS[fmt], **SMALL_AVIF}
    return dict(ENCODERS[fmt])
