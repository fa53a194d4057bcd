"""The linked whole of the records. Frozen; every look-up answers the same whatever order the files came in."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from .models import KINDS, Site, Term
from .parsing import ANY_ID, ParsedFile, ParsedRecord
from .reading import Locator

Entries = Mapping[str, ParsedRecord]
NAME_FIELDS = ("name", "title", "label", "village")


@dataclass(frozen=True, slots=True)
class Registry:
    """Records by kind and id. A term's id here is ``<vocabulary>/<id>``.

    Records are typed Any because each kind has its own model; ``KINDS`` names it.
    """

    _entries: Mapping[str, Entries]
    _records: Mapping[str, Mapping[str, Any]]
    _aliases: Mapping[str, Mapping[str, str]]
    _broken: frozenset[tuple[str, str]]
    _locators: Mapping[str, Locator] = field(repr=False)

    @property
    def site(self) -> Site:
        """The one site record. LookupError when there is none, which linking reports as D217."""
        for site in self._records["site"].values():
            return site  # type: ignore[no-any-return]
        raise LookupError("no site record")

    def kinds(self) -> tuple[str, ...]:
        """All kinds, in the order of KINDS."""
        return tuple(self._entries)

    def records(self, kind: str) -> Mapping[str, Any]:
        """id -> record, ordered by the declared ``order``, then by file and place in the file."""
        return self._records[kind]

    def entries(self, kind: str) -> Entries:
        """The same with their places and digests."""
        return self._entries[kind]

    def get(self, kind: str, record_id: str) -> Any:
        """The record that carries this id now, or None."""
        return self._records[kind].get(record_id)

    def resolve(self, kind: str, record_id: str) -> Any:
        """Like ``get``, and an old id finds the record that took it as an alias."""
        return self._records[kind].get(self._aliases[kind].get(record_id, record_id))

    def aliases(self, kind: str) -> Mapping[str, str]:
        """old id -> id, for redirects."""
        return self._aliases[kind]

    def digest(self, kind: str, record_id: str) -> bytes:
        """16 bytes of the record's own source; nothing else in the registry and no line number changes it."""
        return self._entries[kind][record_id].digest

    def position(self, kind: str, record_id: str) -> tuple[str, int, int]:
        """(path, line, column) where the record begins."""
        entry = self._entries[kind][record_id]
        return entry.path, entry.line, entry.column

    def locate(self, kind: str, record_id: str, *where: str | int, key: bool = False) -> tuple[str, int, int]:
        """(path, line, column) of a field of a record; of the nearest part around it when it is not written."""
        entry = self._entries[kind][record_id]
        if not where:
            return entry.path, entry.line, entry.column
        line, column = self._locators[entry.path].find((*entry.where, *where), key=key)
        return entry.path, line, column

    def vocabularies(self) -> tuple[str, ...]:
        """The names of the vocabularies, in the order of the file."""
        return tuple(dict.fromkeys(term.vocabulary for term in self._records["term"].values()))

    def terms(self, vocabulary: str) -> tuple[Term, ...]:
        """The terms of a vocabulary in their declared order."""
        return tuple(term for term in self._records["term"].values() if term.vocabulary == vocabulary)

    def term(self, vocabulary: str, term_id: str) -> Term | None:
        found: Term | None = self.get("term", f"{vocabulary}/{term_id}")
        return found

    def knows(self, kind: str, record_id: str) -> bool:
        """Whether the id is carried by a record, be it one that did not pass its own checks."""
        return (
            record_id in self._records[kind]
            or (kind, record_id) in self._broken
            or (kind, ANY_ID) in self._broken
        )

    def without_samples(self) -> Registry:
        """The registry that a publication shows: no record that is marked as a sample."""
        entries = {
            kind: MappingProxyType({key: entry for key, entry in items.items() if not entry.record.sample})
            for kind, items in self._entries.items()
        }
        records = {
            kind: MappingProxyType({key: entry.record for key, entry in items.items()})
            for kind, items in entries.items()
        }
        return replace(self, _entries=entries, _records=records)

    def suggest(self, kind: str, record_id: str, vocabulary: str = "") -> str:
        """The id that was probably meant, by ids, old ids and names; "" when nothing is near."""
        prefix = f"{vocabulary}/" if vocabulary else ""
        ids = [key.removeprefix(prefix) for key in self._records[kind] if key.startswith(prefix)]
        old = self._aliases[kind].get(prefix + record_id)
        if old:
            return old.removeprefix(prefix)
        names: dict[str, str] = {}
        for name in ids:
            record = self._records[kind][prefix + name]
            for text in (name_of_record(record), getattr(record, "short", "")):
                if text:
                    names.setdefault(text, name)
        if record_id in names:
            return names[record_id]
        close = difflib.get_close_matches(record_id, ids, n=1, cutoff=0.6)
        if close:
            return close[0]
        begun = [name for name in ids if len(record_id) >= 3 and name.startswith(record_id)]
        if begun:
            return begun[0]
        near = difflib.get_close_matches(record_id, names, n=1, cutoff=0.6)
        return names[near[0]] if near else ""


def name_of_record(record: Any) -> str:
    """What people call a record: its name, title or label."""
    for field_name in NAME_FIELDS:
        name = getattr(record, field_name, "")
        if name:
            return str(name)
    return ""


def _order_key(entry: ParsedRecord) -> tuple[int, str, int, int]:
    order = 0 if entry.kind == "term" else getattr(entry.record, "order", 0)
    return (order, entry.path, entry.line, entry.column)


def build_registry(files: Iterable[ParsedFile]) -> tuple[Registry, list[tuple[ParsedRecord, ParsedRecord]]]:
    """The registry, and the pairs (first, other) of records that carry one id; the first by file and line stands."""
    found: dict[str, list[ParsedRecord]] = {kind: [] for kind in KINDS}
    broken: set[tuple[str, str]] = set()
    locators: dict[str, Locator] = {}
    for file in files:
        locators[file.path] = Locator(file.path, file.text)
        broken.update(file.broken)
        for entry in file.records:
            found[entry.kind].append(entry)
    twins: list[tuple[ParsedRecord, ParsedRecord]] = []
    entries: dict[str, Entries] = {}
    aliases: dict[str, Mapping[str, str]] = {}
    for kind, items in found.items():
        first: dict[str, ParsedRecord] = {}
        for entry in sorted(items, key=lambda entry: (entry.path, entry.line, entry.column)):
            if first.setdefault(entry.key, entry) is not entry:
                twins.append((first[entry.key], entry))
        ordered = sorted(first.values(), key=_order_key)
        entries[kind] = MappingProxyType({entry.key: entry for entry in ordered})
        aliases[kind] = MappingProxyType(_collect_aliases(ordered))
    records = {
        kind: MappingProxyType({key: entry.record for key, entry in items.items()})
        for kind, items in entries.items()
    }
    return Registry(entries, records, aliases, frozenset(broken), locators), twins


def _collect_aliases(entries: Iterable[ParsedRecord]) -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in entries:
        prefix = entry.key.rpartition("/")[0]
        for alias in entry.record.aliases:
            found.setdefault(f"{prefix}/{alias}" if prefix else alias, entry.key)
    return found
