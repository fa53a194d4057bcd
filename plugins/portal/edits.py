"""Which files were edited since the last build, and whether nothing but words of stories in them: title, summary, text,
keywords, and who wrote it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from plugins.catalog.catalog import card_digest, card_name, story_name
from plugins.fonts.common import find_rare
from plugins.pipeline.digests import digest_bytes
from plugins.pipeline.early import Row
from plugins.pipeline.payloads import pack
from plugins.pipeline.sources import RACY_NS
from plugins.pipeline.stamp import Glance
from plugins.pipeline.state import SourceEntry, State
from plugins.registry.problems import Problem, has_errors, sort_problems
from plugins.stories import Story
from plugins.stories.model import RECORD_FIELDS

from .reader import STORY_SUFFIXES, Reader
from .settings import PortalSettings

# What of a story decides which pages and lists there are, and in what order; while these stand, what shows the story changes
# and nothing else.
LINKED = (
    "kind", "slug", "status", "url", "save_as", "topic", "sample", "aliases", "date", "modified", "lead_photo",
    *RECORD_FIELDS,
)  # fmt: skip
# Beyond so many edited files the whole way is as quick.
MOST = 32


@dataclass(frozen=True, slots=True)
class Edit:
    """An edited file: its path as problems name it, what a state is to say of it, the story before and now, and what is to
    be told of it before and now.
    """

    path: str
    entry: SourceEntry
    payload: bytes
    before: Story
    story: Story
    told_before: list[Problem]
    told: list[Problem]

    @property
    def name(self) -> str:
        """The story's catalog name."""
        return story_name(self.story)

    def list_changed(self) -> dict[str, bytes]:
        """The names whose digests the edit changes, with the new ones; none for a file that was only touched."""
        if self.story.digest == self.before.digest:
            return {}
        changed = {self.name: self.story.digest, f"body/{self.name.partition('/')[2]}": self.story.digest}
        card = card_digest(self.story)
        return changed if card == card_digest(self.before) else {**changed, card_name(self.name): card}


class Sources:
    """The sources as ``state`` has them and as ``glance`` has seen them."""

    def __init__(self, settings: PortalSettings, glance: Glance, state: State) -> None:
        self.settings = settings
        self.glance = glance
        self.state = state
        # A build lets go of them before it is done.
        self._sources, self._payloads = state.sources, state.payloads
        # The records of the files that were opened.
        self._records: dict[str, tuple[object, bytes]] = {}
        # What paths begin with, the folder that this stands for, and the files in that.
        self._roots = [
            (f"{settings.relative(folder)}/", f"{folder}/", glance.stamp.trees.get(str(folder), {}))
            for folder in (settings.content, settings.data)
        ]

    def list_edited(self) -> list[str] | None:
        """The paths of the stories that were edited, if any; None when more was than stories, or more than a few."""
        content = str(self.settings.content)
        edited = self.glance.changed.get(content)
        others = any(paths != () for root, paths in self.glance.changed.items() if root != content)
        if edited is None or others or len(edited) > MOST:
            return None
        if not self.glance.clears(self.state) or not self.glance.stamp.usable or self.glance.stamp.odd:
            return None
        label = self.settings.relative(self.settings.content)
        paths = [label + location[len(content) :] for location in edited if location.endswith(STORY_SUFFIXES)]
        return paths if len(paths) == len(edited) and all(path in self._sources for path in paths) else None

    def read_edit(self, path: str) -> Edit | None:
        """What an edit made of a story; None when it changed more than words, or made an error."""
        kind, row, told_before = self._payloads[path]
        if kind != "story" or row is None:
            return None
        try:
            location, (mtime_ns, ctime_ns, size, inode) = self._locate(path)
            data = Path(location).read_bytes()
        except OSError:
            return None
        settings = self.settings
        reader = Reader(settings.relative(settings.data), settings.relative(settings.content))
        payload = reader.parse(path, data)
        story, before, told = reader.kept.get(path), Story.from_row(row), payload[2]
        if story is None or has_errors(told) or not is_reworded(story, before):
            return None
        story.folder = str(settings.project)
        racy = max(mtime_ns, ctime_ns) > self.glance.stamp.taken_ns - RACY_NS
        entry = SourceEntry(mtime_ns, ctime_ns, inode, size, racy, digest_bytes(data))
        return Edit(path, entry, pack(payload), before, story, told_before, told)

    def open_value(self, name: str, path: str) -> tuple[object, bytes]:
        """The value of a catalog name and its digest, out of what the state keeps of the source at ``path``. LookupError
        when the state does not have it as it was seen.
        """
        if name in self._records:
            return self._records[name]
        entry, (_, row) = self._sources[path], self._locate(path)
        if (entry[0], entry[1], entry[3], entry[2]) != row:
            raise LookupError(path)
        kind, value, _ = self._payloads[path]
        if kind == "story":
            story = Story.from_row(value)
            story.folder = str(self.settings.project)
            return story, story.digest
        if kind == "photo":
            return value, digest_bytes(repr(value).encode())
        for each in value.records:
            known = "site" if each.kind == "site" else f"{each.kind}/{each.key}"
            self._records.setdefault(known, (each.record, each.digest))
        return self._records[name]

    def _locate(self, path: str) -> tuple[str, Row]:
        """Where a source lies, and what was seen of it: mtime_ns, ctime_ns, size and inode."""
        for prefix, folder, rows in self._roots:
            if path.startswith(prefix):
                location = folder + path[len(prefix) :]
                row = rows.get(location)
                if row is not None:
                    return location, row
        raise LookupError(path)


def is_reworded(story: Story, before: Story) -> bool:
    """Whether nothing differs between two states of a story but words: so many pages stand as before, in the same lists."""
    same = all(getattr(story, name) == getattr(before, name) for name in LINKED)
    return same and find_rare([story.title]) == find_rare([before.title]) and _has_links_of(story, before)


def _has_links_of(story: Story, before: Story) -> bool:
    """Whether a story shows the pictures that it showed, and names no record or story that it did not name."""

    def list_targets(of: Story, *kinds: str) -> list[tuple[str, str]]:
        return [(link.kind, link.target) for link in of.links if (link.kind in kinds) == bool(kinds)]

    named = {link[:2] for link in before.links}
    return list_targets(story, "image") == list_targets(before, "image") and all(
        link.kind == "address" or link[:2] in named for link in story.links
    )


def tell_anew(problems: list[Problem], edits: list[Edit]) -> list[Problem] | None:
    """``problems`` of all sources, with those of the edited stories as they are now; None when more was said of one of them
    than its own file says: then only a look at everything tells whether that still holds.
    """
    paths = {edit.path for edit in edits}
    said = [problem for problem in problems if problem.path in paths]
    if said != sort_problems(problem for edit in edits for problem in edit.told_before):
        return None
    rest = [problem for problem in problems if problem.path not in paths]
    return sort_problems([*rest, *(problem for edit in edits for problem in edit.told)])


def is_base(edits: list[Edit], digests: dict[str, bytes]) -> bool:
    """Whether the state's outputs were made of the stories as they were before these edits. ``digests``: name -> digest, as
    the state has them. Builds into several folders share their sources.
    """
    for edit in edits:
        card = card_digest(edit.before)
        if digests.get(edit.name) != edit.before.digest or digests.get(card_name(edit.name), card) != card:
            return False
    return True
