"""The clean build is the truth: after any edits, an incremental build gives its bytes, or both refuse."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from plugins.registry.problems import has_errors
from tests.oracle.county import EDITS, County, read_tree

STEPS = 5


def run_sequence(home: Path, seed: int, jobs: int = 1) -> None:
    rng = random.Random(seed)
    county = County(home, jobs)
    county.build()
    history: list[str] = []
    for _ in range(STEPS):
        for _ in range(rng.randrange(1, 3)):
            history.append(rng.choice(EDITS)(county, rng))
        before = read_tree(county.settings.output)
        result = county.build()
        clean, target = county.build_clean()
        assert result.problems == clean.problems, (seed, history)
        if has_errors(clean.problems):
            assert read_tree(county.settings.output) == before, (seed, history)
        else:
            assert read_tree(county.settings.output) == read_tree(target), (seed, history)


@pytest.mark.parametrize("seed", range(20))
def test_incremental_equals_clean(seed: int, tmp_path: Path) -> None:
    run_sequence(tmp_path, seed)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(100, 300))
def test_incremental_equals_clean_long(seed: int, tmp_path: Path) -> None:
    run_sequence(tmp_path, seed, jobs=1 + seed % 2)


def test_two_processes_equal_one(tmp_path: Path) -> None:
    one, two = County(tmp_path / "one", jobs=1), County(tmp_path / "two", jobs=2)
    for number in range(80):
        for county in (one, two):
            (county.home / f"content/stories/2025/duo-{number}.md").write_text(
                f"---\ntitle: 第{number}篇\ndate: 2025-05-{number % 20 + 10} 08:00\ntopic: people\n"
                f"summary: 这是第{number}篇,为了让两个进程都有活干。\n---\n正文{number}。\n",
                "utf-8",
            )
    assert one.build().report is not None
    report = two.build().report
    assert report is not None
    assert report.processes == 2
    assert read_tree(one.settings.output) == read_tree(two.settings.output)


def test_nothing_kept_changes_nothing(tmp_path: Path) -> None:
    county = County(tmp_path)
    county.build()
    first = read_tree(county.settings.output)
    for kept in (county.settings.cache, county.settings.output):
        shutil.rmtree(kept)
    county.build()
    assert read_tree(county.settings.output) == first


def test_place_and_time_leave_no_trace(tmp_path: Path) -> None:
    first, second = County(tmp_path / "a"), County(tmp_path / "somewhere" / "else")
    first.build()
    second.build()
    assert read_tree(first.settings.output) == read_tree(second.settings.output)
