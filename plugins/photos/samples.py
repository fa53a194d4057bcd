"""Draw the sample pictures: ``python -m plugins.photos.samples content/photos/samples``.

Plainly drawings, sealed 示例, made by code from shapes alone: no photograph, no person, no real place.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from plugins.photos.sample_activities import draw_activity
from plugins.photos.sample_people import draw_portrait
from plugins.photos.sample_places import draw_place
from plugins.photos.sample_stories import draw_story

SETS: tuple[tuple[str, int, Callable[[int], bytes]], ...] = (
    ("portrait", 24, draw_portrait),
    ("place", 12, draw_place),
    ("activity", 20, draw_activity),
    ("story", 6, draw_story),
)


def write_samples(folder: Path) -> list[Path]:
    """Write all sample pictures into ``folder``: sample-portrait-01.png and so on. Returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, count, draw in SETS:
        for number in range(1, count + 1):
            path = folder / f"sample-{name}-{number:02}.png"
            path.write_bytes(draw(number))
            paths.append(path)
    return paths


def main(arguments: list[str]) -> int:
    """The command line: one argument, the folder."""
    if len(arguments) != 1:
        print("用法:python -m plugins.photos.samples 目录", file=sys.stderr)
        return 2
    paths = write_samples(Path(arguments[0]))
    print(f"画了 {len(paths)} 张示例图,共 {sum(path.stat().st_size for path in paths) // 1000} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
