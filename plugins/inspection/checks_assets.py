"""Drawings, style sheets and scripts: what they load, and whether they carry the digest that their names promise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Final

from plugins.pipeline.digests import digest_bytes
from plugins.registry.problems import Problem

from .rules import make_finding
from .space import Goal, Space
from .styles import find_style_addresses

JSON_LIKE: Final = (".json", ".geojson", ".webmanifest")
XML_LIKE: Final = (".xml", ".atom", ".xsl")
_DRAWING_SCRIPT: Final = re.compile(
    r"<(?:\w+:)?script\b|\son[a-z]+\s*=|=\s*[\"']?\s*(?:javascript|data:text/html)|<!ENTITY\b", re.IGNORECASE
)
_DRAWING_FRAME: Final = re.compile(r"<(?:\w+:)?(?:iframe|object|embed)\b|<\?xml-stylesheet\b", re.IGNORECASE)
_DRAWING_ADDRESS: Final = re.compile(r"\b(?:xlink:)?href\s*=\s*[\"']([^\"'#][^\"']*)", re.IGNORECASE)
_DRAWING_STYLE: Final = re.compile(
    r"<style\b[^>]*>(.*?)</style|\b(?:style|fill|filter|mask)\s*=\s*[\"']([^\"']*)", re.DOTALL | re.IGNORECASE
)
_SCRIPT_ADDRESS: Final = re.compile(
    r"(?:https?:|[\"'`])//(?!www\.w3\.org/)[\w.-]+\.\w+|wss?://[\w.-]+", re.IGNORECASE
)
# The theme's files are kept for a year under the digest of their bytes: other bytes would never be fetched.
_HASHED: Final = re.compile(r"theme/.+\.([0-9a-f]{10})\.[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Judged:
    """What files that are no pages are judged with. ``now`` is aware; ``offices`` are mobile numbers of offices."""

    space: Space
    now: datetime
    samples_allowed: bool = False
    offices: frozenset[str] = frozenset()


def place_of(text: str, at: int | re.Match[str] | None) -> tuple[int, int]:
    """Line and column, both from 1, of a position or of a match."""
    if at is None:
        return 1, 1
    start = at if isinstance(at, int) else at.start()
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)


def is_hashed(name: str) -> bool:
    """Whether the name promises a digest of the file's bytes."""
    return _HASHED.fullmatch(name) is not None


def check_digest(name: str, data: bytes) -> Iterator[Problem]:
    """A file of the theme whose bytes are not those that its name was made of."""
    match = _HASHED.fullmatch(name)
    if match and not digest_bytes(data).hex().startswith(match[1]):
        yield make_finding(name, (1, 1), "I312", "内容和名字里的摘要对不上", "删去输出目录后重新生成网站")


def check_style(space: Space, name: str, text: str) -> Iterator[Problem]:
    """What a style sheet loads."""
    yield from _judge_styles(space, name, text, 0, text)


def _judge_styles(space: Space, name: str, style: str, start: int, text: str) -> Iterator[Problem]:
    for at, href, _ in find_style_addresses(style):
        goal = space.resolve(href, name) if href else Goal("data", "")
        place = place_of(text, start + at)
        if goal.sort in ("other", "script", "malformed"):
            yield make_finding(name, place, "I302", f"样式表从别的网站取文件:{href[:80]}", "放在本站")
        elif goal.sort == "missing":
            yield make_finding(name, place, "I206", f"文件 {goal.file} 不存在", "补上文件或改正地址")


def check_script(name: str, text: str) -> Iterator[Problem]:
    """Addresses of other sites in a script."""
    for match in _SCRIPT_ADDRESS.finditer(text):
        message = f"脚本里有别的网站的地址:{match[0][:80]}"
        yield make_finding(name, place_of(text, match.start()), "I302", message, "删去;查明它从哪里来")


def check_drawing(space: Space, name: str, text: str) -> Iterator[Problem]:
    """Scripts and frames in a drawing, and what it takes from elsewhere or from nowhere."""
    plain = unescape(text) if "&" in text else text
    script = _DRAWING_SCRIPT.search(plain)
    if script:
        yield make_finding(name, place_of(plain, script), "I303", "SVG 图里有脚本", "换成不带脚本的图,或 PNG")
    frame = _DRAWING_FRAME.search(plain)
    if frame:
        yield make_finding(
            name, place_of(plain, frame), "I302", "SVG 图里有框架或外接的样式", "换成单纯的图,或 PNG"
        )
    for match in _DRAWING_ADDRESS.finditer(plain):
        goal = space.resolve(match[1], name)
        place = place_of(plain, match)
        if goal.sort == "other":
            message = f"SVG 图从别的网站取内容:{match[1][:80]}"
            yield make_finding(name, place, "I306", message, "图片和文件放在本站")
        elif goal.sort in ("missing", "malformed"):
            yield make_finding(
                name, place, "I206", f"SVG 图里的 {match[1][:80]} 不存在", "补上文件或改正地址"
            )
    for match in _DRAWING_STYLE.finditer(plain):
        yield from _judge_styles(space, name, match[1] or match[2] or "", match.start(), plain)
