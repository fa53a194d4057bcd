"""What compressing an output costs: ``python -m tests.bench.compress_speed [--pages 10600]``.

Three runs on an output of so many stories: everything for the first time, nothing changed, one page changed. Prints seconds
by the clock and of the processors, and what the siblings weigh.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path

from plugins.publishing.compress import write_siblings
from tests.bench.nginx_load import write_stories


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=10_600, help="stories of the made output")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site, cache = Path(folder) / "site", Path(folder) / "cache" / "siblings.sqlite"
        write_stories(site, options.pages)
        page = site / "news/2025/story-1/index.html"
        page = page if page.exists() else next(iter(sorted(site.rglob("index.html"))))
        for label in ("first time", "nothing changed", "one page changed"):
            if label == "one page changed":
                page.write_text(page.read_text("utf-8") + "<!-- changed -->", "utf-8")
            clock, spent = time.perf_counter(), sum(os.times()[:4])
            report = write_siblings(site, cache)
            clock, spent = time.perf_counter() - clock, sum(os.times()[:4]) - spent
            print(
                f"{report.texts} texts, {label}: {clock:.1f} s, processors {spent:.1f} s; compressed {report.compressed}, "
                f"written {report.written}, removed {report.removed}",
                flush=True,
            )
        sizes = {
            suffix: sum(p.stat().st_size for p in site.rglob(f"*{suffix}"))
            for suffix in (".html", ".br", ".gz")
        }
        print("; ".join(f"{suffix} {size / 1e6:.1f} MB" for suffix, size in sizes.items()))


if __name__ == "__main__":
    main()
