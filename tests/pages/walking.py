"""A resident on a phone without script: sees a page, taps what can be seen on it, and is on the next."""

from __future__ import annotations

import re
from typing import Any

from lxml import html as lxml_html

from plugins.catalog import Catalog, CatalogLook
from plugins.pipeline.outputs import Page
from plugins.urls import output_name
from tests.pages.fixture import list_pages

UNSEEN = "ancestor-or-self::*[@hidden or self::noscript or contains(concat(' ', @class, ' '), ' sr ')]"
# A closed fold shows only its summary.
FOLDED = "ancestor::details[not(@open)][not(.//summary//a)]"


class Resident:
    """``taps`` counts the links followed since the home page; ``page`` is the tree of the page looked at."""

    def __init__(self, catalog: Catalog) -> None:
        self._look = CatalogLook(catalog)
        self._pages: dict[str, Page] = list_pages(catalog)
        self.taps = 0
        self.address = ""
        self.page: Any = None
        self._open("")

    def _open(self, address: str) -> None:
        self.address = address
        self.page = lxml_html.fromstring(str(self._pages[output_name(address)].render(self._look)))

    def home(self) -> Resident:
        """Back to the home page, with no tap counted."""
        self.taps = 0
        self._open("")
        return self

    def tap(self, text: str, within: str = "//body") -> Resident:
        """Follow the first link that can be seen within an element and whose words begin with ``text``."""
        for link in self.page.xpath(f"{within}//a[@href]"):
            if self.read(link).startswith(text) and not link.xpath(UNSEEN) and not link.xpath(FOLDED):
                self.taps += 1
                self._open(link.get("href").partition("#")[0].removeprefix("/"))
                return self
        raise AssertionError(f"no link “{text}” on /{self.address}")

    def read(self, element: Any) -> str:
        """An element's words as they are seen: without what is for screen readers only."""
        parts = [text for text in element.xpath(".//text()") if not text.getparent().xpath(UNSEEN)]
        return re.sub(r"\s+", " ", "".join(parts)).strip()

    def texts(self, xpath: str) -> list[str]:
        """The words of every element that matches."""
        return [self.read(element) for element in self.page.xpath(xpath)]
