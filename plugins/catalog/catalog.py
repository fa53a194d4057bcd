"""The Catalog: every value a page may look at, under a name, with a digest of its content."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from plugins.pipeline.digests import digest_bytes, digest_parts
from plugins.pipeline.looks import ABSENT

from .indexes import build_lists
from .values import VALUES

if TYPE_CHECKING:
    from plugins.photos import PhotoInfo
    from plugins.registry import Record, Registry
    from plugins.stories import Story


def name_of(kind: str, record_id: str) -> str:
    """The catalog name of a record."""
    return f"{kind}/{record_id}"


def story_name(story: Story) -> str:
    """``story/<year>/<slug>``; a fixed page is ``page/<slug>``."""
    if story.kind == "page" or story.date is None:
        return f"page/{story.slug}"
    return f"story/{story.date.year}/{story.slug}"


def card_name(name: str) -> str:
    """The name under which lists look at a story: the same value, but its digest leaves the text out."""
    return f"card/{name.partition('/')[2]}"


class Catalog:
    """Names to values. Made by ``build_catalog``; a pipeline Shelf.

    ``fetch`` and ``digest`` answer for records, stories, cards, bodies, photographs, lists and computed values;
    an unknown name is None with the ABSENT digest. ``epoch`` digests all of it but the texts of stories.
    """

    # What an edit of a text alone changes.
    varying = ("story/", "page/", "body/")

    def __init__(
        self,
        registry: Registry,
        values: dict[str, object],
        digests: dict[str, bytes],
        lists: Mapping[str, tuple[str, ...]],
        today: date,
    ) -> None:
        self.registry = registry
        self.today: date = today
        self.epoch = _digest_epoch(digests, today)
        # How often texts were replaced since this was made.
        self.turn = 0
        self._values = values
        self._digests = digests
        self._lists = lists
        self._computed: dict[str, object] = {}
        self._derived_digests: dict[str, bytes] = {}
        # Parts that many pages show, with the names each was made of: what CatalogLook.once keeps.
        self.kept: dict[Hashable, tuple[Any, tuple[str, ...]]] = {}

    def fetch(self, name: str) -> object | None:
        """The value under a name, or None."""
        value = self._values.get(name)
        if value is not None:
            return value
        first, _, rest = name.partition("/")
        if first == "list":
            return self._lists.get(rest, ())
        if first == "value":
            return self._compute(rest)
        if first == "body":
            story = self._values.get(f"story/{rest}") or self._values.get(f"page/{rest}")
            return None if story is None else story.content  # type: ignore[attr-defined]
        return None

    def digest(self, name: str) -> bytes:
        """The digest of the value under a name. Equal values have equal digests across builds."""
        known = self._digests.get(name)
        if known is not None:
            return known
        derived = self._derived_digests.get(name)
        if derived is None:
            derived = self._derived_digests[name] = self._digest_derived(name)
        return derived

    def listed(self, index: str, key: str = "") -> tuple[str, ...]:
        """The names in a list, untracked: for building outputs, never inside a render."""
        return self._lists.get(f"{index}/{key}", ())

    @property
    def lists(self) -> Mapping[str, tuple[str, ...]]:
        """Every list, by ``<index>/<key>``."""
        return self._lists

    def list_photos(self) -> list[str]:
        """The path of every picture, in the content folder."""
        return [name.removeprefix("photo/") for name in self._values if name.startswith("photo/")]

    def list_keys(self, index: str) -> tuple[str, ...]:
        """The keys under which an index holds a list."""
        prefix = f"{index}/"
        return tuple(sorted(name[len(prefix) :] for name in self._lists if name.startswith(prefix)))

    def replace_text(self, name: str, story: Story) -> set[str]:
        """Put a story in the place of one that differs in its words alone (title, summary, text); the names whose digests
        this changed. For the preview: which lists hold the story, and in what order, stays as it is.
        """
        body, card = f"body/{name.partition('/')[2]}", card_name(name)
        self.epoch = b""  # nobody needs it in a preview
        self.turn += 1
        self._values[name] = self._values[card] = story
        self._digests[name] = story.digest
        changed = {name, body}
        shown = card_digest(story)
        if self._digests[card] != shown:
            self._digests[card] = shown
            changed.add(card)
        self._computed.clear()
        self._derived_digests = {
            known: digest
            for known, digest in self._derived_digests.items()
            if known != body and not known.startswith("value/")
        }
        self.kept = {key: part for key, part in self.kept.items() if changed.isdisjoint(part[1])}
        return changed

    def with_sources(
        self, registry: Registry, stories: Iterable[Story], photos: Mapping[str, PhotoInfo]
    ) -> Catalog:
        """A catalog of newer records, stories and pictures with this one's lists: for the preview, to show a page before
        everything is linked again. What is gone is still in it, what is new stands in no list.
        """
        values, digests = dict(self._values), dict(self._digests)
        fill_values(values, digests, registry, {story_name(story): story for story in stories}, photos)
        return Catalog(registry, values, digests, self._lists, self.today)

    def _compute(self, rest: str) -> object | None:
        if rest not in self._computed:
            value_name, _, key = rest.partition("/")
            function: Callable[[Catalog, str], object] | None = VALUES.get(value_name)
            self._computed[rest] = None if function is None else function(self, key)
        return self._computed[rest]

    def _digest_derived(self, name: str) -> bytes:
        first, _, rest = name.partition("/")
        if first == "list":
            return digest_bytes("\n".join(self._lists.get(rest, ())).encode())
        if first == "value":
            return digest_bytes(repr(self._compute(rest)).encode())
        if first == "body":
            return self._digests.get(f"story/{rest}") or self._digests.get(f"page/{rest}") or ABSENT
        return ABSENT


def _digest_epoch(digests: Mapping[str, bytes], today: date) -> bytes:
    """A digest of the names in their order, which lists follow, and of what they stand for, but not of texts."""
    told = [name for name in digests if not name.startswith(Catalog.varying)]
    return digest_parts(today.isoformat(), "\n".join(told), b"".join([digests[name] for name in told]))


def card_digest(story: Story) -> bytes:
    """The digest of all that a story is but its text: its front matter as written, its file and its address."""
    return digest_parts(story.url, story.head, story.relative_source_path)


def build_catalog(
    registry: Registry,
    stories: Iterable[Story],
    photos: Mapping[str, PhotoInfo],
    today: date,
) -> Catalog:
    """Link everything: values under names, digests, and the lists between them. Pure."""
    values: dict[str, object] = {}
    digests: dict[str, bytes] = {}
    named: dict[str, Story] = {story_name(story): story for story in stories}
    fill_values(values, digests, registry, named, photos)
    return Catalog(registry, values, digests, build_lists(registry, named, today), today)


def fill_values(
    values: dict[str, object],
    digests: dict[str, bytes],
    registry: Registry,
    named: Mapping[str, Story],
    photos: Mapping[str, PhotoInfo],
) -> None:
    """Put every record, story and picture under its name."""
    values["site"] = registry.site
    digests["site"] = registry.digest("site", registry.site.id)
    for kind in registry.kinds():
        for record_id, record in registry.records(kind).items():
            name = name_of(kind, record_id)
            values[name] = record
            digests[name] = registry.digest(kind, record_id)
    for name, story in named.items():
        values[name] = story
        digests[name] = story.digest
        card = card_name(name)
        values[card] = story
        digests[card] = card_digest(story)
    for path, info in photos.items():
        values[f"photo/{path}"] = info
        digests[f"photo/{path}"] = digest_bytes(repr(info).encode())


def keep_public(records: Iterable[Record], samples: bool) -> list[Record]:
    """The records a build may show: all of them, or without the samples."""
    return [record for record in records if samples or not record.sample]
