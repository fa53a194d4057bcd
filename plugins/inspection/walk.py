"""Reading an output: which files it holds, and every page judged by itself, in several processes."""

from __future__ import annotations

import contextlib
import gc
import os
import re
import stat
import zlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from plugins.pipeline.crew import Crew
from plugins.registry.problems import Problem

from .checks_access import check_access
from .checks_assets import Judged, check_digest, is_hashed
from .checks_data import check_data
from .checks_page import check_footer, check_privacy, check_safety, check_text
from .checks_refs import check_refs
from .checks_tags import GIVEN_TAGS, check_tags, kind_of, read_tags
from .checks_text import check_other, check_pdf, find_mailboxes
from .dates import check_dates
from .facts import PageFacts
from .lexicon import Lexicon
from .page import Known, scan_page
from .rules import make_finding
from .silences import Silence
from .space import Space

PAGES = (".html", ".htm", ".xhtml", ".shtml")
TEXTS = (
    ".json",
    ".geojson",
    ".csv",
    ".xml",
    ".ics",
    ".txt",
    ".webmanifest",
    ".atom",
    ".xsl",
    ".vcf",
    ".tsv",
    ".mjs",
    ".svg",
    ".css",
    ".js",
    ".pdf",
)
# Pages made to stand inside other people's pages: no frame of ours around them, and no tags.
EMBEDDED = "embed/"
_LARGEST = 64_000_000
# What nearly every page fits into: room for the largest would be fetched from the system for each.
_USUAL = 65_536
# HTML standard, 4.2.5.3: the address may stand bare, and a comma or a blank do for the semicolon.
_REFRESH = re.compile(r"(\d*)(?:\.[\d.]*)?[\s;,]*(?:url\s*=\s*)?[\"']?(.*?)[\"']?", re.IGNORECASE | re.DOTALL)
_AT_ONCE = 5
# Kinds with a budget of bytes: each page of them has to be looked at, not only the longest.
_BUDGETED = frozenset({"home", "article"})


class OutputFile(NamedTuple):
    """A file of the output by its POSIX name. ``regular`` is false for links, pipes and the like."""

    name: str
    size: int
    regular: bool


class PageRow(NamedTuple):
    """What the checks of the whole site need to know of one page.

    ``links`` and ``content`` are numbers of files, packed: all that it leads to, and those that its main part shows.
    ``fragments``: (file, fragment, line, column). ``refresh`` is the address that a redirect page leads to.
    ``packed`` is an upper bound of the bytes on the wire for kinds with a budget, the length for others.
    """

    path: str
    kind: str
    tags: dict[str, str]
    newest: str
    items: int
    blank: bool
    links: bytes
    content: bytes
    fragments: list[tuple[str, str, int, int]]
    ids: list[str]
    scripts: list[str]
    styles: list[str]
    pictures: list[tuple[bool, list[str]]]
    outside: list[str]
    refresh: str
    packed: int
    lacking: list[str]
    head: tuple[int, int]
    title: str = ""


@dataclass(slots=True)
class Context:
    """What every page is judged with."""

    output: Path
    space: Space
    numbers: dict[str, int]
    now: datetime
    lexicon: Lexicon | None = None
    samples_allowed: bool = False
    offices: frozenset[str] = frozenset()
    silences: tuple[Silence, ...] = ()
    mailboxes: frozenset[str] = frozenset()
    known: Known = field(default_factory=Known)


@dataclass(slots=True)
class Walked:
    """Everything that was read, in the order of the names."""

    rows: list[PageRow]
    problems: list[Problem]


def list_files(output: Path) -> list[OutputFile]:
    """Every file below ``output``, sorted. Raises OSError when the folder cannot be read."""
    found: list[OutputFile] = []
    stack = [("", str(output))]
    while stack:
        prefix, folder = stack.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    stack.append((f"{prefix}{entry.name}/", entry.path))
                else:
                    status = entry.stat(follow_symlinks=False)
                    found.append(
                        OutputFile(prefix + entry.name, status.st_size, stat.S_ISREG(status.st_mode))
                    )
    return sorted(found)


def walk_pages(context: Context, files: list[OutputFile], crew: Crew) -> Walked:
    """Read and judge every page and every other text. Processes of the crew share the work; all get all."""
    pages = [file.name for file in files if file.regular and file.name.lower().endswith(PAGES)]
    texts = [file.name for file in files if file.regular and file.name.lower().endswith(TEXTS)]
    hashed = [file.name for file in files if file.regular and is_hashed(file.name)]
    crew.start(len(pages))
    was = gc.isenabled()
    gc.disable()  # millions of small values and no cycles among them
    try:
        rows: list[PageRow] = []
        problems: list[Problem] = []
        for name in pages[crew.rank :: crew.size]:
            row, found = judge_page(context, name)
            rows.append(row)
            problems += found
        for name in texts[crew.rank :: crew.size]:
            problems += judge_text(context, name)
        for name in hashed[crew.rank :: crew.size]:
            problems += judge_digest(context, name)
        shares = crew.share((rows, problems))
    finally:
        if was:
            gc.enable()
    return Walked(
        sorted((row for part in shares for row in part[0]), key=lambda row: row.path),
        sorted(problem for part in shares for problem in part[1]),
    )


def read_text(output: Path, name: str) -> str | None:
    """A file's text; bytes that are not UTF-8 become U+FFFD. None when it cannot be read."""
    try:
        with open(f"{output}/{name}", "rb", buffering=0) as file:  # noqa: PTH123 - ten thousand times
            data = file.read(_USUAL)
            if len(data) == _USUAL:
                data += file.read(_LARGEST - _USUAL)
            return data.decode("utf-8", "replace")
    except OSError:
        return None


def judge_page(context: Context, name: str) -> tuple[PageRow, list[Problem]]:
    """One page: its findings, and what the checks of the whole site need of it."""
    html = read_text(context.output, name)
    if html is None:
        row = PageRow(name, "", {}, "", 0, False, b"", b"", [], [], [], [], [], [], "", 0, [], (1, 1))
        return row, [make_finding(name, (1, 1), "I310", "这一页读不出", "重新生成网站")]
    page = scan_page(name, html, context.known)
    tags = read_tags(page)
    kind = kind_of(page)
    refresh = _find_refresh(page)
    problems, ways = check_refs(page, context.space)
    problems += check_data(page, context.space)
    problems += check_privacy(page, context.offices)
    problems += _check_mailboxes(page, context.mailboxes)
    problems += check_text(page, context.lexicon, context.silences)
    problems += check_safety(page, context.samples_allowed)
    problems += check_dates(page, tags, context.now)
    if refresh is None:
        problems += check_access(page)
        if not name.startswith(EMBEDDED):
            problems += check_tags(page, kind, tags, context.space.host)
            problems += check_footer(page, tags)
    whole = name.startswith(EMBEDDED) or refresh is not None
    if refresh and context.space.resolve(refresh, name).sort == "other":
        problems.append(
            make_finding(name, (1, 1), "I302", f"跳到别的网站:{refresh[:80]}", "只能跳到本站的页面")
        )
    row = PageRow(
        path=name,
        kind="redirect" if refresh is not None else kind,
        tags=tags,
        newest=_newest(page, context.now),
        items=page.items,
        blank=_is_blank(page),
        links=_pack(context.numbers, sorted(ways.links)),
        content=_pack(context.numbers, ways.content),
        fragments=[(file, fragment, *page.place(offset)) for file, fragment, offset in ways.fragments],
        ids=list(page.ids),
        scripts=ways.scripts,
        styles=ways.styles,
        pictures=page.pictures if name == "index.html" else [],
        outside=ways.outside,
        refresh=refresh or "",
        packed=_pack_quickly(html) if kind in _BUDGETED else len(html),
        lacking=[] if whole else [tag for tag in GIVEN_TAGS if tag not in tags],
        head=page.place(max(html.find("<head"), 0)),
        title=page.title or "",
    )
    return row, problems


def mailbox_finding(name: str, place: tuple[int, int], mailbox: str) -> Problem:
    """A mail address that the site's own data do not give as the site's."""
    message = f"写了 data/site.yml 里没有的电子邮箱 {mailbox}"
    return make_finding(name, place, "I311", message, "是个人的就删去;是单位公开的不必理会")


def _check_mailboxes(page: PageFacts, known: frozenset[str]) -> Iterator[Problem]:
    for at, mailbox in find_mailboxes(page.html):
        if mailbox.lower() not in known:
            yield mailbox_finding(page.path, page.place(at), mailbox)


def _pack_quickly(html: str) -> int:
    return len(zlib.compress(html.encode("utf-8", "replace"), 1))


def _pack(numbers: dict[str, int], names: list[str]) -> bytes:
    return array("I", [numbers[name] for name in names if name in numbers]).tobytes()


def unpack(packed: bytes) -> array[int]:
    """The numbers of files that a row's ``links`` or ``content`` holds."""
    return array("I", packed)


def _find_refresh(page: PageFacts) -> str | None:
    """Where a page sends its readers at once; a page that stays for a while is judged as any other."""
    for _, name, value in page.equivs:
        match = _REFRESH.fullmatch(value.strip()) if name == "refresh" else None
        if match and match[2] and float(match[1] or 0) <= _AT_ONCE:
            return match[2]
    return None


def _newest(page: PageFacts, now: datetime) -> str:
    """The newest date that the page's main part shows and that has come, as ``YYYY-MM-DD``, or ""."""
    limit = now.date().isoformat()
    dates = (text[:10] for text in page.times if len(text) >= 10)
    return max((date for date in dates if date <= limit and date[:4].isdigit()), default="")


def _is_blank(page: PageFacts) -> bool:
    """Whether the main part shows nothing: no item in it, and an empty state or hardly a sentence."""
    if page.items:
        return False
    if page.empty_states:
        return True
    first, last = page.main
    inside = [text for text, start in zip(page.parts, page.starts, strict=True) if first <= start < last]
    return len("".join("".join(inside).split())) < 80


def judge_digest(context: Context, name: str) -> Iterator[Problem]:
    """A file whose name holds its digest."""
    with contextlib.suppress(OSError):  # that it cannot be read is said elsewhere
        yield from check_digest(name, (context.output / name).read_bytes())


def judge_text(context: Context, name: str) -> Iterator[Problem]:
    """Any other file that can be read: private numbers, samples, dates, addresses, scripts."""
    judged = Judged(context.space, context.now, context.samples_allowed, context.offices)
    if name.lower().endswith(".pdf"):
        try:
            yield from check_pdf(name, (context.output / name).read_bytes(), context.samples_allowed)
        except OSError:
            yield make_finding(name, (1, 1), "I310", "这个文件读不出", "重新生成网站")
        return
    text = read_text(context.output, name)
    if text is None:
        yield make_finding(name, (1, 1), "I310", "这个文件读不出", "重新生成网站")
        return
    yield from check_other(judged, name, text)
    for at, mailbox in find_mailboxes(text):
        if mailbox.lower() not in context.mailboxes:
            yield mailbox_finding(name, (text.count("\n", 0, at) + 1, 1), mailbox)
