"""A part of the outputs rendered again by somebody who knows what changed: the rest is not even listed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.pipeline.build import run_build, run_part
from plugins.pipeline.crew import Crew
from plugins.pipeline.digests import digest_value
from plugins.pipeline.looks import DictShelf, Look
from plugins.pipeline.outputs import Bundle, Output, OutputError, Page, Sink
from plugins.pipeline.plan import drift_epoch, find_reached
from plugins.pipeline.report import BuildError, BuildReport
from plugins.pipeline.state import State
from tests.pipeline.toy import read_tree


def show(name: str) -> Callable[[Look], str]:
    return lambda look: f"{look(name)} {look('site')}"


def write_both(look: Look, sink: Sink) -> None:
    for name in ("a", "b"):
        sink.put(f"data/{name}.txt", str(look(name)))


class Site:
    """Two pages and a bundle over two values."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.values: dict[str, object] = {"a": "1", "b": "1", "site": "s"}
        self.whole()

    def shelf(self) -> DictShelf:
        return DictShelf(dict(self.values), {name: digest_value(value) for name, value in self.values.items()})

    def outputs(self) -> list[Output]:
        return [Page("a.html", "r", show("a")), Page("b.html", "r", show("b")), Bundle("both", "r", write_both)]

    def state(self, out: str = "out") -> State:
        return State(self.root / f"cache-{out}", self.root / out).load()

    def whole(self, out: str = "out") -> tuple[BuildReport, dict[str, bytes | None]]:
        """Build all into a folder, and what is there then."""
        shelf = self.shelf()
        report = run_build(
            self.outputs(), make_look=lambda: Look(shelf), recipe_digests={"r": b"1"}, state=self.state(out)
        )
        return report, read_tree(self.root / out)

    def part(self, *names: str, outputs: list[Output] | None = None, jobs: int = 1) -> BuildReport:
        """Build again what noted ``names``, in ``out``."""
        state, shelf = self.state(), self.shelf()
        reached = find_reached(names, state)
        chosen = [output for output in outputs or self.outputs() if output.name in reached]
        with Crew(jobs) as crew:
            crew.small_work = 1
            return run_part(
                chosen, {name: shelf.digests[name] for name in names}, make_look=lambda: Look(shelf),
                state=state, epoch=state.epoch, crew=crew,
            )  # fmt: skip


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_part_equals_the_whole(site: Site, jobs: int) -> None:
    site.values["a"] = "2"
    report = site.part("a", jobs=jobs)
    assert (report.outputs, report.rendered, report.reused) == (3, 2, 1)
    assert (report.written, report.removed) == (("a.html", "data/a.txt"), ())
    assert read_tree(site.root / "out") == site.whole("other")[1]


def test_the_next_whole_build_finds_nothing_to_do(site: Site) -> None:
    site.values["b"] = "2"
    site.part("b")
    report, _ = site.whole()
    assert (report.rendered, report.written) == (0, ())


def test_what_noted_a_name_is_found(site: Site) -> None:
    assert find_reached(["a"], site.state()) == ["a.html", "both"]
    assert find_reached(["site", "nobody"], site.state()) == ["a.html", "b.html"]
    assert find_reached([], site.state()) == []
    assert find_reached([f"other-{number}" for number in range(40)] + ["b"], site.state()) == ["b.html", "both"]


def test_an_output_that_the_state_does_not_have_is_refused(site: Site) -> None:
    with pytest.raises(OutputError, match=r"the state has no Page 'c\.html'"):
        run_part(
            [Page("c.html", "r", show("a"))], {}, make_look=lambda: Look(site.shelf()), state=site.state(),
            epoch=b"", crew=Crew(),
        )  # fmt: skip


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_fault_leaves_everything_as_it_was(site: Site, jobs: int) -> None:
    before = read_tree(site.root / "out")
    site.values["a"] = "2"

    def fail(_look: Look, sink: Sink) -> None:
        sink.put("data/a.txt", "half")
        raise ValueError("a fault")

    with pytest.raises(BuildError, match="both"):
        site.part("a", outputs=[*site.outputs()[:2], Bundle("both", "r", fail)], jobs=jobs)
    assert read_tree(site.root / "out") == before
    assert site.part("a").written == ("a.html", "data/a.txt")


def test_a_bundle_may_make_other_files(site: Site) -> None:
    site.values["a"] = "2"
    other = Bundle("both", "r", lambda look, sink: sink.put("data/c.txt", str(look("a"))))
    report = site.part("a", outputs=[*site.outputs()[:2], other])
    assert report.written == ("a.html", "data/c.txt")
    assert report.removed == ("data/a.txt", "data/b.txt")
    assert sorted(read_tree(site.root / "out")) == ["a.html", "b.html", "data", "data/c.txt"]


def test_an_epoch_drifts_and_still_tells_where_from() -> None:
    first = drift_epoch(b"e" * 16, {"card/a": b"1"})
    second = drift_epoch(first, {"card/a": b"2"})
    assert first[:16] == second[:16] == b"e" * 16
    assert len({first, second, drift_epoch(b"e" * 16, {"card/a": b"2"})}) == 3
