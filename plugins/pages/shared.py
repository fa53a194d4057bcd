"""What several sections say in the same way: crumbs, cards, sources, numbers, dates, pages of a list. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from markupsafe import Markup

from plugins.catalog import CatalogLook, PageHead
from plugins.registry import BASIS_NAMES, Total, show_total
from plugins.urls import address_of, href_of

WEEKDAYS = "一二三四五六日"
T = TypeVar("T")
Row = dict[str, Any]
Crumbs = tuple[tuple[str, str], ...]


class Card(dict[str, Any]):
    """The arguments of a card's macro, shared by all lists that it stands in; ``html`` keeps what the macro made."""

    __slots__ = ("html",)
    html: Markup | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.html = None


@dataclass(frozen=True, slots=True)
class Slice:
    """One page of a list: its number from 1, how many pages there are, and the names on it."""

    number: int
    of: int
    names: tuple[str, ...]
    total: int


def paginate(names: Sequence[str], size: int) -> Iterator[Slice]:
    """The pages of a list, at least one, so that an empty list still has its page."""
    for number in range(1, max(1, -(-len(names) // size)) + 1):
        yield page_slice(names, size, number)


def page_slice(names: Sequence[str], size: int, number: int) -> Slice:
    """One page of a list, by its number from 1."""
    count = max(1, -(-len(names) // size))
    return Slice(number, count, tuple(names[(number - 1) * size : number * size]), len(names))


def page_links(root: str, name: str, part: Slice) -> Row:
    """What the pagination macro takes: every page near this one, the first and the last, and gaps between."""
    if part.of == 1:
        return {"links": [], "previous": "", "following": ""}
    near = range(max(1, part.number - 2), min(part.of, part.number + 2) + 1)
    links: list[tuple[str, str, bool]] = []
    last = 0
    for number in sorted({1, part.of, *near}):
        if number - last > 1:
            links.append(("…", "", False))
        links.append((str(number), href_of(name, root, number), number == part.number))
        last = number
    return {
        "links": links,
        "previous": href_of(name, root, part.number - 1) if part.number > 1 else "",
        "following": href_of(name, root, part.number + 1) if part.number < part.of else "",
    }


def crumbs_for(look: CatalogLook, section: str, *more: tuple[str, str]) -> Crumbs:
    """From the column to this page: ``more`` are (label, catalog name or address)."""
    column = column_of(look, section)
    first = ((column.name, address_of(f"index/{section}")),) if column else ()
    return first + tuple((label, _address(target)) for label, target in more)


def _address(target: str) -> str:
    return target if target.endswith("/") or "." in target else address_of(target)


def column_of(look: CatalogLook, section: str) -> Any:
    """The site's column with this id, or None."""
    return next((column for column in look.site.columns if column.id == section), None)


def column_head(
    look: CatalogLook, section: str, title: str, *, page: int = 1, samples: bool = False
) -> PageHead:
    """The head of a column's own page (``page`` of it); ``title`` for a site that does not list the column."""
    column = column_of(look, section)
    return PageHead(
        kind="column",
        url=address_of(f"index/{section}", page),
        title=column.name if column else title,
        description=column.description if column else "",
        section=section,
        crumbs=crumbs_for(look, section),
        samples=samples,
    )


def title_of(record: Any) -> str:
    """What a record of any kind is called."""
    for field in ("name", "title", "label"):
        text = getattr(record, field, "")
        if text:
            return str(text)
    return str(record.id)


def link_to(look: CatalogLook, root: str, kind: str, record_id: str | None) -> tuple[str, str] | None:
    """(label, href) of a record, None when it is not there (a sample left out of a publication, say)."""
    record = look.get(kind, record_id)
    return None if record is None else (title_of(record), href_of(f"{kind}/{record.id}", root))


def links_to(look: CatalogLook, root: str, kind: str, ids: Sequence[str]) -> list[tuple[str, str]]:
    """Links to the records of one kind that are there."""
    return [link for link in (link_to(look, root, kind, record_id) for record_id in ids) if link is not None]


def sources_of(look: CatalogLook, record: Any) -> list[Row]:
    """What the sources-list macro takes: each source with the record's basis and its own remark."""
    rows: list[Row] = []
    for reference in record.sources:
        source = look.get("source", reference.source)
        if source is None:
            continue
        notes = [text for text in (reference.remark, source.remark) if text]
        rows.append(
            {
                "title": source.title,
                "publisher": source.publisher,
                "date": source.date.text if source.date else "",
                "basis": record.basis,
                "note": ";".join(notes),
                "href": source.url,
            }
        )
    if record.derived_from:
        rows.append({"title": record.derived_from, "basis": "derived"})
    return rows


def quantity_row(look: CatalogLook, quantity: Any, record: Any = None) -> Row | None:
    """What the quantity macro takes; None for no quantity. The source is the quantity's own, else its record's."""
    if quantity is None:
        return None
    references = quantity.sources or (record.sources if record is not None else ())
    source = look.get("source", references[0].source) if references else None
    # A number that its own office reports needs no word on its basis; one that a source states does.
    basis = "" if quantity.basis == "stated" and source is None else quantity.basis
    note = f"推算依据：{quantity.derived_from}" if quantity.derived_from else ""
    return {
        "text": quantity.text,
        "basis": basis,
        "as_of": quantity.as_of.text if quantity.as_of else "",
        "source": source.title if source else "",
        "source_href": source.url if source else "",
        "note": note,
    }


def figure_stat(look: CatalogLook, root: str, figure: Any) -> Row:
    """A stated number for the stat macro, with what this site lists where the figure names a query."""
    quantity = quantity_row(look, figure.quantity, figure) or {}
    listed = look.value("figure-listed", figure.id)
    return {
        "figure": quantity["text"],
        "label": figure.label,
        "basis": quantity["basis"],
        "as_of": quantity["as_of"],
        "source": quantity["source"],
        "source_href": quantity["source_href"],
        "listed": "" if listed is None else f"{listed}{figure.quantity.unit}",
        "href": f"{href_of('index/figures', root)}#{figure.id}",
    }


def totals_text(totals: Sequence[Total], empty: str = "") -> str:
    """Sums as words, one per unit: ``至少1200人次(另有3项待补)``; ``empty`` for a sum of nothing."""
    return "、".join(show_total(total) for total in totals) or empty


def basis_word(basis: str) -> str:
    """The Chinese word for a basis."""
    return BASIS_NAMES.get(basis, basis)  # type: ignore[call-overload, no-any-return]


def day_of(moment: Any) -> str:
    """``2019年6月12日`` for a date or time of any precision; "" for None."""
    return "" if moment is None else str(moment.date.text)


def iso_of(moment: Any) -> str:
    """The machine's form of the same."""
    return "" if moment is None else str(moment.iso)


def tile_of(moment: Any) -> Row:
    """What the date tile takes; blank parts where the date is not so precise."""
    if moment is None:
        return {"iso": "", "month": "", "day": "", "weekday": "", "time": ""}
    day = getattr(moment, "day", 0)
    weekday = f"周{WEEKDAYS[moment.date.first_day().weekday()]}" if day else ""
    return {
        "iso": moment.iso,
        "month": f"{moment.month}月" if moment.month else f"{moment.year}年",
        "day": str(day) if day else "",
        "weekday": weekday,
        "time": getattr(moment, "clock", ""),
    }


def group_by(values: Sequence[T], key: Callable[[T], str]) -> list[tuple[str, list[T]]]:
    """Values grouped by a key, groups in the order of their first value."""
    groups: dict[str, list[T]] = {}
    for value in values:
        groups.setdefault(key(value), []).append(value)
    return list(groups.items())


def any_sample(*values: Any) -> bool:
    """Whether any of the records (or lists of records) shown is a sample."""
    for value in values:
        if isinstance(value, (list, tuple)):
            if any_sample(*value):
                return True
        elif getattr(value, "sample", False):
            return True
    return False
