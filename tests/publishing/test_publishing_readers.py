"""Readers while releases are put and taken back: no error, no torn page, and every page finds its own sheet.

Promised: each answer is the whole file of one release; a page's hashed files answer as long as its release
is kept. Not promised: that two pages fetched one after the other come from one release. Nothing that serves
files can, once a reader has been away.
"""

from __future__ import annotations

import http.client
import re
import threading
import time
from pathlib import Path

import pytest

from plugins.publishing.compress import write_siblings
from plugins.publishing.manifest import build_manifest
from plugins.publishing.targets.directory import DirectoryTarget
from tests.publishing.nginx_host import serve
from tests.publishing.trees import write_site

KEEP = 3
PAGES = ("index.html", "news/2019/story-0/index.html", "news/2019/story-1/index.html", "feeds/all.xml")


class Reader(threading.Thread):
    """Fetches pages and their sheets over one connection until told to stop; notes everything that is not
    right.
    """

    def __init__(self, base: str, known: dict[str, set[bytes]], sheets: dict[str, str]) -> None:
        super().__init__()
        self.base, self.known, self.sheets = base.removeprefix("http://"), known, sheets
        self.stop = threading.Event()
        self.faults: list[str] = []
        self.count = 0
        self.rounds = 0
        self.seen: set[str] = set()

    def run(self) -> None:
        connection = http.client.HTTPConnection(self.base, timeout=10)
        while not self.stop.is_set():
            for name in PAGES:
                body = self.fetch(connection, name.removesuffix("index.html"))
                if body not in self.known[name]:
                    self.faults.append(f"{name}: torn or unknown: {body[:80]!r}")
                if name == "index.html" and (found := re.search(rb'href="/([^"]+)"><p>release (\d+)', body)):
                    sheet, release = found[1].decode(), found[2].decode()
                    self.seen.add(release)
                    style = self.fetch(connection, sheet).decode()
                    if style != self.sheets[release]:
                        self.faults.append(f"{sheet}: not the sheet of release {release}")
            self.rounds += 1
        connection.close()

    def fetch(self, connection: http.client.HTTPConnection, path: str) -> bytes:
        connection.request("GET", f"/{path}")
        answer = connection.getresponse()
        body = answer.read()
        self.count += 1
        if answer.status != 200:
            self.faults.append(f"/{path}: {answer.status}")
        return body


def wait_for_a_round(readers: list[Reader]) -> None:
    """Until every reader has come round once: a starved one may not be away for more releases than are kept."""
    before = [reader.rounds for reader in readers]
    deadline = time.monotonic() + 60
    while any(
        reader.is_alive() and reader.rounds == past for reader, past in zip(readers, before, strict=True)
    ):
        assert time.monotonic() < deadline, "a reader has not come round for a minute"
        time.sleep(0.002)


def read_while_publishing(tmp_path: Path, rounds: int) -> tuple[int, set[str]]:
    sites = [write_site(tmp_path / f"site{n}", n, pages=40) for n in range(5)]
    for site in sites:
        write_siblings(site, tmp_path / "cache.sqlite")
    manifests = [build_manifest(site) for site in sites]
    known = {name: {(site / name).read_bytes() for site in sites} for name in PAGES}
    sheets = {str(n): next(site.glob("theme/main.*.css")).read_text() for n, site in enumerate(sites)}
    target = DirectoryTarget(tmp_path / "host")
    target.put(manifests[0], sites[0], KEEP)
    with serve(tmp_path / "host", tmp_path / "nginx", workers=2) as base:
        readers = [Reader(base, known, sheets) for _ in range(3)]
        for reader in readers:
            reader.start()
        for number in range(rounds):
            if number % 4 == 3:
                target.roll_back()
            else:
                target.put(manifests[number % 5], sites[number % 5], KEEP)
            wait_for_a_round(readers)
        for reader in readers:
            reader.stop.set()
        for reader in readers:
            reader.join()
    assert [fault for reader in readers for fault in reader.faults] == []
    return sum(reader.count for reader in readers), set().union(*(reader.seen for reader in readers))


def test_readers_during_twenty_publications_and_rollbacks(tmp_path: Path) -> None:
    count, seen = read_while_publishing(tmp_path, 20)
    assert count > 200
    assert len(seen) >= 3


@pytest.mark.nightly
def test_readers_during_a_hundred_publications_and_rollbacks(tmp_path: Path) -> None:
    count, seen = read_while_publishing(tmp_path, 100)
    assert count > 2000
    assert seen == set("01234")
