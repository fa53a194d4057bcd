"""Clock, digests, outputs, looks, progress: the small pure parts."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.pipeline.clock import read_now
from plugins.pipeline.digests import (
    ABSENT,
    digest_bytes,
    digest_files,
    digest_parts,
    digest_text,
    digest_value,
)
from plugins.pipeline.looks import DictShelf, Look
from plugins.pipeline.outputs import Bundle, OutputError, Page, check_name, index_outputs
from plugins.pipeline.progress import TextProgress, describe_progress
from plugins.pipeline.report import BuildReport, describe_build


@pytest.mark.parametrize(
    ("environ", "now"),
    [
        ({"PORTAL_NOW": "2026-05-01"}, "2026-05-01T00:00:00+08:00"),
        ({"PORTAL_NOW": "2026-05-01T07:30", "SOURCE_DATE_EPOCH": "0"}, "2026-05-01T07:30:00+08:00"),
        ({"PORTAL_NOW": "2026-05-01T00:30+00:00"}, "2026-05-01T08:30:00+08:00"),
        ({"PORTAL_NOW": " ", "SOURCE_DATE_EPOCH": "1777593600"}, "2026-05-01T08:00:00+08:00"),
    ],
)
def test_now_is_read_from_the_environment(environ: dict[str, str], now: str) -> None:
    assert read_now(environ).isoformat() == now


def test_now_is_the_clock_otherwise() -> None:
    first, second = read_now({}), read_now({"PORTAL_NOW": "", "SOURCE_DATE_EPOCH": ""})
    assert 0 <= (second - first).total_seconds() < 5
    assert str(first.tzinfo) == "Asia/Shanghai"


@pytest.mark.parametrize(
    "environ", [{"PORTAL_NOW": "明天"}, {"SOURCE_DATE_EPOCH": "1.5"}, {"SOURCE_DATE_EPOCH": "9" * 30}]
)
def test_an_unreadable_now_names_its_variable(environ: dict[str, str]) -> None:
    (name,) = environ
    with pytest.raises(ValueError, match=name):
        read_now(environ)


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.binary(),
    lambda inner: st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(plain, plain)
def test_digests_agree_exactly_for_equal_values(one: object, two: object) -> None:
    assert digest_value(one) == digest_value(eval(repr(one)))
    assert (digest_value(one) == digest_value(two)) == (repr(one) == repr(two))


def test_digests_tell_like_values_apart_and_refuse_strange_ones() -> None:
    values = [("ab", "c"), ("a", "bc"), ["ab", "c"], 1, True, "1", b"1", None, ()]
    assert len({digest_value(value) for value in values}) == len(values)
    assert digest_parts("a", 1) == digest_value(("a", 1))
    assert digest_text("站") == digest_bytes("站".encode())
    assert len(ABSENT) == len(digest_text("")) == 16
    with pytest.raises(TypeError):
        digest_value((object(),))


def test_a_tree_digest_counts_names_and_contents_of_its_kind(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("1")
    first = digest_files(tmp_path, (".py",))
    (tmp_path / ".hidden.py").write_text("1")
    (tmp_path / "b.txt").write_text("1")
    assert digest_files(tmp_path, (".py",)) == first != digest_files(tmp_path)
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    assert digest_files(tmp_path, (".py",)) != first


@pytest.mark.parametrize("name", ["index.html", "a/b/c.txt", "新闻/一.html", "a b/..c", "字" * 85])
def test_sound_names_pass(name: str) -> None:
    assert check_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/a",
        "a//b",
        "a/",
        "./a",
        "a/../b",
        "..",
        "a\\b",
        "a\0b",
        "a\nb",
        "\udc80",
        "a/.~0-1.new",
        "字" * 86,
    ],
)
def test_hostile_names_are_refused(name: str) -> None:
    with pytest.raises(OutputError):
        check_name(name)


def page(name: str, recipe: str = "r") -> Page:
    return Page(name, recipe, lambda look: "", f"{recipe}.md")


def test_clashing_outputs_are_both_named() -> None:
    with pytest.raises(OutputError, match=r"'a'.*'one'.*one\.md.*'two'.*two\.md"):
        index_outputs([page("a", "one"), page("a", "two")])
    with pytest.raises(OutputError, match=r"'a/b' .* is a file where .*'a/b/c\.html'.* needs a folder"):
        index_outputs([page("a/b/c.html"), page("a/b")])
    label = Bundle("a/b", "r", lambda look, sink: None)
    assert list(index_outputs([page("a/b/c.html"), label])) == ["a/b/c.html", "a/b"]


def test_a_look_notes_once_in_order_and_missing_names_too() -> None:
    fetched = []

    class Counting(DictShelf):
        def fetch(self, name: str) -> object | None:
            fetched.append(name)
            return super().fetch(name)

    look = Look(Counting({"a": 1, "b": None}, {"a": b"1", "b": b"2"}))
    assert [look("a"), look("c"), look("b"), look("a"), look("c")] == [1, None, None, 1, None]
    look.note(["b", "d"])
    assert look.noted == ("a", "c", "b", "d")
    assert fetched == ["a", "c", "b"]
    assert [look.shelf.digest(name) for name in ("a", "c")] == [b"1", ABSENT]


def test_progress_says_counts_and_time_left() -> None:
    assert describe_progress("渲染", 0, 9000, 3.0) == "渲染 0/9000 0 %"
    assert describe_progress("渲染", 1200, 9000, 6.0) == "渲染 1200/9000 13 %,约剩 39 秒"
    assert describe_progress("渲染", 10, 9000, 6.0) == "渲染 10/9000 0 %,约剩 90 分钟"
    assert describe_progress("渲染", 9000, 9000, 6.0) == "渲染 9000/9000 100 %"


def test_progress_is_a_bar_on_a_terminal_and_nothing_when_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for stream, expected in (
        (Terminal(), "\r\x1b[K[████████████············] 渲染 50/100 50 %,约剩 11 秒\r\x1b[K"),
        (io.StringIO(), "渲染 50/100 50 %,约剩 11 秒\n"),
    ):
        now[0] = 0.0
        progress = TextProgress(stream)
        progress.begin("渲染", 100)
        for now[0], done in ((0.1, 10), (11.0, 50), (11.01, 51)):
            progress.update(done)
        progress.end()
        assert stream.getvalue() == expected


def test_the_summary_is_one_chinese_line() -> None:
    report = BuildReport(10, 3, 7, ("a", "b"), ("c",), 2, {"核对": 0.05, "渲染": 1.2, "写出": 0.001})
    assert describe_build(report) == (
        "页面 10:新做 3,沿用 7;文件写入 2,删除 1;用时 1.25 秒(核对 0.05 · 渲染 1.20),2 个进程"
    )
