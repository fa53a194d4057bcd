"""How much memory the export of many activities takes, beyond the registry that is in memory anyway.

    python tests/bench/exports_memory.py [count]

Prints the process's peak before and after the JSON, the CSV, the index and the calendar of ``count`` activities (100,000).
"""

from __future__ import annotations

import resource
import sys
import time
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from plugins.catalog import CatalogLook, build_catalog
from plugins.exports.calendars import CalendarWriter
from plugins.exports.changes import IndexWriter
from plugins.exports.opendata import KindWriter
from plugins.exports.where import Where
from plugins.registry import link_registry, parse_data_file

SITE = Path(__file__).resolve().parents[1] / "site" / "data"
WHERE = Where("https://example.org")


class DiskSink:
    """Writes into a folder, counting bytes."""

    def __init__(self) -> None:
        self.folder = Path(mkdtemp())
        self.bytes = 0

    def put(self, name: str, data: str) -> None:
        with self.open(name) as out:
            out.write(data)

    @contextmanager
    def open(self, name: str) -> Any:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as out:
            yield out
        self.bytes += path.stat().st_size


def make_activities(count: int) -> list[Any]:
    """Files of 500 activities each."""
    files = []
    for start in range(0, count, 500):
        rows = [
            f"- {{id: a{number}, title: 活动{number}, status: held, "
            f"starts: 2025-0{number % 4 + 1}-{number % 28 + 1:02} 09:00, place: liushu-zhan, teams: [yiliao], "
            f"attendance: 约{number % 90 + 10}人次, summary: 村里的一次活动。}}"
            for number in range(start, min(count, start + 500))
        ]
        files.append(parse_data_file(f"data/activities/{start:06}.yml", "\n".join(rows).encode()))
    return files


def peak() -> float:
    """Peak resident memory so far, MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(count: int) -> None:
    files = [parse_data_file(f"data/{path.name}", path.read_bytes()) for path in sorted(SITE.glob("*.yml"))]
    registry, problems = link_registry(files + make_activities(count))
    assert not [problem for problem in problems if problem.severity == "error"], problems[:3]
    catalog = build_catalog(registry, [], {}, date(2025, 6, 1))
    base = peak()
    print(f"{count} activities in memory: peak {base:.0f} MiB")
    steps = {
        "activities.json, .csv": lambda sink: KindWriter("activity", "activities", WHERE)(
            CatalogLook(catalog), sink
        ),
        "index.json": lambda sink: IndexWriter(None)(CatalogLook(catalog), sink),
        "calendar.ics": lambda sink: sink.put(
            "c.ics", CalendarWriter("activities", "", "", WHERE)(CatalogLook(catalog))
        ),
    }
    for name, step in steps.items():
        sink = DiskSink()
        begun = time.perf_counter()
        step(sink)
        took = time.perf_counter() - begun
        print(f"{name}: {took:.2f} s, {sink.bytes / 2**20:.1f} MiB written, peak +{peak() - base:.0f} MiB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
