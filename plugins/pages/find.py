"""Find your station: every town with its villages and the place that serves each, in the order of pinyin.

The page is complete without script. A county too large for one page shows its towns; the script then reads the names
from a file, and without script each town's page lists its villages.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from plugins.catalog import Catalog, CatalogLook, PageHead
from plugins.catalog.pinyin import SPELLING, spell_name
from plugins.pipeline.outputs import Page
from plugins.urls import address_of, href_of

from .render import Maker
from .shared import Row, crumbs_for

# Villages and places together that one page may hold: at 130 bytes each, some 100 KB.
WHOLE_LIMIT = 700
# Places outside every town that a large county's page still lists; all of them stand in the tree of places.
LOOSE = 60
NAMES_FILE = "names.json"


@dataclass(frozen=True, slots=True)
class Entry:
    """A village or place as one line: what it is called, where it leads, whose place serves it, how it is read."""

    label: str
    href: str
    place: str
    spelling: str
    telephone: str = ""
    sample: bool = False


def build_outputs(catalog: Catalog, make: Maker) -> Iterator[Page]:
    """The page, and for a large county the file of names."""
    yield make.page("index/find", "find.html", view_find, affinity=SPELLING)
    size = len(catalog.listed("all", "division")) + len(catalog.listed("all", "place"))
    if size > WHOLE_LIMIT:
        yield Page(names_address(), "code:pages", partial(render_names, make.root), SPELLING)


def names_address() -> str:
    """Where the file of names stands."""
    return address_of("index/find") + NAMES_FILE


def view_find(look: CatalogLook, root: str) -> tuple[PageHead, Any]:
    """Towns in the order of pinyin; in each its own places, then its villages."""
    size = look.value("count", "all/division") + look.value("count", "all/place")
    whole = size <= WHOLE_LIMIT
    towns = sorted(look.all("towns"), key=lambda town: spell_name(town.name, town.pinyin))
    groups = [_group(look, root, town, whole) for town in towns]
    loose = place_entries(look, root, look.all("places-without-town"))
    head = PageHead(
        kind="page",
        url=address_of("index/find"),
        title="找实践站",
        description="按乡镇、街道和村、社区的名称找到就近的实践站、实践所",
        section="places",
        crumbs=crumbs_for(look, "places", ("找实践站", "index/find")),
        samples=bool(look.value("samples", "all/place")),
    )
    view = {
        "groups": groups,
        "loose": loose if whole else loose[:LOOSE],
        "loose_more": 0 if whole else max(0, len(loose) - LOOSE),
        "whole": whole,
        "index": [
            (f"{group['spelling'][:1].upper()} {group['name']}", group["anchor"], False, group["count"])
            for group in groups
        ],
        "names": "" if whole else root + names_address(),
    }
    return head, view


def _group(look: CatalogLook, root: str, town: Any, whole: bool) -> Row:
    own_page = href_of(f"town/{town.id}", root)
    row: Row = {
        "id": f"town-{town.id}",
        "name": town.name,
        "spelling": spell_name(town.name, town.pinyin),
        "href": own_page,
        "anchor": f"#town-{town.id}" if whole else f"{own_page}#villages",
        "count": look.value("count", f"villages-of-town/{town.id}"),
    }
    if whole:
        served, others, seat = town_entries(look, root, town)
        row |= {"served": served, "others": others, "seat": seat}
    return row


def town_entries(look: CatalogLook, root: str, town: Any) -> tuple[list[Entry], list[Entry], Entry | None]:
    """What a town has, each in the order of pinyin: lines with a place of their own; villages without; the seat.

    The seat is the town's own place above the lowest level (its 所); villages without a place are led to it, or to the
    town's page where there is none.
    """
    villages = look.all("villages-of-town", town.id)
    served: list[Entry] = []
    others: list[Entry] = []
    seat = find_seat(look, root, town)
    away = seat.href if seat else href_of(f"town/{town.id}", root)
    within = {village.id for village in villages}
    for village in villages:
        spelling = spell_name(village.name, village.pinyin)
        places = look.all("places-of-division", village.id)
        served += [
            Entry(
                village.name,
                href_of(f"place/{place.id}", root),
                place.short or place.name,
                spelling,
                place.telephone,
                place.sample,
            )
            for place in places
        ]
        if not places:
            others.append(Entry(village.name, away, seat.label if seat else "", spelling))
    here = [place for place in look.all("places-of-town", town.id) if place.division not in within]
    served = [*place_entries(look, root, here), *sorted(served, key=lambda entry: entry.spelling)]
    return served, sorted(others, key=lambda entry: entry.spelling), seat


def find_seat(look: CatalogLook, root: str, town: Any) -> Entry | None:
    """The highest place that stands in the town itself, unless it is of the lowest level."""
    order = [term.id for term in look.terms("place_levels")]
    places = [place for place in look.all("places-of-division", town.id) if place.level in order[:-1]]
    return (
        place_entries(look, root, [min(places, key=lambda place: order.index(place.level))])[0]
        if places
        else None
    )


def place_entries(look: CatalogLook, root: str, places: list[Any]) -> list[Entry]:
    """Places as lines: the higher levels first, then in the registry's order (一 before 二, unlike pinyin's)."""
    order = {term.id: rank for rank, term in enumerate(look.terms("place_levels"))}
    entries = []
    for place in places:
        label = place.short or place.name
        spelling = spell_name(label, place.pinyin)
        rank = order.get(place.level, len(order))
        entries.append(
            (
                rank,
                Entry(label, href_of(f"place/{place.id}", root), "", spelling, place.telephone, place.sample),
            )
        )
    return [entry for _, entry in sorted(entries, key=lambda item: item[0])]


def render_names(root: str, look: CatalogLook) -> str:
    """The file of names: per town its name and lines of label, place, spelling, address."""
    towns = []
    for town in look.all("towns"):
        served, others, _ = town_entries(look, root, town)
        towns.append([town.name, [[e.label, e.place, e.spelling, e.href] for e in (*served, *others)]])
    loose = place_entries(look, root, look.all("places-without-town"))
    if loose:
        towns.append(["", [[e.label, e.place, e.spelling, e.href] for e in loose]])
    return json.dumps(towns, ensure_ascii=False, separators=(",", ":")) + "\n"
