"""The short cuts of the environment against Jinja as it comes: the same text, the same errors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, StrictUndefined, TemplateError
from markupsafe import Markup, escape

from plugins.escaping import show_value
from plugins.pages.templates import Theme, ThemeEnvironment
from plugins.pipeline.crew import Crew

MACROS = """{% macro plain(a, b=2, c='<c>') %}{{ a }}|{{ b }}|{{ c }}{% endmacro %}
{% macro wrapped(a) %}<b>{{ caller() }}{{ a }}</b>{% endmacro %}
{% macro rest(a) %}{{ a }}{{ varargs }}{{ kwargs }}{% endmacro %}
{% macro nothing() %}{% endmacro %}"""
IMPORT = "{% from 'm.html' import plain, wrapped, rest, nothing %}"
PAGES = [
    "{{ plain('<') }}{{ plain(1, 2, 3) }}{{ plain(b=safe, a=none) }}{{ plain(c=1, a=text) }}",
    "{% for x in [1, safe, text] %}{{ plain(x, loop.index) }}{{ loop.index }}{% endfor %}{{ nothing() }}",
    "{% block a %}{{ plain(text) }}{% set y %}{{ text }}<i>{% endset %}{{ y }}{{ y|upper }}{% endblock %}",
    "{% call wrapped(text) %}<i>{{ plain(safe) }}{% endcall %}{{ rest(1, 2, k=3) }}",
    "{{ text ~ safe }}{{ [text, safe]|join('<') }}{{ (text + '&')|safe }}{{ plain(plain(text)) }}{{ 1.5 }}{{ shown }}",
    "{{ plain() }}", "{{ plain(1, 2, 3, 4) }}", "{{ plain(1, d=2) }}", "{{ plain(1, a=2) }}", "{{ nothing(1) }}",
    "{{ wrapped(1) }}", "{{ plain(missing_name) }}", "{{ text.nothing_there }}",
]  # fmt: skip


class Shown:
    def __html__(self) -> str:
        return "<hr>"


VALUES: dict[str, Any] = {"text": "<&>\"'", "safe": Markup("<br>"), "none": None, "shown": Shown()}


def render(environment: Environment, name: str) -> str:
    try:
        return environment.get_template(name).render(VALUES)
    except (TemplateError, TypeError) as error:
        return f"{type(error).__name__}: {error}"


@pytest.mark.parametrize("page", PAGES)
def test_jinja_as_it_comes_says_the_same(page: str, tmp_path: Path) -> None:
    sources = {"m.html": MACROS, "page.html": IMPORT + page}
    for name, source in sources.items():
        (tmp_path / name).write_text(source, "utf-8")
    plain = Environment(
        loader=DictLoader(sources),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    assert render(ThemeEnvironment(Theme(tmp_path)), "page.html") == render(plain, "page.html")


@given(st.one_of(st.text(), st.integers(), st.none(), st.text().map(Markup), st.just(Shown())))
def test_a_value_is_shown_as_escape_shows_it(value: object) -> None:
    assert str(show_value(value)) == str(escape(value))


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_crew_compiles_every_template_once(
    jobs: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    for name in ("a", "b", "c"):
        (folder / f"{name}.html").write_text(f"{{{{ text }}}}{name}", "utf-8")
    theme = Theme(folder, tmp_path / "cache.bin")
    with Crew(jobs) as crew:
        crew.start(1000)
        theme.prepare(crew)
        if crew.rank == 0:
            theme.save()
    monkeypatch.setattr(ThemeEnvironment, "compile", None)  # whatever is not in the file cannot be had
    again = Theme(folder, tmp_path / "cache.bin")
    shown = [
        ThemeEnvironment(again).get_template(f"{name}.html").render(text="字") for name in ("a", "b", "c")
    ]
    assert shown == ["字a", "字b", "字c"]
