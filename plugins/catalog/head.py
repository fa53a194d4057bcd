"""What every page says of itself, once, for the title, the crumbs, the tags and the feeds alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from plugins.urls import page_number

PageKind = Literal["home", "column", "list", "article", "record", "page", "error"]


@dataclass(frozen=True, slots=True)
class PageHead:
    """The head of one page.

    ``url`` is the address without a leading slash; ``crumbs`` are (label, address) from below the home page to this page;
    ``section`` is a column's id; ``subject`` a catalog name or ""; ``image`` a photograph's path or "".
    ``samples`` says that the page shows a sample record.
    """

    kind: PageKind
    url: str
    title: str
    description: str = ""
    section: str = ""
    crumbs: tuple[tuple[str, str], ...] = ()
    subject: str = ""
    published: datetime | None = None
    modified: datetime | None = None
    source_name: str = ""
    image: str = ""
    samples: bool = False
    robots: str = ""
    keywords: tuple[str, ...] = ()
    author: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def part(self) -> int:
        """Which page of a list this is, from 1: the title tells it, so that no two pages have one title."""
        return page_number(self.url)

    @property
    def column(self) -> str:
        """The column that stands in the title of a page named by one word, or "": a topic, a field of teams and a programme
        may all be called 移风易俗.
        """
        named = self.subject.startswith(("term/", "programme/"))
        return self.crumbs[0][0] if named and len(self.crumbs) > 1 else ""
