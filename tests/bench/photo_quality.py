"""How good a picture is for how many bytes: SSIM against size for each encoder and setting.

    python tests/bench/photo_quality.py [--photographs FOLDER] [--width 720]

Needs numpy, which the portal itself does not. Without a folder, only drawn stand-ins: clouds of 1/f noise
(foliage, stone, cloth), soft gradients (sky, walls) and rounded shapes with soft shading (faces). A folder
of real photographs (JPEG or PNG) is added to them.
"""

from __future__ import annotations

import argparse
import io
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

WINDOW = 8
GRID: list[tuple[str, dict[str, Any]]] = [
    *(
        ("avif", {"quality": quality, "speed": speed, "max_threads": 1, "autotiling": False})
        for speed in (5, 6, 7, 8, 9)
        for quality in (45, 50, 55, 60, 65)
    ),
    *(
        ("webp", {"quality": quality, "method": method})
        for method in (4, 6)
        for quality in (66, 70, 74, 78, 82)
    ),
    *(
        ("jpeg", {"quality": quality, "optimize": True, "progressive": True, "subsampling": "4:2:0"})
        for quality in (68, 72, 76, 80, 84)
    ),
]


def measure_ssim(one: Image.Image, other: Image.Image) -> float:
    """Mean structural similarity of the luma (Wang et al. 2004), over every 8 × 8 window; 1 is the same."""
    x, y = (np.asarray(image.convert("L"), dtype=np.float64) for image in (one, other))
    mean_x, mean_y = _window_mean(x), _window_mean(y)
    var_x = _window_mean(x * x) - mean_x**2
    var_y = _window_mean(y * y) - mean_y**2
    both = _window_mean(x * y) - mean_x * mean_y
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    likeness = ((2 * mean_x * mean_y + c1) * (2 * both + c2)) / (
        (mean_x**2 + mean_y**2 + c1) * (var_x + var_y + c2)
    )
    return float(likeness.mean())


def _window_mean(values: Any) -> Any:
    sums = np.pad(values, ((1, 0), (1, 0))).cumsum(0).cumsum(1)
    total = (
        sums[WINDOW:, WINDOW:] - sums[:-WINDOW, WINDOW:] - sums[WINDOW:, :-WINDOW] + sums[:-WINDOW, :-WINDOW]
    )
    return total / WINDOW**2


def draw_noise(width: int, height: int, slope: float, seed: int) -> Any:
    """A field of 1/f**slope noise, 0 to 1: the spectrum that natural scenes have (slope near 1)."""
    spectrum = np.fft.rfft2(np.random.default_rng(seed).standard_normal((height, width)))
    distance = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width)[None, :])
    distance[0, 0] = 1
    field = np.fft.irfft2(spectrum / distance**slope, (height, width))
    return (field - field.min()) / (field.max() - field.min())


def draw_scene(width: int, height: int, seed: int) -> Image.Image:
    """Sky over textured ground with three shaded heads before it."""
    red, green, blue = (draw_noise(width, height, 1.1, seed * 10 + channel) for channel in range(3))
    shared = draw_noise(width, height, 1.0, seed * 10 + 5)
    layers = [0.75 * shared + 0.25 * layer for layer in (red, green, blue)]
    ground = Image.fromarray((np.stack(layers, -1) * (200, 190, 160) + 20).clip(0, 255).astype("uint8"))
    sky = Image.linear_gradient("L").resize((width, height))
    sky_colour = Image.merge(
        "RGB", [sky.point([min(255, low + value // 3) for value in range(256)]) for low in (140, 160, 185)]
    )
    mask = Image.new("L", (width, height), 0)
    ImageDraw.Draw(mask).rectangle((0, 0, width, height // 3), fill=255)
    scene = Image.composite(sky_colour, ground, mask.filter(ImageFilter.GaussianBlur(height / 60)))
    for at, skin in enumerate(((222, 178, 150), (205, 160, 128), (233, 190, 165))):
        _draw_head(scene, width * (at + 1) // 4, height // 2, height // 6, skin, shared)
    return scene


def _draw_head(scene: Image.Image, x: int, y: int, radius: int, skin: tuple[int, ...], texture: Any) -> None:
    size = (radius * 2, int(radius * 2.6))
    light = Image.radial_gradient("L").resize(size).point([255 - value // 3 for value in range(256)])
    pores = Image.fromarray((texture[: size[1], : size[0]] * 24 + 232).clip(0, 255).astype("uint8"))
    channels = [
        Image.composite(Image.new("L", size, tone), Image.new("L", size, tone // 3), light).point(
            list(range(256))
        )
        for tone in skin
    ]
    face = Image.merge("RGB", channels)
    face = Image.composite(face, face.point([value * 9 // 10 for value in range(256)] * 3), pores)
    draw = ImageDraw.Draw(face)
    for side in (0.6, 1.4):
        draw.ellipse(
            (radius * side - radius / 9, radius, radius * side + radius / 9, radius * 1.15), fill=(40, 30, 28)
        )
    draw.arc(
        (radius * 0.6, radius * 1.4, radius * 1.4, radius * 2),
        20,
        160,
        fill=(150, 70, 70),
        width=max(2, radius // 20),
    )
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).ellipse((0, 0, *size), fill=255)
    scene.paste(face, (x - radius, y - int(radius * 1.3)), mask.filter(ImageFilter.GaussianBlur(1.5)))


def load_photographs(folder: Path | None, width: int) -> list[Image.Image]:
    """The folder's photographs no wider than ``width``, never enlarged."""
    images = []
    for path in sorted(folder.rglob("*")) if folder else []:
        if path.suffix.lower() in (".jpg", ".jpeg", ".png"):
            image = Image.open(path).convert("RGB")
            image.thumbnail((width, width * 4), Image.Resampling.LANCZOS)
            images.append(image)
    return images


def main(arguments: list[str]) -> int:
    """Print a table: encoder, setting, kB per megapixel, mean and worst SSIM, ms per megapixel."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photographs", type=Path)
    parser.add_argument("--width", type=int, default=720)
    options = parser.parse_args(arguments)
    images = [draw_scene(options.width, options.width * 2 // 3, seed) for seed in range(3)]
    images += load_photographs(options.photographs, options.width)
    megapixels = sum(image.width * image.height for image in images) / 1e6
    print(f"{len(images)} pictures, {megapixels:.2f} megapixels")
    print("| encoder | setting | kB per MP | SSIM mean | SSIM worst | ms per MP |")
    print("| --- | --- | --- | --- | --- | --- |")
    for fmt, settings in GRID:
        sizes, scores, spent = 0, [], 0.0
        for image in images:
            out = io.BytesIO()
            began = time.perf_counter()
            image.save(out, fmt.upper(), **settings)
            spent += time.perf_counter() - began
            sizes += len(out.getvalue())
            scores.append(measure_ssim(image, Image.open(out)))
        shown = ", ".join(
            f"{key} {settings[key]}" for key in ("quality", "speed", "method") if key in settings
        )
        mean = sum(scores) / len(scores)
        weight, pace = sizes / 1000 / megapixels, spent * 1000 / megapixels
        print(f"| {fmt} | {shown} | {weight:.0f} | {mean:.4f} | {min(scores):.4f} | {pace:.0f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
