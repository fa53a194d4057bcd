"""A build killed at a random moment costs time, never truth: the next one gives the bytes of a clean build."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

import pytest

from tests.oracle.county import County, add_story, edit_record, edit_story, edit_template, read_tree

EDITS = (edit_story, add_story, edit_record, edit_template)


def build_and_kill(county: County, seconds: float) -> None:
    """Begin a build in another process, and end it by SIGKILL after some time, or when it is done."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            county.build()
            status = 0
        finally:
            os._exit(status)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


@pytest.mark.nightly
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("seed", range(10))
def test_kill_costs_no_truth(seed: int, jobs: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    county = County(tmp_path, jobs)
    began = time.monotonic()
    if seed % 2:
        county.build()
    whole = max(time.monotonic() - began, 2.0)
    for _ in range(3):
        for _ in range(3):
            rng.choice(EDITS)(county, rng)
        build_and_kill(county, rng.uniform(0.02, whole))
    time.sleep(0.3)  # a child of the killed one leaves when it sees its parent gone
    result, target = county.build_clean()
    built = county.build()
    assert built.problems == result.problems
    if built.report is not None:
        assert read_tree(county.settings.output) == read_tree(target)
