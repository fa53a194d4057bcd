"""A clean build is the truth: incremental, parallel, killed and garbled builds end in the same bytes."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.pipeline.toy import build_toy, read_tree

WORDS = ("春播", "义诊", "宣讲", "清雪", "植树", "")
NAMES = [f"{folder}{letter}" for folder in ("", "x/", "x/y/") for letter in "abcd"]


def write_note(source: Path, name: str, rng: random.Random) -> None:
    path = source / f"{name}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    sees = "".join(f"see: {rng.choice(NAMES)}\n" for _ in range(rng.randrange(3)))
    path.write_text(
        f"{rng.choice(WORDS)}{rng.randrange(3)}\n{sees}{'文' * rng.randrange(9)}", encoding="utf-8"
    )


def edit(source: Path, output: Path, cache: Path, rng: random.Random) -> str:
    """One random disturbance of the world; its name, for the message of a failing test."""
    notes = sorted(source.rglob("*.txt"))
    built = sorted(p for p in output.rglob("*") if p.is_file())
    states = sorted(p for p in cache.rglob("*") if p.is_file())
    kind = rng.choice(
        [
            "text",
            "text",
            "new",
            "delete",
            "rename",
            "same stat",
            "touch",
            "output gone",
            "output altered",
            "state",
        ]
    )
    if kind in {"text", "new"} or not notes:
        write_note(source, rng.choice(NAMES), rng)
    elif kind == "delete":
        rng.choice(notes).unlink()
    elif kind == "rename":
        target = source / f"{rng.choice(NAMES)}.txt"
        target.parent.mkdir(parents=True, exist_ok=True)
        rng.choice(notes).rename(target)
    elif kind == "same stat":
        path = rng.choice(notes)
        stat = path.stat()
        path.write_bytes(path.read_bytes().replace("文".encode(), "字".encode()))
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    elif kind == "touch":
        os.utime(rng.choice(notes))
    elif kind == "output gone" and built:
        rng.choice(built).unlink()
    elif kind == "output altered" and built:
        path = rng.choice(built)
        stat = path.stat()
        path.write_bytes(bytes(stat.st_size))
        if rng.random() < 0.5:
            os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    elif kind == "state" and states:
        garble(rng.choice([p for p in states if p.suffix == ".state"] or states), rng)
    return kind


def garble(path: Path, rng: random.Random) -> None:
    data = bytearray(path.read_bytes())
    damage = rng.randrange(4)
    if damage == 0:
        path.unlink()
    elif damage == 1:
        path.write_bytes(data[: rng.randrange(len(data) + 1)])
    elif damage == 2:
        path.write_bytes(os.urandom(len(data)))
    elif data:
        data[rng.randrange(len(data))] ^= 0x55
        path.write_bytes(data)


def run_sequence(tmp_path: Path, seed: int, rounds: int) -> None:
    rng = random.Random(seed)
    source, output, cache = tmp_path / "src", tmp_path / "out", tmp_path / "cache"
    for name in rng.sample(NAMES, 8):
        write_note(source, name, rng)
    story = []
    for turn in range(rounds):
        recipe = str(rng.randrange(2))
        build_toy(source, output, cache, jobs=rng.choice((1, 2, 3)), recipe=recipe)
        build_toy(source, tmp_path / f"clean{turn}", tmp_path / f"clean-cache{turn}", recipe=recipe)
        assert read_tree(output) == read_tree(tmp_path / f"clean{turn}"), story
        for _ in range(rng.randrange(1, 4)):
            story.append(edit(source, output, cache, rng))


@pytest.mark.parametrize("seed", range(20))
def test_random_edits_end_in_what_a_clean_build_makes(tmp_path: Path, seed: int) -> None:
    run_sequence(tmp_path, seed, 6)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(1000, 1200))
def test_many_random_edits_end_in_what_a_clean_build_makes(tmp_path: Path, seed: int) -> None:
    run_sequence(tmp_path, seed, 12)


def many_notes(source: Path, seed: int, count: int = 300) -> None:
    rng = random.Random(seed)
    for number in range(count):
        path = source / f"n{number % 7}" / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{rng.choice(WORDS)}{rng.randrange(99)}\nsee: n{number % 7}/{number // 2}\n{seed}")


def kill_and_build_again(tmp_path: Path, seeds: range, jobs: int) -> None:
    rng = random.Random(seeds.start)
    source, output, cache = tmp_path / "src", tmp_path / "out", tmp_path / "cache"
    command = [sys.executable, "-m", "tests.pipeline.toy", str(source), str(output), str(cache), str(jobs)]
    many_notes(source, 0)
    began = time.monotonic()
    subprocess.run(command, cwd=ROOT, check=True)
    whole = time.monotonic() - began
    killed = 0
    for seed in seeds:
        many_notes(source, seed, 200 + rng.randrange(200))
        for path in rng.sample(sorted(source.rglob("*.txt")), 20):
            path.unlink()
        process = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
        time.sleep(whole * (0.3 + 0.7 * rng.random()))
        killed += process.poll() is None
        with contextlib.suppress(ProcessLookupError):  # it was quicker
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if rng.random() < 0.5:
            shutil.rmtree(source / f"n{rng.randrange(7)}", ignore_errors=True)
        build_toy(source, output, cache, jobs)
        clean = tmp_path / f"clean{seed}"
        build_toy(source, clean, tmp_path / f"clean-cache{seed}")
        assert read_tree(output) == read_tree(clean)
    assert killed


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_kill_costs_time_but_never_truth(tmp_path: Path, jobs: int) -> None:
    kill_and_build_again(tmp_path, range(1, 6), jobs)


@pytest.mark.nightly
@pytest.mark.parametrize("jobs", [1, 2])
def test_many_kills_cost_time_but_never_truth(tmp_path: Path, jobs: int) -> None:
    kill_and_build_again(tmp_path, range(100, 180), jobs)


def test_one_process_and_several_write_the_same(tmp_path: Path) -> None:
    many_notes(tmp_path / "src", 3)
    reports = [build_toy(tmp_path / "src", tmp_path / f"o{n}", tmp_path / f"c{n}", n) for n in (1, 2, 4)]
    trees = [read_tree(tmp_path / f"o{n}") for n in (1, 2, 4)]
    assert [report.processes for report in reports] == [1, 2, 4]
    assert trees[0] == trees[1] == trees[2]
    assert reports[0].written == reports[1].written == reports[2].written
