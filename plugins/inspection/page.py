"""One pass over the bytes of a finished page."""

from __future__ import annotations

import re
from html import unescape

from .facts import PageFacts, Ref
from .handlers import ENDERS, HANDLERS, Parsed, Scan
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
_QUIET = frozenset(
    ["class", "type", "width", "height", "viewbox", "d", "datetime", "hidden", "value", "lang", "role"]
)
_MARKS = frozenset(["ribbon", "badge", "empty", "contact", "notice"])
_LONG_NUMBER = re.compile(r"[0-9０-９][0-9０-９ -]{10}")
_CACHED_TAGS = 60_000

# What a tag is to the scan: nothing but inline, a break in the text, or something to look at.
_INLINE, _BREAK, _LOOK = 0, 1, 2


def scan_page(path: str, html: str, cache: dict[str, Parsed]) -> PageFacts:
    """The facts of one page. Never raises, whatever the page holds; ``cache`` may be shared by all pages of a process."""
    page = PageFacts(path, html)
    scan = Scan(page, cache)
    parts, starts = page.parts, page.starts
    last = 0
    for match in TOKEN.finditer(html):
        start = match.start()
        if start > last:
            text = html[last:start]
            parts.append(unescape(text) if "&" in text else text)
            starts.append(last)
        last = match.end()
        source = match[0]
        known = cache.get(source)
        if known is None:
            known = _parse(match)
            if len(cache) < _CACHED_TAGS and len(source) < 1000:
                cache[source] = known
        what, name, attrs, numbered = known
        if what:
            parts.append("\n")
            starts.append(start)
            if what == _LOOK:
                _look(scan, start, last, name, attrs, numbered, match)
    if last < len(html):
        parts.append(unescape(html[last:]))
        starts.append(last)
    return page


def _parse(match: re.Match[str]) -> Parsed:
    raw, raw_attrs, _body, slash, name, source = match.groups()
    if raw:
        return _LOOK, raw.lower(), parse_attributes(raw_attrs), False
    if not name:
        return _INLINE, "", {}, False
    name = name.lower()
    if slash:
        what = _LOOK if f"/{name}" in ENDERS else _BREAK if name in _BLOCKS else _INLINE
        return what, f"/{name}", {}, False
    attrs = parse_attributes(source) if source.strip() else {}
    numbered = any(_LONG_NUMBER.search(value) for key, value in attrs.items() if _may_hold_number(key, value))
    quiet = (
        name not in HANDLERS
        and not numbered
        and all(key in _QUIET for key in attrs)
        and not _is_marked(attrs)
    )
    what = (_BREAK if name in _BLOCKS else _INLINE) if quiet else _LOOK
    return what, name, attrs, numbered


def _may_hold_number(key: str, value: str) -> bool:
    return key not in ("src", "srcset", "d", "points", "viewbox", "id", "class") and (
        key not in ("href", "action") or value[:4].lower() in ("tel:", "sms:")
    )


def _is_marked(attrs: dict[str, str]) -> bool:
    return not _MARKS.isdisjoint(attrs.get("class", "").split())


def _look(
    scan: Scan, start: int, end: int, name: str, attrs: dict[str, str], numbered: bool, match: re.Match[str]
) -> None:
    page = scan.page
    if name.lstrip("/") not in _BLOCKS:
        # An inline tag must not break a word or a number in two.
        page.parts.pop()
        page.starts.pop()
    if name[0] == "/":
        ENDERS[name](scan, start, end)
        return
    if attrs:
        _look_at_attributes(scan, start, attrs, numbered)
    handler = HANDLERS.get(name)
    if handler is not None:
        handler(scan, start, attrs, match)


def _look_at_attributes(scan: Scan, start: int, attrs: dict[str, str], numbered: bool) -> None:
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
        elif key == "style":
            page.inline_styles.append((start, "style 属性"))
        elif key.startswith("on") and len(key) > 4:
            page.inline_scripts.append((start, f"{key} 属性"))
        elif key == "tabindex" and value.strip().isdigit() and int(value) > 0:
            page.tabindex.append(start)
        elif key == "formaction":
            page.refs.append(Ref(start, "form", value, ""))
    if numbered:
        office = scan.in_footer or scan.in_contact
        page.numbers.extend(
            (start, value, office) for key, value in attrs.items() if _may_hold_number(key, value)
        )


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
