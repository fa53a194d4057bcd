"""Figures for what the engine itself costs: ``python -m tests.bench.pipeline_overhead [pages]`` (20,000 pages of 15 looks).

Prints medians of five, in milliseconds. It asserts nothing: figures belong to a machine.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from plugins.pipeline.build import run_build
from plugins.pipeline.crew import Crew
from plugins.pipeline.digests import digest_text
from plugins.pipeline.looks import DictShelf, Look
from plugins.pipeline.outputs import Output, Page, index_outputs
from plugins.pipeline.plan import make_plan
from plugins.pipeline.resident import Resident
from plugins.pipeline.sources import read_sources, scan_files
from plugins.pipeline.stamp import take_stamp, write_stamp
from plugins.pipeline.state import State

LOOKS = 15
ROOT = Path(__file__).resolve().parent.parent.parent
RECIPES = {"r": b"1"}


def measure(label: str, action: Callable[[], Any], runs: int = 5) -> None:
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        action()
        times.append(1000 * (time.perf_counter() - began))
    print(f"{label:<58}{median(times):9.1f} ms")


def make_world(count: int) -> tuple[DictShelf, list[Output]]:
    values: dict[str, object] = {f"story/{n}": f"题{n}" for n in range(count)}
    digests = {name: digest_text(str(value)) for name, value in values.items()}

    def render(number: int) -> Callable[[Look], str]:
        return lambda look: "".join(look(f"story/{(number + step) % count}") for step in range(LOOKS)) * 40

    pages: list[Output] = [Page(f"news/{n % 9}/{n}/index.html", "r", render(n)) for n in range(count)]
    return DictShelf(values, digests), pages


def measure_build(root: Path, count: int) -> None:
    shelf, pages = make_world(count)
    state = State(root / "cache", root / "out").load()

    def build(jobs: int = 1) -> None:
        with Crew(jobs) as crew:
            run_build(pages, make_look=lambda: Look(shelf), recipe_digests=RECIPES, state=state, crew=crew)

    measure(f"cold, {count} pages, one process", build, 1)
    measure("state: load", lambda: State(root / "cache", root / "out").load())
    measure("state: save, with fsync", state.save_outputs)
    measure("index outputs", lambda: index_outputs(pages, state.outputs))
    measure(
        "decide: names, recipes, an lstat per file", lambda: make_plan(pages, shelf, RECIPES, state, Crew())
    )
    measure("nothing changed, whole run_build", build)

    def edit() -> None:
        shelf.digests["story/5"] = digest_text(str(time.perf_counter()))
        build()

    measure(f"one story edited, {LOOKS} pages, whole run_build", edit)
    inputs = root / "src"
    inputs.mkdir()
    for number in range(count // 2):
        (inputs / f"{number}.md").write_text("x")
    stamp = take_stamp([inputs], [])
    write_stamp(stamp, state, settings=root / "conf.py", cache=root / "cache")
    time.sleep(2.1)
    early = [sys.executable, "-I", "-S", str(ROOT / "plugins/pipeline/early.py"), str(root / "conf.py")]
    command = [*early, str(root / "out"), str(root / "cache")]
    subprocess.run(command, check=True)
    measure(f"early exit, {count // 2} inputs", lambda: subprocess.run(command, check=True))
    scan = scan_files(inputs, (".md",))
    read_sources(scan.files, lambda path, data: len(data), state, Crew(), scan.taken_ns + 3_000_000_000)
    measure(
        f"scan and take {count // 2} unchanged sources",
        lambda: read_sources(scan_files(inputs, (".md",)).files, lambda path, data: 0, state, Crew()),
    )


def measure_resident(root: Path, count: int) -> None:
    shelf, pages = make_world(count)
    state = State(root / "resident", root / "out").load()
    resident = Resident(pages, make_look=lambda: Look(shelf), recipe_digests=RECIPES, state=state)
    resident.start()

    def edit(names: list[str] | None) -> None:
        shelf.values["story/7"] = f"{time.perf_counter()}"
        shelf.digests["story/7"] = digest_text(str(shelf.values["story/7"]))
        resident.refresh(names)

    measure(f"resident: one name named, {LOOKS} pages on disk", lambda: edit(["story/7"]))
    measure(f"resident: found by asking all names, {LOOKS} pages", lambda: edit(None))


def measure_share() -> None:
    with Crew(2) as crew:
        crew.start(1000)
        rows = [(f"story/{n}", n, "题" * 20, ("a", "b")) for n in range(20_000)]
        for label, value in (("20,000 rows each", rows), ("32 MB each", os.urandom(1 << 25))):
            began = time.perf_counter()
            crew.share(value)
            seconds = time.perf_counter() - began
            if crew.rank == 0:
                print(f"{'share between two: ' + label:<58}{1000 * seconds:9.1f} ms")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as folder:
        measure_build(Path(folder), count)
        measure_resident(Path(folder), count)
    measure_share()


if __name__ == "__main__":
    main()
