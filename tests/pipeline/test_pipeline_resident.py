"""The preview: a refresh ends in what a clean build makes, and touches no more than it must."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from plugins.pipeline.build import run_build
from plugins.pipeline.digests import digest_text
from plugins.pipeline.looks import DictShelf, Look
from plugins.pipeline.outputs import Bundle, Page
from plugins.pipeline.report import BuildError
from plugins.pipeline.resident import Resident
from plugins.pipeline.state import State
from tests.pipeline.toy import build_outputs, build_shelf, read_tree

Notes = dict[str, tuple[str, tuple[str, ...], str]]
RECIPES = {"note": digest_text("1"), "list": digest_text("list")}


def look_on(notes: Notes) -> Any:
    shelf: DictShelf = build_shelf(dict(sorted(notes.items())))
    return lambda: Look(shelf)


def outputs_of(notes: Notes) -> Any:
    return build_outputs(dict(sorted(notes.items())))


def start(root: Path, notes: Notes) -> Resident:
    state = State(root / "cache", root / "out").load()
    resident = Resident(outputs_of(notes), make_look=look_on(notes), recipe_digests=RECIPES, state=state)
    resident.start()
    return resident


def clean(root: Path, notes: Notes) -> dict[str, bytes | None]:
    state = State(root / "cache", root / "out").load()
    run_build(outputs_of(notes), make_look=look_on(notes), recipe_digests=RECIPES, state=state)
    return read_tree(root / "out")


def test_only_what_an_edit_reaches_is_rendered_the_chosen_first(tmp_path: Path) -> None:
    notes: Notes = {f"{n}.txt": (n.upper(), ("a",) if n == "b" else (), "") for n in "abcd"}
    resident = start(tmp_path, notes)
    assert resident.readers("title/a") == {"b/index.html", "index.html", "letters"}
    notes["a.txt"] = ("A", (), "new text")
    report = resident.refresh(["note/a"], make_look=look_on(notes))
    assert (report.rendered, report.written) == (1, ("a/index.html",))
    notes["a.txt"] = ("A2", (), "new text")
    heard: list[list[str]] = []
    report = resident.refresh(None, first=["b/index.html"], make_look=look_on(notes), on_written=heard.append)
    assert report.written == ("a/index.html", "b/index.html", "index.html", "letters/41.txt")
    assert heard == [["b/index.html"], ["a/index.html", "index.html", "letters/41.txt"]]
    assert resident.refresh(make_look=look_on(notes)).rendered == 0


@pytest.mark.parametrize("seed", range(20))
def test_random_refreshes_end_in_what_a_clean_build_makes(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    names = "abcdefgh"

    def note() -> tuple[str, tuple[str, ...], str]:
        return rng.choice("甲乙丙") + str(rng.randrange(3)), tuple(rng.choices(names, k=2)), str(rng.random())

    notes: Notes = {f"{name}.txt": note() for name in names[:5]}
    resident = start(tmp_path, notes)
    for turn in range(8):
        for _ in range(rng.randrange(1, 3)):
            path = f"{rng.choice(names)}.txt"
            if rng.random() < 0.3:
                notes.pop(path, None)
            else:
                notes[path] = note()
        resident.refresh(make_look=look_on(notes), outputs=outputs_of(notes))
        assert read_tree(tmp_path / "out") == clean(tmp_path / f"clean{turn}", notes)
        if rng.random() < 0.5:
            resident.save()
    # Whatever state it left, saved or not, the next build of another process is right.
    notes["a.txt"] = note()
    assert clean(tmp_path, notes) == clean(tmp_path / "clean", notes)


def test_a_failed_page_keeps_its_file_and_is_tried_again(tmp_path: Path) -> None:
    notes: Notes = {f"{n}.txt": (n, (), "") for n in "ab"}
    resident = start(tmp_path, notes)
    before = read_tree(tmp_path / "out")
    broken: Any = {**notes, "a.txt": ("a", (3,), "text")}
    good = look_on(notes)
    bad_shelf = look_on(broken)().shelf
    bad_shelf.values["note/a"] = None
    with pytest.raises(BuildError, match=r"a/index\.html"):
        resident.refresh(make_look=lambda: Look(bad_shelf))
    assert read_tree(tmp_path / "out") == before
    resident.save()
    assert resident.refresh(make_look=good).rendered == 1
    resident.save()
    assert clean(tmp_path, notes) == before


@pytest.mark.parametrize("where", ["put", "look"])
def test_a_long_bundle_gives_way_and_is_made_another_time(where: str, tmp_path: Path) -> None:
    def write(look: Look, sink: Any) -> None:
        for number in range(4):
            if where == "look" and number == 2:
                look.check_pause()
            sink.put(f"s/{number}", str(look("value")))

    turns = iter([False, False, where == "put", where == "look"] + [False] * 9)
    shelf = DictShelf({"value": 1}, {"value": b"1"})
    page, bundle = Page("a.html", "r", lambda look: f"{look('value')}"), Bundle("shards", "r", write)
    state = State(tmp_path / "cache", tmp_path / "out").load()
    resident = Resident([page], make_look=lambda: Look(shelf), recipe_digests={"r": b"1"}, state=state)
    resident.start()
    resident.refresh(
        outputs=[page, bundle], recipe_digests={"r": b"1"}, pause=lambda: next(turns), slice_size=1
    )
    assert resident.waiting == {"shards"}
    assert read_tree(tmp_path / "out") == {"a.html": b"1"}
    resident.refresh(())
    assert resident.waiting == frozenset()
    assert sorted(read_tree(tmp_path / "out")) == ["a.html", "s", "s/0", "s/1", "s/2", "s/3"]
