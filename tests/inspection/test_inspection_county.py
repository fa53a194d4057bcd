"""The fixture county, built as a publication, is judged: what the program answers for must be right in every page."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest
from lxml import html as oracle

from plugins.inspection import Options, Report, inspect_output
from plugins.inspection.tokens import find_tokens
from plugins.pipeline.clock import SHANGHAI
from plugins.pipeline.crew import Crew
from plugins.portal.build import build_site
from plugins.portal.settings import PortalSettings

ROOT = Path(__file__).parents[2]
NOW = datetime(2025, 6, 1, 8, 0, tzinfo=SHANGHAI)
SITEURL = "https://wenming.example.cn"
# What no record or story of a county can spoil: the theme and the rooms below answer for it.
OURS = (
    *("future_dates", "missing_pictures", "footer", "privacy", "samples", "foreign", "inline_scripts"),
    *("inline_styles", "policy", "foreign_media", "strays", "damaged", "redirects"),
)


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("county")
    for part in ("data", "content"):
        shutil.copytree(ROOT / "tests/site" / part, home / part)
    settings = PortalSettings(
        project=home,
        data=home / "data",
        content=home / "content",
        theme=ROOT / "theme",
        output=home / "output",
        cache=home / ".cache",
        siteurl=SITEURL,
        publication=True,
        now=NOW,
        jobs=1,
    )
    with Crew(1) as crew:
        result = build_site(settings, crew)
    assert result.report is not None, result.problems
    return home / "output"


def judge(output: Path) -> Report:
    return inspect_output(output, Options(NOW, SITEURL), Crew(1))


def test_what_the_program_answers_for_is_right(county: Path) -> None:
    report = judge(county)
    wrong = {
        item.key: item.groups
        for item in report.items
        if item.key in OURS and item.verdict in ("stop", "fail")
    }
    assert wrong == {}
    assert report.kinds["article"] >= 1
    assert report.pages == len(list(county.rglob("*.html")))


def test_a_fault_planted_in_it_is_found(county: Path, tmp_path: Path) -> None:
    spoilt = tmp_path / "output"
    shutil.copytree(county, spoilt)
    story = next(iter(sorted(spoilt.glob("news/2*/*/index.html"))))
    whole = story.read_text(encoding="utf-8")
    story.write_text(
        whole.replace("</h1>", '</h1>\n<p>证件 11010519491231002X</p><iframe src="//v.example/"></iframe>')
    )
    name = story.relative_to(spoilt).as_posix()
    line = whole.count("\n", 0, whole.index("</h1>")) + 2
    found = {
        (group.rule, place[:2])
        for item in judge(spoilt).stopped
        for group in item.groups
        if item.key in ("privacy", "foreign")
        for place in group.places
    }
    assert found == {("P306", (name, line)), ("I302", (name, line))}


def test_every_page_reads_as_an_independent_parser_reads_it(county: Path) -> None:
    for path in sorted(county.rglob("*.html")):
        source = path.read_text(encoding="utf-8")
        tree = oracle.document_fromstring(source)
        theirs = [
            (str(node.tag).lower(), node.get("href") or node.get("src") or "", node.get("id") or "")
            for node in tree.iter()
            if isinstance(node.tag, str)
        ]
        ours = [
            (tag.name, tag.attrs.get("href") or tag.attrs.get("src") or "", tag.attrs.get("id") or "")
            for tag in (token.tag for token in find_tokens(source) if not token.closes)
        ]
        assert ours == theirs, path
