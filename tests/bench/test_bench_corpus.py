"""The bench's own ground: the same corpus twice, and a small site that holds every page and stands when nothing changed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from plugins.pipeline.clock import SHANGHAI
from plugins.pipeline.crew import Crew
from plugins.portal.build import build_site
from plugins.portal.settings import PortalSettings
from tests.bench.corpus import ROOT, write_corpus
from tests.bench.small_plugin import SmallSettings, build_small

NOW = datetime(2026, 1, 1, tzinfo=SHANGHAI)


def settings_of(home: Path, theme: Path) -> PortalSettings:
    return PortalSettings(
        project=home,
        data=home / "data",
        content=home / "content",
        theme=theme,
        output=home / "output",
        cache=home / ".cache",
        siteurl="https://example.org",
        publication=False,
        now=NOW,
        jobs=1,
    )


def read_tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_one_seed_gives_one_corpus(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_corpus(tmp_path / name, 5, 40)
    assert read_tree(tmp_path / "a") == read_tree(tmp_path / "b")
    write_corpus(tmp_path / "c", 5, 40, seed=2)
    assert read_tree(tmp_path / "c") != read_tree(tmp_path / "a")


def test_the_small_site_is_whole(tmp_path: Path) -> None:
    write_corpus(tmp_path, 30, 0, ["small"])
    home = tmp_path / "small"
    settings = SmallSettings(home, home / "conf.py", "测试县", "https://example.org")
    with Crew(1) as crew:
        report = build_small(settings, crew)
    files = read_tree(home / "output")
    stories = {
        f"news/{path.parent.name}/{path.stem}/index.html" for path in home.glob("content/stories/*/*.md")
    }
    fixed = {"index.html", "atom.xml", "sitemap.xml", "topics/index.html", "tags/index.html"}
    lists = {"news/index.html", "news/page/2/index.html"}
    assert len(stories) == 30
    assert stories | fixed | lists <= files.keys()
    assert all(name.startswith(("topics/", "tags/")) for name in files.keys() - stories - fixed - lists)
    assert report.rendered == len(files)
    with Crew(1) as crew:
        assert build_small(settings, crew).rendered == 0
    path = next(home.glob("content/stories/2019/*.md"))
    path.write_text(path.read_text("utf-8") + "\n又一段。\n", "utf-8")
    with Crew(1) as crew:
        again = build_small(settings, crew)
    assert again.written == (f"news/2019/{path.stem}/index.html",)


def test_the_portal_takes_the_corpus(tmp_path: Path) -> None:
    write_corpus(tmp_path, 10, 60, ["portal"])
    with Crew(1) as crew:
        result = build_site(settings_of(tmp_path / "portal", ROOT / "theme"), crew)
    assert result.problems == []
    assert result.report is not None
