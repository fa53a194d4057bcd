"""How long photographs take: cold, unchanged, and what libvips needs for the same derivatives.

    python tests/bench/photo_speed.py [--count 100] [--roles story card]

libvips is driven through pyvips, in as many processes, with the same sizes, crops, qualities and encoder efforts
(beside the portal's own requirements: pip install pyvips numpy; apt-get install libvips42). Without it only our own
times are shown.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import resource
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from plugins.photos import DerivativeCache, Plan, load_photos, plan_photo, render_photos
from plugins.photos.settings import encoder_options
from tests.bench.photo_quality import draw_scene

JOBS = len(os.sched_getaffinity(0))


def write_photographs(folder: Path, count: int) -> list[str]:
    """``count`` different photograph-like JPEGs of 4000 × 3000."""
    base = np.asarray(draw_scene(4000, 3000, 1))
    paths = []
    for number in range(count):
        shifted = np.roll(base, (number * 37 % 3000, number * 91 % 4000), (0, 1))
        path = f"photo-{number:03}.jpg"
        Image.fromarray(shifted).save(folder / path, quality=88)
        paths.append(path)
    return paths


def render_with_vips(root: Path, out: Path, plans: list[Plan]) -> None:
    """The same derivatives of one photograph by libvips: one decoding with shrink on load, as ours."""
    import pyvips

    made: set[str] = set()
    source = str(root / plans[0].info.path)
    master = pyvips.Image.thumbnail(source, 2000, size="down", export_profile="srgb").copy_memory()
    for plan in plans:
        info = plan.info
        for width, height in sorted({(step.width, step.height) for step in plan.steps}):
            crop = "centre" if (info.width * height - info.height * width) > info.width else "none"
            scaled = master.thumbnail_image(width, height=height, crop=crop, size="down").copy_memory()
            for step in plan.steps:
                if (step.width, step.height) != (width, height) or step.name in made:
                    continue
                made.add(step.name)
                options = encoder_options(step.format, width * height)
                target = str(out / Path(step.name).name)
                if step.format == "avif":
                    scaled.heifsave(
                        target,
                        compression="av1",
                        Q=options["quality"],
                        effort=9 - options["speed"],
                        strip=True,
                    )
                elif step.format == "webp":
                    scaled.webpsave(target, Q=options["quality"], effort=options["method"], strip=True)
                else:
                    scaled.jpegsave(
                        target, Q=options["quality"], optimize_coding=True, interlace=True, strip=True
                    )


def processor_seconds() -> float:
    """What this process and its finished children have used: steadier than the clock on a busy machine."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def main(arguments: list[str]) -> int:
    """Print seconds for each way, and how they stand to each other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--roles", nargs="+", default=["story", "card"])
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        # Drawing takes far more memory than rendering; it is given back with its process.
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            paths = pool.submit(write_photographs, root, options.count).result()
        cache = DerivativeCache(root / "cache")
        for label in ("cold", "unchanged", "unchanged"):
            began, used = time.perf_counter(), processor_seconds()
            photos, problems = load_photos(root, paths, root / "cache")
            plans = [plan_photo(photos[path], role) for path in paths for role in options.roles]
            report = render_photos(root, plans, cache, JOBS)
            spent = time.perf_counter() - began
            problems += report.problems
            counts = f"{len(report.made)} made, {len(report.standing)} standing, {len(problems)} problems"
            print(f"{label}: {spent:.2f} s, {counts}")
            if label == "cold":
                cold, cold_used = spent, processor_seconds() - used
        size = sum(file.stat().st_size for file in (root / "cache").rglob("*") if file.is_file()) / 1e6
        print(f"cache: {size:.1f} MB")
        if importlib.util.find_spec("pyvips") is None:
            print("libvips: not measured (pip install pyvips)")
            return 0
        out = root / "vips"
        out.mkdir()
        began, used = time.perf_counter(), processor_seconds()
        with ProcessPoolExecutor(JOBS, get_context("spawn")) as pool:
            tasks = [
                pool.submit(render_with_vips, root, out, [plan for plan in plans if plan.info.path == path])
                for path in paths
            ]
            for task in tasks:
                task.result()
        spent = time.perf_counter() - began
        made = list(out.iterdir())
        print(f"libvips: {spent:.2f} s, {len(made)} made, {sum(f.stat().st_size for f in made) / 1e6:.1f} MB")
        vips_used = processor_seconds() - used
        print(f"ours / libvips: clock {cold / spent:.2f}")
        print(f"processor seconds: {cold_used:.1f} / {vips_used:.1f} = {cold_used / vips_used:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
