"""What can be judged from a file that is no page: feeds, calendars, open data, PDF. Drawings, sheets and scripts are
``checks_assets``'.
"""

from __future__ import annotations

import contextlib
import csv
import json
import re
import zlib
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from typing import Final
from xml.parsers import expat

from plugins.registry.problems import Problem

from .checks_assets import JSON_LIKE, XML_LIKE, Judged, check_drawing, check_script, check_style, place_of
from .dates import is_future
from .numbers import find_numbers
from .rules import make_finding
from .space import Space

_SAMPLE_FLAG: Final = re.compile(r'"sample"\s*:\s*"?true')
# Samples have names that begin so; machine-readable files show them without a ribbon. The word alone is a column's head.
_SAMPLE_NAME: Final = re.compile(
    r"<title[^>]*>\s*(?:<!\[CDATA\[)?\s*示例[^<\s“”]|^(?:SUMMARY|DESCRIPTION|NAME|FN|N)[^:\n]*:示例.|"
    r"\"(?:title|name|summary|headline)\"\s*:\s*\"示例[^\"“”]|[\[,]\s*\"示例[^\"“”]|<(?:text|tspan)\b[^>]*>\s*示例[^<“”]",
    re.MULTILINE,
)
_SAMPLE_LINE: Final = re.compile(r"^示例[^“”\n]{0,12}$", re.MULTILINE)
_SAMPLE_CELL: Final = re.compile(r"(?:^|,)\"?示例[^\",\s]", re.MULTILINE)
_SAMPLE_HEADS: Final = frozenset({"示例", "sample"})
_YES: Final = frozenset({"true", "yes", "1", "是"})
_DRAFT: Final = re.compile(r'"status"\s*:\s*"(?:draft|hidden|草稿)"')
_MOMENT: Final = re.compile(
    r"<(?:\w+:)?(?:published|updated|pubDate|lastBuildDate|date|lastmod|modified|created)>\s*([^<]+)"
    r"|\"(?:date_published|date_modified|datePublished|dateModified|published|modified|updated)\"\s*:\s*\"([^\"]+)\""
    r"|^(?:DTSTAMP|CREATED|LAST-MODIFIED)[^:\n]*:(\S+)",
    re.MULTILINE,
)
_MOMENT_HEADS: Final = frozenset({"发布时间", "修改时间", "更新日期", "published", "modified", "updated"})
_OWN_ADDRESS: Final = re.compile(r"<loc>([^<]+)</loc>|\b(?:href|src|url)\s*=\s*[\"']([^\"'<>{}]+)[\"']")
_JSON_ADDRESS: Final = re.compile(
    r"\"(?:url|href|src|start_url|contentUrl|image|logo)\"\s*:\s*\"(/[^\"{}]*)\""
)
_ENDING: Final = ".,;:!?)]}&"
_MAILBOX: Final = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+", re.ASCII)
# JSON-LD is full of "@": only one between such characters may be an address's.
_MAILBOX_SIGN: Final = re.compile(r"@(?<=[\w.+-]@)[\w-]+\.", re.ASCII)
_FED_SCRIPT: Final = re.compile(r"<script\b|<[a-z][^<>]*\son[a-z]+\s*=|[\"'=]\s*javascript:", re.IGNORECASE)
_FED_FRAME: Final = re.compile(r"<(?:iframe|object|embed|applet|base)\b", re.IGNORECASE)
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]*>")
_SAMPLE_KEYWORD: Final = "示例".encode("utf-16-be").hex().encode()
_LARGEST_NOTES: Final = 4_000_000
_WITHOUT_SAMPLES: Final = "用 publishconf.py 建站,示例会自动略去;不是示例的换个名称"
_REBUILD: Final = "重新生成网站"


def check_other(judged: Judged, name: str, text: str) -> Iterator[Problem]:
    """Everything about a text file that is no page. Lines are those of the file where it is not folded or escaped."""
    lower = name.lower()
    if lower.endswith(".css"):
        yield from check_style(judged.space, name, text)
    elif lower.endswith((".js", ".mjs")):
        yield from check_script(name, text)
    elif lower.endswith(".svg"):
        yield from check_drawing(judged.space, name, text)
    plain = read_plainly(lower, text)
    yield from _check_private(judged, name, plain)
    yield from _check_form(lower, name, text)
    if lower.endswith((".css", ".js", ".mjs")):
        return
    if not judged.samples_allowed:
        yield from _check_samples(name, plain)
    if _DRAFT.search(plain):
        place = place_of(plain, _DRAFT.search(plain))
        yield make_finding(
            name, place, "I308", "供程序读的文件里有草稿", "用 publishconf.py 建站,草稿会自动略去"
        )
    yield from _check_moments(judged.now, name, plain)
    if not lower.endswith(".svg"):
        yield from _check_addresses(judged.space, name, plain)
    if lower.endswith((".xml", ".atom", ".xsl")):
        yield from _check_fed(name, plain)
    if lower.endswith(".csv"):
        yield from _check_table(judged, name, text)


def read_plainly(name: str, text: str) -> str:
    """The text as a program reads it: escapes of JSON and XML resolved, a calendar's folded lines joined."""
    if name.endswith(JSON_LIKE) and "\\" in text:
        try:
            return json.dumps(json.loads(text), ensure_ascii=False, indent=0)
        except (ValueError, RecursionError):
            return text
    if name.endswith((*XML_LIKE, ".svg")) and "&" in text:
        return unescape(text)
    if name.endswith((".ics", ".vcf")):
        return re.sub(r"\r?\n[ \t]", "", text)
    return text


def _check_private(judged: Judged, name: str, plain: str) -> Iterator[Problem]:
    found = False
    for at, problem in find_numbers(plain, judged.offices):
        found = True
        yield make_finding(name, place_of(plain, at), problem.rule, problem.message, problem.hint)
    # In pieces between tags: <b>110105</b>1949…; only where nothing stood in one piece.
    if not found and "<" in plain and name.lower().endswith((*XML_LIKE, ".svg")):
        bare = _TAG.sub(lambda tag: "\u2060" * len(tag[0]), plain)
        for at, problem in find_numbers(bare, judged.offices):
            yield make_finding(name, place_of(plain, at), problem.rule, problem.message, problem.hint)


def _check_form(lower: str, name: str, text: str) -> Iterator[Problem]:
    """Whether a program could read the file at all."""
    if "\ufffd" in text or "\0" in text:
        at = min(at for at in (text.find("\ufffd"), text.find("\0")) if at >= 0)
        yield make_finding(
            name, place_of(text, at), "I310", "有不是 UTF-8 的字节", f"{_REBUILD};检查原稿的编码"
        )
        return
    try:
        if lower.endswith(JSON_LIKE):
            json.loads(text)
        elif lower.endswith((*XML_LIKE, ".svg")):
            expat.ParserCreate().Parse(text.encode(), True)
    except RecursionError:
        yield make_finding(name, (1, 1), "I310", "JSON 套得太深,读不懂", _REBUILD)
    except json.JSONDecodeError as error:
        yield make_finding(name, (error.lineno, error.colno), "I310", "JSON 读不懂", _REBUILD)
    except expat.ExpatError as error:
        if error.code != expat.errors.codes[expat.errors.XML_ERROR_UNBOUND_PREFIX]:
            yield make_finding(name, (error.lineno, error.offset + 1), "I310", "XML 读不懂", _REBUILD)


def _check_samples(name: str, text: str) -> Iterator[Problem]:
    patterns = [_SAMPLE_FLAG, _SAMPLE_NAME]
    patterns += [_SAMPLE_CELL] if name.endswith(".csv") else [_SAMPLE_LINE] if name.endswith(".txt") else []
    found = [match.start() for match in (pattern.search(text) for pattern in patterns) if match]
    if found:
        yield make_finding(
            name, place_of(text, min(found)), "I301", "供程序读的文件里有示例", _WITHOUT_SAMPLES
        )


def _check_moments(now: datetime, name: str, text: str) -> Iterator[Problem]:
    for match in _MOMENT.finditer(text):
        said = match[1] or match[2] or match[3]
        if is_future(said, now):
            yield _future(name, place_of(text, match.start()), said)


def _future(name: str, place: tuple[int, int], said: str) -> Problem:
    message = f"发布时间 {said.strip()[:25]} 在将来"
    return make_finding(name, place, "I102", message, "改正文稿的时间,重新生成网站")


def _check_addresses(space: Space, name: str, text: str) -> Iterator[Problem]:
    """Addresses that readers of feeds and programs follow: the site's own wherever they stand, and those from its root."""
    told = set()
    for at, href in _list_addresses(space, name, text):
        goal = space.resolve(href, name)
        lost = goal.sort == "other" and name.endswith("sitemap.xml") and bool(space.host)
        if (goal.sort in ("missing", "malformed") or lost) and href not in told:
            told.add(href)
            cure = "检查建站时的 SITEURL" if lost or goal.sort == "malformed" else _REBUILD
            yield make_finding(name, place_of(text, at), "I203", f"链接的 {href[:80]} 不存在", cure)


def _list_addresses(space: Space, name: str, text: str) -> Iterator[tuple[int, str]]:
    if space.own is not None:
        for match in space.own.finditer(text):
            yield match.start(), match[0].rstrip(_ENDING)
    if name.endswith(XML_LIKE):
        for match in _OWN_ADDRESS.finditer(text):
            yield match.start(), unescape(match[1] or match[2]).strip()
    elif name.endswith(JSON_LIKE):
        for match in _JSON_ADDRESS.finditer(text):
            yield match.start(), match[1]


def _check_fed(name: str, text: str) -> Iterator[Problem]:
    """Scripts and frames in what a feed gives to other programs to show."""
    if script := _FED_SCRIPT.search(text):
        yield make_finding(name, place_of(text, script.start()), "I303", "订阅源里有脚本", "从原稿中删去")
    if frame := _FED_FRAME.search(text):
        yield make_finding(name, place_of(text, frame.start()), "I302", "订阅源里有框架", "从原稿中删去")


def _check_table(judged: Judged, name: str, text: str) -> Iterator[Problem]:
    """Columns that say of each row when it was published and whether it is a sample."""
    named = _SAMPLE_CELL.search(text) is not None
    rows = csv.reader(text.removeprefix("\ufeff").splitlines(keepends=True))
    try:
        heads = next(rows, [])
        moments = [at for at, head in enumerate(heads) if head in _MOMENT_HEADS]
        samples = [at for at, head in enumerate(heads) if head in _SAMPLE_HEADS]
        for row in rows if moments or samples else ():
            place = (rows.line_num, 1)
            for at in moments:
                if at < len(row) and is_future(row[at], judged.now):
                    yield _future(name, place, row[at])
            flagged = any(at < len(row) and row[at].strip().lower() in _YES for at in samples)
            if flagged and not judged.samples_allowed and not named:
                yield make_finding(name, place, "I301", "供程序读的文件里有示例", _WITHOUT_SAMPLES)
                samples = []
    except csv.Error:
        yield make_finding(name, (rows.line_num, 1), "I310", "表格读不懂", _REBUILD)


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
    if _MAILBOX_SIGN.search(text):
        for match in _MAILBOX.finditer(text):
            yield match.start(), match[0]
