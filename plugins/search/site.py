"""The index of a whole site as outputs: two halves of the shards, and what stands beside them.

Each document is kept with the digests of what it was made from, so that an edit folds one text and mends a few shards; the
other shards are not even looked at. What is kept only saves time: whatever is there, the bytes are those of a clean build.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, cast

from plugins.catalog import CatalogLook
from plugins.catalog.pinyin import SPELLING
from plugins.pipeline.crew import Crew
from plugins.pipeline.digests import digest_value
from plugins.pipeline.outputs import Bundle, Sink
from plugins.pipeline.shared import share_bytes

from .describe import describe, list_searched
from .documents import build_layout
from .kept import SHOWN, Kept, Row, Rows, digest_rows
from .shards import PARTS, choose_bits
from .sides import hide_title, list_documents, mend_sides
from .texts import Text, Texts, fold_document, join_texts
from .update import MOST, update_shards
from .write import build_side_files, list_shards, load_builder, name_shards

if TYPE_CHECKING:
    from plugins.catalog import Catalog

RECIPE = "code:search"


class SiteIndex:
    """What the bundles of one build share: everything is read and folded once.

    ``folder`` is where a build leaves what the next may use; ``fresh`` uses nothing of it. ``changed``: the names whose
    digests alone are others than when these bundles were last made, when somebody knows that; else None.
    """

    def __init__(
        self, folder: Path, *, fresh: bool = False, changed: frozenset[str] | None = None, code: bytes = b""
    ) -> None:
        self._changed = changed
        self._kept = Kept(folder / "search", fresh=fresh, code=code)
        self._before: Rows | None = None
        self._rows: dict[str, Row] | None = None
        self._folded: list[Texts] = []  # what this build has folded
        self._now: Rows | None = None
        self._stays = False  # of a tied build: whether every document keeps its place
        self._noted: tuple[str, ...] = ()
        self._held = False
        self._due: tuple[CatalogLook, Rows, Rows] | None = None  # what is to be left
        # What a ``prepare`` that had to pause has described, and when: a preview changes texts in place.
        self._begun: dict[str, Row] = {}
        self._begun_texts: dict[str, Text] = {}
        self._turn = 0

    def has_kept(self) -> bool:
        """Whether there is anything of an earlier build to begin with."""
        return self._kept.exists()

    def hold(self) -> None:
        """Look at what the last build left, and leave nothing for the next one before ``let_go``: several processes may mend
        by it.
        """
        self._load_before()
        self._held = True

    def let_go(self) -> None:
        """Leave what this process has to leave; every other process is done with its part."""
        self._held = False
        if self._due is not None:
            self._leave(*self._due)

    def share(self, make_look: Callable[[], CatalogLook], crew: Crew, sources: Mapping[str, str]) -> None:
        """Let each process of a crew that runs fold the texts that it has read itself, and hand them to the others.

        ``sources`` names the source of a story or page; what has none is dealt by turns. Every process must call it.
        """
        look = make_look()
        names = list(list_searched(look))
        mine = []
        for position, name in enumerate(names):
            owner = crew.owner(sources.get(name, ""))
            if (position % crew.size if owner is None else owner) == crew.rank:
                mine.append(name)
        rows: dict[str, Row] = {}
        folded: dict[str, Text] = {}
        self._describe_all(look, mine, rows, folded)
        texts = join_texts(folded.items())
        folded.clear()
        found: dict[str, Row] = {}
        handed = crew.share((rows, texts.names, texts.titles.tobytes(), texts.wholes.tobytes()))
        joined, texts.data = share_bytes(crew, bytes(texts.data)), b""
        for (part_rows, part_names, titles, wholes), data in zip(handed, joined, strict=True):
            found.update(part_rows)
            self._folded.append(Texts(part_names, array("I", titles), array("I", wholes), data))
        self._rows = {name: found[name] for name in names}

    def prepare(self, look: CatalogLook, *, tied: bool = False) -> Rows:
        """The rows of everything searched; notes in ``look`` all that they were made from. ``tied``: those of the last build
        were right but for what ``changed`` names.
        """
        turn = cast("Catalog", look.shelf).turn
        if turn != self._turn:
            self._before, self._rows, self._now, self._turn = None, None, None, turn
            self._folded = []
        if self._now is None:
            inner = type(look)(look.shelf)
            names = list(list_searched(inner))
            if self._rows is None:
                if tied:
                    self._begun = self._list_untouched(names)
                todo = [name for name in names if name not in self._begun] if tied else names
                self._describe_all(look, todo, self._begun, self._begun_texts)
                self._rows = {name: self._begun[name] for name in names}
                if tied:
                    self._stays = self._keep_places(todo)
                self._folded.append(join_texts(self._begun_texts.items()))
                self._begun, self._begun_texts = {}, {}
            self._noted = tuple(dict.fromkeys(chain(inner.noted, *(self._rows[name][0] for name in names))))
            self._now = self._lay_out(self._rows)
        look.note(self._noted)
        return self._now

    def _list_untouched(self, names: Iterable[str]) -> dict[str, Row]:
        rows, changed = self._load_before().rows, self._changed or frozenset()
        return {name: rows[name] for name in names if name in rows and changed.isdisjoint(rows[name][0])}

    def _keep_places(self, changed: Iterable[str]) -> bool:
        """Whether nothing but titles differs of what is shown of the rows that changed: a title gives no place."""
        now, before = self._rows or {}, self._load_before().rows
        return all(name in before and hide_title(now[name]) == hide_title(before[name]) for name in changed)

    def _describe_all(
        self, look: CatalogLook, names: Iterable[str], rows: dict[str, Row], folded: dict[str, Text]
    ) -> None:
        """Put the row of every name into ``rows``: as it is there, or as the last build left it, where nothing that it was
        made from has changed, else anew, and then its texts into ``folded``.
        """
        before, digest = self._load_before().rows, look.shelf.digest
        for name in names:
            kept = rows.get(name) or before.get(name)
            if kept is None or kept[1] != b"".join(map(digest, kept[0])):
                look.check_pause()
                folded.pop(name, None)
                kept, text = _describe_row(look, name)
                if text is not None:
                    folded[name] = text
            rows[name] = kept

    def _lay_out(self, rows: dict[str, Row]) -> Rows:
        before = self._load_before()
        version, shown = digest_rows(rows)
        stands = shown == before.shown or self._stays
        layout = before.layout if stands else build_layout(list_documents(rows))
        bits = choose_bits(sum(row[4] for row in rows.values()))
        return Rows(rows, layout, bits, version, shown)

    def _load_before(self) -> Rows:
        if self._before is None:
            self._before = self._kept.load_rows()
        return self._before

    def write_part(self, part: int, look: CatalogLook, sink: Sink) -> None:
        """The shards of one half."""
        noted = f"part-{part}"
        version, seal = self._kept.load_note(noted)
        before = self._load_before()
        # Other builds may have left these rows: they are the last build's of this output if this half was made of them.
        tied = self._changed is not None and bool(seal) and (version, seal) == (before.version, sink.last)
        now = self.prepare(look, tied=tied)
        names = list_shards(part, now.bits)
        todo = dict.fromkeys(names)
        if seal and seal == sink.last and version in (now.version, before.version):
            mended = {} if version == now.version else self._mend(part, sink, look)
            if mended is not None:
                for name in names:
                    if name in mended:
                        sink.put(name, mended[name])
                    elif not sink.keep(name):
                        break
                    del todo[name]
        if todo:
            built = load_builder().build_shards(self._all_texts(look), now.layout, [part])
            for name, data in name_shards(part, now.bits, now.layout, built):
                if name in todo:
                    sink.put(name, data)
        if version != now.version or seal != sink.last:
            self._kept.store_note(noted, now.version, sink.seal())

    def _mend(self, part: int, sink: Sink, look: CatalogLook) -> dict[str, bytes] | None:
        """The shards of a half that differ from those of the last build; None when all had better be built."""
        now, before = self.prepare(look), self._load_before()
        if now.bits != before.bits or now.layout.buckets != before.layout.buckets:
            return None
        old, new = before.layout.slots, now.layout.slots
        same = {n for n, slot in new.items() if old.get(n) == slot and now.rows[n] is before.rows.get(n)}
        gone, come = old.keys() - same, new.keys() - same
        if len(gone) + len(come) > 2 * MOST:
            return None
        folded = {name: text for texts in self._folded for name, text in texts.each()}
        left = self._kept.load_texts(gone, before)
        stays = self._kept.load_texts(come - folded.keys(), before)
        if left.keys() != gone or come - folded.keys() != stays.keys():
            return None
        names = list_shards(part, now.bits)
        start = part * (len(names) - 1)
        mended = update_shards(
            lambda number: sink.read(names[number - start]),
            {old[name]: text for name, text in left.items()},
            {new[name]: folded[name] if name in folded else stays[name] for name in come},
            now.bits,
            now.layout,
            part,
        )
        return None if mended is None else {names[number - start]: data for number, data in mended.items()}

    def _all_texts(self, look: CatalogLook) -> list[Texts]:
        """The texts of everything searched: what this build folded, and of what stands the ones that are kept."""
        now = self.prepare(look)
        rest = now.layout.slots.keys() - chain.from_iterable(texts.names for texts in self._folded)
        if rest:
            kept = self._kept.load_texts(rest, self._load_before())
            for name in rest - kept.keys():
                text = _describe_row(look, name)[1]
                assert text is not None  # its row has a slot
                kept[name] = text
            self._folded.append(join_texts(sorted(kept.items())))
        return self._folded

    def write_sides(self, look: CatalogLook, sink: Sink) -> None:
        """The manifest, titles and addresses, filters and names."""
        now, before = self.prepare(look), self._load_before()
        # All but the texts, and how many shards these fill: an edit of a text alone spells no name again.
        shown = digest_value((now.shown, now.bits))
        version, seal = self._kept.load_note("sides")
        standing = sink.kept_names() if seal and (version, seal) == (shown, sink.last) else {}
        mended: dict[str, bytes | None] = {}
        same = now.bits == before.bits and now.layout.buckets == before.layout.buckets
        if not standing and same and seal and (version, seal) == (digest_value((before.shown, before.bits)), sink.last):
            standing, mended = sink.kept_names(), mend_sides(now, before)
        taken = set()
        for name in standing:
            if name not in mended and not sink.keep(name):
                break
            taken.add(name)
        whole = not standing or len(taken) < len(standing)
        made = build_side_files(list_documents(now.rows), now.bits, now.layout) if whole else mended
        for name, data in made.items():
            if data is not None and (name in mended or name not in taken):
                sink.put(name, data)
        if whole or mended:
            self._kept.store_note("sides", shown, sink.seal())
        if now.version != before.version:
            self._due = look, now, before
            if not self._held or not before.rows:
                self.let_go()

    def _leave(self, look: CatalogLook, now: Rows, before: Rows) -> None:
        """Leave texts and rows for the next build."""
        self._due = None
        anew = now.bits != before.bits
        pieces = self._all_texts(look) if anew else self._folded
        changed = {
            name: (now.rows[name][1], title, text) for texts in pieces for name, (title, text) in texts.each()
        }
        gone = before.layout.slots.keys() - now.layout.slots.keys()
        self._kept.store_texts({**dict.fromkeys(gone), **changed}, now.bits, anew=anew)
        self._kept.store_rows(now)


def _describe_row(look: CatalogLook, name: str) -> tuple[Row, Text | None]:
    """The row of one name, and its folded title and text; notes nothing in ``look``."""
    shelf = look.shelf
    inner = type(look)(shelf)
    document = describe(inner, name)
    noted = inner.noted
    digests = b"".join(map(shelf.digest, noted))
    if document is None:
        return (noted, digests, None, b"", 0), None
    fields = tuple([getattr(document, key) for key in SHOWN])
    title, text = fold_document(document)
    return (noted, digests, fields, digest_value(fields), (len(title) + len(text)) // 2), (title, text)


def build_outputs(index: SiteIndex) -> Iterator[Bundle]:
    """The bundles of the index. Where an earlier build has left its work, little is expected of them."""
    heavy = not index.has_kept()
    for part in range(PARTS):
        yield Bundle(
            f"search:shards-{part}", RECIPE, partial(index.write_part, part), weight=1500 if heavy else 8
        )
    yield Bundle("search:sides", RECIPE, index.write_sides, SPELLING, 300 if heavy else 8)
