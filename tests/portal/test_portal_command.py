"""Pelican's own command line: exit status, what a person reads, and that a refused build leaves what was there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.oracle.county import ROOT, County, read_tree


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A county with settings files of its own, as a clerk has it."""
    for part in ("data", "content"):
        shutil.copytree(ROOT / "tests" / "site" / part, tmp_path / part)
    for part in ("theme", "plugins"):
        (tmp_path / part).symlink_to(ROOT / part)
    for part in ("pelicanconf.py", "publishconf.py"):
        shutil.copy(ROOT / part, tmp_path / part)
    return tmp_path


def run_pelican(
    project: Path, settings: str = "pelicanconf.py", **environ: str
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pelican", "-s", settings, "--fatal=errors"]
    known = {**os.environ, "PORTAL_NOW": "2025-06-01T08:00", "SITEURL": "", "OUTPUT": "output", **environ}
    return subprocess.run(command, cwd=project, env=known, capture_output=True, text=True, check=False)


def test_a_site_and_the_closing_line_that_counts_stories(project: Path) -> None:
    done = run_pelican(project)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Processed 2 articles, 1 draft" in done.stdout
    assert (project / "output/news/2025/kaimen/index.html").exists()


def test_a_problem_is_one_line_and_nothing_is_touched(project: Path) -> None:
    run_pelican(project)
    before = read_tree(project / "output")
    path = project / "data/teams.yml"
    path.write_text(path.read_text("utf-8").replace("home: liushu-zhan", "home: liushu-zhna"), "utf-8")
    done = run_pelican(project)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "data/teams.yml:10:9: 错误 D204 没有标识为“liushu-zhna”的阵地(是否要写 liushu-zhan？)",
        "有 1 处错误,没有写出任何文件;原有网页未动",
    ]
    assert read_tree(project / "output") == before


def test_a_publication_without_an_address_is_refused(project: Path) -> None:
    done = run_pelican(project, "publishconf.py")
    assert done.returncode == 1
    assert "发布需要网站地址" in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert not (project / "output").exists()


def test_a_publication_holds_no_draft_no_future_and_no_sample(tmp_path: Path) -> None:
    county = County(tmp_path)
    (county.home / "content/stories/2025/weilai.md").write_text(
        "---\ntitle: 未到时候\ndate: 2025-06-01 08:01\ntopic: people\nsummary: 再过一分钟才到发布的时候。\n---\n还早。\n",
        "utf-8",
    )
    honorees = county.home / "data/honorees.yml"
    sample = (
        "- {id: yangben, name: 示例人物, batch: 2025-1, category: help, deed: 示例的事。, sample: true}\n"
    )
    honorees.write_text(honorees.read_text("utf-8") + sample, "utf-8")
    preview = county.build()
    assert preview.report is not None
    hidden = ("caogao", "weilai", "yangben")
    assert {word for word in hidden for name in read_tree(county.settings.output) if word in name} == set(
        hidden
    )
    county.settings = replace(county.settings, siteurl="https://example.org", publication=True)
    county.build()
    tree = read_tree(county.settings.output)
    words = [word.encode() for word in (*hidden, "一篇草稿", "未到时候", "示例人物")]
    assert {name for name, data in tree.items() if any(word in data for word in words)} == set()
    assert [name for name in tree if any(word in name for word in hidden)] == []
