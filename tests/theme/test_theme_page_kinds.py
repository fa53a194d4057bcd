"""Every page kind stands in the style guide empty, small and full, as the real code and templates make it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html as lxml_html

from plugins.registry.models import KINDS
from plugins.stories.fields import STORY_KEYS
from plugins.urls import INDEXES, PATTERNS, address_of, output_name
from tests.browser.test_output_markup import ask_vnu, modules  # noqa: F401
from tests.pages.judging import LIMIT, find_blanks, find_parse_errors
from tests.theme.build_styleguide import write_page_cases, write_styleguide
from tests.theme.case_counties import TERMS, build_counties
from tests.theme.page_cases import CASES, Case, Kind, list_kinds
from tests.theme.test_theme_components import check_html

# The same words for every county, or a frame for words that a county writes: nothing in them can be empty.
CONSTANT = {
    "elders.view_elders", "home.view_error", "searching.view_search", "redirects.view_redirect",
    "datapages.view_data", "datapages.view_dictionary", "sitemap.view_site_map", "feeds.view_feeds",
}  # fmt: skip
# Made only where there is something to show, so that its empty case is its least one.
NEVER_EMPTY = {
    "calendar.view_month", "record_activities.view_activities", "news.view_year", "news.view_month",
    "news.view_story", "news.view_page", "embeds.view_embed",
}  # fmt: skip

# An editor's table in Markdown has its heads in a row of their own, and no word on their scope.
PROSE_TABLE = re.compile(r"<table>\s*<thead>\s*<tr>\s*<th>.*?</table>", re.S)


class Guide:
    """The guide's folder and its cases."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        write_styleguide(folder)
        self.cases = write_page_cases(folder)

    def text(self, case: Case) -> str:
        return (self.folder / case.file).read_text("utf-8")


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Guide:
    return Guide(tmp_path_factory.mktemp("guide"))


def test_kinds_are_read_from_the_code_that_makes_them() -> None:
    kinds = list_kinds()
    assert Kind("home.view_home", "home.html") in kinds
    assert Kind("news.view_month", "news.html") in kinds
    assert len(kinds) == len(set(kinds)) > 40


def test_every_template_of_a_page_belongs_to_a_kind() -> None:
    """A template that no call names would be a page that the list of kinds does not know."""
    frames = {"base.html", "frame.html", "styleguide.html"}
    templates = {path.name for path in Path("theme/templates").glob("*.html")} - frames
    assert templates == {kind.template for kind in list_kinds()}


def test_every_kind_has_its_three_cases(guide: Guide) -> None:
    have = {(case.kind, case.case) for case in guide.cases}
    assert [(kind.name, case) for kind in list_kinds() for case in CASES if (kind, case) not in have] == []


def test_the_index_leads_to_every_case(guide: Guide) -> None:
    tree = lxml_html.fromstring((guide.folder / "pages.html").read_text("utf-8"))
    shown = [
        (row.xpath("string(th)"), link.get("data-case"), link.get("href"), link.getnext().text)
        for row in tree.xpath("//tbody/tr")
        for link in row.xpath("./td/a")
    ]
    assert shown == [
        (
            f"{case.kind.name}（{case.kind.template}）",
            case.case,
            case.file,
            f"{case.address} · {case.weight / 1000:.1f} KB，压缩后 {case.squeezed / 1000:.1f} KB",
        )
        for case in guide.cases
    ]
    assert [href for _, _, href, _ in shown if not (guide.folder / href).is_file()] == []


def test_every_case_is_well_formed(guide: Guide) -> None:
    """By the HTML standard's parser, and by the theme's own rules: balanced, no inline style or script, no id twice."""
    wrong = {
        case.file: find_parse_errors(guide.text(case)) + check_html(PROSE_TABLE.sub("", guide.text(case)))
        for case in guide.cases
    }
    assert {file: said for file, said in wrong.items() if said} == {}


def test_the_nu_checker_finds_no_error(guide: Guide, modules: Path) -> None:  # noqa: F811
    """Every case, the page that leads to them, and every component with its examples."""
    files = [
        guide.folder / file
        for file in ("pages.html", "styleguide.html", *(case.file for case in guide.cases))
    ]
    assert ask_vnu(modules, files) == []


def test_no_case_has_a_blank_list_or_a_heading_over_nothing(guide: Guide) -> None:
    found = {case.file: find_blanks(guide.text(case)) for case in guide.cases}
    assert {file: said for file, said in found.items() if said} == {}


def test_an_empty_page_says_what_will_stand_there(guide: Guide) -> None:
    silent = [
        case.kind.name
        for case in guide.cases
        if case.case == "empty"
        and not lxml_html.fromstring(guide.text(case)).xpath(
            "//*[@class='empty' or starts-with(@class, 'notice')]"
        )
    ]
    assert set(silent) <= CONSTANT | NEVER_EMPTY


def test_no_case_is_over_150_kilobytes(guide: Guide) -> None:
    assert {case.file: case.weight for case in guide.cases if case.weight > LIMIT} == {}
    full = {case.kind.name: case.weight for case in guide.cases if case.case == "full"}
    empty = {case.kind.name: case.weight for case in guide.cases if case.case == "empty"}
    assert [name for name in full if full[name] <= empty[name] and name not in CONSTANT] == []


def test_the_full_county_fills_every_field_of_every_kind() -> None:
    from plugins.registry import parse_data_file

    set_fields: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for path, text in build_counties()["full"].items():
        if path.startswith("data/"):
            for located in parse_data_file(path, text.encode()).records:
                set_fields[located.kind] |= located.record.model_fields_set
    # No page shows whether a telephone is a mobile one. A term's list and its place in it are read off the file.
    lacking = {
        kind: set(model.model_fields) - set_fields[kind] - {"office_mobile"}
        for kind, (model, _) in KINDS.items()
    }
    lacking["term"] -= {"vocabulary", "order"}
    assert {kind: fields for kind, fields in lacking.items() if fields} == {}
    assert set(TERMS) == {"place_levels", "team_levels", "platforms", "tasks", "resources", "fields"} | {
        "honor_categories", "regulation_sorts", "topics"
    }  # fmt: skip
    story = build_counties()["full"]["content/stories/2026/zui-quan.md"]
    assert [key for key in STORY_KEYS if f"\n{key}:" not in story] == []


def test_every_address_of_the_contract_stands_in_the_full_county(guide: Guide) -> None:
    """The list of kinds held against plugins/urls.py: each kind of address is a page of the county that has everything."""
    county = guide.folder / "pages" / "full"
    # Files of other rooms (feeds, calendars, data, posters), and the guide itself.
    elsewhere = {"feeds", "calendar", "data", "poster", "styleguide", "activity-year"}
    fixed = {name: county / output_name(address_of(f"index/{name}")) for name in INDEXES}
    lacking = [name for name, file in fixed.items() if not file.is_file()]
    lacking += [
        name
        for name, pattern in PATTERNS.items()
        if not list(county.glob(output_name(pattern.replace("{}", "*" if "story" not in name else "*/*"))))
    ]
    assert [name for name in lacking if name not in elsewhere] == []
