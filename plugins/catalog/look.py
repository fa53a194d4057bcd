"""What a page may ask. Every question is noted, so that the build knows what the page is made of."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar, cast

from plugins.pipeline.looks import Look

from .catalog import card_name

if TYPE_CHECKING:
    from plugins.registry.models import Site, Term

    from .catalog import Catalog

T = TypeVar("T")


class CatalogLook(Look):
    """A Look with the field's own questions. Missing records answer None; missing lists answer ()."""

    __slots__ = ()

    @property
    def site(self) -> Site:
        """The site block."""
        return cast("Site", self("site"))

    @property
    def today(self) -> date:
        """The day of the build: it decides what is coming and what is past, and nothing else."""
        return cast(date, self("value/today"))

    def get(self, kind: str, record_id: str | None) -> Any:
        """A record by kind and id, or None."""
        return None if not record_id else self(f"{kind}/{record_id}")

    def term(self, vocabulary: str, term_id: str | None) -> Term | None:
        """A term of a vocabulary, or None."""
        return None if not term_id else cast("Term | None", self(f"term/{vocabulary}/{term_id}"))

    def terms(self, vocabulary: str) -> list[Term]:
        """All terms of a vocabulary in their order."""
        return cast("list[Term]", self.all("terms", vocabulary))

    def listed(self, index: str, key: str = "") -> tuple[str, ...]:
        """The names in a list."""
        return cast("tuple[str, ...]", self(f"list/{index}/{key}"))

    def all(self, index: str, key: str = "", limit: int | None = None) -> list[Any]:
        """The values in a list, at most ``limit`` of them. A name without a value is passed over."""
        names = self.listed(index, key)
        values = [self(name) for name in (names if limit is None else names[:limit])]
        return [value for value in values if value is not None]

    def cards(self, index: str, key: str = "", limit: int | None = None) -> list[Any]:
        """The stories in a list for who shows none of their texts: an edit of a text is of no concern to that page."""
        names = self.listed(index, key)
        values = [self(card_name(name)) for name in (names if limit is None else names[:limit])]
        return [value for value in values if value is not None]

    def once(self, key: Hashable, make: Callable[[CatalogLook], T]) -> T:
        """``make(look)``, made once for all pages of this build: every page that asks notes what it was made of.

        Equal keys must stand for equal results; ``make`` may use what the asking page has noted by itself. The result is
        shared, so nobody may change it.
        """
        kept = cast("Catalog", self.shelf).kept
        found = kept.get(key)
        if found is None:
            inner = CatalogLook(self.shelf)
            made = make(inner)
            found = kept[key] = (made, inner.noted)
        self.note(found[1])
        return cast(T, found[0])

    def value(self, name: str, key: str = "") -> Any:
        """A computed value: ``value("attendance", "activities-of-town/jinsha")``."""
        return self(f"value/{name}/{key}" if key else f"value/{name}")
