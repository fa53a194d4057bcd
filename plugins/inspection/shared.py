"""Parts that many pages share to the letter - masthead, menu, footer - are scanned once and put into every page with them.

A part is shared only where nothing in it leans on what stands around it: it begins and ends in the same quiet state of the
scan, and its marks are none of those that speak of the whole page. Everything else is scanned where it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from .facts import Heading, Menu, PageFacts, Ref
from .scan import Scan
from .tokens import RAW_TEXT

# The elements that are worth it, by their start tag's name.
SHARED: Final = frozenset({"nav", "header", "footer"})
# What these tell is the page's: its title, its tags, its main part; a time is judged by the words before it. Raw text has
# rules of its own for where it ends.
_OF_THE_PAGE: Final = re.compile(
    rf"</?(?:html|head|meta|body|main|time|base|{'|'.join(RAW_TEXT)})(?![\w-])", re.IGNORECASE
)
# Marks so plain that what follows the part cannot change how they are read: every quote is closed, no comment is begun.
_NAME: Final = r"[^\t\n\f\r \"'<>/=]++"
_VALUE: Final = r"(?:\"[^\"]*+\"|'[^']*+'|[^\t\n\f\r \"'<>=]++)"
_BLANK: Final = r"[\t\n\f\r ]*+"
_SOUND: Final = re.compile(
    rf"(?:[^<]++|</?[A-Za-z](?:{_NAME})?+(?:[\t\n\f\r /]++(?:{_NAME}(?:{_BLANK}={_BLANK}{_VALUE})?+)?+)*+>)*+"
)
_PLAIN: Final = re.compile(r"/(?!/)[\w/.-]*\Z", re.ASCII)
_LONGEST: Final = 20_000
_KEPT_CHARACTERS: Final = 8_000_000
_SEEN_PARTS: Final = 100_000

# The part's text and where it stands: in the main part, in how many menus, in a footer, in a block of contact.
Key = tuple[str, bool, int, bool, bool]


@dataclass(slots=True)
class SharedParts:
    """What a process knows of parts. ``facts`` is None for a part that leans on its page."""

    facts: dict[Key, PageFacts | None] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    kept: int = 0


def find_part(scan: Scan, name: str, start: int, after: int) -> Key | None:
    """The part that a start tag from ``start`` to ``after`` opens, up to its first end tag; None for none."""
    if not _is_quiet(scan):
        return None
    html = scan.page.html
    close = f"</{name}>"
    end = html.find(close, after, after + _LONGEST)
    if end < 0:
        return None
    return html[start : end + len(close)], scan.in_main, scan.in_nav, scan.in_footer, scan.in_contact


def is_worth_keeping(parts: SharedParts, key: Key) -> bool:
    """Whether a part not yet known has been met before, and there is room for it."""
    mark = hash(key)
    if mark in parts.seen:
        return parts.kept < _KEPT_CHARACTERS
    if len(parts.seen) < _SEEN_PARTS:
        parts.seen.add(mark)
    return False


def open_part(key: Key) -> Scan:
    """A scan of a part alone, in the state that it has on its page."""
    source, in_main, in_nav, in_footer, in_contact = key
    page = PageFacts("", source)
    return Scan(page, in_main=in_main, in_nav=in_nav, in_footer=in_footer, in_contact=in_contact)


def keep_part(parts: SharedParts, key: Key, scan: Scan, last: int, name: str) -> None:
    """Note what the scan of a part found. ``last`` is where its last token begins: the part's own end tag, or the tokenizer
    would have read on beyond the part.
    """
    after = (scan.in_main, scan.in_nav, scan.in_footer, scan.in_contact)
    whole = last == len(key[0]) - len(name) - 3
    stands = whole and after == key[1:] and _is_quiet(scan)
    sound = _SOUND.fullmatch(key[0]) and not _OF_THE_PAGE.search(key[0])
    parts.facts[key] = _build_menu(scan.page) if stands and sound else None
    parts.kept += len(key[0])


def _build_menu(page: PageFacts) -> PageFacts:
    """The facts of a part with its plain links as a menu: together they are judged once for all pages."""
    plain = [ref for ref in page.refs if ref.use == "link" and not ref.content and _PLAIN.match(ref.href)]
    if plain:
        page.refs = [ref for ref in page.refs if ref not in plain]
        page.menus = [(Menu(tuple(plain)), 0)]
    return page


def put_part(page: PageFacts, found: PageFacts, start: int) -> bool:
    """Add what a part tells to a page that holds it at ``start``. False, and nothing done, where their ids collide."""
    if found.ids:
        if not page.ids.keys().isdisjoint(found.ids):
            return False
        page.ids.update((name, start + at) for name, at in found.ids.items())
    base = len(page.parts)
    page.parts += found.parts
    page.starts += [start + at for at in found.starts]
    page.refs += [Ref(start + at, use, href, rel, content) for at, use, href, rel, content in found.refs]
    page.menus += [(menu, start) for menu, _ in found.menus]
    page.items += found.items
    page.empty_states += found.empty_states
    page.office_spans += [(base + first, base + last) for first, last in found.office_spans]
    if found.footer is not None:
        page.footer = (base + found.footer[0], base + found.footer[1])
    page.pictures += found.pictures
    page.labelled |= found.labelled
    page.headings += [Heading(start + at, level, text) for at, level, text in found.headings]
    _put_marks(page, found, start)
    return True


def _put_marks(page: PageFacts, found: PageFacts, start: int) -> None:
    """What hardly any part has."""
    for name in _OFFSETS:
        if values := getattr(found, name):
            getattr(page, name).extend([start + at for at in values])
    for name in _PAIRS:
        if values := getattr(found, name):
            getattr(page, name).extend([(start + at, *rest) for at, *rest in values])


_OFFSETS: Final = ("no_alt", "samples", "drafts", "tabindex")
_PAIRS: Final = (
    *("repeated_ids", "id_refs", "nameless", "controls", "inline_scripts", "inline_styles", "data_blocks"),
    *("hidden", "claims", "codes", "numbers"),
)


def _is_quiet(scan: Scan) -> bool:
    """Whether nothing is open that what comes may close or belong to."""
    return not (
        scan.links or scan.heading or scan.in_label or scan.source_set or scan.badge >= 0 or scan.notice >= 0
    )
