"""Whether a picture can be shown: its place in the tree, its header, its wholeness. Nothing is decoded
here."""

from __future__ import annotations

import contextlib
import difflib
import hashlib
import io
import os
import re
import stat
import warnings
from pathlib import Path, PurePosixPath

from PIL import Image

from plugins.photos.model import PhotoInfo, SourceFormat
from plugins.photos.rules import MAX_BYTES, MAX_PIXELS, make_problem
from plugins.photos.sniff import read_header, sniff_format
from plugins.registry.problems import Problem

EXTENSIONS_OF: dict[SourceFormat, tuple[str, ...]] = {
    "JPEG": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "PNG": (".png",),
    "WEBP": (".webp",),
    "GIF": (".gif",),
}
ORIENTATION_TAG = 0x0112
# What a clerk with an iPhone can do herself.
HEIC_CURE = "转成 JPEG:用微信发给自己再存下来;以后拍照前在手机“设置→相机→格式”里选“兼容性最佳”"
# What Windows cannot hold, controls, and the marks that turn text around.
ODD_CHARACTERS = re.compile(
    r'[\x00-\x1f\x7f-\x9f\\:*?"<>|\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]'
)


def inspect_photo(root: Path, path: str) -> tuple[PhotoInfo | None, list[Problem]]:
    """Inspect the picture ``path`` (POSIX, relative) under the folder ``root``.

    Returns what is known of it, or None when it cannot be shown, with every problem found. Reads the file
    once, decodes nothing, opens no link, device or pipe, and raises nothing for what a person may have
    written or uploaded.
    """
    problem = _check_path(root, path)
    if problem:
        return None, [problem]
    try:
        data = read_regular(root / path)
    except OSError as error:
        return None, [
            make_problem(path, "F117", f"读不了图片:{error.strerror}", "检查文件的读取权限,或重新放一份")
        ]
    if data is None:
        return None, [
            make_problem(
                path, "F109", f"文件超过 {MAX_BYTES // 1_000_000} MB", "缩小到长边 4000 像素,另存为 JPEG"
            )
        ]
    return inspect_bytes(path, data)


def inspect_bytes(path: str, data: bytes) -> tuple[PhotoInfo | None, list[Problem]]:
    """The same for a picture's bytes; ``path`` serves for its extension and for problems."""
    fmt, problem = _check_format(path, data)
    if fmt is None:
        return None, [problem] if problem else []
    header = read_header(data, fmt)
    if header.width * header.height > MAX_PIXELS:
        size = f"{header.width}×{header.height}"
        return None, [
            make_problem(path, "F108", f"{size} 像素太多,上限 1 亿", "缩小到长边 4000 像素再放进来")
        ]
    if not header.complete:
        return None, [make_problem(path, "F105", "图片不完整,结尾缺了", "从原处重新复制一份,看大小是否一致")]
    if header.animated:
        return None, [make_problem(path, "F107", "是动图,网站不替您挑哪一帧", "选定一帧,另存为 JPEG 或 PNG")]
    try:
        info = _read_info(path, data, fmt)
    except (
        Exception
    ) as error:  # Pillow raises whatever a broken header provokes: SyntaxError, struct.error, zlib.error …
        reason = type(error).__name__
        return None, [
            make_problem(path, "F106", f"图片已损坏,打不开({reason})", "用看图软件另存一份,或换一张")
        ]
    return info, _check_extension(info)


def digest_bytes(data: bytes) -> str:
    """32 hexadecimal digits that name these bytes."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def read_regular(path: Path) -> bytes | None:
    """The bytes of a regular file, None when it is over the limit. Neither follows a final link nor waits at
    a pipe."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(0, "不是普通文件")
        data = file.read(MAX_BYTES + 1)
    return None if len(data) > MAX_BYTES else data


def _check_path(root: Path, path: str) -> Problem | None:
    if not path or path == ".":
        return make_problem(path, "F101", "没有写图片的路径", "写成 content/photos/文件名.jpg 的样子")
    if "://" in path or path.startswith(("/", "\\", "~")) or re.match(r"[A-Za-z]:[\\/]", path):
        return make_problem(
            path, "F112", "图片要用项目里的相对路径", "把图片放进 content/photos/ 再写它的路径"
        )
    if ".." in PurePosixPath(path.replace("\\", "/")).parts:
        return make_problem(
            path, "F112", "图片路径不能用 .. 走出目录", "把图片放进 content/photos/ 再写它的路径"
        )
    if ODD_CHARACTERS.search(path):
        return make_problem(path, "F115", "文件名有不能用的字符", "改名,只用汉字、字母、数字、- 和 _")
    return _check_parts(root, path)


def _check_parts(root: Path, path: str) -> Problem | None:
    here = root
    parts = PurePosixPath(path).parts
    for number, part in enumerate(parts, 1):
        try:
            mode = (here / part).lstat().st_mode
        except (FileNotFoundError, NotADirectoryError):
            return make_problem(path, "F101", "找不到图片", _suggest_name(here, part))
        except OSError as error:
            return make_problem(path, "F117", f"读不了图片:{error.strerror}", "检查路径的长度和读取权限")
        here /= part
        if stat.S_ISLNK(mode):
            return make_problem(path, "F113", f"{part} 是符号链接", "把图片本身复制进来,不用链接")
        if number == len(parts) and not stat.S_ISREG(mode):
            kind = "文件夹" if stat.S_ISDIR(mode) else "设备或管道"
            return make_problem(path, "F114", f"是{kind},不是图片文件", "写到具体的图片文件名")
    return None


def _suggest_name(folder: Path, name: str) -> str:
    names: list[str] = []
    with contextlib.suppress(OSError):
        names = sorted(entry.name for entry in os.scandir(folder))
    folded = {entry.casefold(): entry for entry in reversed(names)}
    close = difflib.get_close_matches(name.casefold(), sorted(folded), n=1, cutoff=0.6)
    return f"是否要写 {folded[close[0]]}?" if close else "检查文件名和大小写,文件是否已放进来"


def _check_format(path: str, data: bytes) -> tuple[SourceFormat | None, Problem | None]:
    if not data:
        return None, make_problem(path, "F102", "图片是空文件(0 字节)", "从原处重新复制一份")
    fmt = sniff_format(data)
    if fmt in EXTENSIONS_OF:
        return fmt, None
    if fmt == "SVG":
        return None, make_problem(path, "F110", "SVG 不能当照片用", "导出成 PNG 再放进来")
    if fmt == "HEIC":
        return None, make_problem(path, "F111", "HEIC 照片浏览器不认", HEIC_CURE)
    named = f"是 {fmt} 文件" if fmt else "内容不是图片"
    return None, make_problem(path, "F103", f"{named},不能用", "请转成 JPEG 或 PNG")


def _check_extension(info: PhotoInfo) -> list[Problem]:
    good = EXTENSIONS_OF[info.format]
    if PurePosixPath(info.path).suffix.lower() in good:
        return []
    renamed = PurePosixPath(info.path).with_suffix(good[0]).name
    return [make_problem(info.path, "F104", f"内容是 {info.format},扩展名不符", f"改名为 {renamed}")]


def _read_info(path: str, data: bytes, fmt: SourceFormat) -> PhotoInfo:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # our own limits have been checked already
        with Image.open(io.BytesIO(data), formats=(fmt,)) as image:
            orientation = read_orientation(image)
            width, height = image.size
            if orientation >= 5:
                width, height = height, width
            return PhotoInfo(
                path=path,
                digest=digest_bytes(data),
                format=fmt,
                width=width,
                height=height,
                orientation=orientation,
                mode=image.mode,
                has_alpha=image.has_transparency_data,
                has_profile=bool(image.info.get("icc_profile")),
                animated=bool(getattr(image, "is_animated", False)),
                size=len(data),
                # A face stands above the middle of an upright picture.
                focus=(0.5, 0.4) if height > width else (0.5, 0.5),
            )


def read_orientation(image: Image.Image) -> int:
    """The EXIF orientation, 1 to 8; 1 when it is absent, broken or out of range."""
    try:
        value = image.getexif().get(ORIENTATION_TAG, 1)
    except Exception:  # a broken EXIF block is not the editor's concern: it is thrown away anyway
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1
