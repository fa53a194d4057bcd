"""The outputs that are looked at: the fixture county, this repository's county, and its publication."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KEEP = ROOT / ".cache" / "browser"
SETTINGS = {
    "county": ("tests/site/siteconf.py", ""),
    "real": ("pelicanconf.py", ""),
    "published": ("publishconf.py", "https://example.org"),
}
# Tuesday 1 December 2026, 10:00 in Shanghai, whenever the tests run.
MOMENT = "1796090400"

# One address for every template: the first file that fits, in order of name. {} stands for an id.
KINDS: dict[str, str] = {
    "home": "index.html",
    "error": "404.html",
    "news": "news/index.html",
    "topic": "news/topics/*/index.html",
    "year": "news/[0-9]*/index.html",
    "story": "news/[0-9]*/[a-z]*/index.html",
    "places": "places/index.html",
    "find": "places/find/index.html",
    "place": "places/[!tlfp]*/index.html",
    "town": "places/towns/*/index.html",
    "level": "places/levels/*/index.html",
    "teams": "teams/index.html",
    "team": "teams/[!lfp]*/index.html",
    "honors": "honors/index.html",
    "boards": "honors/boards/index.html",
    "category": "honors/categories/*/index.html",
    "batch": "honors/batches/*/index.html",
    "honoree": "honors/[!bcp]*/index.html",
    "activities": "activities/index.html",
    "coming": "activities/coming/index.html",
    "month": "activities/20*/index.html",
    "regularity": "activities/regularity/index.html",
    "activity": "activities/[!0-9cprty]*/index.html",
    "themes": "themes/index.html",
    "theme": "themes/*/index.html",
    "programs": "programs/index.html",
    "program": "programs/*/index.html",
    "regulations": "regulations/index.html",
    "regulation": "regulations/*/index.html",
    "figures": "figures/index.html",
    "about": "about/index.html",
    "elders": "elders/index.html",
    "page": "contribute/index.html",
    "search": "search/index.html",
    "data": "data/index.html",
    "dictionary": "data/dictionary/index.html",
    "feeds": "feeds/index.html",
    "site-map": "site-map/index.html",
    "embed": "embed/*/index.html",
}


def build_output(name: str) -> Path:
    """Build ``county``, ``real`` or ``published`` and give its folder.

    Kept between runs, so that pictures are drawn once; a build says what changed, and is held to a clean one by
    tests/oracle. One process at a time. Raises AssertionError with the build's own words when it fails.
    """
    settings, siteurl = SETTINGS[name]
    folder = KEEP / name
    folder.mkdir(parents=True, exist_ok=True)
    with (KEEP / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        command = [sys.executable, "-m", "pelican", "-s", settings, "-o", str(folder / "output")]
        command += ["--fatal=errors", "-e", f'PORTAL_CACHE="{folder / "state"}"']
        environment = {**os.environ, "SITEURL": siteurl, "SOURCE_DATE_EPOCH": MOMENT}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "output"


def find_kinds(output: Path) -> dict[str, str]:
    """Page kind to the address of one such page, for every kind that the output holds."""
    found = {}
    for kind, pattern in KINDS.items():
        file = next(iter(sorted(output.glob(pattern))), None)
        if file is not None:
            found[kind] = "/" + file.relative_to(output).as_posix().removesuffix("index.html")
    return found
