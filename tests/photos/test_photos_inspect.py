"""What inspect_photo accepts and refuses, by the whole answer."""

from __future__ import annotations

import os
import pickle
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from plugins.photos import RULES, check_photo, inspect_photo
from plugins.photos.inspect import HEIC_CURE, digest_bytes, inspect_bytes
from tests.photos.photo_files import encoded, jpeg_header, noise, planted_jpeg, png_header, put, quarters

JPEG = encoded(quarters(), "JPEG")


def found(root: Path, path: str) -> tuple[bool, list[str]]:
    info, problems = inspect_photo(root, path)
    return info is not None, [str(problem) for problem in problems]


def test_a_plain_photograph(tmp_path: Path) -> None:
    put(tmp_path, "photos/颁奖 现场.jpg", JPEG)
    info, problems = inspect_photo(tmp_path, "photos/颁奖 现场.jpg")
    assert problems == []
    assert info is not None
    assert (info.path, info.format, info.width, info.height, info.mode) == (
        "photos/颁奖 现场.jpg",
        "JPEG",
        800,
        600,
        "RGB",
    )
    assert (info.digest, info.size, info.focus) == (digest_bytes(JPEG), len(JPEG), (0.5, 0.5))
    assert pickle.loads(pickle.dumps(info)) == info


@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_swaps_width_and_height(tmp_path: Path, orientation: int) -> None:
    put(tmp_path, "a.jpg", planted_jpeg(quarters(), orientation))
    info, problems = inspect_photo(tmp_path, "a.jpg")
    assert info is not None
    assert problems == []
    assert (info.width, info.height) == ((600, 800) if orientation >= 5 else (800, 600))
    assert info.orientation == orientation


@pytest.mark.parametrize(
    ("name", "data", "mode", "alpha"),
    [
        ("cmyk.jpg", encoded(quarters().convert("CMYK"), "JPEG"), "CMYK", False),
        ("grey16.png", encoded(Image.new("I;16", (500, 400), 40000), "PNG"), "I;16", False),
        ("palette.png", encoded(quarters().quantize(4), "PNG", transparency=0), "P", True),
        ("alpha.png", encoded(quarters().convert("RGBA"), "PNG"), "RGBA", True),
        ("still.gif", encoded(quarters().quantize(4), "GIF"), "P", False),
        ("lossless.webp", encoded(quarters(), "WEBP", lossless=True), "RGB", False),
        ("lossy.webp", encoded(quarters(), "WEBP"), "RGB", False),
        ("progressive.JPEG", encoded(noise(), "JPEG", progressive=True), "RGB", False),
    ],
)
def test_unusual_but_good(tmp_path: Path, name: str, data: bytes, mode: str, alpha: bool) -> None:
    info, problems = inspect_photo(tmp_path, put(tmp_path, name, data))
    assert problems == []
    assert info is not None
    assert (info.mode, info.has_alpha, info.animated) == (mode, alpha, False)


FRAMES = [Image.new("RGB", (60, 60), colour) for colour in ("red", "green", "blue")]
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 64
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
BAD = [
    ("empty.jpg", b"", "F102 图片是空文件(0 字节)(从原处重新复制一份)"),
    ("word.jpg", b"PK\x03\x04 not a picture at all", "F103 内容不是图片,不能用(请转成 JPEG 或 PNG)"),
    ("scan.tif", encoded(quarters(), "TIFF"), "F103 是 TIFF 文件,不能用(请转成 JPEG 或 PNG)"),
    ("next.avif", encoded(quarters(60, 60), "AVIF"), "F103 是 AVIF 文件,不能用(请转成 JPEG 或 PNG)"),
    ("half.jpg", JPEG[: len(JPEG) // 2], "F105 图片不完整,结尾缺了(从原处重新复制一份,看大小是否一致)"),
    (
        "thumb.jpg",
        planted_jpeg(noise())[:60_000],
        "F105 图片不完整,结尾缺了(从原处重新复制一份,看大小是否一致)",
    ),
    ("start.jpg", JPEG[:3], "F105 图片不完整,结尾缺了(从原处重新复制一份,看大小是否一致)"),
    (
        "half.png",
        encoded(noise(), "PNG")[:5000],
        "F105 图片不完整,结尾缺了(从原处重新复制一份,看大小是否一致)",
    ),
    (
        "half.webp",
        encoded(noise(), "WEBP")[:5000],
        "F105 图片不完整,结尾缺了(从原处重新复制一份,看大小是否一致)",
    ),
    (
        "half.gif",
        encoded(noise(mode="P"), "GIF")[:5000],
        "F105 图片不完整,结尾缺了(从原处重新复制一份,看大小是否一致)",
    ),
    (
        "moving.gif",
        encoded(FRAMES[0], "GIF", save_all=True, append_images=FRAMES[1:]),
        "F107 是动图,网站不替您挑哪一帧(选定一帧,另存为 JPEG 或 PNG)",
    ),
    (
        "moving.png",
        encoded(FRAMES[0], "PNG", save_all=True, append_images=FRAMES[1:]),
        "F107 是动图,网站不替您挑哪一帧(选定一帧,另存为 JPEG 或 PNG)",
    ),
    (
        "moving.webp",
        encoded(FRAMES[0], "WEBP", save_all=True, append_images=FRAMES[1:]),
        "F107 是动图,网站不替您挑哪一帧(选定一帧,另存为 JPEG 或 PNG)",
    ),
    (
        "huge.png",
        png_header(30_000, 30_000),
        "F108 30000×30000 像素太多,上限 1 亿(缩小到长边 4000 像素再放进来)",
    ),
    (
        "bomb.png",
        png_header(2**31 - 1, 2**31 - 1),
        "F108 2147483647×2147483647 像素太多,上限 1 亿(缩小到长边 4000 像素再放进来)",
    ),
    (
        "huge.jpg",
        jpeg_header(30_000, 30_000),
        "F108 30000×30000 像素太多,上限 1 亿(缩小到长边 4000 像素再放进来)",
    ),
    ("logo.svg", SVG, "F110 SVG 不能当照片用(导出成 PNG 再放进来)"),
    ("logo.jpg", b"\xef\xbb\xbf<SVG/>", "F110 SVG 不能当照片用(导出成 PNG 再放进来)"),
    ("phone.heic", HEIC, f"F111 HEIC 照片浏览器不认({HEIC_CURE})"),
    ("phone.jpg", HEIC, f"F111 HEIC 照片浏览器不认({HEIC_CURE})"),
]


@pytest.mark.parametrize(("name", "data", "message"), BAD, ids=[case[0] for case in BAD])
def test_bad_pictures_give_one_problem(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    assert found(tmp_path, put(tmp_path, name, data)) == (False, [f"{name}:1:1: 错误 {message}"])


def test_a_wrong_extension_is_a_reminder(tmp_path: Path) -> None:
    put(tmp_path, "a.jpg", encoded(quarters(), "PNG"))
    assert found(tmp_path, "a.jpg") == (True, ["a.jpg:1:1: 提醒 F104 内容是 PNG,扩展名不符(改名为 a.png)"])


def test_a_broken_header_is_a_problem(tmp_path: Path) -> None:
    data = bytearray(encoded(quarters(), "PNG"))
    data[25] = 9  # a colour type that does not exist
    ok, problems = found(tmp_path, put(tmp_path, "a.png", bytes(data)))
    assert not ok
    assert [problem.split()[2] for problem in problems] == ["F106"]


def test_too_big_a_file(tmp_path: Path) -> None:
    with (tmp_path / "big.jpg").open("wb") as file:
        file.write(JPEG)
        file.truncate(40_000_001)
    assert found(tmp_path, "big.jpg") == (
        False,
        ["big.jpg:1:1: 错误 F109 文件超过 40 MB(缩小到长边 4000 像素,另存为 JPEG)"],
    )


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("", ":1:1: 错误 F101 没有写图片的路径(写成 content/photos/文件名.jpg 的样子)"),
        ("photos/ceremony.jpg", "photos/ceremony.jpg:1:1: 错误 F101 找不到图片(是否要写 Ceremony.JPG?)"),
        ("photos/无关.jpg", "photos/无关.jpg:1:1: 错误 F101 找不到图片(检查文件名和大小写,文件是否已放进来)"),
        (
            "photos/Ceremony.JPG/x.jpg",
            "photos/Ceremony.JPG/x.jpg:1:1: 错误 F101 找不到图片(检查文件名和大小写,文件是否已放进来)",
        ),
        (
            "../secret.jpg",
            "../secret.jpg:1:1: 错误 F112 图片路径不能用 .. 走出目录(把图片放进 content/photos/ 再写它的路径)",
        ),
        (
            "photos/../../secret.jpg",
            "photos/../../secret.jpg:1:1: 错误 F112 图片路径不能用 .. 走出目录(把图片放进 content/photos/ 再写它的路径)",
        ),
        (
            "/etc/passwd",
            "/etc/passwd:1:1: 错误 F112 图片要用项目里的相对路径(把图片放进 content/photos/ 再写它的路径)",
        ),
        (
            r"C:\a.jpg",
            r"C:\a.jpg:1:1: 错误 F112 图片要用项目里的相对路径(把图片放进 content/photos/ 再写它的路径)",
        ),
        (
            "https://x.cn/a.jpg",
            "https://x.cn/a.jpg:1:1: 错误 F112 图片要用项目里的相对路径(把图片放进 content/photos/ 再写它的路径)",
        ),
        (
            "photos/link.jpg",
            "photos/link.jpg:1:1: 错误 F113 link.jpg 是符号链接(把图片本身复制进来,不用链接)",
        ),
        (
            "elsewhere/secret.jpg",
            "elsewhere/secret.jpg:1:1: 错误 F113 elsewhere 是符号链接(把图片本身复制进来,不用链接)",
        ),
        ("photos", "photos:1:1: 错误 F114 是文件夹,不是图片文件(写到具体的图片文件名)"),
        ("photos/pipe.jpg", "photos/pipe.jpg:1:1: 错误 F114 是设备或管道,不是图片文件(写到具体的图片文件名)"),
        (
            "photos/a\nb.jpg",
            "photos/a?b.jpg:1:1: 错误 F115 文件名有不能用的字符(改名,只用汉字、字母、数字、- 和 _)",
        ),
        (
            "photos/a\0.jpg",
            "photos/a?.jpg:1:1: 错误 F115 文件名有不能用的字符(改名,只用汉字、字母、数字、- 和 _)",
        ),
        (
            "photos/gpj\u202e.jpg",
            "photos/gpj?.jpg:1:1: 错误 F115 文件名有不能用的字符(改名,只用汉字、字母、数字、- 和 _)",
        ),
    ],
)
def test_paths(tmp_path: Path, path: str, message: str) -> None:
    root = tmp_path / "root"
    put(root, "photos/Ceremony.JPG", JPEG)
    put(tmp_path, "secret.jpg", JPEG)
    (root / "photos/link.jpg").symlink_to(root / "photos/Ceremony.JPG")
    (root / "elsewhere").symlink_to(tmp_path)
    os.mkfifo(root / "photos/pipe.jpg")
    assert found(root, path) == (False, [message])


def test_a_name_too_long_is_a_problem(tmp_path: Path) -> None:
    ok, problems = found(tmp_path, "长" * 300 + ".jpg")
    assert not ok
    assert len(problems) == 1
    assert " F117 " in problems[0]


def test_too_small_for_its_role(tmp_path: Path) -> None:
    info, _ = inspect_photo(tmp_path, put(tmp_path, "a.jpg", encoded(quarters(300, 200), "JPEG")))
    assert info is not None
    assert [str(problem) for problem in check_photo(info, "lead")] == [
        "a.jpg:1:1: 提醒 F116 图片只有 300×200,用作头图会发虚(换一张不小于 720×1 的)"
    ]
    assert check_photo(info, "card") != []
    wide, _ = inspect_photo(tmp_path, put(tmp_path, "b.jpg", JPEG))
    assert wide is not None
    assert check_photo(wide, "lead") == []


SEEDS = [
    JPEG,
    encoded(noise(40, 30), "PNG"),
    encoded(noise(40, 30), "WEBP"),
    encoded(noise(40, 30, "P"), "GIF"),
    HEIC,
]


@given(st.sampled_from(SEEDS), st.data())
def test_no_damage_raises(seed: bytes, draw: st.DataObject) -> None:
    data = bytearray(seed)
    for _ in range(draw.draw(st.integers(1, 6))):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
    cut = draw.draw(st.integers(0, len(data)))
    info, problems = inspect_bytes("a.jpg", bytes(data[:cut]))
    assert info is not None or problems
    assert {problem.rule for problem in problems} <= set(RULES)


@given(st.text(max_size=40))
def test_no_path_raises(path: str) -> None:
    info, problems = inspect_photo(Path(__file__).parent / "no-such-folder", path)
    assert info is None
    assert len(problems) == 1


def test_a_bomb_takes_no_memory(tmp_path: Path) -> None:
    put(tmp_path, "bomb.png", png_header(30_000, 30_000))
    code = (
        "import sys; from pathlib import Path; from plugins.photos import inspect_photo; "
        "print(inspect_photo(Path(sys.argv[1]), 'bomb.png')[1][0].rule)"
    )
    limit = 600_000_000

    def bound() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))

    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        cwd=root,
        preexec_fn=bound,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "F108\n"
