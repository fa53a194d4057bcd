"""Which sizes a picture needs where it is shown, and the plan that follows. Pure."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

import PIL

from plugins.photos.model import EXTENSIONS, Box, Focus, PhotoInfo, Plan, Step, TargetFormat
from plugins.photos.rules import make_problem
from plugins.photos.settings import ENCODERS, FALLBACKS, PAPER, RENDER_VERSION, SMALL_AVIF, SMALL_AVIF_PIXELS
from plugins.registry.problems import Problem

# WebP holds no side over 16,383; a very long picture is narrowed until it fits.
MAX_SIDE = 16_000
ALL_FORMATS: tuple[TargetFormat, ...] = ("avif", "webp", "jpeg")


@dataclass(frozen=True, slots=True)
class Role:
    """A place in the layout.

    ``ratio`` is width to height, None to keep the picture's own. ``jpeg_limit`` is the widest JPEG made: only
    the few browsers that know neither AVIF nor WebP fetch one. ``least`` is the size (width, height) under
    which an editor is warned.
    """

    label: str
    widths: tuple[int, ...]
    ratio: tuple[int, int] | None
    sizes: str
    jpeg_limit: int
    least: tuple[int, int]
    formats: tuple[TargetFormat, ...] = ALL_FORMATS
    max_bytes: int = 0


MEASURE = "(min-width: 45rem) 680px, calc(100vw - 2rem)"

ROLES: dict[str, Role] = {
    "story": Role("正文图", (360, 720, 1080, 1440), None, MEASURE, 720, (360, 1)),
    "lead": Role("头图", (360, 720, 1080, 1440), None, MEASURE, 720, (720, 1)),
    "card": Role("卡片图", (240, 360, 540), (3, 2), "(min-width: 45rem) 20rem, 40vw", 360, (360, 240)),
    "portrait": Role("人物小像", (160, 240, 320), (3, 4), "10rem", 240, (240, 320), max_bytes=8_000),
    "portrait-large": Role(
        "人物大像", (320, 480, 720), (3, 4), "(min-width: 45rem) 20rem, 80vw", 480, (480, 640)
    ),
    "place": Role("阵地图", (360, 720, 1080), (3, 2), MEASURE, 720, (720, 480)),
    # For paper: 720 pixels over 100 mm are 180 dots an inch. Goes into PDFs, never to a browser.
    "poster": Role("海报像", (720,), (3, 4), "", 720, (480, 640), formats=("jpeg",)),
    "share": Role("分享图", (600,), (1, 1), "300px", 600, (300, 300), formats=("jpeg",)),
}


def plan_photo(info: PhotoInfo, role: str, focus: Focus | None = None) -> Plan:
    """What to make of a picture in a role (a key of ROLES; KeyError otherwise).

    ``focus`` are fractions 0 to 1 from left and top, kept inside every crop; None takes the picture's
    default. Nothing is enlarged: widths over the crop's own are left out, and a smaller picture is served at
    its own width.
    """
    spec = ROLES[role]
    crop = crop_around(info.width, info.height, spec.ratio, focus or info.focus)
    stem = _name_stem(info, crop, spec)
    steps = []
    for fmt in spec.formats:
        for width in _choose_widths(crop, spec, fmt):
            name = f"photos/{stem}-{width}.{EXTENSIONS[fmt]}"
            steps.append(Step(crop, width, _height_for(crop, spec, width), fmt, spec.max_bytes, name))
    return Plan(role, info, spec.sizes, tuple(steps))


def check_photo(info: PhotoInfo, role: str) -> list[Problem]:
    """A warning when the picture is too small for the role; pictures are never enlarged."""
    spec = ROLES[role]
    if info.width >= spec.least[0] and info.height >= spec.least[1]:
        return []
    have, want = f"{info.width}×{info.height}", f"{spec.least[0]}×{spec.least[1]}"
    return [
        make_problem(info.path, "F116", f"图片只有 {have},用作{spec.label}会发虚", f"换一张不小于 {want} 的")
    ]


def crop_around(width: int, height: int, ratio: tuple[int, int] | None, focus: Focus) -> Box:
    """The largest box of ``ratio`` inside ``width`` × ``height`` that lies as centred on ``focus`` as the
    edges allow."""
    if ratio is None:
        return (0, 0, width, height)
    across, down = ratio
    box_width, box_height = width, max(1, round(width * down / across))
    if box_height > height:
        box_width, box_height = min(width, max(1, round(height * across / down))), height
    left = _clamp(round(_clamp(focus[0], 0, 1) * width - box_width / 2), 0, width - box_width)
    top = _clamp(round(_clamp(focus[1], 0, 1) * height - box_height / 2), 0, height - box_height)
    return (int(left), int(top), int(left) + box_width, int(top) + box_height)


def _choose_widths(crop: Box, spec: Role, fmt: TargetFormat) -> list[int]:
    crop_width, crop_height = crop[2] - crop[0], crop[3] - crop[1]
    most = min(crop_width, max(1, crop_width * MAX_SIDE // crop_height), max(spec.widths))
    if fmt == "jpeg":
        most = min(most, spec.jpeg_limit)
    widths = [width for width in spec.widths if width <= most]
    # The picture's own width is worth a file only when it is clearly more than the last rung.
    if not widths or most > widths[-1] * 1.15:
        widths.append(most)
    return widths


def _height_for(crop: Box, spec: Role, width: int) -> int:
    crop_width, crop_height = crop[2] - crop[0], crop[3] - crop[1]
    across, down = spec.ratio or (crop_width, crop_height)
    return max(1, min(crop_height, MAX_SIDE, round(width * down / across)))


def _name_stem(info: PhotoInfo, crop: Box, spec: Role) -> str:
    # Pillow's version is an ingredient: its encoders decide the bytes, and a published name is cached for a
    # year.
    ingredients = [
        info.digest,
        crop,
        spec.ratio,
        spec.max_bytes,
        ENCODERS,
        SMALL_AVIF,
        SMALL_AVIF_PIXELS,
        FALLBACKS,
        PAPER,
        RENDER_VERSION,
        PIL.__version__,
    ]
    return hashlib.blake2b(json.dumps(ingredients, sort_keys=True).encode(), digest_size=8).hexdigest()


def _clamp(value: float, least: float, most: float) -> float:
    return min(max(value, least), most)
