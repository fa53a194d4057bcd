"""One pass over the bytes of a finished page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Final
from urllib.parse import unquote

from plugins.registry.identity import find_identities

from .facts import PageFacts, Ref
from .handlers import ENDERS, HANDLERS
from .numbers import may_hold_number
from .scan import Parsed, Scan
from .shared import SHARED, SharedParts, find_part, is_worth_keeping, keep_part, open_part, put_part
from .styles import find_style_addresses
from .tokens import TOKEN, parse_attributes

_BLOCKS = frozenset(
    [
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "br",
            "dd",
            "div",
            "dl",
            "dt",
            "fieldset",
            "figcaption",
        ),
        *(
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "legend",
            "li",
            "main",
        ),
        *("nav", "ol", "option", "p", "pre", "section", "select", "summary", "table", "tbody", "td", "tfoot"),
        *("th", "thead", "title", "tr", "ul"),
    ]
)
_LOOKED_AT = frozenset(
    [
        "id",
        "style",
        "tabindex",
        "formaction",
        "background",
        "ping",
        "aria-labelledby",
        "aria-describedby",
        "aria-controls",
    ]
)
_MARKS = frozenset(["ribbon", "badge", "empty", "contact", "notice"])
_HIDING = frozenset(["script", "style", "textarea", "iframe", "noembed", "noframes", "xmp"])
_ADDRESSES: Final = frozenset(["href", "src", "action", "xlink:href", "formaction", "data", "cite", "poster"])
_CODES: Final = frozenset(["srcset", "id", "class", "for", "name", "sizes"])
_SHAPES: Final = frozenset(["d", "points", "viewbox", "transform", "width", "height"])
_CACHED_TAGS = 60_000


@dataclass(slots=True)
class Known:
    """What the pages that a process has read taught it: tags already parsed, parts already scanned."""

    tags: dict[str, Parsed] = field(default_factory=dict)
    parts: SharedParts = field(default_factory=SharedParts)


def scan_page(path: str, html: str, known: Known) -> PageFacts:
    """The facts of one page. Never raises, whatever the page holds; ``known`` may be shared by all pages of a process."""
    page = PageFacts(path, html)
    scan = Scan(page)
    at: int | None = 0
    while at is not None:
        at, _ = _scan_from(scan, at, known)
    return page


def _scan_from(scan: Scan, at: int, known: Known, shares: bool = True) -> tuple[int | None, int]:
    """Scan on from ``at``, where a token or text begins. Where the next part was put in as a whole: its end; None at the end
    of the file. And where the last token began.
    """
    page, html = scan.page, scan.page.html
    parts, starts = page.parts, page.starts
    tags = known.tags
    last, start = at, -1
    for match in TOKEN.finditer(html, at):
        start, end = match.span()
        if start > last:
            text = html[last:start]
            parts.append(unescape(text) if "&" in text else text)
            starts.append(last)
        last = end
        source = match[0]
        read = tags.get(source)
        if read is None:
            read = _parse(match)
            if len(tags) < _CACHED_TAGS and len(source) < 1000:
                tags[source] = read
        breaks, handler, attrs, marked, shared = read
        if shared and shares and (after := _put_shared(scan, shared, start, end, known)):
            return after, start
        if breaks:
            parts.append("\n")
            starts.append(start)
        if marked:
            _look_at_attributes(scan, start, attrs)
        if match[3] and match[1].lower() in _HIDING:
            _look_at_hidden(page, match)
        if handler is not None:
            handler(scan, start, attrs, match)
    if last < len(html):
        parts.append(unescape(html[last:]))
        starts.append(last)
    return None, start


def _put_shared(scan: Scan, name: str, start: int, after: int, known: Known) -> int:
    """Put a part that other pages have too into the page as a whole; where it ends, or 0 where it must be scanned here."""
    key = find_part(scan, name, start, after)
    if key is None:
        return 0
    if key not in known.parts.facts:
        if not is_worth_keeping(known.parts, key):
            return 0
        inner = open_part(key)
        _, last = _scan_from(inner, 0, known, shares=False)
        keep_part(known.parts, key, inner, last, name)
    found = known.parts.facts[key]
    return start + len(key[0]) if found is not None and put_part(scan.page, found, start) else 0


def _parse(match: re.Match[str]) -> Parsed:
    """What a tag means to the scan: whether the text breaks at it, who handles it, its attributes, whether to look at
    these, whether it opens a part that pages share.
    """
    raw, raw_attrs, _body, slash, name, source = match.groups()
    name = (raw or name or "").lower()
    if slash:
        return name in _BLOCKS, ENDERS.get(name), {}, False, ""
    attrs = parse_attributes(raw_attrs or source or "")
    return (
        name in _BLOCKS,
        HANDLERS.get(name),
        attrs,
        any(_is_marked(key, value) for key, value in attrs.items()),
        name if name in SHARED else "",
    )


def _is_marked(key: str, value: str) -> bool:
    if key == "class":
        return not _MARKS.isdisjoint(value.split())
    return key in _LOOKED_AT or key.startswith("on") or holds_number(key, value) or holds_identity(key, value)


def holds_number(key: str, value: str) -> bool:
    """Whether an attribute holds a number long enough to be somebody's, in a place where people read or dial it."""
    return len(value) > 10 and _may_hold_number(key, value) and may_hold_number(unquote(value))


def _may_hold_number(key: str, value: str) -> bool:
    if key in _ADDRESSES:
        scheme = value[:8].partition(":")[0].lower()
        return ":" in value[:8] and scheme not in ("http", "https", "data")
    return key not in _CODES and key not in _SHAPES


def holds_identity(key: str, value: str) -> bool:
    """Whether an address or a name for programs holds an identity-card number."""
    if len(value) < 18 or (key not in _ADDRESSES and key not in _CODES):
        return False
    return next(find_identities(unquote(value) if "%" in value else value), None) is not None


def _look_at_hidden(page: PageFacts, match: re.Match[str]) -> None:
    """The text of an element that is not shown as text, but stands in the file: data blocks are kept elsewhere."""
    if may_hold_number(match[3]) and not (match[1].lower() == "script" and "json" in match[2]):
        page.hidden.append((match.start(3), match[3]))


def _look_at_attributes(scan: Scan, start: int, attrs: dict[str, str]) -> None:
    page = scan.page
    for key, value in attrs.items():
        if key == "id":
            if value in page.ids:
                page.repeated_ids.append((start, value))
            page.ids.setdefault(value, start)
        elif key == "class":
            _look_at_class(scan, start, value.split())
        elif key in ("aria-labelledby", "aria-describedby", "aria-controls"):
            page.id_refs.extend((start, name) for name in value.split())
        elif key == "tabindex" and value.strip().isdigit() and int(value) > 0:
            page.tabindex.append(start)
        elif key.startswith("on") and len(key) > 4:
            page.inline_scripts.append((start, f"{key} 属性"))
        else:
            _look_at_loading(page, start, key, value)
        if holds_number(key, value):
            page.numbers.append((start, value, scan.in_footer or scan.in_contact))
        elif holds_identity(key, value):
            page.codes.append((start, value))


def _look_at_loading(page: PageFacts, start: int, key: str, value: str) -> None:
    """Attributes of any element that fetch something or send it somewhere."""
    if key == "style":
        page.inline_styles.append((start, "style 属性"))
        page.refs.extend(Ref(start, "picture", href, "") for _, href, _ in find_style_addresses(value))
    elif key == "formaction":
        page.refs.append(Ref(start, "form", value, ""))
    elif key == "background":
        page.refs.append(Ref(start, "picture", value, ""))
    elif key == "ping":
        page.refs.extend(Ref(start, "form", href, "") for href in value.split())


def _look_at_class(scan: Scan, start: int, marks: list[str]) -> None:
    if "ribbon" in marks:
        scan.page.samples.append(start)
    if "badge" in marks:
        scan.badge, scan.badge_part = start, len(scan.page.parts)
    if "empty" in marks:
        scan.page.empty_states += 1
    if "contact" in marks:
        scan.in_contact = True
    if "notice" in marks:
        scan.notice = len(scan.page.parts)
