"""dir: targets: one whole release, kept, switched and taken back."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest

from plugins.publishing.errors import BusyError, PublishError
from plugins.publishing.history import History
from plugins.publishing.manifest import build_manifest
from plugins.publishing.targets.base import Put
from plugins.publishing.targets.directory import DirectoryTarget
from tests.publishing.trees import read_tree, write_site


def put(host: Path, site: Path, keep: int = 5) -> Put:
    return DirectoryTarget(host).put(build_manifest(site), site, keep)


@pytest.fixture
def sites(tmp_path: Path) -> list[Path]:
    return [write_site(tmp_path / f"site{n}", n) for n in range(4)]


def test_a_release_is_the_whole_output_and_nothing_else(tmp_path: Path, sites: list[Path]) -> None:
    host = tmp_path / "host"
    done = put(host, sites[0])
    assert read_tree(host / "current") == read_tree(sites[0])
    assert (host / "current").readlink() == Path("releases") / done.release
    assert sorted(p.name for p in host.iterdir()) == [
        ".lock",
        "current",
        "history.json",
        "kept",
        "manifests",
        "releases",
    ]
    assert done == Put(build_manifest(sites[0]).release, "", 20)


def test_equal_files_are_links_and_changed_ones_are_not(tmp_path: Path, sites: list[Path]) -> None:
    host = tmp_path / "host"
    first, second = put(host, sites[0]), put(host, sites[1])
    old, new = host / "releases" / first.release, host / "releases" / second.release
    assert (old / "theme/fixed.0123456789ab.js").samefile(new / "theme/fixed.0123456789ab.js")
    assert not (old / "index.html").samefile(new / "index.html")
    assert read_tree(old) == read_tree(sites[0])
    assert second.sent == 11


def test_the_last_k_are_kept_and_their_hashed_files_answer(tmp_path: Path, sites: list[Path]) -> None:
    host = tmp_path / "host"
    done = [put(host, site, keep=2) for site in sites]
    assert DirectoryTarget(host).list_releases() == History(
        (done[2].release, done[3].release), done[3].release
    )
    kept = {n for site in sites[2:] for n in read_tree(site) if n.startswith(("theme/", "photos/"))}
    assert set(read_tree(host / "kept")) == kept
    assert sorted(p.stem for p in (host / "manifests").iterdir()) == sorted(d.release for d in done[2:])


def test_the_way_back_and_further_back(tmp_path: Path, sites: list[Path]) -> None:
    host, target = tmp_path / "host", DirectoryTarget(tmp_path / "host")
    done = [put(host, site) for site in sites[:3]]
    assert target.roll_back() == Put(done[1].release, done[2].release, 0)
    assert read_tree(host / "current") == read_tree(sites[1])
    assert target.roll_back() == Put(done[0].release, done[1].release, 0)
    with pytest.raises(PublishError, match="没有更早的版本"):
        target.roll_back()
    assert target.roll_back(done[2].release[:6]).release == done[2].release


def test_a_release_taken_back_is_not_what_the_next_one_falls_back_to(
    tmp_path: Path, sites: list[Path]
) -> None:
    host, target = tmp_path / "host", DirectoryTarget(tmp_path / "host")
    good, _bad = put(host, sites[0]), put(host, sites[1])
    target.roll_back()
    put(host, sites[2])
    assert target.roll_back().release == good.release


def test_a_damaged_release_is_mended_by_publishing_again(tmp_path: Path, sites: list[Path]) -> None:
    host = tmp_path / "host"
    put(host, sites[0])
    (host / "current" / "index.html").write_text("damaged")
    (host / "current" / "stray.html").write_text("stray")
    (host / "current" / "feeds" / "all.xml").unlink()
    put(host, sites[0])
    assert read_tree(host / "current") == read_tree(sites[0])


def test_a_second_publication_is_refused_while_one_runs(tmp_path: Path, sites: list[Path]) -> None:
    host = tmp_path / "host"
    put(host, sites[0])
    with (host / ".lock").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(BusyError, match="另一次发布正在进行"):
            put(host, sites[1])
    assert read_tree(host / "current") == read_tree(sites[0])
    put(host, sites[1])
    assert read_tree(host / "current") == read_tree(sites[1])


def test_modification_times_come_from_content_not_from_a_clock(tmp_path: Path, sites: list[Path]) -> None:
    put(tmp_path / "a", sites[0])
    os.utime(sites[0] / "index.html", (4_000_000_000, 4_000_000_000))
    put(tmp_path / "b", sites[0])
    times = [
        {n: (h / "current" / n).stat().st_mtime for n in read_tree(sites[0])}
        for h in (tmp_path / "a", tmp_path / "b")
    ]
    assert times[0] == times[1]
    assert max(times[0].values()) < 1_300_000_000


def test_an_output_changed_on_the_way_is_not_published(tmp_path: Path, sites: list[Path]) -> None:
    host = tmp_path / "host"
    put(host, sites[0])
    manifest = build_manifest(sites[1])
    (sites[1] / "index.html").write_text("another build")
    with pytest.raises(PublishError, match=r"index\.html 被改动了"):
        DirectoryTarget(host).put(manifest, sites[1], 5)
    assert read_tree(host / "current") == read_tree(sites[0])
    assert [p.name for p in (host / "releases").iterdir()] == [build_manifest(sites[0]).release]
