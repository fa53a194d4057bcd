"""Planted damage: each gives one problem in Chinese with a cure, found before anything is written; no crash, no good picture
refused."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from plugins.photos import RULES, PhotoError, inspect_photo, verify_photo
from plugins.photos.inspect import inspect_bytes
from plugins.photos.render import decode_master
from plugins.photos.scan import read_scans
from tests.photos.photo_files import encoded, jpeg_header, png_header, put

HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 64
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def photograph(width: int = 1200, height: int = 900) -> Image.Image:
    """What a camera sees, as far as a coder cares: large soft shapes and some grain. The same every time."""
    dice = random.Random(1)
    shapes = Image.frombytes("RGB", (48, 36), dice.randbytes(48 * 36 * 3)).resize((width, height))
    grain = Image.frombytes("L", (width, height), dice.randbytes(width * height))
    return Image.blend(shapes, grain.filter(ImageFilter.BoxBlur(1)).convert("RGB"), 0.3)


PHOTO = photograph()
JPEG = encoded(PHOTO, "JPEG", quality=85)
PROGRESSIVE = encoded(PHOTO, "JPEG", quality=85, progressive=True)
RESTARTS = encoded(PHOTO, "JPEG", quality=85, restart_marker_blocks=20)
CMYK = encoded(PHOTO.convert("CMYK"), "JPEG", quality=85)
GREY = encoded(PHOTO.convert("L"), "JPEG", quality=85)
PNG = encoded(PHOTO.resize((300, 225)), "PNG")
WEBP = encoded(PHOTO, "WEBP")
AVIF = encoded(PHOTO.resize((300, 225)), "AVIF")
ANIMATED = encoded(
    Image.new("RGB", (60, 60), "red"),
    "GIF",
    save_all=True,
    append_images=[Image.new("RGB", (60, 60), "blue")],
)


def zeroed(data: bytes, size: int = 4096) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes(size) + data[middle + size :]


def flipped(data: bytes, seed: int, count: int = 12) -> bytes:
    """So many bytes of the coded data turned, far from its ends."""
    dice, out = random.Random(seed), bytearray(data)
    for _ in range(count):
        out[dice.randrange(len(data) // 4, len(data) * 3 // 4)] ^= dice.randrange(1, 256)
    return bytes(out)


def with_bad_crc(data: bytes) -> bytes:
    """A PNG whose pixels' chunk does not sum up."""
    at = data.index(b"IDAT")
    end = at + 4 + int.from_bytes(data[at - 4 : at], "big")
    return data[:end] + bytes(byte ^ 0xFF for byte in data[end : end + 4]) + data[end + 4 :]


def rules_of(data: bytes, name: str = "a.jpg") -> list[str]:
    """The rules broken, at a look and at decoding; every problem in Chinese with a cure."""
    info, problems = inspect_bytes(name, data)
    if info is not None:
        try:
            decode_master(data, info)
        except PhotoError as error:
            problems = [*problems, error.problem]
    for problem in problems:
        assert any("一" <= char <= "鿿" for char in problem.message), problem
        assert problem.hint, problem
    return [problem.rule for problem in problems]


CUTS = [JPEG[: random.Random(number).randrange(4, len(JPEG) - 2)] for number in range(10)]
MATRIX: list[tuple[str, str, bytes, list[str]]] = [
    *((f"cut-{number}", "a.jpg", data, ["F105"]) for number, data in enumerate(CUTS)),
    ("zeroed", "a.jpg", zeroed(JPEG), ["F119"]),
    ("zeroed-grey", "a.jpg", zeroed(GREY), ["F119"]),
    ("zeroed-cmyk", "a.jpg", zeroed(CMYK), ["F119"]),
    ("zeroed-restarts", "a.jpg", zeroed(RESTARTS), ["F119"]),
    ("part-gone", "a.jpg", JPEG[: len(JPEG) // 2] + JPEG[len(JPEG) // 2 + 3000 :], ["F119"]),
    ("part-twice", "a.jpg", JPEG[: len(JPEG) // 2] + JPEG[len(JPEG) // 2 - 3000 :], ["F119"]),
    ("part-of-another", "a.jpg", JPEG[:30_000] + CMYK[30_000:34_000] + JPEG[34_000:], ["F119"]),
    ("text-inside", "a.jpg", JPEG[:30_000] + b"\xff\xfeHTTP/1.1 502 Bad Gateway" * 9 + JPEG[31_000:], ["F119"]),
    ("no-end", "a.jpg", JPEG[:-2], ["F105"]),
    ("rubbish-after-end", "a.jpg", JPEG + b"rubbish" * 1000, []),
    ("cmyk", "a.jpg", CMYK, []),
    ("progressive", "a.jpg", PROGRESSIVE, []),
    ("progressive-cut", "a.jpg", PROGRESSIVE[: len(PROGRESSIVE) // 2], ["F105"]),
    ("restarts", "a.jpg", RESTARTS, []),
    ("png-crc", "a.png", with_bad_crc(PNG), ["F106"]),
    ("png-cut", "a.png", PNG[: len(PNG) // 2], ["F105"]),
    ("png-zeroed", "a.png", zeroed(PNG), ["F105"]),
    ("webp-cut", "a.webp", WEBP[: len(WEBP) // 2], ["F105"]),
    ("avif-cut", "a.avif", AVIF[: len(AVIF) // 2], ["F103"]),
    ("gif-moving", "a.gif", ANIMATED, ["F107"]),
    ("wrong-extension", "a.jpg", PNG, ["F104"]),
    ("heic", "IMG_0001.HEIC", HEIC, ["F111"]),
    ("heic-renamed", "IMG_0001.jpg", HEIC, ["F111"]),
    ("nothing", "a.jpg", b"", ["F102"]),
    ("huge-jpeg", "a.jpg", jpeg_header(30_000, 30_000), ["F108"]),
    ("huge-png", "a.png", png_header(30_000, 30_000), ["F108"]),
    ("svg-with-script", "a.svg", SVG, ["F110"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data", "rules"), [case[1:] for case in MATRIX], ids=[case[0] for case in MATRIX]
)
def test_planted_damage(name: str, data: bytes, rules: list[str]) -> None:
    assert rules_of(data, name) == rules


def make_folder(path: Path) -> None:
    path.mkdir()


def make_link(path: Path) -> None:
    outside = path.parents[1] / "outside.jpg"
    outside.write_bytes(JPEG)
    path.symlink_to(outside)


@pytest.mark.parametrize(
    ("make", "rule"),
    [(make_folder, "F114"), (os.mkfifo, "F114"), (make_link, "F113")],
    ids=["folder", "pipe", "link"],
)
def test_what_is_no_file(tmp_path: Path, make: Callable[[Path], None], rule: str) -> None:
    root = tmp_path / "content"
    root.mkdir()
    make(root / "a.jpg")
    info, problems = inspect_photo(root, "a.jpg")
    assert (info, [problem.rule for problem in problems]) == (None, [rule])
    assert problems[0].hint


def test_the_problem_says_what_to_do(tmp_path: Path) -> None:
    info, _ = inspect_photo(tmp_path, put(tmp_path, "a.jpg", zeroed(JPEG)))
    assert info is not None
    with pytest.raises(PhotoError) as caught:
        verify_photo(tmp_path, info)
    assert str(caught.value.problem) == (
        "a.jpg:1:1: 错误 F119 图片中间有损坏(数据不够)(从原处重新复制一份;原件打开看着完好的,用看图软件另存一份再用)"
    )


def test_most_turned_bytes_are_seen() -> None:
    """A dozen bytes in a photograph: not every one makes a block too many or too few, nearly every dozen does."""
    seen = sum(rules_of(flipped(JPEG, seed)) != [] for seed in range(20))
    assert seen >= 18


@pytest.mark.parametrize("size", [(1, 1), (8, 8), (16, 16), (17, 9), (33, 700), (701, 15)])
@pytest.mark.parametrize("subsampling", [0, 1, 2])
@pytest.mark.parametrize("rows", [0, 1])
def test_no_good_picture_is_refused(size: tuple[int, int], subsampling: int, rows: int) -> None:
    image = PHOTO.resize(size)
    for quality in (20, 75, 100):
        data = encoded(image, "JPEG", quality=quality, subsampling=subsampling, restart_marker_rows=rows)
        assert rules_of(data) == []
        assert rules_of(data[:-2] + b"\xff\xff\xff\xd9") == []


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_damage_crashes(draw: st.DataObject) -> None:
    small = encoded(PHOTO.resize((120, 90)), "JPEG", progressive=draw.draw(st.booleans()))
    data = bytearray(small)
    for _ in range(draw.draw(st.integers(1, 8))):
        at = draw.draw(st.integers(0, len(data) - 1))
        data[at : at + draw.draw(st.integers(0, 40))] = draw.draw(st.binary(max_size=40))
    assert set(rules_of(bytes(data))) <= set(RULES)


@given(st.binary(max_size=400))
def test_no_bytes_upset_the_marks(data: bytes) -> None:
    layout = read_scans(b"\xff\xd8" + data)
    assert all(scan.start <= scan.end or scan.end == len(data) + 2 for scan in layout.scans)
