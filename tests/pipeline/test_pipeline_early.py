"""The early exit: 0 only when neither an input nor an output differs."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from plugins.pipeline.clock import SHANGHAI
from plugins.pipeline.early import nothing_changed, stamp_path
from plugins.pipeline.stamp import take_stamp, write_stamp
from plugins.pipeline.state import State
from tests.conftest import ROOT
from tests.pipeline.toy import build_toy


class Project:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.source, self.output, self.settings = root / "src", root / "out", root / "conf.py"
        self.source.mkdir()
        (self.source / "a.txt").write_text("题\n文")
        self.settings.write_text("X = 1")

    def build(self, until: datetime | None = None, environ: dict[str, str] | None = None) -> bool:
        files = [self.settings, self.root / "missing"]
        stamp = take_stamp([self.source], files, ["SITEURL"], environ or {})
        build_toy(self.source, self.output, self.root / ".cache")
        state = State(self.root / ".cache", self.output).load()
        return write_stamp(stamp, state, settings=self.settings, until=until, note="没有变化")

    def stands(self, later: float = 0.0, environ: dict[str, str] | None = None) -> bool:
        path = stamp_path(str(self.root / ".cache"), str(self.settings), str(self.output))
        return nothing_changed(path, environ or {}, time.time_ns() + int(later * 1e9))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def rewrite_in_the_same_tick(project: Project) -> None:
    """Same size and same modification time; the change time differs, as it does on a real file system."""
    path = project.source / "a.txt"
    stat = path.stat()
    path.write_text("题\n字")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


@pytest.mark.parametrize(
    "disturb",
    [
        lambda p: (p.source / "a.txt").write_text("题\n文文"),
        rewrite_in_the_same_tick,
        lambda p: (p.source / "b.txt").write_text("又"),
        lambda p: (p.source / "a.txt").rename(p.source / "b.txt"),
        lambda p: (p.source / "a.txt").unlink(),
        lambda p: p.settings.write_text("X = 2"),
        lambda p: (p.root / "missing").write_text("now here"),
        lambda p: (p.output / "a/index.html").write_text("x"),
        lambda p: (p.output / "index.html").unlink(),
        lambda p: next((p.root / ".cache").glob("*.stamp")).write_bytes(b"?" * 99),
        lambda p: next((p.root / ".cache").glob("*.stamp")).unlink(),
    ],
)
def test_any_difference_asks_for_a_build(project: Project, disturb: Callable[[Project], object]) -> None:
    assert project.build()
    assert project.stands()
    disturb(project)
    assert not project.stands()


def test_an_edit_within_the_tick_of_the_stamp_is_seen_by_content(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plugins.pipeline.stamp.digest_file", lambda path: b"what it was a moment before")
    project.build()
    assert not project.stands()


def test_the_stamp_is_renewed_once_its_inputs_are_old(project: Project) -> None:
    project.build()
    path = next((project.root / ".cache").glob("*.stamp"))
    young = path.read_bytes()
    assert project.stands()
    assert path.read_bytes() == young
    assert project.stands(later=3)
    assert len(path.read_bytes()) < len(young)
    assert project.stands()


def test_clock_and_environment_count(project: Project) -> None:
    project.build(datetime.fromtimestamp(time.time() + 3600, SHANGHAI), {"SITEURL": "a", "OTHER": "1"})
    assert project.stands(environ={"SITEURL": "a", "OTHER": "2"})
    assert not project.stands(environ={"SITEURL": "b"})
    assert not project.stands(environ={"SITEURL": "a", "PORTAL_NOW": "2026-05-01"})
    assert not project.stands(later=3601, environ={"SITEURL": "a"})
    assert not project.stands(later=-3600, environ={"SITEURL": "a"})


def test_a_linked_folder_forbids_the_stamp(project: Project) -> None:
    (project.source / "link").symlink_to("/")
    assert not project.build()
    assert not project.stands()


def test_a_stamp_that_cannot_be_left_costs_time_and_nothing_else(project: Project) -> None:
    path = Path(stamp_path(str(project.root / ".cache"), str(project.settings), str(project.output)))
    path.mkdir(parents=True)
    assert not project.build()
    assert not project.stands()
    assert [file.name for file in path.parent.glob("*.new")] == []


def test_as_a_program_it_exits_0_or_1(project: Project) -> None:
    early = [sys.executable, "-I", "-S", str(ROOT / "plugins/pipeline/early.py")]
    module = [sys.executable, "-m", "plugins.pipeline.early"]
    environ = {key: os.environ[key] for key in ("PATH",)}

    def run(command: list[str]) -> tuple[int, str, str]:
        command = [*command, str(project.settings), str(project.output)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=environ, check=False)
        return done.returncode, done.stdout, done.stderr

    assert run(early) == (1, "", "")
    project.build()
    assert run(early) == run(module) == (0, "没有变化\n", "")
    project.settings.write_text("X = 3")
    assert run(early) == run(module) == (1, "", "")
