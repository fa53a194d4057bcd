"""``make bench``: this engine and portal beside other generators, in one run, alternating, as a table of ratios.

Run: ``python -m tests.bench [--sizes 100,1000,10000] [--rounds 5] [--records 6000] [--only small,hugo] [--edit title] [--folder DIR]``

Read the ratios: seconds belong to a machine, and on a shared one even the ratio of wall times wanders; that of processor
seconds wanders less. Nothing here asserts a time.
"""

from __future__ import annotations

import argparse
import compileall
import os
import re
import shutil
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from statistics import median

from .contenders import CONTENDERS, NODE, Contender, base_of
from .corpus import HERE, NAMES, ROOT, write_corpus
from .measure import Cost, run

PHASES = ("cold", "same", "edit")
TITLES = {"cold": "从零", "same": "没有改动", "edit": "改一篇"}
RECORDED = ("portal", "hugo-records")


def main() -> None:
    parser = argparse.ArgumentParser(description="与别的生成器并排比快慢")
    parser.add_argument("--sizes", default="100,1000,10000")
    parser.add_argument("--records", type=int, default=6_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default=",".join(NAMES))
    parser.add_argument("--folder", type=Path, help="放文稿和输出的地方,缺省用临时文件夹")
    parser.add_argument("--edit", choices=["text", "title"], default="text", help="改一篇的正文(缺省)还是标题")
    options = parser.parse_args()
    names = [name for name in NAMES if name in options.only.split(",")]
    if {"eleventy", "hexo"} & set(names) and not NODE.is_dir():
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=HERE / "node", check=True)
    compileall.compile_dir(ROOT / "plugins", quiet=2)  # as the packages of the others are
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        sizes = [int(size) for size in options.sizes.split(",")]
        for size in sizes:
            # The whole portal has as many records at any size, so it is worth its time at the largest only.
            chosen = [name for name in names if size == max(sizes) or name not in RECORDED]
            compare(Path(folder) / str(size), size, options.records, chosen, options.rounds, options.edit)


def compare(folder: Path, size: int, records: int, names: list[str], rounds: int, edit: str) -> None:
    """Measure everybody on ``size`` stories and print the table."""
    write_corpus(folder, size, records, names)
    costs: dict[tuple[str, str], list[Cost]] = defaultdict(list)
    files: dict[str, int] = {}
    for number in range(rounds):
        # Everybody goes first in turn, so that no one always meets the machine as another left it.
        for name in [*names[number % len(names) :], *names[: number % len(names)]]:
            contender = CONTENDERS[name]
            for phase, cost in measure_round(folder / name, contender, number, edit):
                costs[name, phase].append(cost)
            files[name] = check_pages(folder / name, contender)
            print(f"  {size} 第 {number + 1} 轮 {name}: {costs[name, 'cold'][-1].wall:.2f} 秒", flush=True)
    memory = {name: measure_memory(folder / name, CONTENDERS[name]) for name in names}
    print_table(size, names, costs, files, memory)
    shutil.rmtree(folder)


def measure_round(home: Path, contender: Contender, number: int, edit: str) -> Iterable[tuple[str, Cost]]:
    """One clean build, one with nothing changed, one after an edit of one story's text or title."""
    for name in contender.clean:
        shutil.rmtree(home / name, ignore_errors=True)
        (home / name).unlink(missing_ok=True)
    environ = {"BENCH_ROOT": str(ROOT), "PYTHONPATH": str(ROOT)}
    yield "cold", run(contender.command(home), home, environ)[0]
    yield "same", build_again(home, contender, environ)
    path = pick_story(home, contender, number)
    words = f"又添了一段,第{number}轮。"
    text = path.read_text("utf-8")
    if edit == "title":
        text = re.sub("^title: ", f"title: {words}", text, count=1, flags=re.M | re.I)
    else:
        text += f"\n{words}\n"
    path.write_text(text, "utf-8")
    yield "edit", build_again(home, contender, environ)
    check_edit(home, contender, path, words)


def build_again(home: Path, contender: Contender, environ: dict[str, str]) -> Cost:
    """A build after the first, as its users start it."""
    return run((contender.again or contender.command)(home), home, environ)[0]


def pick_story(home: Path, contender: Contender, number: int) -> Path:
    pattern = contender.story.format(year="*", slug="*")
    found = sorted(home.glob(pattern))
    return found[(number * 37 + 11) % len(found)]


def page_of(home: Path, contender: Contender, path: Path) -> Path:
    """What a story becomes; its year is in no file name of some, so it is looked for."""
    pattern = contender.page.format(year="*", slug=path.stem)
    return next((home / contender.output).glob(pattern))


def check_edit(home: Path, contender: Contender, path: Path, text: str) -> None:
    if text not in page_of(home, contender, path).read_text("utf-8"):
        raise SystemExit(f"{contender.name}: 改动没有出现在 {path.name} 的网页上")


def check_pages(home: Path, contender: Contender) -> int:
    """How many files there are. SystemExit when a story, a list's page, a topic, a tag, the feed or the sitemap is missing."""
    output = home / contender.output
    stories = [path.stem for path in home.glob(contender.story.format(year="*", slug="*"))]
    pages = {path.parent.name for path in output.glob(contender.page.format(year="*", slug="*"))}
    missing = [slug for slug in stories if slug not in pages]
    if missing:
        raise SystemExit(f"{contender.name}: 少了 {len(missing)} 篇网页,如 {missing[0]}")
    wanted = ["sitemap.xml"]
    if contender.name not in RECORDED:
        wanted += ["atom.xml", "topics/topic-1/index.html", "tags/词1/index.html"]
        if len(stories) > 400:
            wanted += ["topics/topic-1/page/2/index.html", "tags/词1/page/2/index.html"]
    absent = [
        name
        for name in wanted
        if not (output / name).is_file() and not (output / name.replace("/page/2/index", "2/index")).is_file()
    ]
    absent = [name for name in absent if not _pelican_page(output, name)]
    if absent:
        raise SystemExit(f"{contender.name}: 少了 {'、'.join(absent)}")
    return sum(len(names) for _, _, names in os.walk(output))


def _pelican_page(output: Path, name: str) -> bool:
    """Stock Pelican puts page 2 of a list elsewhere."""
    return (output / name.replace("/page/2/index.html", "/index2.html")).is_file()


def measure_memory(home: Path, contender: Contender) -> float:
    """The peak of one clean build, in MiB, over all its processes; the build is not timed."""
    for name in contender.clean:
        shutil.rmtree(home / name, ignore_errors=True)
        (home / name).unlink(missing_ok=True)
    environ = {"BENCH_ROOT": str(ROOT), "PYTHONPATH": str(ROOT)}
    return run(contender.command(home), home, environ, watch=True)[0].memory


def print_table(
    size: int,
    names: list[str],
    costs: dict[tuple[str, str], list[Cost]],
    files: dict[str, int],
    memory: dict[str, float],
) -> None:
    """Medians; ratios are to Hugo in the same run (with the same records for the whole portal)."""
    heads = [f"{TITLES[phase]} {what}" for phase in PHASES for what in ("÷ Hugo", "处理器 ÷ Hugo")]
    print(f"\n### {size} 篇文稿\n")
    print(f"| | 从零,秒 | {' | '.join(heads)} | 内存,MiB | ÷ Hugo | 文件 |")
    print(f"| --- |{' ---: |' * (len(heads) + 4)}")
    for name in names:
        base = base_of(name)
        base = base if base in names else name
        cells = [f"{median(cost.wall for cost in costs[name, 'cold']):.2f}"]
        for phase in PHASES:
            for what in ("wall", "cpu"):
                own = median(getattr(cost, what) for cost in costs[name, phase])
                other = median(getattr(cost, what) for cost in costs[base, phase])
                cells.append(f"{own / other:.3f}")
        cells += [f"{memory[name]:.0f}", f"{memory[name] / memory[base]:.2f}", str(files[name])]
        print(f"| {CONTENDERS[name].label} | {' | '.join(cells)} |")
    print()


if __name__ == "__main__":
    main()
