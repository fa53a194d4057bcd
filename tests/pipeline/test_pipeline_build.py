"""One build: what is rendered, what is written, what is removed, and what a failure leaves."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from plugins.pipeline.build import run_build
from plugins.pipeline.crew import Crew
from plugins.pipeline.digests import digest_value
from plugins.pipeline.looks import DictShelf, Look
from plugins.pipeline.outputs import Bundle, Output, OutputError, Page
from plugins.pipeline.report import BuildError, BuildReport, ChangedError
from plugins.pipeline.state import State
from tests.pipeline.toy import build_toy, read_tree


def show(name: str) -> Any:
    return lambda look: f"{look(name)}"


class Site:
    """A site over one dict of values, built as often as wanted."""

    def __init__(self, root: Path, jobs: int = 1) -> None:
        self.root, self.jobs = root, jobs
        self.values: dict[str, object] = {"a": 1, "b": 2}
        self.recipes = {"r": b"1", "s": b"1"}
        self.outputs: list[Output] = [Page("a.html", "r", show("a")), Page("x/b.html", "s", show("b"))]

    def build(self, **options: Any) -> BuildReport:
        shelf = DictShelf(self.values, {name: digest_value(value) for name, value in self.values.items()})
        state = State(self.root / "cache", self.root / "out").load()
        with Crew(self.jobs) as crew:
            crew.small_work = 1
            return run_build(
                self.outputs,
                make_look=lambda: Look(shelf),
                recipe_digests=self.recipes,
                state=state,
                crew=crew,
                **options,
            )

    def tree(self) -> dict[str, bytes | None]:
        return read_tree(self.root / "out")


@pytest.fixture(params=[1, 2])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Site:
    return Site(tmp_path, request.param)


def counts(report: BuildReport) -> tuple[int, int, tuple[str, ...], tuple[str, ...]]:
    return report.rendered, report.reused, report.written, report.removed


def test_only_what_changed_is_rendered(site: Site) -> None:
    assert counts(site.build()) == (2, 0, ("a.html", "x/b.html"), ())
    assert counts(site.build()) == (0, 2, (), ())
    site.values["b"] = 3
    assert counts(site.build()) == (1, 1, ("x/b.html",), ())
    site.recipes["r"] = b"2"
    assert counts(site.build()) == (1, 1, (), ())
    assert site.tree() == {"a.html": b"1", "x": None, "x/b.html": b"3"}


def test_a_missing_name_is_a_dependency(site: Site) -> None:
    site.outputs.append(Page("c.html", "r", show("c")))
    site.build()
    site.values["c"] = "new"
    assert counts(site.build()) == (1, 2, ("c.html",), ())
    del site.values["c"]
    assert counts(site.build()) == (1, 2, ("c.html",), ())


def test_equal_bytes_keep_their_time(site: Site) -> None:
    site.outputs = [Page("a.html", "r", lambda look: str(look("a"))[:1])]
    site.values["a"] = "old"
    site.build()
    before = (site.root / "out/a.html").stat()
    site.values["a"] = "other"
    assert counts(site.build()) == (1, 0, (), ())
    after = (site.root / "out/a.html").stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)


def test_leftovers_go_and_foreign_files_stay_unless_asked(site: Site) -> None:
    site.build()
    (site.root / "out/x/foreign.txt").write_text("mine")
    (site.root / "out/y").mkdir()
    (site.root / "out/y/link").symlink_to("/etc/passwd")
    site.outputs = [Page("z/a.html", "r", show("a"))]
    assert counts(site.build()) == (1, 0, ("z/a.html",), ("a.html", "x/b.html"))
    rest = {"x": None, "x/foreign.txt": b"mine", "y": None, "z": None, "z/a.html": b"1"}
    assert {name: value for name, value in site.tree().items() if name != "y/link"} == rest
    assert counts(site.build(clean_foreign=True)) == (0, 1, (), ("x/foreign.txt", "y/link"))
    assert site.tree() == {"z": None, "z/a.html": b"1"}
    assert Path("/etc/passwd").exists()


def test_a_file_becomes_a_folder_and_back(site: Site) -> None:
    site.outputs = [Page("a", "r", show("a")), Page("b/c", "r", show("b"))]
    site.build()
    site.outputs = [Page("a/c/d", "r", show("a")), Page("b", "r", show("b"))]
    assert counts(site.build()) == (2, 0, ("a/c/d", "b"), ("a", "b/c"))
    assert site.tree() == {"a": None, "a/c": None, "a/c/d": b"1", "b": b"2"}
    assert counts(site.build()) == (0, 2, (), ())


def test_a_foreign_link_is_never_written_through(site: Site) -> None:
    (site.root / "elsewhere").mkdir()
    (site.root / "out").mkdir()
    (site.root / "out/x").symlink_to(site.root / "elsewhere")
    with pytest.raises(BuildError) as failure:
        site.build()
    assert failure.value.told == ["x 不是建站写出的,却占着网页 x/b.html 的位置;请把它移出输出目录"]
    assert list((site.root / "elsewhere").iterdir()) == []


def test_what_stands_in_the_way_of_one_page_leaves_all_as_they_were(site: Site) -> None:
    site.build()
    (site.root / "out/x/b.html").unlink()
    (site.root / "out/x/b.html").mkdir()
    (site.root / "out/x/b.html/theirs").symlink_to("/tmp")
    before = site.tree()
    site.values = {"a": 3, "b": 4}
    with pytest.raises(BuildError) as failure:
        site.build()
    assert failure.value.told == ["x/b.html/theirs 不是建站写出的,却占着网页 x/b.html 的位置;请把它移出输出目录"]
    assert site.tree() == before
    (site.root / "out/x/b.html/theirs").unlink()
    site.build()
    assert site.tree() == {"a.html": b"3", "x": None, "x/b.html": b"4"}


def test_a_source_that_changed_meanwhile_is_told_without_a_trace(site: Site) -> None:
    def change(_look: Look) -> str:
        raise ChangedError("a.md 在建站途中变了")

    site.outputs = [Page("a.html", "r", change), Page("b.html", "r", show("b"))]
    with pytest.raises(BuildError) as failure:
        site.build()
    assert failure.value.told == ["a.md 在建站途中变了"]
    site.outputs.append(Page("c.html", "r", lambda look: str(1 // 0)))
    with pytest.raises(BuildError, match=r"ZeroDivisionError|在建站途中变了") as failure:
        site.build()
    assert failure.value.told == []


def test_files_altered_or_lost_behind_its_back_come_back(site: Site) -> None:
    site.build()
    path = site.root / "out/a.html"
    stat = path.stat()
    path.write_text("9")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    (site.root / "out/x/b.html").unlink()
    assert counts(site.build()) == (2, 0, ("a.html", "x/b.html"), ())
    os.utime(path, (1, 1))
    assert counts(site.build()) == (0, 2, (), ())


def test_a_folder_emptied_by_somebody_else_goes_too(site: Site) -> None:
    site.build()
    (site.root / "out/x/b.html").unlink()
    site.outputs = [Page("a.html", "r", show("a"))]
    assert counts(site.build()) == (0, 1, (), ())
    assert site.tree() == {"a.html": b"1"}


def explode(look: Look) -> str:
    raise ZeroDivisionError(look("a"))


def test_a_failing_build_leaves_output_and_state_as_they_were(site: Site) -> None:
    site.build()
    before, times = site.tree(), (site.root / "out/a.html").stat().st_mtime_ns
    site.values.update(a=5, b=6)
    good = site.outputs
    site.outputs = [*good, Page("new/n.html", "r", show("a")), Page("bad.html", "r", explode)]
    with pytest.raises(BuildError, match=r"页面没有建成:bad\.html") as caught:
        site.build()
    assert [failure.name for failure in caught.value.failures] == ["bad.html"]
    assert "ZeroDivisionError: 5" in caught.value.failures[0].trace
    assert site.tree() == before
    assert (site.root / "out/a.html").stat().st_mtime_ns == times
    site.outputs = good
    assert counts(site.build()) == (2, 0, ("a.html", "x/b.html"), ())


def test_a_bundle_writes_what_it_sees_and_its_leftovers_go(site: Site) -> None:
    def write(look: Look, sink: Any) -> None:
        for key in look("keys"):
            with sink.open(f"many/{key}.txt") as stream:
                stream.write("字")
                stream.write(b"!")
        sink.put("one.txt", b"1")

    site.values["keys"] = ("p", "q")
    site.outputs = [Bundle("many", "r", write)]
    assert counts(site.build()) == (1, 0, ("many/p.txt", "many/q.txt", "one.txt"), ())
    site.values["keys"] = ("q", "s")
    assert counts(site.build()) == (1, 0, ("many/s.txt",), ("many/p.txt",))
    manifest = State(site.root / "cache", site.root / "out").load().manifest()
    assert {name: entry.size for name, entry in manifest.items()} == {
        "many/q.txt": 4,
        "many/s.txt": 4,
        "one.txt": 1,
    }


def put(name: str) -> Any:
    return lambda look, sink: sink.put(name, b"x")


@pytest.mark.parametrize(
    ("outputs", "message"),
    [
        ([Bundle("l", "r", put("a")), Bundle("m", "r", put("a"))], "both write 'a'|two outputs write 'a'"),
        ([Bundle("l", "r", put("a")), Page("a", "r", show("a"))], "both write 'a'"),
        ([Bundle("l", "r", put("../a"))], "is not usable"),
        ([Bundle("l", "r", lambda look, sink: [sink.put("a", b""), sink.put("a", b"")][0])], "'a' twice"),
    ],
)
def test_bundles_cannot_write_each_others_or_hostile_files(
    site: Site, outputs: list[Output], message: str
) -> None:
    site.outputs = outputs
    with pytest.raises(BuildError, match=message):
        site.build()
    assert site.tree() == {}


def test_a_recipe_without_digest_is_named(site: Site) -> None:
    site.outputs = [Page("a", "unknown", show("a"))]
    with pytest.raises(OutputError, match=r"recipe of Page 'a' .*'unknown'"):
        site.build()


def test_the_output_of_a_lost_cache_is_compared_not_rewritten(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.build()
    for path in (tmp_path / "cache").iterdir():
        path.unlink()
    assert counts(site.build()) == (2, 0, (), ())


def test_two_output_folders_stay_incremental_both(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src/a.txt").write_text("题\n")
    for turn in range(2):
        reports = [build_toy(tmp_path / "src", tmp_path / out, tmp_path / "cache") for out in ("one", "two")]
        assert [report.rendered for report in reports] == [3 * (1 - turn)] * 2
