"""What was added, changed and removed between two publications, from the index that each publication leaves.

``data/index.json`` holds a digest of the published form of every record; a build that is given the index of the publication
before it (PORTAL_PREVIOUS) writes ``data/changes.json``. Addresses do not count: moving the site changes no record.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plugins.pipeline.digests import digest_parts
from plugins.pipeline.outputs import Bundle, Output, Sink

from .public import build_record, public_names
from .shapes import EXPORTED
from .where import Where

if TYPE_CHECKING:
    from plugins.catalog import CatalogLook

INDEX, CHANGES = "data/index.json", "data/changes.json"
# Digests must not move with the site's address, so records are built as if it stood nowhere.
NOWHERE = Where("")
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


@dataclass(slots=True)
class Changes:
    """Ids of one kind that were added, changed and removed, each sorted."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def load_previous(path: Path) -> dict[str, Any]:
    """The index that an earlier publication left. Raises ValueError, in Chinese, when it cannot be read as one."""
    try:
        index = json.loads(path.read_text("utf-8"))
        records = index["records"]
        sound = isinstance(records, dict) and all(
            isinstance(ids, dict) and all(isinstance(digest, str) for digest in ids.values())
            for ids in records.values()
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ValueError(f"PORTAL_PREVIOUS 指的文件读不出:{path}(应是上次发布的 data/index.json)") from error
    if not sound:
        raise ValueError(f"PORTAL_PREVIOUS 指的文件不是数据索引:{path}(应是上次发布的 data/index.json)")
    return {"as_of": str(index.get("as_of", "")), "records": records}


def previous_digest(previous: Mapping[str, Any] | None) -> str:
    """For recipes: the earlier index is an ingredient that no Look sees."""
    return "" if previous is None else digest_parts(_encode(previous)).hex()


def build_outputs(where: Where, previous: Mapping[str, Any] | None) -> Iterator[Output]:
    """The index, and with ``previous`` the changes since."""
    yield Bundle("data-index", f"changes:{previous_digest(previous)}", IndexWriter(previous))


def digest_record(look: CatalogLook, kind: str, record: Any) -> str:
    """16 hexadecimal digits of a record's published form."""
    plain = build_record(look, kind, record, NOWHERE)
    return blake2b(_encode(plain).encode(), digest_size=8).hexdigest()


def key_of(name: str) -> str:
    """A record's key in the index: its id; a term's with its vocabulary."""
    return name.partition("/")[2]


def index_kind(look: CatalogLook, kind: str) -> dict[str, str]:
    """Key -> digest for every public record of a kind."""
    return {key_of(name): digest_record(look, kind, record) for name, record in public_names(look, kind)}


def compare(before: Mapping[str, str], now: Mapping[str, str]) -> Changes:
    """What came, changed and went."""
    return Changes(
        added=sorted(now.keys() - before.keys()),
        changed=sorted(key for key in now.keys() & before.keys() if now[key] != before[key]),
        removed=sorted(before.keys() - now.keys()),
    )


def compare_all(look: CatalogLook, previous: Mapping[str, Any]) -> dict[str, Changes]:
    """Kind -> its changes, for kinds that have any."""
    found = {kind: compare(previous["records"].get(kind, {}), index_kind(look, kind)) for kind in EXPORTED}
    return {kind: changes for kind, changes in found.items() if changes}


@dataclass(frozen=True, slots=True)
class IndexWriter:
    """Writes the index kind by kind, and the changes."""

    previous: Mapping[str, Any] | None

    def __call__(self, look: CatalogLook, sink: Sink) -> None:
        as_of = look.value("as-of")
        found: dict[str, dict[str, list[str]]] = {}
        with sink.open(INDEX) as index:
            index.write(
                f'{{"as_of":{_encode(as_of)},"region":{_encode(look.site.region.code)},"records":{{\n'
            )
            for number, kind in enumerate(EXPORTED):
                digests = index_kind(look, kind)
                index.write(f"{',' if number else ''}{_encode(kind)}:{_encode(digests)}\n")
                if self.previous is not None:
                    changes = compare(self.previous["records"].get(kind, {}), digests)
                    if changes:
                        found[kind] = {
                            "added": changes.added,
                            "changed": changes.changed,
                            "removed": changes.removed,
                        }
            index.write("}}\n")
        if self.previous is not None:
            said = {"since": self.previous["as_of"], "as_of": as_of, "changes": found}
            sink.put(CHANGES, json.dumps(said, ensure_ascii=False, indent=1) + "\n")


__all__ = ["CHANGES", "INDEX", "Changes", "build_outputs", "compare", "compare_all", "load_previous"]
