"""Derivatives: upright, in sRGB, without a trace of where they come from, the same bytes every time."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from plugins.photos import (
    ROLES,
    PhotoError,
    PhotoInfo,
    Plan,
    inspect_photo,
    plan_photo,
    render_all,
    render_derivative,
    verify_photo,
)
from plugins.photos.settings import PAPER
from plugins.photos.sniff import check_png_rows
from tests.photos.photo_files import (
    BLUE,
    GREEN,
    RED,
    WHITE,
    encoded,
    noise,
    planted_exif,
    planted_jpeg,
    png_header,
    put,
    quarters,
)
from tests.tools import needs

PROJECT = Path(__file__).resolve().parents[2]

# How a camera held that way stores an upright scene.
STORED_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def inspected(root: Path, name: str, data: bytes) -> PhotoInfo:
    info, problems = inspect_photo(root, put(root, name, data))
    assert info is not None, problems
    return info


def one(root: Path, info: PhotoInfo, role: str = "story", fmt: str = "webp") -> Image.Image:
    step = next(step for step in plan_photo(info, role).steps if step.format == fmt)
    return Image.open(io.BytesIO(render_derivative(root, info, step)))


def near(image: Image.Image, at: tuple[float, float], colour: tuple[int, ...], allowed: int = 14) -> bool:
    pixel = image.convert("RGB").getpixel((int(at[0] * image.width), int(at[1] * image.height)))
    assert isinstance(pixel, tuple)
    return all(abs(have - want) <= allowed for have, want in zip(pixel, colour, strict=True))


def all_plans(info: PhotoInfo) -> list[Plan]:
    return [plan_photo(info, role) for role in ROLES]


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("fmt", ["JPEG", "PNG", "WEBP"])
def test_upright(tmp_path: Path, orientation: int, fmt: str) -> None:
    stored = quarters(900, 600)
    if orientation in STORED_TURNS:
        stored = stored.transpose(STORED_TURNS[orientation])
    data = encoded(stored, fmt, exif=planted_exif(orientation))
    info = inspected(tmp_path, f"a.{fmt.lower()}", data)
    assert (info.width, info.height) == (900, 600)
    image = one(tmp_path, info)
    assert image.size == (360, 240)
    for at, colour in (((0.2, 0.2), RED), ((0.8, 0.2), GREEN), ((0.2, 0.8), BLUE), ((0.8, 0.8), WHITE)):
        assert near(image, at, colour)


def test_profiles_become_srgb(tmp_path: Path) -> None:
    linear = linear_profile()
    info = inspected(
        tmp_path, "a.png", encoded(Image.new("RGB", (400, 300), (55, 55, 55)), "PNG", icc_profile=linear)
    )
    assert info.has_profile
    # Linear light 55/255 = 0.216 is 0.502 in sRGB: 128.
    assert near(one(tmp_path, info), (0.5, 0.5), (128, 128, 128), 3)


def linear_profile() -> bytes:
    """The sRGB primaries with a straight tone curve: the curves' tag data replaced by one that counts no entries."""
    raw = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = int.from_bytes(raw[128:132], "big")
    for at in range(132, 132 + 12 * count, 12):
        if bytes(raw[at : at + 4]) in (b"rTRC", b"gTRC", b"bTRC"):
            offset = int.from_bytes(raw[at + 4 : at + 8], "big")
            raw[offset : offset + 12] = b"curv" + bytes(8)
        if bytes(raw[at : at + 4]) == b"desc":
            offset = int.from_bytes(raw[at + 4 : at + 8], "big")
            raw[offset:] = bytes(raw[offset:]).replace(
                "sRGB".encode("utf-16-be"), "line".encode("utf-16-be"), 1
            )
    return bytes(raw)


def test_a_broken_profile_is_passed_over(tmp_path: Path) -> None:
    info = inspected(tmp_path, "a.png", encoded(quarters(), "PNG", icc_profile=b"not a profile" * 20))
    assert near(one(tmp_path, info), (0.2, 0.2), RED)


def test_cmyk(tmp_path: Path) -> None:
    info = inspected(
        tmp_path, "a.jpg", encoded(Image.new("CMYK", (400, 300), (0, 255, 255, 0)), "JPEG", quality=95)
    )
    assert near(one(tmp_path, info), (0.5, 0.5), (255, 0, 0))


def test_sixteen_bits(tmp_path: Path) -> None:
    info = inspected(tmp_path, "a.png", encoded(Image.new("I;16", (400, 300), 0x8000), "PNG"))
    assert near(one(tmp_path, info), (0.5, 0.5), (128, 128, 128), 3)


@pytest.mark.parametrize("mode", ["P", "RGBA", "LA"])
def test_transparency_shows_paper(tmp_path: Path, mode: str) -> None:
    image = quarters(400, 300).convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 200, 150))
    options = {}
    picture = image.convert("LA") if mode == "LA" else image
    if mode == "P":
        picture = image.convert("RGB").quantize(8)
        hidden = picture.getpixel((10, 10))
        options = {"transparency": hidden}
    info = inspected(tmp_path, "a.png", encoded(picture, "PNG", **options))
    assert info.has_alpha
    assert near(one(tmp_path, info), (0.2, 0.2), PAPER, 4)


def test_large_pictures_are_flattened_in_strips(tmp_path: Path) -> None:
    image = quarters(5760, 3840).convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 2880, 1920))
    info = inspected(tmp_path, "a.png", encoded(image, "PNG", compress_level=1))
    made = one(tmp_path, info)
    for at, colour in (((0.2, 0.2), PAPER), ((0.8, 0.2), GREEN), ((0.2, 0.8), BLUE), ((0.8, 0.8), WHITE)):
        assert near(made, at, colour)


def test_the_focus_is_in_the_picture(tmp_path: Path) -> None:
    image = Image.new("RGB", (1600, 900), (240, 240, 240))
    image.paste(RED, (1480, 400, 1560, 480))
    info = inspected(tmp_path, "a.png", encoded(image, "PNG"))
    kept = plan_photo(info, "portrait-large", (0.95, 0.49)).steps[0]
    lost = plan_photo(info, "portrait-large").steps[0]
    reds = [
        sum(
            count
            for count, colour in opened(render_derivative(tmp_path, info, step)).getcolors(1 << 20) or []
            if is_red(colour)
        )
        for step in (kept, lost)
    ]
    assert reds[0] > 500
    assert reds[1] == 0


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def is_red(colour: object) -> bool:
    return isinstance(colour, tuple) and colour[0] > 150 and colour[1] < 90


def test_portraits_keep_their_ceiling_whatever_comes(tmp_path: Path) -> None:
    info = inspected(tmp_path, "a.png", encoded(noise(1200, 1600), "PNG"))
    sizes = {
        name: len(data) for name, data in render_all(tmp_path, info, [plan_photo(info, "portrait")]).items()
    }
    assert len(sizes) == 8
    assert max(sizes.values()) <= 8000, sizes


def test_sizes_are_as_planned(tmp_path: Path) -> None:
    info = inspected(tmp_path, "a.jpg", encoded(noise(1000, 777), "JPEG"))
    plans = all_plans(info)
    made = render_all(tmp_path, info, plans)
    for plan in plans:
        for step in plan.steps:
            image = Image.open(io.BytesIO(made[step.name]))
            assert (image.size, image.format, image.mode) == (
                (step.width, step.height),
                step.format.upper(),
                "RGB",
            )


def test_alone_or_among_others_the_same_bytes(tmp_path: Path) -> None:
    info = inspected(tmp_path, "a.jpg", planted_jpeg(noise(700, 500), 8))
    plans = all_plans(info)
    made = render_all(tmp_path, info, plans)
    again = render_all(tmp_path, info, list(reversed(plans)))
    assert made == again
    for plan in plans:
        for step in (plan.steps[0], plan.steps[-1]):
            assert render_derivative(tmp_path, info, step) == made[step.name]


def test_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    info = inspected(tmp_path, "a.jpg", encoded(noise(600, 400), "JPEG"))
    made = render_all(tmp_path, info, [plan_photo(info, "card"), plan_photo(info, "portrait")])
    code = (
        "import sys, hashlib; from pathlib import Path; from plugins.photos import *; root = Path(sys.argv[1]); "
        "info = inspect_photo(root, 'a.jpg')[0]; "
        "made = render_all(root, info, [plan_photo(info, 'card'), plan_photo(info, 'portrait')]); "
        "print([(name, hashlib.sha256(data).hexdigest()) for name, data in sorted(made.items())])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == str(
        [(name, hashlib.sha256(data).hexdigest()) for name, data in sorted(made.items())]
    )


def test_hidden_damage_comes_out_when_decoded(tmp_path: Path) -> None:
    data = png_header(500, 400, zlib.compress(b"\0" * 1501 * 100))  # a quarter of the rows, properly closed
    info = inspected(tmp_path, "a.png", data)
    with pytest.raises(PhotoError) as caught:
        verify_photo(tmp_path, info)
    assert caught.value.problem.rule == "F105"
    with pytest.raises(PhotoError):
        render_derivative(tmp_path, info, plan_photo(info, "story").steps[0])


@pytest.mark.parametrize("size", [(1, 1), (5, 3), (9, 17), (400, 300)])
@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "I;16"])
def test_whole_pngs_are_whole(tmp_path: Path, size: tuple[int, int], mode: str) -> None:
    assert check_png_rows(encoded(Image.new(mode, size), "PNG"))


def test_interlaced_rows_are_counted() -> None:
    needs("convert", "imagemagick")
    data = encoded(quarters(37, 23), "PNG")
    done = subprocess.run(
        ["convert", "png:-", "-interlace", "PNG", "png:-"], input=data, capture_output=True, check=True
    )
    assert done.stdout[28] == 1
    assert check_png_rows(done.stdout)
    header = done.stdout[:20] + (24).to_bytes(4, "big") + done.stdout[24:]
    assert not check_png_rows(header)


def test_a_picture_changed_or_gone(tmp_path: Path) -> None:
    info = inspected(tmp_path, "a.jpg", encoded(quarters(), "JPEG"))
    step = plan_photo(info, "story").steps[0]
    put(tmp_path, "a.jpg", encoded(quarters(810, 600), "JPEG"))
    with pytest.raises(PhotoError) as changed:
        render_derivative(tmp_path, info, step)
    (tmp_path / "a.jpg").unlink()
    with pytest.raises(PhotoError) as gone:
        render_derivative(tmp_path, info, step)
    assert [str(changed.value.problem), str(gone.value.problem)] == [
        "a.jpg:1:1: 错误 F118 图片在构建途中变了(等文件传完,再构建一次)",
        "a.jpg:1:1: 错误 F117 读不了图片:No such file or directory(检查文件还在不在)",
    ]


@pytest.mark.nightly
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_memory_is_bounded(tmp_path: Path, kind: str) -> None:
    """The largest picture that is let in, 100 megapixels, stays under 900 MB."""
    image = Image.new(
        "RGBA" if kind == "PNG" else "RGB", (10_000, 10_000), (200, 30, 30, 128)[: 4 if kind == "PNG" else 3]
    )
    put(tmp_path, f"a.{kind.lower()}", encoded(image, kind))
    del image
    code = (
        "import sys, resource; from pathlib import Path; from plugins.photos import *; root = Path(sys.argv[1]); "
        "info = inspect_photo(root, sys.argv[2])[0]; render_all(root, info, [plan_photo(info, role) for role in ROLES]); "
        "print([line for line in open('/proc/self/status') if line.startswith('VmHWM')][0].split()[1])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), f"a.{kind.lower()}"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) < 900_000
