"""Folded texts end to end, as UTF-16 units: what an index is built from, in one piece that processes can hand over."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from plugins.pipeline.shared import Bytes

from .documents import Document
from .fold import encode_units, fold_text

END = b"\0\0"  # stands before, between and behind documents: no folded text holds it
TITLE_END = b"\n\0"

Text = tuple[bytes, bytes]  # the folded title and text of a document, in UTF-16 units


@dataclass(slots=True)
class Texts:
    """Documents ``names``: NUL, title, newline, text, NUL, title … ``titles`` and ``wholes`` count units: of the title,
    and of title, newline and text together.
    """

    names: list[str] = field(default_factory=list)
    titles: array[int] = field(default_factory=lambda: array("I"))
    wholes: array[int] = field(default_factory=lambda: array("I"))
    data: Bytes = END

    @property
    def units(self) -> int:
        """Units of all titles and texts, without what parts them."""
        return sum(self.wholes) - len(self.wholes)

    def each(self) -> Iterator[tuple[str, Text]]:
        """Every document's name, folded title and text."""
        at = 2
        for name, title, whole in zip(self.names, self.titles, self.wholes, strict=True):
            middle, end = at + 2 * title, at + 2 * whole
            yield name, (self.data[at:middle], self.data[middle + 2 : end])
            at = end + 2


def fold_document(document: Document) -> Text:
    """The folded title and text of a document."""
    return encode_units(fold_text(document.title)), encode_units(fold_text(document.text))


def join_texts(texts: Iterable[tuple[str, Text]]) -> Texts:
    """One piece of many texts."""
    joined = Texts()
    parts = [END]
    for name, (title, text) in texts:
        joined.names.append(name)
        joined.titles.append(len(title) // 2)
        joined.wholes.append((len(title) + len(text)) // 2 + 1)
        parts += title, TITLE_END, text, END
    joined.data = b"".join(parts)
    return joined


def fold_documents(documents: Iterable[Document]) -> Texts:
    """Documents folded, by their keys."""
    return join_texts((document.key, fold_document(document)) for document in documents)
