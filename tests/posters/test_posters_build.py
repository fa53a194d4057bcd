"""Posters as part of a build: when they are printed, what links to them, what a missing library does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from plugins.pipeline.clock import read_now
from plugins.portal import printing
from plugins.portal.making import PosterLink
from plugins.portal.printing import settle_posters
from plugins.portal.settings import PortalSettings, read_switch

MISSING = "做海报还缺软件包,请运行 sudo apt-get install libpango-1.0-0"


def settings(**fields: object) -> PortalSettings:
    folder = Path("/project")
    plain = PortalSettings(
        project=folder,
        data=folder / "data",
        content=folder / "content",
        theme=folder / "theme",
        output=folder / "output",
        cache=folder / ".cache",
        siteurl="https://www.example.cn",
        publication=False,
        now=read_now({"PORTAL_NOW": "2026-11-25"}),
        jobs=1,
    )
    return replace(plain, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "otherwise", "meant"),
    [
        (None, None, None),
        ("", True, True),
        ("0", True, False),
        ("off", None, False),
        ("1", None, True),
        ("yes", False, True),
    ],
)
def test_the_switch(said: str | None, otherwise: bool | None, meant: bool | None) -> None:
    assert read_switch(said, otherwise) is meant


@pytest.mark.parametrize(
    ("publication", "asked", "able", "prints", "severities"),
    [
        (False, None, True, False, []),
        (False, True, True, True, []),
        (True, None, True, True, []),
        (True, False, True, False, []),
        (False, None, False, False, []),
        (False, True, False, False, ["warning"]),
        (True, None, False, False, ["warning"]),
        (True, True, False, False, ["error"]),
    ],
)
def test_when_posters_are_printed(
    monkeypatch: pytest.MonkeyPatch,
    publication: bool,
    asked: bool | None,
    able: bool,
    prints: bool,
    severities: list[str],
) -> None:
    monkeypatch.setattr(printing, "check_press", lambda: "" if able else MISSING)
    settled, problems = settle_posters(settings(publication=publication, posters=asked))
    assert (settled.posters, [problem.severity for problem in problems]) == (prints, severities)
    assert all(problem.hint.startswith(MISSING) for problem in problems)


def test_links() -> None:
    on = PosterLink("/portal/", True)
    assert [on(name) for name in ("honoree/zhang", "month/2026-11")] == [
        "/portal/posters/honoree-zhang.pdf",
        "/portal/posters/month-2026-11.pdf",
    ]
    assert PosterLink("/", False)("honoree/zhang") == ""
