"""An epoch spares digests, and never hides a change: of a value, of what values are made with, in the preview."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plugins.pipeline.build import run_build
from plugins.pipeline.digests import digest_value
from plugins.pipeline.late import Late
from plugins.pipeline.looks import DictShelf, Look
from plugins.pipeline.outputs import Page
from plugins.pipeline.resident import Resident
from plugins.pipeline.state import State


class CountingShelf(DictShelf):
    """``text/…`` varies; the epoch is that of everything else. ``asked``: names whose digest somebody wanted."""

    varying = ("text/",)

    def __init__(self, values: dict[str, object]) -> None:
        super().__init__(values, {name: digest_value(value) for name, value in values.items()})
        self.asked: list[str] = []
        self.epoch = digest_value([(name, value) for name, value in values.items() if name[:5] != "text/"])

    def digest(self, name: str) -> bytes:
        self.asked.append(name)
        return super().digest(name)


OUTPUTS = [
    Page("a.html", "r", lambda look: f"{look('text/a')}{look('sum')}"),
    Page("b.html", "r", lambda look: f"{look('sum')}{look('none')}"),
]


def build(root: Path, shelf: CountingShelf, recipe: bytes = b"1") -> tuple[str, ...]:
    state = State(root / "cache", root / "out").load()
    report = run_build(OUTPUTS, make_look=lambda: Look(shelf), recipe_digests={"r": recipe}, state=state)
    return report.written


def test_only_what_varies_is_asked_for_while_the_epoch_stands(tmp_path: Path) -> None:
    build(tmp_path, CountingShelf({"text/a": "1", "sum": 5}))
    shelf = CountingShelf({"text/a": "2", "sum": 5})
    assert build(tmp_path, shelf) == ("a.html",)
    assert set(shelf.asked) == {"text/a"}
    shelf = CountingShelf({"text/a": "2", "sum": 6})
    assert build(tmp_path, shelf) == ("a.html", "b.html")
    assert set(shelf.asked) == {"text/a", "sum", "none"}
    assert build(tmp_path, CountingShelf({"text/a": "2", "sum": 6, "none": 0})) == ("b.html",)


def test_another_recipe_begins_another_epoch(tmp_path: Path) -> None:
    values: dict[str, object] = {"text/a": "1", "sum": 5}
    build(tmp_path, CountingShelf(values))
    shelf = CountingShelf(values)
    build(tmp_path, shelf, b"2")
    assert "sum" in shelf.asked


@pytest.mark.parametrize("saved", [True, False])
def test_a_preview_leaves_no_epoch_that_it_did_not_keep(tmp_path: Path, saved: bool) -> None:
    first, second = CountingShelf({"text/a": "1", "sum": 5}), CountingShelf({"text/a": "1", "sum": 6})
    state = State(tmp_path / "cache", tmp_path / "out").load()
    resident = Resident(OUTPUTS, make_look=lambda: Look(first), recipe_digests={"r": b"1"}, state=state)
    resident.start()
    resident.refresh(["sum"], make_look=lambda: Look(second))
    if saved:
        resident.save()
    # Back to what the epoch on disk was made of.
    assert build(tmp_path, CountingShelf({"text/a": "1", "sum": 5})) == ("a.html", "b.html")
    assert (tmp_path / "out/a.html").read_text() == "15"


def test_a_late_pattern_is_the_pattern() -> None:
    late, pattern = Late("(a)b?", re.IGNORECASE), re.compile("(a)b?", re.IGNORECASE)
    text = "xABa ab"
    assert late.findall(text) == pattern.findall(text)
    assert late.sub("-", text) == pattern.sub("-", text)
    assert late.split(text) == pattern.split(text)
    assert [m.span() for m in late.finditer(text)] == [m.span() for m in pattern.finditer(text)]
    assert (late.match(text), late.fullmatch("AB") is None, late.search(text) is None) == (None, False, False)
    with pytest.raises(AttributeError):
        _ = late.groups
