"""Contrast of every pair of tokens that meet on a page, light, dark and for elders (WCAG 2.2: 1.4.6, 1.4.11)."""

from __future__ import annotations

import re

import pytest

from tests.theme.gallery import THEME

TEXT = 7.0
REST = 4.5
GROUNDS = ("paper", "card", "tint")
# text colour on ground -> at least AAA
TEXT_PAIRS = (
    *((ink, ground) for ink in ("ink", "soft", "red", "goldink") for ground in GROUNDS),
    ("white", "band"),
    ("foot-ink", "foot"),
    ("ink", "h1"),
    ("ink", "h2"),
    ("hi", "h3"),
    ("hi", "h4"),
)
# borders that bound a control, marks of a chart, the focus ring
REST_PAIRS = tuple((mark, ground) for mark in ("edge", "gold") for ground in GROUNDS)


def read_tokens() -> dict[str, dict[str, str]]:
    """Mode -> token -> #rrggbb, as the cascade resolves it."""
    text = (THEME / "static" / "css" / "tokens.css").read_text("utf-8")
    blocks = [
        dict(re.findall(r"--([\w]+):([^;}]+)", body))
        for _, body in re.findall(r"(:root|\.elder){([^}]*)", text)
    ]
    light, elder, dark, dark_elder = blocks
    modes = {
        "light": light,
        "light elder": {**light, **elder},
        "dark": {**light, **dark},
        "dark elder": {**light, **elder, **dark, **dark_elder},
    }
    fixed = {"white": "#ffffff", "foot": "#2b1310", "foot-ink": "#f6eadd"}
    return {
        mode: {**fixed, **{name: resolve(tokens, name) for name in tokens}} for mode, tokens in modes.items()
    }


def resolve(tokens: dict[str, str], name: str) -> str:
    value = tokens[name]
    other = re.fullmatch(r"var\(--(\w+)\)", value)
    return resolve(tokens, other[1]) if other else value


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    full = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    parts = [int(full[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_agrees_with_the_standards_examples() -> None:
    assert round(contrast("#000", "#fff"), 2) == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


@pytest.mark.parametrize("mode", ["light", "light elder", "dark", "dark elder"])
def test_text_is_aaa(mode: str) -> None:
    tokens = read_tokens()[mode]
    low = [
        (a, b, round(contrast(tokens[a], tokens[b]), 2))
        for a, b in TEXT_PAIRS
        if contrast(tokens[a], tokens[b]) < TEXT
    ]
    assert low == []


@pytest.mark.parametrize("mode", ["light", "light elder", "dark", "dark elder"])
def test_everything_else_is_aa(mode: str) -> None:
    tokens = read_tokens()[mode]
    low = [
        (a, b, round(contrast(tokens[a], tokens[b]), 2))
        for a, b in REST_PAIRS
        if contrast(tokens[a], tokens[b]) < REST
    ]
    assert low == []


def test_the_footers_colours_are_those_the_sheet_uses() -> None:
    layout = (THEME / "static" / "css" / "layout.css").read_text("utf-8")
    assert ".foot{background:#2b1310;color:#f6eadd;" in layout
