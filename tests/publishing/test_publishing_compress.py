"""Siblings: right bytes, once for each content, none stale."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli

from plugins.publishing.compress import (
    CompressReport,
    Siblings,
    build_siblings,
    choose_quality,
    write_siblings,
)
from tests.publishing.trees import read_tree


def write(root: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root


PAGE = "<p>文明实践</p>".encode() * 50


def test_text_gets_siblings_that_give_the_text_back(tmp_path: Path) -> None:
    site = write(
        tmp_path / "site", {"a/index.html": PAGE, "short.txt": b"short", "p.webp": PAGE, "build.json": PAGE}
    )
    report = write_siblings(site, tmp_path / "cache.sqlite")
    tree = read_tree(site)
    assert sorted(tree) == [
        "a/index.html",
        "a/index.html.br",
        "a/index.html.gz",
        "build.json",
        "p.webp",
        "short.txt",
    ]
    assert brotli.decompress(tree["a/index.html.br"]) == gzip.decompress(tree["a/index.html.gz"]) == PAGE
    assert tree["a/index.html.gz"][4:8] == b"\0\0\0\0"
    assert report == CompressReport(texts=2, compressed=2, written=2, removed=0)


def test_the_same_content_is_compressed_once_ever(tmp_path: Path) -> None:
    cache = tmp_path / "cache.sqlite"
    site = write(tmp_path / "site", {"a.html": PAGE, "b.html": PAGE})
    assert write_siblings(site, cache) == CompressReport(2, 1, 4, 0)
    assert write_siblings(site, cache) == CompressReport(2, 0, 0, 0)
    fresh = write(tmp_path / "fresh", {"a.html": PAGE, "c.html": PAGE + b"<p>new</p>"})
    assert write_siblings(fresh, cache) == CompressReport(2, 1, 4, 0)
    assert read_tree(fresh)["a.html.br"] == read_tree(site)["a.html.br"]


def test_stale_siblings_go(tmp_path: Path) -> None:
    site = write(tmp_path / "site", {"a.html": PAGE, "b.html": PAGE + b"b"})
    write_siblings(site, tmp_path / "cache.sqlite")
    (site / "a.html").write_bytes(PAGE + b"changed")
    (site / "b.html").unlink()
    write(site, {"photo.webp.gz": b"not ours"})
    assert write_siblings(site, tmp_path / "cache.sqlite") == CompressReport(1, 1, 2, 2)
    tree = read_tree(site)
    assert sorted(tree) == ["a.html", "a.html.br", "a.html.gz", "photo.webp.gz"]
    assert brotli.decompress(tree["a.html.br"]) == PAGE + b"changed"
    (site / "a.html").write_bytes(b"now too short")
    assert write_siblings(site, tmp_path / "cache.sqlite") == CompressReport(1, 1, 0, 2)


def test_a_damaged_sibling_and_a_damaged_cache_are_made_again(tmp_path: Path) -> None:
    site = write(tmp_path / "site", {"a.html": PAGE})
    write_siblings(site, tmp_path / "cache.sqlite")
    good = read_tree(site)
    (site / "a.html.br").write_bytes(b"half")
    (tmp_path / "cache.sqlite").write_bytes(b"no database at all" * 100)
    write_siblings(site, tmp_path / "cache.sqlite")
    assert read_tree(site) == good


def test_what_saves_nothing_is_not_kept() -> None:
    noise = bytes((i * i * 31 + i * 7) % 251 for i in range(40))
    assert build_siblings(noise * 8, 11).br is not None
    assert build_siblings(noise, 11) == Siblings(None, None)


def test_what_every_visit_fetches_is_compressed_hardest() -> None:
    names = (
        "index.html",
        "news/index.html",
        "theme/a.0123abcd.css",
        "news/2019/a/index.html",
        "data/places.json",
    )
    assert [choose_quality(n) for n in names] == [11, 11, 11, 9, 9]
