"""Several processes: exchange of any size, a fair deal, and ends that are told and never hang."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable

import pytest

from plugins.pipeline import shared
from plugins.pipeline.crew import Crew, CrewError
from plugins.pipeline.shared import share_bytes
from tests.conftest import ROOT


def no_children() -> bool:
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return True
    return False


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_share_gathers_every_value_by_rank(jobs: int) -> None:
    with Crew(jobs) as crew:
        crew.start(1000)
        big = os.urandom(1000) * 5000 + bytes([crew.rank])
        small = crew.share((crew.rank, crew.size))
        lengths = [(len(value), value[-1]) for value in crew.share(big)]
        agreed = crew.share((small, lengths, {crew.rank}, range(crew.rank)))
    expected = [(rank, jobs) for rank in range(jobs)]
    sizes = [(5_000_001, rank) for rank in range(jobs)]
    assert agreed == [(expected, sizes, {rank}, range(rank)) for rank in range(jobs)]
    assert no_children()


@pytest.mark.parametrize("jobs", [1, 2, 5])
@pytest.mark.parametrize("lacking", ["", "a place in memory", "a look at another process"])
def test_much_data_is_seen_by_all(jobs: int, lacking: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if lacking == "a place in memory":
        monkeypatch.delattr(os, "memfd_create")
    with Crew(jobs) as crew:
        crew.start(1000)
        if lacking == "a look at another process" and crew.rank == jobs - 1:
            monkeypatch.setattr(shared, "_look_at", lambda *_place: None)
        sizes = [5_000_001, 0, 7, 1, 2]
        pieces = share_bytes(crew, bytes([crew.rank]) * sizes[crew.rank])
        agreed = crew.share([(len(piece), set(piece[:])) for piece in pieces])
    expected = [(sizes[rank], {rank} if sizes[rank] else set()) for rank in range(jobs)]
    assert agreed == [expected] * jobs
    assert no_children()


def test_little_work_starts_nobody() -> None:
    with Crew(2) as crew:
        assert (crew.start(63), crew.size, crew.owner("a"), list(crew.deal(3))) == (False, 1, 0, [0, 1, 2])
        assert (crew.start(64), crew.size) == (True, 2)


@pytest.mark.parametrize("count", [0, 1, 100, 16_000, 50_001])
def test_every_position_is_dealt_once(count: int) -> None:
    with Crew(3) as crew:
        crew.start(1000)
        parts = crew.share([list(crew.deal(count)), list(crew.deal(7))])
    assert sorted(n for part in parts for n in part[0]) == list(range(count))
    assert sorted(n for part in parts for n in part[1]) == list(range(7))


def test_paths_belong_to_who_claims_them() -> None:
    with Crew(2) as crew:
        crew.start(1000)
        for rank, paths in enumerate(crew.share(["a", "c"] if crew.rank == 0 else ["b"])):
            crew.claim(rank, paths)
        owners = [crew.owner(path) for path in ("a", "b", "c", "d")]
        gathered = crew.share(owners)
    assert gathered == [[0, 1, 0, None]] * 2


def fail() -> None:
    raise RuntimeError("坏了")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def leave() -> None:
    os._exit(7)


@pytest.mark.parametrize(
    ("action", "message"),
    [(fail, "RuntimeError: 坏了"), (die, "被信号 9 终止"), (leave, "以状态 7 提前退出")],
)
@pytest.mark.parametrize("late", [False, True])
def test_what_befalls_a_child_reaches_the_parent(
    action: Callable[[], None], message: str, late: bool
) -> None:
    with pytest.raises(CrewError, match=message), Crew(3) as crew:
        crew.start(1000)
        crew.share(bytes(3_000_000))
        if crew.rank == 2:
            action()
        if not late:
            crew.share(bytes(3_000_000))
    assert no_children()


def test_an_error_of_the_parent_ends_the_children() -> None:
    with pytest.raises(RuntimeError, match="坏了"), Crew(3) as crew:
        crew.start(1000)
        if crew.rank == 0:
            fail()
        crew.share(None)
    assert no_children()


def test_children_leave_when_the_parent_is_killed() -> None:
    program = """
import os, signal, sys, time
from plugins.pipeline.crew import Crew
with Crew(2) as crew:
    crew.start(1000)
    print(crew.share(os.getpid())[1], flush=True) if crew.rank == 0 else crew.share(os.getpid())
    if crew.rank == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    while True:
        time.sleep(0.01)
        crew.check_parent()
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == -9
    # run() returned, so the pipe of the child is closed too: it is gone, or about to be reaped by init.
    assert int(done.stdout) > 0
