"""A bundle that keeps what stands: no bytes handed over, and never a file that is not what the last build wrote."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plugins.pipeline.build import run_build
from plugins.pipeline.crew import Crew
from plugins.pipeline.digests import digest_bytes, digest_value
from plugins.pipeline.looks import DictShelf, Look
from plugins.pipeline.outputs import Bundle, Output, Page
from plugins.pipeline.report import BuildError, BuildReport
from plugins.pipeline.resident import Resident
from plugins.pipeline.state import State
from tests.pipeline.toy import read_tree

NAMES = ("s/0.bin", "s/1.bin", "s/2.bin")


class Shards:
    """Three files of one value; ``made`` tells which were put, ``notes`` is what the bundle left for itself."""

    def __init__(self, root: Path, jobs: int = 1) -> None:
        self.root, self.jobs = root, jobs
        self.texts = ["a", "b", "c"]
        self.more: list[Output] = []
        self.notes: tuple[bytes, list[str]] = (b"", [])
        self.heard: dict[str, Any] = {}

    def write(self, look: Look, sink: Any) -> None:
        texts = look("texts")
        before = self.notes[1] if self.notes[0] == sink.last else []
        made = []
        for number, name in enumerate(NAMES[: len(texts)]):
            same = number < len(before) and before[number] == texts[number]
            if not (same and sink.keep(name)):
                sink.put(name, texts[number])
                made.append(name)
        # The bundle may have been written in another process; what it leaves goes through a file, as a room's does.
        (self.root / "notes").write_bytes(sink.seal())
        (self.root / "made").write_text("|".join(made))

    def shelf(self) -> DictShelf:
        return DictShelf({"texts": list(self.texts)}, {"texts": digest_value(self.texts)})

    def outputs(self) -> list[Output]:
        return [Bundle("shards", "r", self.write), *self.more]

    def build(self) -> BuildReport:
        shelf = self.shelf()
        with Crew(self.jobs) as crew:
            crew.small_work = 1
            report = run_build(
                self.outputs(),
                make_look=lambda: Look(shelf),
                recipe_digests={"r": b"1"},
                state=State(self.root / "cache", self.root / "out").load(),
                crew=crew,
            )
        self.notes = ((self.root / "notes").read_bytes(), list(self.texts))
        return report

    def made(self) -> str:
        return (self.root / "made").read_text()

    def tree(self) -> dict[str, bytes | None]:
        return read_tree(self.root / "out")


@pytest.fixture(params=[1, 2])
def shards(request: pytest.FixtureRequest, tmp_path: Path) -> Shards:
    made = Shards(tmp_path, request.param)
    made.build()
    return made


def test_only_what_changed_is_put(shards: Shards) -> None:
    times = {name: (shards.root / "out" / name).stat().st_ctime_ns for name in NAMES}
    shards.texts[1] = "B"
    assert shards.build().written == ("s/1.bin",)
    assert shards.made() == "s/1.bin"
    assert shards.tree() == {"s": None, "s/0.bin": b"a", "s/1.bin": b"B", "s/2.bin": b"c"}
    assert times["s/0.bin"] == (shards.root / "out/s/0.bin").stat().st_ctime_ns
    assert shards.build().rendered == 0


def test_what_is_neither_kept_nor_put_goes(shards: Shards) -> None:
    shards.texts = ["a", "b"]
    assert shards.build().removed == ("s/2.bin",)
    assert (shards.made(), shards.tree()) == ("", {"s": None, "s/0.bin": b"a", "s/1.bin": b"b"})


def alter(path: Path) -> None:
    stat = path.stat()
    path.write_bytes(b"x")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def to_link(path: Path) -> None:
    path.rename(path.parent.parent / "away")
    path.symlink_to("../away")


@pytest.mark.parametrize("harm", [alter, Path.unlink, to_link])
def test_a_file_that_was_touched_is_put_again_and_the_others_stand(
    shards: Shards, harm: Callable[[Path], None]
) -> None:
    harm(shards.root / "out/s/0.bin")
    shards.texts[1] = "B"
    shards.build()
    assert shards.made() == "s/0.bin|s/1.bin"
    (shards.root / "out/away").unlink(missing_ok=True)
    assert shards.tree() == {"s": None, "s/0.bin": b"a", "s/1.bin": b"B", "s/2.bin": b"c"}


def test_a_lost_cache_keeps_nothing(shards: Shards) -> None:
    for path in (shards.root / "cache").iterdir():
        path.unlink()
    assert shards.build().written == ()
    assert shards.made() == "|".join(NAMES)


def explode(look: Look) -> str:
    raise ZeroDivisionError(look("texts"))


def test_notes_of_a_build_that_failed_do_not_vouch_for_files(tmp_path: Path) -> None:
    shards = Shards(tmp_path)
    shards.build()
    shards.texts, shards.more = ["A", "b", "c"], [Page("bad.html", "r", explode)]
    with pytest.raises(BuildError):
        shards.build()
    # The bundle left its notes, but the files were taken back.
    shards.notes, shards.more = ((tmp_path / "notes").read_bytes(), ["A", "b", "c"]), []
    shards.texts = ["A", "b", "C"]
    shards.build()
    assert shards.made() == "|".join(NAMES)
    assert shards.tree() == {"s": None, "s/0.bin": b"A", "s/1.bin": b"b", "s/2.bin": b"C"}


def test_bytes_are_read_back_only_as_they_were_written(tmp_path: Path) -> None:
    shards = Shards(tmp_path)
    shards.build()
    heard: list[Any] = []

    def write(look: Look, sink: Any) -> None:
        look("texts")
        heard.append(sink.kept_names())
        heard.append([sink.read(name) for name in (*NAMES, "other.bin")])
        heard.append([sink.keep("s/1.bin", digest_bytes(b"c")), sink.keep("s/1.bin", digest_bytes(b"b"))])

    shards.write = write  # type: ignore[method-assign]
    shards.texts = ["new"]
    alter(tmp_path / "out/s/0.bin")
    assert shards.build().removed == ("s/0.bin", "s/2.bin")
    assert heard == [
        {name: digest_bytes(text.encode()) for name, text in zip(NAMES, "abc", strict=True)},
        [None, b"b", b"c", None],
        [False, True],
    ]


def test_a_file_is_kept_or_put_once(tmp_path: Path) -> None:
    shards = Shards(tmp_path)
    shards.build()
    shards.write = lambda look, sink: [look("texts"), sink.keep("s/0.bin"), sink.put("s/0.bin", "a")]  # type: ignore
    shards.texts = ["new"]
    with pytest.raises(BuildError, match=r"writes 's/0\.bin' twice"):
        shards.build()


def test_the_preview_keeps_too(tmp_path: Path) -> None:
    shards = Shards(tmp_path)
    state = State(tmp_path / "cache", tmp_path / "out").load()
    shelf = shards.shelf()
    resident = Resident(
        shards.outputs(), make_look=lambda: Look(shelf), recipe_digests={"r": b"1"}, state=state
    )
    resident.start()
    for texts, touched, made in (
        (["a", "B", "c"], "", "s/1.bin"),
        (["a", "B", "C"], "s/0.bin", "s/0.bin|s/2.bin"),
    ):
        shards.notes = ((tmp_path / "notes").read_bytes(), list(shards.texts))
        if touched:
            alter(tmp_path / "out" / touched)
        shards.texts = texts
        fresh = shards.shelf()
        resident.refresh(make_look=lambda fresh=fresh: Look(fresh))
        assert shards.made() == made
    assert shards.tree() == {"s": None, "s/0.bin": b"a", "s/1.bin": b"B", "s/2.bin": b"C"}
