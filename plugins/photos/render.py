"""From a photograph's bytes to the bytes of its derivatives: decoded once, small as early as possible,
nothing carried along."""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import Image, ImageCms, ImageFilter

from plugins.photos.inspect import digest_bytes, read_regular
from plugins.photos.model import PhotoError, PhotoInfo, Plan, Step, TargetFormat
from plugins.photos.rules import make_problem
from plugins.photos.scan import DamageError, ScanFile, check_marks, read_scans
from plugins.photos.settings import (
    BLUR_RADII,
    MASTER_HEIGHT,
    MASTER_WIDTH,
    PAPER,
    QUALITY_DROPS,
    encoder_options,
)
from plugins.photos.sniff import check_png_rows

# EXIF 2.32 §4.6.4 A, the turn that sets each stored orientation upright.
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
PROFILE_MODES = {"RGB ": "RGB", "GRAY": "L", "CMYK": "CMYK"}
STRIP_PIXELS = 4_000_000


def render_derivative(root: Path, info: PhotoInfo, step: Step) -> bytes:
    """The bytes of one derivative. The same input gives the same bytes, alone or among others, in any
    process.

    Raises PhotoError when the picture is gone, changed since it was inspected, or cannot be decoded.
    """
    return render_steps(read_source(root, info), info, [step])[step.name]


def render_all(root: Path, info: PhotoInfo, plans: Sequence[Plan]) -> dict[str, bytes]:
    """All derivatives of one picture by name, from a single decoding. Raises PhotoError as
    ``render_derivative`` does."""
    return render_steps(read_source(root, info), info, [step for plan in plans for step in plan.steps])


def verify_photo(root: Path, info: PhotoInfo) -> None:
    """Decode the picture at the least size that touches all its data. Raises PhotoError when something is
    missing."""
    decode_master(read_source(root, info), info)


def read_source(root: Path, info: PhotoInfo) -> bytes:
    """The picture's bytes, made sure to be those that were inspected. Raises PhotoError."""
    try:
        data = read_regular(root / info.path)
    except OSError as error:
        reason = error.strerror or "读不了"
        raise PhotoError(
            make_problem(info.path, "F117", f"读不了图片:{reason}", "检查文件还在不在")
        ) from error
    if data is None or digest_bytes(data) != info.digest:
        raise PhotoError(make_problem(info.path, "F118", "图片在构建途中变了", "等文件传完,再构建一次"))
    return data


def render_steps(data: bytes, info: PhotoInfo, steps: Sequence[Step]) -> dict[str, bytes]:
    """The derivatives of ``data`` by name. Formats of one size share one scaling."""
    master = decode_master(data, info)
    made: dict[str, bytes] = {}
    by_size: dict[tuple[object, ...], list[Step]] = {}
    for step in steps:
        by_size.setdefault((step.crop, step.width, step.height), []).append(step)
    for group in by_size.values():
        scaled = _scale(master, info, group[0])
        for step in group:
            if step.name not in made:
                made[step.name] = encode(scaled, step.format, step.max_bytes)
    return made


def decode_master(data: bytes, info: PhotoInfo) -> Image.Image:
    """The picture upright, in sRGB, opaque, no larger than the roles need; its size depends on the picture
    alone.

    That it does not depend on the steps asked for is what makes a derivative the same bytes alone or among
    others.
    """
    try:
        if info.format == "PNG" and not check_png_rows(data):
            raise OSError("truncated rows")
        master = (
            _decode_jpeg(data, info) if info.format == "JPEG" else _open_and_decode(io.BytesIO(data), info)
        )
    except DamageError as error:
        problem = make_problem(
            info.path,
            "F119",
            f"图片中间有损坏({error})",
            "从原处重新复制一份;原件打开看着完好的,用看图软件另存一份再用",
        )
        raise PhotoError(problem) from error
    except Exception as error:  # decoders raise OSError, SyntaxError, ValueError, zlib.error, MemoryError …
        if "truncated" in str(error):
            problem = make_problem(info.path, "F105", "图片不完整,中间缺了一段", "从原处重新复制一份")
        else:
            reason = type(error).__name__
            problem = make_problem(
                info.path, "F106", f"图片已损坏,解不开({reason})", "用看图软件另存一份,或换一张"
            )
        raise PhotoError(problem) from error
    return master.transpose(TURNS[info.orientation]) if info.orientation in TURNS else master


def _decode_jpeg(data: bytes, info: PhotoInfo) -> Image.Image:
    """As any other, but told when the coded data does not come out even. Raises DamageError then."""
    layout = read_scans(data)
    check_marks(layout)
    file = ScanFile(data, layout)
    try:
        master = _open_and_decode(file, info)
    except OSError as error:
        if layout.plain and "truncated" in str(error):
            raise DamageError("数据不够") from error
        raise
    file.check_read()
    return master


def _open_and_decode(file: io.BytesIO, info: PhotoInfo) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # sizes were bounded by inspect_photo
        with Image.open(file, formats=(info.format,)) as image:
            if isinstance(file, ScanFile):
                file.begin()
            return _decode(image, info)


def encode(image: Image.Image, fmt: TargetFormat, max_bytes: int = 0) -> bytes:
    """``image`` (RGB) in ``fmt``; with a ceiling, first quality and then detail give way until it is kept."""
    data = _save(image, fmt, 0)
    if not max_bytes:
        return data
    for drop in QUALITY_DROPS[1:]:
        if len(data) <= max_bytes:
            return data
        data = _save(image, fmt, drop)
    for radius in BLUR_RADII:
        if len(data) <= max_bytes:
            break
        data = _save(image.filter(ImageFilter.GaussianBlur(radius)), fmt, QUALITY_DROPS[-1])
    return data


def _save(image: Image.Image, fmt: TargetFormat, drop: int) -> bytes:
    options = encoder_options(fmt, image.width * image.height)
    options["quality"] -= drop
    out = io.BytesIO()
    image.save(out, format=fmt.upper(), **options)
    return out.getvalue()


def _scale(master: Image.Image, info: PhotoInfo, step: Step) -> Image.Image:
    across, down = master.width / info.width, master.height / info.height
    left, top, right, bottom = step.crop
    box = (
        left * across,
        top * down,
        min(right * across, float(master.width)),
        min(bottom * down, float(master.height)),
    )
    scaled = master.resize((step.width, step.height), Image.Resampling.LANCZOS, box=box, reducing_gap=2.0)
    # Pillow's writers fall back on info for EXIF, XMP, ICC and comments: with none there, nothing can slip
    # through.
    scaled.info = {}
    return scaled


def _decode(image: Image.Image, info: PhotoInfo) -> Image.Image:
    least = (MASTER_WIDTH, MASTER_HEIGHT)
    if info.orientation >= 5:
        least = (MASTER_HEIGHT, MASTER_WIDTH)
    if info.format == "JPEG":
        image.draft(image.mode, least)
    transform = _build_transform(image)
    image.load()
    factor = max(1, min(image.width // least[0], image.height // least[1]))
    master = Image.new("RGB", (-(-image.width // factor), -(-image.height // factor)))
    for top, strip in _cut_strips(image, factor):
        colours = _to_srgb(strip, transform)
        master.paste(colours.reduce(factor) if factor > 1 else colours, (0, top // factor))
    return master


def _cut_strips(image: Image.Image, factor: int) -> Iterator[tuple[int, Image.Image]]:
    """Strips of whole multiples of ``factor`` rows, so that only a strip at a time exists in a second colour
    mode."""
    rows = max(1, STRIP_PIXELS // image.width // factor) * factor
    for top in range(0, image.height, rows):
        yield top, image.crop((0, top, image.width, min(top + rows, image.height)))


def _build_transform(image: Image.Image) -> tuple[str, ImageCms.ImageCmsTransform] | None:
    """The way from the embedded profile to sRGB, with the mode it starts from; None when there is no usable
    one."""
    raw = image.info.get("icc_profile")
    if not raw:
        return None
    with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
        profile = ImageCms.ImageCmsProfile(io.BytesIO(raw))
        mode = PROFILE_MODES.get(profile.profile.xcolor_space)
        described = profile.profile.profile_description or ""
        fits = mode == _plain_mode(image)
        if mode and fits and not described.startswith("sRGB"):
            transform = ImageCms.buildTransform(
                profile,
                ImageCms.createProfile("sRGB"),
                mode,
                "RGB",
                renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
                flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
            )
            return mode, transform
    return None


def _plain_mode(image: Image.Image) -> str:
    """The mode of the colours alone: L, CMYK or RGB."""
    if image.mode in ("1", "L", "LA", "I", "I;16", "I;16B"):
        return "L"
    return "CMYK" if image.mode == "CMYK" else "RGB"


def _to_srgb(part: Image.Image, transform: tuple[str, ImageCms.ImageCmsTransform] | None) -> Image.Image:
    if part.mode.startswith("I"):
        # 16-bit greys: Pillow's own conversion clips at 255.
        part = part.convert("I").point([value >> 8 for value in range(65536)], "L")
    alpha = part.convert("RGBA").getchannel("A") if part.has_transparency_data else None
    if transform:
        mode, way = transform
        colours = ImageCms.applyTransform(part.convert(mode), way)
        if colours is None:
            raise OSError("colour transform gave no picture")
    elif alpha:
        colours = part.convert("RGBA").convert("RGB")
    else:
        colours = part.convert("RGB")
    if alpha is None:
        return colours
    flat = Image.new("RGB", part.size, PAPER)
    flat.paste(colours, mask=alpha)
    return flat
