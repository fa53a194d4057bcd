"""What can be judged from a file that is no page: feeds, calendars, open data, drawings, sheets, scripts, PDF."""

from __future__ import annotations

import contextlib
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Final

from plugins.registry.problems import Problem

from .checks_page import find_numbers
from .rules import make_finding
from .space import Goal, Space

_JSON: Final = (".json", ".geojson", ".webmanifest")
_XML: Final = (".xml", ".atom", ".xsl")
_SAMPLE_FLAG: Final = re.compile(r'"sample"\s*:\s*true')
# Samples have names that begin so; machine-readable files show them without a ribbon. The word alone is a column's head.
_SAMPLE_NAME: Final = re.compile(
    r"<title[^>]*>\s*示例[^<\s]|^SUMMARY[^:\n]*:示例.|\"(?:title|name|summary|headline)\"\s*:\s*\"示例[^\"]",
    re.MULTILINE,
)
_SAMPLE_CELL: Final = re.compile(r"(?:^|,)\"?示例[^\",\s]", re.MULTILINE)
_MOMENT: Final = re.compile(
    r"<(?:published|updated)>\s*([^<\s]+)|\"(?:date_published|date_modified|datePublished|published)\"\s*:\s*\"([^\"]+)"
)
_OWN_ADDRESS: Final = re.compile(r"<loc>([^<]+)</loc>|<link\b[^>]*?\bhref=\"([^\"]*)\"")
_MAILBOX: Final = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_STYLE_ADDRESS: Final = re.compile(
    r"url\(\s*([\"']?)(?P<url>.*?)\1\s*\)|@import\s+([\"'])(?P<sheet>.*?)\3|image-set\(\s*([\"'])(?P<picture>.*?)\5",
    re.IGNORECASE,
)
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_DRAWING_SCRIPT: Final = re.compile(
    r"<script\b|\son[a-z]+\s*=|=\s*[\"']?\s*(?:javascript|data:text/html)", re.IGNORECASE
)
_DRAWING_ADDRESS: Final = re.compile(r"\b(?:xlink:)?href\s*=\s*[\"']((?:https?:)?//[^\"']*)", re.IGNORECASE)
_SCRIPT_ADDRESS: Final = re.compile(r"(?:https?:|[\"'`])//(?!www\.w3\.org/)[\w.-]+\.\w+", re.IGNORECASE)
_SAMPLE_KEYWORD: Final = "示例".encode("utf-16-be").hex().encode()
_LARGEST_NOTES: Final = 4_000_000
_WITHOUT_SAMPLES: Final = "用 publishconf.py 建站,示例会自动略去;不是示例的换个名称"


@dataclass(frozen=True, slots=True)
class Judged:
    """What such files are judged with. ``now`` is aware; ``offices`` are mobile numbers of offices."""

    space: Space
    now: datetime
    samples_allowed: bool = False
    offices: frozenset[str] = frozenset()


def check_other(judged: Judged, name: str, text: str) -> Iterator[Problem]:
    """Everything about a text file that is no page. Lines are those of the file where it is not folded or escaped."""
    if name.endswith(".css"):
        yield from _check_style(judged.space, name, text)
    elif name.endswith(".js"):
        yield from _check_script(name, text)
    elif name.endswith(".svg"):
        yield from _check_drawing(name, text)
    else:
        plain = read_plainly(name, text)
        for at, found in find_numbers(plain, judged.offices):
            yield make_finding(name, _place(plain, at), found.rule, found.message, found.hint)
        if not judged.samples_allowed:
            yield from _check_samples(name, plain)
        yield from _check_moments(judged.now, name, plain)
        if name.endswith(_XML):
            yield from _check_addresses(judged.space, name, text)


def read_plainly(name: str, text: str) -> str:
    """The text as a program reads it: escapes of JSON and XML resolved, a calendar's folded lines joined."""
    if name.endswith(_JSON) and "\\u" in text:
        try:
            return json.dumps(json.loads(text), ensure_ascii=False, indent=0)
        except (ValueError, RecursionError):
            return text
    if name.endswith(_XML) and "&" in text:
        return unescape(text)
    if name.endswith(".ics"):
        return re.sub(r"\r?\n[ \t]", "", text)
    return text


def _check_samples(name: str, text: str) -> Iterator[Problem]:
    patterns = (_SAMPLE_FLAG, _SAMPLE_NAME, *((_SAMPLE_CELL,) if name.endswith(".csv") else ()))
    found = [match.start() for match in (pattern.search(text) for pattern in patterns) if match]
    if found:
        yield make_finding(name, _place(text, min(found)), "I301", "供程序读的文件里有示例", _WITHOUT_SAMPLES)


def _check_moments(now: datetime, name: str, text: str) -> Iterator[Problem]:
    for match in _MOMENT.finditer(text):
        said = match[1] or match[2]
        if _is_future(said, now):
            message = f"发布时间 {said[:25]} 在将来"
            yield make_finding(
                name, _place(text, match.start()), "I102", message, "改正文稿的时间,重新生成网站"
            )


def _is_future(said: str, now: datetime) -> bool:
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        return False
    if moment.tzinfo is None:
        return moment.date() > now.date()
    return moment > now


def _check_addresses(space: Space, name: str, text: str) -> Iterator[Problem]:
    for match in _OWN_ADDRESS.finditer(text):
        href = unescape(match[1] or match[2] or "").strip()
        if href and space.resolve(href, name).sort == "missing":
            yield make_finding(
                name, _place(text, match.start()), "I203", f"链接的 {href[:80]} 不存在", "重新生成网站"
            )


def _check_style(space: Space, name: str, text: str) -> Iterator[Problem]:
    plain = _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    for match in _STYLE_ADDRESS.finditer(plain):
        href = (match["url"] or match["sheet"] or match["picture"] or "").strip()
        goal = space.resolve(href, name) if href and not href.startswith("#") else Goal("data", "")
        place = _place(plain, match.start())
        if goal.sort == "other":
            yield make_finding(name, place, "I302", f"样式表从别的网站取文件:{href[:80]}", "放在本站")
        elif goal.sort == "missing":
            yield make_finding(name, place, "I206", f"文件 {goal.file} 不存在", "补上文件或改正地址")


def _check_script(name: str, text: str) -> Iterator[Problem]:
    for match in _SCRIPT_ADDRESS.finditer(text):
        message = f"脚本里有别的网站的地址:{match[0][:80]}"
        yield make_finding(name, _place(text, match.start()), "I302", message, "删去;查明它从哪里来")


def _check_drawing(name: str, text: str) -> Iterator[Problem]:
    script = _DRAWING_SCRIPT.search(text)
    if script:
        yield make_finding(
            name, _place(text, script.start()), "I303", "SVG 图里有脚本", "换成不带脚本的图,或 PNG"
        )
    for match in _DRAWING_ADDRESS.finditer(text):
        message = f"SVG 图从别的网站取内容:{match[1][:80]}"
        yield make_finding(name, _place(text, match.start()), "I306", message, "图片和文件放在本站")


def check_pdf(name: str, data: bytes, samples_allowed: bool) -> Iterator[Problem]:
    """A poster that says of itself, in its keywords, that it is a sample."""
    for part in _read_notes(data) if not samples_allowed else ():
        at = part.find(b"/Keywords")
        if at >= 0 and _SAMPLE_KEYWORD in part[at : at + 200].lower():
            yield make_finding(name, (1, 1), "I301", "海报是示例", "用 publishconf.py 建站,示例会自动略去")
            return


def _read_notes(data: bytes) -> Iterator[bytes]:
    """Where a PDF's notes about itself may stand: in the open, or in its packed objects (ISO 32000 §7.5.7)."""
    yield data
    at = data.find(b"/ObjStm")
    while at >= 0:
        start = data.find(b"stream", at) + len(b"stream")
        with contextlib.suppress(zlib.error):
            yield zlib.decompressobj().decompress(data[start:].lstrip(b"\r\n"), _LARGEST_NOTES)
        at = data.find(b"/ObjStm", at + 1)


def find_mailboxes(text: str) -> Iterator[tuple[int, str]]:
    """Every mail address with its position."""
    if "@" in text:
        for match in _MAILBOX.finditer(text):
            yield match.start(), match[0]


def _place(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
