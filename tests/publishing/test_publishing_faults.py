"""dir: targets when things go wrong: the site on the host is one whole release, and a second run
completes.
"""

from __future__ import annotations

import contextlib
import errno
import os
import random
import resource
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.publishing import tree
from plugins.publishing.errors import PublishError
from plugins.publishing.manifest import FileEntry, build_manifest
from plugins.publishing.targets.directory import DirectoryTarget
from tests.publishing.killing import kill_after, start_put, time_put
from tests.publishing.trees import read_tree, write_site
from tests.tools import lack


def put(host: Path, site: Path) -> None:
    DirectoryTarget(host).put(build_manifest(site), site, 3)


def read_host(host: Path) -> tuple[str, dict[str, bytes]]:
    return str((host / "current").readlink()), read_tree(host)


def kill_and_finish(tmp_path: Path, rounds: int, seed: int) -> int:
    old, new = (write_site(tmp_path / f"site{n}", n, pages=300) for n in (1, 2))
    clean = tmp_path / "clean"
    put(clean, old)
    put(clean, new)
    wholes = [read_tree(old), read_tree(new)]
    probe = tmp_path / "probe"
    put(probe, old)
    length = time_put(f"dir:{probe}", new)
    chance, hits = random.Random(seed), 0
    for number in range(rounds):
        host = tmp_path / f"host{number}"
        put(host, old)
        for _ in range(chance.choice((1, 1, 2))):
            hits += kill_after(start_put(f"dir:{host}", new), chance.uniform(0, length))
        assert read_tree(host / "current") in wholes
        put(host, new)
        assert read_host(host) == read_host(clean)
        shutil.rmtree(host)
    return hits


def test_a_kill_at_any_moment_then_a_second_run_equals_a_clean_publication(tmp_path: Path) -> None:
    assert kill_and_finish(tmp_path, 8, seed=1) >= 4


@pytest.mark.nightly
def test_fifty_kills(tmp_path: Path) -> None:
    assert kill_and_finish(tmp_path, 50, seed=2) >= 25


@contextlib.contextmanager
def small_disk(path: Path, size: str) -> Iterator[None]:
    path.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(path)], capture_output=True, check=False
    )
    if done.returncode != 0:
        lack("needs the right to mount a tmpfs: run as root")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(path)], check=True)


def test_a_disk_that_is_too_small_is_refused_before_a_byte_is_written(tmp_path: Path) -> None:
    old, new = write_site(tmp_path / "old", 1, 4), write_site(tmp_path / "new", 2, 400)
    with small_disk(tmp_path / "disk", "500k"):
        host = tmp_path / "disk" / "host"
        put(host, old)
        before = read_host(host)
        with pytest.raises(PublishError, match=r"主机磁盘放不下.*线上仍是原来的版本"):
            put(host, new)
        assert read_host(host) == before


def test_a_disk_that_has_room_but_no_more_files(tmp_path: Path) -> None:
    new = write_site(tmp_path / "new", 2, 400)
    with small_disk(tmp_path / "disk", "50m,nr_inodes=200"):
        with pytest.raises(PublishError, match=r"文件个数\(inode\)不够.*线上仍是原来的版本"):
            put(tmp_path / "disk" / "host", new)
        subprocess.run(["mount", "-o", "remount,nr_inodes=5000", str(tmp_path / "disk")], check=True)
        put(tmp_path / "disk" / "host", new)
        assert read_tree(tmp_path / "disk" / "host" / "current") == read_tree(new)


def test_a_disk_that_fills_up_on_the_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = write_site(tmp_path / "old", 1, 4), write_site(tmp_path / "new", 2, 400)
    with small_disk(tmp_path / "disk", "500k"):
        host = tmp_path / "disk" / "host"
        put(host, old)
        before = read_host(host)
        monkeypatch.setattr(
            DirectoryTarget, "_check_room", lambda *_: None
        )  # somebody else filled it meanwhile
        with pytest.raises(PublishError, match="主机磁盘已满。线上仍是原来的版本"):
            put(host, new)
        assert read_host(host) == before
        subprocess.run(["mount", "-o", "remount,size=20m", str(tmp_path / "disk")], check=True)
        put(host, new)
        assert read_tree(host / "current") == read_tree(new)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS])
@pytest.mark.parametrize("step", ["_copy_verified", "place_link"])
def test_a_refusal_at_the_third_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, step: str
) -> None:
    old, new, host = write_site(tmp_path / "old", 1), write_site(tmp_path / "new", 2), tmp_path / "host"
    put(host, old)
    before, real, count = read_host(host), getattr(tree, step), [0]

    def fail(*arguments: object) -> None:
        count[0] += 1
        if count[0] == 3:
            raise OSError(code, os.strerror(code))
        real(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(tree, step, fail)
        with pytest.raises(PublishError, match="线上仍是原来的版本"):
            put(host, new)
    assert read_host(host) == before
    put(host, new)
    assert read_tree(host / "current") == read_tree(new)


@pytest.mark.parametrize("step", ["write_whole", "sync_filesystem", "link_immutable", "prune_pool"])
def test_a_refusal_around_the_switch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    old, new, host = write_site(tmp_path / "old", 1), write_site(tmp_path / "new", 2), tmp_path / "host"
    put(host, old)

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr(f"plugins.publishing.targets.directory.{step}", fail)
        with pytest.raises(PublishError):
            put(host, new)
    assert read_tree(host / "current") in [read_tree(old), read_tree(new)]
    put(host, new)
    put(tmp_path / "clean", old)
    put(tmp_path / "clean", new)
    assert read_host(host) == read_host(tmp_path / "clean")


def test_a_limit_on_file_size_is_told_as_one(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", 1)
    (site / "large.pdf").write_bytes(b"x" * 200_000)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        with pytest.raises(PublishError, match="超过了主机允许的大小"):
            put(tmp_path / "host", site)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_a_read_only_target(tmp_path: Path) -> None:
    old, new = write_site(tmp_path / "old", 1), write_site(tmp_path / "new", 2)
    with small_disk(tmp_path / "disk", "4m"):
        host = tmp_path / "disk" / "host"
        put(host, old)
        subprocess.run(["mount", "-o", "remount,ro", str(tmp_path / "disk")], check=True)
        with pytest.raises(PublishError, match="目标目录是只读的") as caught:
            put(host, new)
        assert "重新挂载为可写" in str(caught.value)
        assert read_tree(host / "current") == read_tree(old)


def test_a_target_that_is_a_file(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", 1)
    (tmp_path / "host").write_text("not a directory")
    with pytest.raises(PublishError):
        put(tmp_path / "host", site)


def test_two_at_once_that_wait_for_each_other(tmp_path: Path) -> None:
    sites = [write_site(tmp_path / f"site{n}", n, pages=60) for n in range(4)]
    host, told = tmp_path / "host", []

    def run(site: Path) -> None:
        told.append(DirectoryTarget(host, wait=60).put(build_manifest(site), site, 9).release)

    threads = [threading.Thread(target=run, args=(site,)) for site in sites]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    history = DirectoryTarget(host).list_releases()
    assert sorted(history.ids) == sorted(told) == sorted(build_manifest(s).release for s in sites)
    assert read_tree(host / "current") in [read_tree(s) for s in sites]


def test_a_clock_that_is_wrong_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = write_site(tmp_path / "old", 1), write_site(tmp_path / "new", 2)
    put(tmp_path / "right", old)
    put(tmp_path / "right", new)
    put(tmp_path / "wrong", old)
    monkeypatch.setattr("time.time", lambda: 0.0)
    monkeypatch.setattr("time.time_ns", lambda: 0)
    put(tmp_path / "wrong", new)
    assert read_host(tmp_path / "wrong") == read_host(tmp_path / "right")


def test_the_digest_decides_not_size_or_time(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", 1)
    put(tmp_path / "host", site)
    text = (site / "index.html").read_bytes()
    times = (site / "index.html").stat()
    (site / "index.html").write_bytes(text.replace(b"release 1", b"release 2"))
    os.utime(site / "index.html", ns=(times.st_atime_ns, times.st_mtime_ns))
    put(tmp_path / "host", site)
    assert read_tree(tmp_path / "host" / "current") == read_tree(site)
    assert build_manifest(site).files["index.html"] != FileEntry("", len(text))
