"""What a reader would object to in a finished page, read out of its HTML by parsers that are not ours."""

from __future__ import annotations

from typing import Any

from lxml import html as lxml_html
from tinyhtml5.parser import HTMLParser

# 150 KB of HTML at most, whatever a page holds.
LIMIT = 150_000
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# Lists and tables: the element, and what it must hold at least one of.
HOLDERS = {
    "ul": "./li",
    "ol": "./li",
    "dl": ".//dd",
    "tbody": "./tr",
    "select": "./option",
    "nav": ".//li|./a",
}
# Where a script lists what it found; nothing is seen of it before.
FILLED_LATER = "self::*[@data-found or @id='results']"
# What can be seen without being text.
SHOWN = ("img", "svg", "input", "select", "button", "iframe", "picture")


def find_parse_errors(page: str) -> list[str]:
    """What the HTML standard's own parsing rules call an error; see https://html.spec.whatwg.org/#parse-errors."""
    parser = HTMLParser()
    parser.parse(page)
    return [f"{error[0]} {error[1]}" for error in parser.errors]


def find_blanks(page: str) -> list[str]:
    """Lists, tables and navigations with nothing in them, boxes of cards without a card, headings over nothing."""
    tree = lxml_html.fromstring(page)
    main = next(iter(tree.xpath("//main")), tree)
    said = [
        f"empty <{element.tag}> {_mark(element)}"
        for tag, inside in HOLDERS.items()
        for element in main.iter(tag)
        if not element.xpath(FILLED_LATER) and not (element.xpath(inside) and _is_seen(element))
    ]
    said += [
        f"no card in {_mark(box)}"
        for box in main.xpath(".//*[starts-with(@class, 'cards')]")
        if len(box) == 0
    ]
    return said + [f"nothing under {heading}" for heading in _bare_headings(main)]


def _mark(element: Any) -> str:
    label = element.get("aria-label") or element.get("class") or element.get("id") or ""
    before = " ".join(element.getparent().text_content().split())[:20]
    return f"{label} ({before})"


def _is_seen(element: Any) -> bool:
    return bool(element.text_content().strip()) or any(True for _ in element.iter(*SHOWN))


def _bare_headings(main: Any) -> list[str]:
    """Headings that no content follows before the next of their rank or higher. A card's title is itself content."""
    open_headings: list[tuple[int, str]] = []
    bare: list[str] = []

    def close(level: int) -> None:
        while open_headings and open_headings[-1][0] >= level:
            bare.append(open_headings.pop()[1])

    def walk(element: Any) -> None:
        if not isinstance(element.tag, str) or element.get("hidden") is not None:
            return
        if element.tag in HEADINGS and not element.xpath("ancestor::article"):
            level = int(element.tag[1])
            close(level)
            if level > 1:
                open_headings.append((level, " ".join(element.text_content().split())))
            return
        # Beside a section's title stand a remark and a way on: neither is what the title announces.
        if "section-head" in (element.get("class") or "").split():
            for heading in element.iter(*HEADINGS):
                walk(heading)
            return
        if element.tag in SHOWN or (element.text or "").strip():
            open_headings.clear()
        for child in element:
            walk(child)
            if (child.tail or "").strip():
                open_headings.clear()

    walk(main)
    close(0)
    return bare
