"""Scanning and reading sources, and the state they are kept in."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from plugins.pipeline.crew import Crew
from plugins.pipeline.sources import read_sources, scan_files
from plugins.pipeline.state import State, lock_cache


class Reader:
    """Reads a folder as often as wanted and tells which files were parsed."""

    def __init__(self, root: Path, version: bytes = b"") -> None:
        self.root, self.version = root, version
        self.parsed: list[str] = []

    def parse(self, path: str, data: bytes) -> str:
        self.parsed.append(path)
        return data.decode()

    def read(self, wait: bool = True) -> tuple[dict[str, str], list[str]]:
        self.parsed = []
        state = State(self.root / "cache", self.root / "out", self.version).load()
        scan = scan_files(self.root / "src", (".txt",), "src")
        # As if the files had been old enough to be trusted by their times.
        taken = scan.taken_ns + (3_000_000_000 if wait else 0)
        payloads = read_sources(scan.files, self.parse, state, Crew(), taken)
        state.save_sources()
        return payloads, self.parsed


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    (tmp_path / "src").mkdir()
    for name in "ab":
        (tmp_path / f"src/{name}.txt").write_text(name)
    return Reader(tmp_path)


def test_unchanged_files_are_not_parsed_again(reader: Reader) -> None:
    assert reader.read() == ({"src/a.txt": "a", "src/b.txt": "b"}, ["src/a.txt", "src/b.txt"])
    assert reader.read() == ({"src/a.txt": "a", "src/b.txt": "b"}, [])
    (reader.root / "src/a.txt").write_text("new")
    assert reader.read() == ({"src/a.txt": "new", "src/b.txt": "b"}, ["src/a.txt"])
    (reader.root / "src/a.txt").rename(reader.root / "src/c.txt")
    assert reader.read() == ({"src/b.txt": "b", "src/c.txt": "new"}, ["src/c.txt"])


def test_a_touched_file_is_digested_not_parsed(reader: Reader) -> None:
    reader.read()
    os.utime(reader.root / "src/a.txt", (1, 1))
    assert reader.read() == ({"src/a.txt": "a", "src/b.txt": "b"}, [])


def test_an_edit_that_restores_time_and_size_is_seen(reader: Reader) -> None:
    reader.read()
    path = reader.root / "src/a.txt"
    stat = path.stat()
    path.write_text("z")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert path.stat().st_mtime_ns == stat.st_mtime_ns
    assert reader.read()[0] == {"src/a.txt": "z", "src/b.txt": "b"}


def test_a_racily_clean_file_is_read_again(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    reader.read(wait=False)
    state = State(reader.root / "cache", reader.root / "out").load()
    assert [entry.racy for entry in state.sources.values()] == [True, True]
    # The state believes an older content under the very same stat: what an edit within one tick would leave.
    believed = state.sources["src/a.txt"]._replace(digest=bytes(16))
    state.sources = {**state.sources, "src/a.txt": believed}
    state.save_sources()
    assert reader.read() == ({"src/a.txt": "a", "src/b.txt": "b"}, ["src/a.txt"])


def test_other_parsers_make_the_payloads_absent(reader: Reader) -> None:
    reader.read()
    reader.version = b"2"
    assert reader.read()[1] == ["src/a.txt", "src/b.txt"]


@pytest.mark.parametrize("cut", [0, 10, 40, 60, -1])
def test_a_truncated_or_garbled_state_is_absent(reader: Reader, cut: int) -> None:
    reader.read()
    path = reader.root / "cache/sources.state"
    data = path.read_bytes()
    for damaged in (data[:cut], data[:cut] + b"?" + data[cut:][1:] + b"?"):
        path.write_bytes(damaged)
        assert reader.read()[1] == ["src/a.txt", "src/b.txt"]


def test_a_scan_is_sorted_and_says_what_it_leaves_out(tmp_path: Path) -> None:
    src = tmp_path / "src"
    (src / "d").mkdir(parents=True)
    (src / ".git").mkdir()
    for name in ("d/b.TXT", "a.txt", "c.md", ".hidden.txt", ".git/x.txt"):
        (src / name).write_text("x")
    (tmp_path / "outside.txt").write_text("x")
    (src / "inside.txt").symlink_to("d/b.TXT")
    (src / "leaves.txt").symlink_to("../outside.txt")
    (src / "nowhere.txt").symlink_to("gone")
    (src / "folder.txt").symlink_to("d")
    os.mkfifo(src / "pipe.txt")
    (Path(os.fsdecode(os.fsencode(src) + b"/\xff.txt"))).write_text("x")
    scan = scan_files(src, (".txt",))
    assert [file.path for file in scan.files] == ["a.txt", "d/b.TXT", "inside.txt"]
    assert scan.left_out == (
        ("folder.txt", "符号链接指向文件夹,或指向不存在的文件"),
        ("leaves.txt", "符号链接指到了目录之外"),
        ("nowhere.txt", "符号链接指向文件夹,或指向不存在的文件"),
        ("pipe.txt", "不是普通文件"),
        ("\ufffd.txt", "文件名不是 UTF-8 编码"),
    )
    assert scan_files(tmp_path / "missing", (".txt",)).files == ()


def test_a_file_that_vanishes_after_the_scan_is_left_out(reader: Reader) -> None:
    scan = scan_files(reader.root / "src", (".txt",))
    (reader.root / "src/a.txt").unlink()
    state = State(reader.root / "cache", reader.root / "out").load()
    assert read_sources(scan.files, reader.parse, state, Crew()) == {"b.txt": "b"}


def test_payloads_of_any_class_are_kept(reader: Reader) -> None:
    state = State(reader.root / "cache", reader.root / "out").load()
    scan = scan_files(reader.root / "src", (".txt",))
    read_sources(scan.files, lambda path, data: Path(path), state, Crew(), time.time_ns())
    state.save_sources()
    again = State(reader.root / "cache", reader.root / "out").load()
    assert again.payloads == {"a.txt": Path("a.txt"), "b.txt": Path("b.txt")}


def test_of_a_crew_the_last_writes_and_the_first_knows_it(reader: Reader) -> None:
    scan = scan_files(reader.root / "src", (".txt",))
    state = State(reader.root / "cache", reader.root / "out").load()
    with Crew(2) as crew:
        crew.start(1000)
        read_sources(scan.files, reader.parse, state, crew, time.time_ns())
        state.save_sources(crew)
    (reader.root / "src/a.txt").write_text("c")
    read_sources(
        scan_files(reader.root / "src", (".txt",)).files, reader.parse, state, Crew(), time.time_ns()
    )
    state.save_sources()
    again = State(reader.root / "cache", reader.root / "out").load()
    assert (again.payloads, again.sources) == ({"a.txt": "c", "b.txt": "b"}, state.sources)


def test_the_cache_is_locked_for_one_build(tmp_path: Path) -> None:
    with lock_cache(tmp_path), pytest.raises(BlockingIOError), lock_cache(tmp_path, wait=False):
        pass
    with lock_cache(tmp_path, wait=False):
        pass
