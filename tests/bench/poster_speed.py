"""How long a hundred A3 posters take: ``python -m tests.bench.poster_speed``. One process, fonts cut beforehand."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from plugins.catalog import CatalogLook
from tests.posters.poster_county import PICTURE, build_county, open_studio

COUNT = 100
STORY = "示例文字写在这里，一句接着一句，只为看清排版。" * 17


def people(story: bool) -> dict[str, str]:
    rows = (
        f"- {{id: p{number}, batch: b1, category: helping, sample: true, name: 示例第{number}人,"
        " deed: 二十年给邻村老人送粮送柴,"
        f" citation: 炉火一盏，灯火一盏，照着回家的路。, portrait: {{file: {PICTURE}, alt: 示例画像, whose: 本站绘制}}"
        f"{f', story: {STORY}' if story else ''}}}"
        for number in range(COUNT)
    )
    return {"data/honorees.yml": "\n".join(rows)}


def measure(folder: Path, story: bool) -> tuple[float, float, int]:
    """Seconds by the clock, processor seconds, bytes in all."""
    catalog = build_county(people(story))
    studio = open_studio(folder)
    studio.make("honoree", "honoree/p0", CatalogLook(catalog))
    clock, processor = time.perf_counter(), time.process_time()
    size = sum(
        len(studio.make("honoree", f"honoree/p{number}", CatalogLook(catalog))) for number in range(COUNT)
    )
    return time.perf_counter() - clock, time.process_time() - processor, size


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        for label, story in (("one page", False), ("with a story of 390 characters, two pages", True)):
            clock, processor, size = measure(Path(folder) / "run", story)
            print(
                f"{COUNT} A3 posters, {label}: {clock:.1f} s, processor {processor:.1f} s, {size / COUNT / 1000:.0f} kB each"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
