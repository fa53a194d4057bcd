"""Budgets over the wire, and only what a phone of five years ago understands."""

from __future__ import annotations

import re
from pathlib import Path

import brotli
from rcssmin import cssmin

from tests.theme.gallery import SCRIPTS, THEME, read_script, read_stylesheet

KB = 1024


def weigh(text: str) -> int:
    """Bytes over the wire."""
    return len(brotli.compress(text.encode()))


def test_stylesheet_is_within_four_kilobytes() -> None:
    assert weigh(cssmin(read_stylesheet())) <= 4 * KB


def test_scripts_are_within_three_kilobytes() -> None:
    early = (THEME / "static" / "js" / "early.js").read_text("utf-8")
    assert weigh(early) <= 300
    assert weigh(read_script()) + weigh(early) <= 3 * KB


def test_stylesheet_keeps_to_old_css() -> None:
    new = (
        "@layer",
        "@container",
        ":is(",
        ":where(",
        ":has(",
        "aspect-ratio",
        "inset:",
        "min(",
        "clamp(",
        "color-mix",
        "@import",
    )
    sheet = read_stylesheet()
    assert [word for word in new if word in re.sub(r"[a-z-]*min-[a-z]+|minmax\(", "", sheet)] == []
    assert re.findall(r"(?<!grid-)\bgap:", sheet) == []
    assert re.findall(r"{[^{}@]*{[^{}]*{", sheet) == []


def test_stylesheet_names_no_other_host() -> None:
    assert re.findall(r"url\(|https?:", read_stylesheet().replace("[href^=http]", "")) == []


def test_scripts_keep_to_es2018() -> None:
    for name in ("early", *SCRIPTS):
        text = Path(THEME / "static" / "js" / f"{name}.js").read_text("utf-8")
        assert (
            re.findall(r"\?\.[a-zA-Z\[(]|\?\?|\beval\b|innerHTML|\.style\b|replaceAll|\.at\(", text) == []
        ), name


def test_stylesheet_is_balanced() -> None:
    sheet = re.sub(r'"[^"]*"', '""', read_stylesheet())
    assert sheet.count("{") == sheet.count("}")
