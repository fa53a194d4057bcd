"""Every page kind, empty, small and full: the four counties built as sites, and for each kind the page that shows each case.

A page kind is a template shown by one view function. The kinds are read from the source of the rooms that make pages, so
that a new one is known before any county has a page of it.
"""

from __future__ import annotations

import ast
import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import brotli

from plugins.pipeline.clock import SHANGHAI
from plugins.pipeline.crew import Crew
from plugins.pipeline.outputs import Page
from plugins.portal.assemble import assemble
from plugins.portal.build import build_site, link_catalog
from plugins.portal.gather import gather_sources
from plugins.portal.settings import PortalSettings
from plugins.portal.stamping import open_state
from tests.theme.case_counties import build_counties

PROJECT = Path(__file__).resolve().parents[2]
ROOMS = ("pages", "exports")
CASES = ("empty", "small", "full")
# Where a case is looked for, first county first: a list is empty where there is no record, a record's own page where the
# record says no more than it must.
COUNTIES = {"empty": ("blank", "bare"), "small": ("small",), "full": ("full",)}
NOW = datetime(2026, 11, 25, 8, 0, tzinfo=SHANGHAI)
# The host is never asked; its path is where a county stands in the style guide.
HOST = "https://guide.invalid"


class Kind(NamedTuple):
    """``name`` is its room's module and view (``news.view_month``)."""

    name: str
    template: str


class Case(NamedTuple):
    """One page of the style guide: ``file`` in the guide's folder, ``address``, and bytes of HTML, plain and by brotli."""

    kind: Kind
    case: str
    file: str
    address: str
    title: str
    weight: int
    squeezed: int


def list_kinds() -> list[Kind]:
    """The kinds of HTML page that the rooms make, by the calls that make them. AssertionError for a call not understood."""
    kinds: dict[Kind, None] = {}
    for room in ROOMS:
        for path in sorted((PROJECT / "plugins" / room).glob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                    continue
                owner = node.func.value
                if node.func.attr not in {"page", "page_at"} or not (
                    isinstance(owner, ast.Name) and owner.id == "make"
                ):
                    continue
                template, view = node.args[1], node.args[2]
                assert isinstance(template, ast.Constant) and isinstance(view, ast.Name), (
                    f"{path.name}:{node.lineno}"
                )
                if str(template.value).endswith(".html"):
                    kinds[Kind(f"{path.stem}.{view.id}", str(template.value))] = None
    return list(kinds)


def kind_of(page: Page) -> Kind | None:
    """The kind of a page that a Maker made; None for what is no page of the theme's."""
    made = getattr(page.render, "args", ())
    if not page.name.endswith(".html") or len(made) < 2:
        return None
    template, view = made[:2]
    return Kind(f"{view.__module__.rpartition('.')[2]}.{view.__name__}", template)


def build_cases(folder: Path, cache: Path) -> list[Case]:
    """Build the four counties under ``folder``/pages and choose each kind's cases, in the order of kinds.

    Of several pages of a kind the empty case is the lightest, the full one the heaviest, the small one that in between.
    """
    found = {name: _build_county(name, texts, folder, cache) for name, texts in build_counties().items()}
    cases = []
    for kind in list_kinds():
        for case in CASES:
            county = next((name for name in COUNTIES[case] if found[name].get(kind)), None)
            if county is None:
                continue
            files = sorted(found[county][kind], key=lambda file: ((folder / file).stat().st_size, file))
            at = {"empty": 0, "small": len(files) // 2, "full": -1}[case]
            cases.append(_read_case(folder, kind, case, files[at]))
    return cases


def _read_case(folder: Path, kind: Kind, case: str, file: str) -> Case:
    data = (folder / file).read_bytes()
    text = data.decode()
    title = text.partition("<title>")[2].partition("</title>")[0]
    address = "/" + file.removesuffix("index.html")
    return Case(kind, case, file, address, title, len(data), len(brotli.compress(data)))


def _build_county(name: str, texts: dict[str, str], folder: Path, cache: Path) -> dict[Kind, list[str]]:
    """The county's whole site at ``folder``/pages/<name>; its pages' files by kind."""
    home = cache / name
    shutil.rmtree(home, ignore_errors=True)
    for path, text in texts.items():
        (home / path).parent.mkdir(parents=True, exist_ok=True)
        (home / path).write_text(text, "utf-8")
    (home / "content").mkdir(exist_ok=True)
    shutil.copytree(PROJECT / "tests" / "site" / "content" / "photos", home / "content" / "photos")
    # The same pictures and templates in every county: drawn and compiled once.
    mine, compiled = cache / f"{name}.cache", cache / "templates.bin"
    (cache / "photos").mkdir(exist_ok=True)
    mine.mkdir()
    (mine / "photos").symlink_to(cache / "photos")
    if compiled.exists():
        shutil.copy(compiled, mine)
    settings = PortalSettings(
        project=home, data=home / "data", content=home / "content", theme=PROJECT / "theme",
        output=folder / "pages" / name, cache=mine, siteurl=f"{HOST}/pages/{name}",
        publication=False, now=NOW, jobs=1,
    )  # fmt: skip
    with Crew(1) as crew:
        result = build_site(settings, crew)
        assert result.report is not None, [
            str(problem) for problem in result.problems if problem.severity == "error"
        ]
        gathered, _ = gather_sources(settings, open_state(replace(settings, use_cache=False)), crew)
    shutil.copy(mine / "templates.bin", compiled)
    catalog, _ = link_catalog(settings, gathered)
    files: dict[Kind, list[str]] = {}
    for output in assemble(settings, catalog, []).outputs:
        kind = kind_of(output) if isinstance(output, Page) else None
        if kind is not None:
            files.setdefault(kind, []).append(f"pages/{name}/{output.name}")
    return files
