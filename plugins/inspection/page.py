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
_LOOKED_AT = frozenset(
    ["id", "style", "tabindex", "formaction", "aria-labelledby", "aria-describedby", "aria-controls"]
)
_MARKS = frozenset(["ribbon", "badge", "empty", "contact", "notice"])
# No private number begins with a nought; every landline does, and one stands in every footer.
_LONG_NUMBER = re.compile(r"[1-9１-９](?<![0-9０-９].)(?:[ -]?[0-9０-９]){10}")
_CACHED_TAGS = 60_000


def scan_page(path: str, html: str, cache: dict[str, Parsed]) -> PageFacts:
    """The facts of one page. Never raises, whatever the page holds; ``cache`` may be shared by all pages of a process."""
    page = PageFacts(path, html)
    scan = Scan(page)
    parts, starts = page.parts, page.starts
    last = 0
    for match in TOKEN.finditer(html):
        start, end = match.span()
        if start > last:
            text = html[last:start]
            parts.append(unescape(text) if "&" in text else text)
            starts.append(last)
        last = end
        source = match[0]
        known = cache.get(source)
        if known is None:
            known = _parse(match)
            if len(cache) < _CACHED_TAGS and len(source) < 1000:
                cache[source] = known
        breaks, handler, attrs, marked = known
        if breaks:
            parts.append("\n")
            starts.append(start)
        if marked:
            _look_at_attributes(scan, start, attrs)
        if handler is not None:
            handler(scan, start, attrs, match)
    if last < len(html):
        parts.append(unescape(html[last:]))
        starts.append(last)
    return page


def _parse(match: re.Match[str]) -> Parsed:
    """What a tag means to the scan: whether the text breaks at it, who handles it, its attributes, whether to look at
    these.
    """
    raw, raw_attrs, _body, slash, name, source = match.groups()
    name = (raw or name or "").lower()
    if slash:
        return name in _BLOCKS, ENDERS.get(name), {}, False
    attrs = parse_attributes(raw_attrs or source or "")
    return (
        name in _BLOCKS,
        HANDLERS.get(name),
        attrs,
        any(_is_marked(key, value) for key, value in attrs.items()),
    )


def _is_marked(key: str, value: str) -> bool:
    if key == "class":
        return not _MARKS.isdisjoint(value.split())
    return key in _LOOKED_AT or key.startswith("on") or holds_number(key, value)


def holds_number(key: str, value: str) -> bool:
    """Whether an attribute holds a number long enough to be somebody's, in a place where people read or dial it."""
    return bool(_LONG_NUMBER.search(value)) and _may_hold_number(key, value)


def _may_hold_number(key: str, value: str) -> bool:
    return key not in ("src", "srcset", "d", "points", "viewbox", "id", "class") and (
        key not in ("href", "action") or value[:4].lower() in ("tel:", "sms:")
    )


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
        elif key == "style":
            page.inline_styles.append((start, "style 属性"))
        elif key.startswith("on") and len(key) > 4:
            page.inline_scripts.append((start, f"{key} 属性"))
        elif key == "tabindex" and value.strip().isdigit() and int(value) > 0:
            page.tabindex.append(start)
        elif key == "formaction":
            page.refs.append(Ref(start, "form", value, ""))
        if holds_number(key, value):
            page.numbers.append((start, value, scan.in_footer or scan.in_contact))


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
