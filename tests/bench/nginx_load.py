"""What one nginx holds, measured on this machine's loopback: ``python -m tests.bench.nginx_load [output]
[--seconds 8]``.

Publishes an output (a made one of 1,000 stories when none is given) with compressed siblings, serves it by
the generated configuration, and lets wrk ask for a page, the home page, the sheet and a 304. Prints a table
of requests and bytes a second.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from plugins.publishing.compress import write_siblings
from plugins.publishing.manifest import Manifest, Origin, write_stamp
from plugins.publishing.names import is_immutable, is_sibling
from plugins.publishing.targets.directory import DirectoryTarget
from tests.publishing.nginx_host import get, serve
from tests.publishing.trees import write_site

_BROTLI = "Accept-Encoding: br"


def write_stories(root: Path, count: int) -> None:
    """Stories of about 1,900 characters in a page of about 9 KB: the size of a county's, not its words."""
    characters = (
        "文明实践志愿服务活动中心队伍站所村民群众开展理论宣讲帮扶老人儿童环境卫生义诊医疗文化演出培训农技"
    )
    frame = (
        "<nav><ul>"
        + "".join(f'<li><a href="/column-{n}/">栏目{n}</a></li>' for n in range(12))
        + "</ul></nav>"
    )
    for number in range(count):
        chance = random.Random(number)
        words = ["".join(chance.choices(characters, k=chance.choice((2, 2, 3, 4)))) for _ in range(600)]
        text = "".join(f"<p>{','.join(words[n : n + 30])}。</p>\n" for n in range(0, 600, 30))
        path = root / "news" / str(2010 + number % 10) / f"bench-{number}" / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        head = f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>示例 {number}</title>'
        path.write_text(f"{head}{frame}<main>{text}</main></html>\n", encoding="utf-8")


def run_wrk(address: str, seconds: int, *headers: str) -> tuple[float, float]:
    """Requests a second, and the 99th percentile of latency in milliseconds."""
    named = [word for header in headers for word in ("-H", header)]
    command = ["wrk", "-t2", "-c64", f"-d{seconds}s", "--latency", *named, address]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in told and "304" not in " ".join(headers):
        raise SystemExit(f"{address}: answers that are no success\n{told}")
    rate, slow = re.search(r"Requests/sec:\s+([\d.]+)", told), re.search(r"99%\s+([\d.]+)(us|ms|s)", told)
    if rate is None or slow is None:
        raise SystemExit(told)
    return float(rate[1]), float(slow[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[slow[2]]


def build_cases(base: str, manifest: Manifest) -> list[tuple[str, str, tuple[str, ...]]]:
    """What is asked: (name, address, headers)."""
    pages = [n for n in manifest.files if n.startswith("news/") and n.endswith("/index.html")]
    story = sorted(pages, key=lambda n: manifest.files[n].size)[len(pages) // 2]
    sheet = next(n for n in manifest.files if n.endswith(".css") and is_immutable(n) and not is_sibling(n))
    story_address = f"{base}/{story.removesuffix('index.html')}"
    etag = get(story_address, Accept_Encoding="br")[1]["etag"]
    return [
        ("a story, brotli", story_address, (_BROTLI,)),
        ("a story, plain", story_address, ()),
        ("the home page, brotli", f"{base}/", (_BROTLI,)),
        ("the sheet, brotli", f"{base}/{sheet}", (_BROTLI,)),
        ("a story, unchanged (304)", story_address, (_BROTLI, f"If-None-Match: {etag}")),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("output", nargs="?", type=Path)
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--pages", type=int, default=1000, help="stories of the made output")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        site = work / "site"
        if options.output:
            shutil.copytree(options.output, site)
        else:
            write_site(site, 1)
            write_stories(site, options.pages)
        begun = time.monotonic()
        report = write_siblings(site, work / "cache.sqlite")
        compressed = time.monotonic()
        again = write_siblings(site, work / "cache.sqlite")
        unchanged = time.monotonic()
        manifest = write_stamp(site, Origin("", None, dirty=True))
        stamped = time.monotonic()
        target = DirectoryTarget(work / "host")
        target.put(manifest, site, 3)
        put = time.monotonic()
        print(
            f"cores {os.cpu_count()}, files {len(manifest.files)}, {manifest.size / 1e6:.1f} MB with siblings"
        )
        print(
            f"compress {report.texts} texts: {compressed - begun:.2f} s; "
            f"{again.texts} unchanged: {unchanged - compressed:.2f} s"
        )
        print(f"manifest: {stamped - unchanged:.2f} s; first release on disk: {put - stamped:.2f} s")
        with serve(work / "host", work / "nginx", workers=os.cpu_count() or 1) as base:
            print(f"{'asked for':28} {'bytes':>8} {'requests/s':>11} {'MB/s':>7} {'99 % under':>11}")
            for name, address, headers in build_cases(base, manifest):
                named = {k.replace("-", "_"): v for k, v in (h.split(": ", 1) for h in headers)}
                size = len(get(address, **named)[2])
                rate, slow = run_wrk(address, options.seconds, *headers)
                print(f"{name:28} {size:8} {rate:11.0f} {rate * size / 1e6:7.0f} {slow:8.1f} ms")


if __name__ == "__main__":
    main()
