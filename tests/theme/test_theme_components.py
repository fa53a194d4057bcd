"""Every component's examples: they render under strict rules, are well-formed, safe under the CSP and documented."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from jinja2 import UndefinedError

from tests.theme.build_styleguide import render_pages
from tests.theme.gallery import COMPONENTS, ROOT, THEME, Component, make_environment, render_gallery

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
# Macros that belong to a page and take its view, not plain values.
PARTS_OF_PAGES = {"work"}
URL_ATTRIBUTES = ("href", "src", "action")
# A block of data, which no browser runs and no CSP refuses.
DATA = "application/ld+json"


class Checker(HTMLParser):
    """Collects what is wrong with a piece of HTML: unbalanced tags, inline style or script, repeated ids, bare images."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        self.wrong += [f"<{tag} {name}>" for name in named if name == "style" or name.startswith("on")]
        self.wrong += [
            f"{tag} {name} javascript"
            for name in URL_ATTRIBUTES
            if (named.get(name) or "").startswith("javascript:")
        ]
        if tag == "style" or (tag == "script" and not named.get("src") and named.get("type") != DATA):
            self.wrong.append(f"inline {tag}")
        if tag == "img" and ("alt" not in named or "width" not in named or "height" not in named):
            self.wrong.append("img without alt, width or height")
        if tag == "th" and "scope" not in named:
            self.wrong.append("th without scope")
        if tag == "button" and "type" not in named:
            self.wrong.append("button without type")
        if "id" in named:
            self.ids.append(named["id"] or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> out of place")


def check_html(html: str) -> list[str]:
    checker = Checker()
    checker.feed(html)
    checker.close()
    repeated = sorted({id_ for id_ in checker.ids if checker.ids.count(id_) > 1})
    return [
        *checker.wrong,
        *(f"<{tag}> left open" for tag in checker.open),
        *(f"id {id_} twice" for id_ in repeated),
    ]


@pytest.fixture(scope="module")
def gallery() -> list[Component]:
    return render_gallery(make_environment())


def test_checker_knows_bad_from_good() -> None:
    assert check_html('<p id="a">字<br><img src="x" alt="" width="1" height="1"></p>') == []
    assert check_html('<p style="x"><b>字</p>') == ["<p style>", "</p> out of place", "<p> left open"]
    assert check_html("<script>1</script><a onclick=x href='javascript:x'></a>") == [
        "inline script",
        "<a onclick>",
        "a href javascript",
    ]
    assert check_html('<i id="a"></i><i id="a"></i><img src="x">') == [
        "img without alt, width or height",
        "id a twice",
    ]


def list_macros() -> list[str]:
    return sorted(path.stem for path in COMPONENTS.glob("*.html") if path.stem not in PARTS_OF_PAGES)


def test_every_macro_has_examples() -> None:
    assert list_macros() == sorted(
        path.name.removesuffix(".examples.yml") for path in COMPONENTS.glob("*.examples.yml")
    )


def test_examples_are_well_formed(gallery: list[Component]) -> None:
    wrong = [
        (part.name, name, check_html(html))
        for part in gallery
        for name, html in part.examples
        if check_html(html)
    ]
    assert wrong == []


def test_examples_leave_no_empty_element(gallery: list[Component]) -> None:
    """An optional argument left out leaves no hollow paragraph, list or link behind."""
    hollow = re.compile(r"<(p|ul|ol|a|h\d|li|dl|dd|figcaption|caption)(?: [^>]*)?>\s*</\1>")
    assert [part.name for part in gallery for _, html in part.examples if hollow.search(html)] == []


def test_text_is_escaped() -> None:
    """A name with markup in it is shown, never run: every example again, each string made hostile."""
    environment = make_environment()
    hostile = '"><script>alert(1)</script>'
    macro = environment.get_template("components/card-story.html").module.card_story
    assert "<script" not in macro(hostile, "/x/", date=hostile, summary=hostile, topic=hostile)
    macro = environment.get_template("components/site-header.html").module.site_header
    assert "<script" not in macro(hostile, hostile, [(hostile, hostile, hostile)], hostile, hostile, hostile)
    macro = environment.get_template("components/model-picture.html").module.model_picture
    assert "<script" not in macro(hostile, [{"numeral": 1, "name": hostile, "items": [(hostile, hostile)]}])


def test_unknown_names_are_errors() -> None:
    with pytest.raises(UndefinedError):
        make_environment().get_template("components/badge.html").module.badge(
            make_environment().undefined(name="gone")
        )


def read_argument_names(signature: str) -> list[str]:
    """Names of `a, b="", c=("x", "y")`: defaults, which may hold commas, are taken away first."""
    bare = re.sub(r"=(?:\"[^\"]*\"|\([^)]*\)|\[[^]]*\]|[^,]*)", "", signature)
    return [name.strip() for name in bare.split(",") if name.strip()]


def test_signatures_in_the_guide_are_the_macros_own() -> None:
    """docs/theme.md lists every macro with exactly its argument names, in order."""
    guide = (ROOT / "docs" / "theme.md").read_text("utf-8")
    table = guide[guide.index("## Macros") :]
    listed = {name: read_argument_names(given) for name, given in re.findall(r"`(\w+)\((.*?)\)`", table)}
    environment = make_environment()
    actual = {}
    for stem in list_macros():
        name = stem.replace("-", "_")
        actual[name] = list(
            getattr(environment.get_template(f"components/{stem}.html").module, name).arguments
        )
    assert {name: listed.get(name) for name in actual} == actual


def test_pages_are_well_formed() -> None:
    """The mock pages (the guide repeats headings and ids by its nature); 长辈版 comes first, then the skip link."""
    pages = render_pages()
    wrong = {
        name: check_html(html)
        for name, html in pages.items()
        if name != "styleguide.html" and check_html(html)
    }
    assert wrong == {}
    for name, html in pages.items():
        assert html.count("<h1") == 1 or name == "styleguide.html", name
        assert html.index("data-elder") < html.index('class="skip"') < html.index("<nav"), name


@pytest.mark.parametrize("text", ["桦甸", "Huadian", "huadian", "220282"])
def test_theme_knows_no_county(text: str) -> None:
    files = [path for path in THEME.rglob("*") if path.suffix in {".html", ".css", ".js", ".svg", ".yml"}]
    assert [path.name for path in files if text in path.read_text("utf-8")] == []
