"""How long a hundred sheets of every kind take: ``python -m tests.bench.poster_speed``.

First in one process, fonts cut beforehand; then as ``make posters`` does it, in as many processes as there are processors,
with starting them, loading WeasyPrint in each and writing the files. The bytes are compared.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from plugins.catalog import Catalog, CatalogLook
from plugins.pipeline.build import run_build
from plugins.pipeline.crew import Crew
from plugins.pipeline.state import State
from plugins.posters import KINDS, Studio
from plugins.posters.__main__ import list_sheets
from tests.posters.poster_county import PICTURE, SENTENCE, build_county, open_studio

COUNT = 100
STORY = SENTENCE * 17


def people(story: bool) -> dict[str, str]:
    rows = (
        f"- {{id: p{number}, batch: b1, category: helping, sample: true, name: 示例第{number}人,"
        " deed: 二十年给邻村老人送粮送柴,"
        f" citation: 炉火一盏，灯火一盏，照着回家的路。, portrait: {{file: {PICTURE}, alt: 示例画像, whose: 本站绘制}}"
        f"{f', story: {STORY}' if story else ''}}}"
        for number in range(COUNT)
    )
    return {
        "data/honorees.yml": "\n".join(rows),
        "data/activities.yml": "[]",
        "data/places.yml": "[]",
        "data/teams.yml": "[]",
    }


def stations() -> dict[str, str]:
    places = (
        f"- {{id: s{number}, name: 示例第{number}村实践站, level: station, telephone: 0432-12345678,"
        " hours: [{days: 周一至周五, opens: '08:30', closes: '17:00'}]}"
        for number in range(COUNT)
    )
    activities = (
        f"- {{id: a{number}-{turn}, title: 秧歌大家跳第{turn}回, status: held, starts: 2026-11-{turn * 3 + 1:02} 09:00, place: s{number}}}"
        for number in range(COUNT)
        for turn in range(6)
    )
    return {
        "data/places.yml": "\n".join(places),
        "data/activities.yml": "\n".join(activities),
        "data/honorees.yml": "[]",
        "data/teams.yml": "[]",
    }


def calls() -> dict[str, str]:
    rows = (
        f"- {{id: c{number}, title: 第{number}支扫雪队招人, status: planned, starts: 2026-12-28 08:30, place: hall,"
        f" call: {{content: {SENTENCE}, number: 15人, sign_up: 到站里登记, risks: {SENTENCE}, guarantees: {SENTENCE}, telephone: 0432-12345679}}}}"
        for number in range(COUNT)
    )
    return {"data/activities.yml": "\n".join(rows)}


CASES = (
    ("honoree", "A3 honour-board posters, one page", lambda: people(False)),
    ("honoree", "A3 posters with a story of 390 characters, two pages", lambda: people(True)),
    ("batch", "A3 pages, one batch of 100 people as one file", lambda: people(False)),
    ("place", "A4 station notices with six events each", stations),
    ("activity", "A4 calls for volunteers", calls),
)


def measure_alone(catalog: Catalog, studio: Studio, kind: str) -> tuple[float, float, dict[str, bytes]]:
    """Seconds by the clock, processor seconds, the sheets."""
    sheets = list_sheets(catalog, studio, (kind,))
    sheets[0].render(CatalogLook(catalog)) if len(sheets) > 1 else studio.press.print_pdf("<title>t</title>")
    clock, processor = time.perf_counter(), time.process_time()
    made = {sheet.name: sheet.render(CatalogLook(catalog)) for sheet in sheets}
    return time.perf_counter() - clock, time.process_time() - processor, made


def measure_crew(catalog: Catalog, folder: Path, kind: str) -> tuple[float, float, dict[str, bytes]]:
    """The same with a crew and written files. The studio is new, so that each process loads everything itself."""
    studio = open_studio(folder)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    clock, processor = time.perf_counter(), time.process_time()
    with tempfile.TemporaryDirectory() as output, tempfile.TemporaryDirectory() as cache:
        with Crew(os.cpu_count() or 1) as crew:
            run_build(
                list_sheets(catalog, studio, (kind,)),
                make_look=partial(CatalogLook, catalog),
                recipe_digests={f"poster:{name}": b"" for name in KINDS},
                state=State(Path(cache), Path(output), b"").load(),
                crew=crew,
            )
        spent = time.perf_counter() - clock
        made = {path.name: path.read_bytes() for path in Path(output).rglob("*.pdf")}
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    children = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent, time.process_time() - processor + children, made


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        for kind, label, write in CASES:
            catalog = build_county(write())
            # First with a crew: what this process has loaded its children would inherit.
            spent, crew_spent, written = measure_crew(catalog, Path(folder) / "run", kind)
            clock, processor, made = measure_alone(catalog, open_studio(Path(folder) / "run"), kind)
            size = sum(map(len, made.values())) / COUNT / 1000
            same = "the same bytes" if written == made else "OTHER BYTES"
            print(
                f"{COUNT} {label}: one process {clock:.1f} s (processor {processor:.1f} s); as make posters does, on "
                f"{os.cpu_count()} processors {spent:.1f} s (processor {crew_spent:.1f} s), {same}; {size:.0f} kB each",
                flush=True,
            )
            if written != made:
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
