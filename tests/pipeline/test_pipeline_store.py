"""A value and the log of its changes: the last whole record counts, and never half of one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.pipeline.store import Store


def load(path: Path, version: bytes = b"1") -> list[bytes]:
    return [bytes(part) for part in Store(str(path), version).load()]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "cache" / "x.state"
    store = Store(str(path), b"1")
    store.replace(b"base")
    store.append(b"one")
    Store(str(path), b"1").load()
    store.append(b"two")
    return path


def test_records_follow_their_base(path: Path) -> None:
    assert load(path) == [b"base", b"one", b"two"]
    store = Store(str(path), b"1")
    store.load()
    store.append(b"three")
    assert load(path) == [b"base", b"one", b"two", b"three"]
    store.replace(b"new")
    assert load(path) == [b"new"]


def test_another_version_or_a_harmed_base_is_absent(path: Path) -> None:
    with pytest.raises(ValueError, match="foreign"):
        load(path, b"2")
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    with pytest.raises(ValueError, match="foreign"):
        load(path)
    path.unlink()
    with pytest.raises(FileNotFoundError):
        load(path)


@pytest.mark.parametrize(
    ("harm", "left"),
    [
        (lambda data: data[:-1], [b"base", b"one"]),
        (lambda data: data[:-1] + b"?", [b"base", b"one"]),
        (lambda data: data + b"rest", [b"base", b"one", b"two"]),
        (lambda data: b"?" + data[1:], [b"base"]),
        (lambda data: data[:20], [b"base"]),
        (lambda data: b"", [b"base"]),
    ],
)
def test_what_a_kill_left_is_cut_off(path: Path, harm: Callable[[bytes], bytes], left: list[bytes]) -> None:
    log = path.with_name("x.state.log")
    log.write_bytes(harm(log.read_bytes()))
    assert load(path) == left
    store = Store(str(path), b"1")
    store.load()
    store.append(b"later")
    assert load(path) == [*left, b"later"]


def test_the_log_of_an_older_base_does_not_count(path: Path) -> None:
    log = path.with_name("x.state.log")
    old = log.read_bytes()
    Store(str(path), b"1").replace(b"other")
    log.write_bytes(old)
    assert load(path) == [b"other"]


def test_a_token_tells_every_record_apart(path: Path) -> None:
    tokens = [Store(str(path), b"1").token]
    store = Store(str(path), b"1")
    store.load()
    tokens.append(store.token)
    store.append(b"three")
    tokens.append(store.token)
    store.replace(b"base")
    tokens.append(store.token)
    assert len(set(tokens)) == 4
    again = Store(str(path), b"1")
    again.load()
    assert again.token == store.token


def test_a_long_log_gives_way_to_a_base(path: Path) -> None:
    store = Store(str(path), b"1")
    assert not store.takes(b"x")
    store.load()
    assert store.takes(b"x")
    assert not store.takes(bytes(1 << 18))
