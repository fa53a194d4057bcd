"""What one finished page says and shows: the values that the checks look at."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Literal, NamedTuple

Use = Literal["link", "picture", "script", "style", "frame", "media", "file", "form", "hint"]


class Ref(NamedTuple):
    """An address on the page: where it stands, what for, its relation; ``content`` tells that it stands in the main part
    and in no navigation.
    """

    offset: int
    use: Use
    href: str
    rel: str = ""
    content: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Menu:
    """The links of a part that many pages share, when all of them begin with one slash and stand outside the content. Known
    by its identity: the same part, the same menu.
    """

    refs: tuple[Ref, ...]

    @property
    def hrefs(self) -> list[str]:
        return [ref.href for ref in self.refs]

    def refs_from(self, start: int) -> list[Ref]:
        """The links with their places on a page that holds the part at ``start``."""
        return [Ref(start + at, use, href, rel, content) for at, use, href, rel, content in self.refs]


class Heading(NamedTuple):
    offset: int
    level: int
    text: str


@dataclass(slots=True)
class PageFacts:
    """Everything the checks look at. Offsets count characters of ``html``."""

    path: str
    html: str
    kind: str = ""
    lang: str | None = None
    title: str | None = None
    complete: bool = False
    charset: tuple[int, str] | None = None
    metas: list[tuple[int, str, str]] = field(default_factory=list)
    equivs: list[tuple[int, str, str]] = field(default_factory=list)
    refs: list[Ref] = field(default_factory=list)
    menus: list[tuple[Menu, int]] = field(default_factory=list)
    ids: dict[str, int] = field(default_factory=dict)
    repeated_ids: list[tuple[int, str]] = field(default_factory=list)
    id_refs: list[tuple[int, str]] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    no_alt: list[int] = field(default_factory=list)
    nameless: list[tuple[int, str]] = field(default_factory=list)
    controls: list[tuple[int, str]] = field(default_factory=list)
    labelled: set[str] = field(default_factory=set)
    inline_scripts: list[tuple[int, str]] = field(default_factory=list)
    inline_styles: list[tuple[int, str]] = field(default_factory=list)
    data_blocks: list[tuple[int, str]] = field(default_factory=list)
    hidden: list[tuple[int, str]] = field(default_factory=list)
    claims: list[tuple[int, str]] = field(default_factory=list)
    codes: list[tuple[int, str]] = field(default_factory=list)
    samples: list[int] = field(default_factory=list)
    drafts: list[int] = field(default_factory=list)
    numbers: list[tuple[int, str, bool]] = field(default_factory=list)
    tabindex: list[int] = field(default_factory=list)
    pictures: list[tuple[bool, list[str]]] = field(default_factory=list)
    main: tuple[int, int] = (0, 0)
    footer: tuple[int, int] | None = None
    empty_states: int = 0
    items: int = 0
    office_spans: list[tuple[int, int]] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    whole: str | None = None

    def all_refs(self) -> list[Ref]:
        """The addresses of the page, those of the parts that it shares with others at the end."""
        return [*self.refs, *(ref for menu, start in self.menus for ref in menu.refs_from(start))]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of an offset into the file."""
        return self.html.count("\n", 0, offset) + 1, offset - self.html.rfind("\n", 0, offset)

    def text(self, start: int = 0, end: int | None = None) -> str:
        """What a reader reads, blocks on lines of their own. ``start`` and ``end`` number the parts."""
        return "".join(self.parts[start:end])

    def all_text(self) -> str:
        """The text of the whole page, once the page is read."""
        if self.whole is None:
            self.whole = self.text()
        return self.whole

    def locate(self, at: int) -> int:
        """The offset in the file of a position in ``text()``."""
        ends = list(accumulate(map(len, self.parts)))
        index = min(bisect_right(ends, at), len(ends) - 1)
        return self.starts[index] + at - (ends[index - 1] if index else 0)


def split_srcset(text: str) -> list[tuple[str, int]]:
    """``(address, width)`` of each candidate; the width is 0 where it is not given in ``w``."""
    found = []
    # As the standard does: an address ends at a blank (or at its own comma), its description at the next comma.
    for address, described in re.findall(r"([^\s,]\S*)([^,]*)", text):
        said = "" if address.endswith(",") else described.strip()
        width = said[:-1] if said.endswith("w") else ""
        found.append((address.rstrip(","), int(width) if width.isdigit() else 0))
    return found
