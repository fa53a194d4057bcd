"""Which files were edited since the last build, and whether nothing but words of stories in them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from plugins.catalog.catalog import card_digest, card_name, story_name
from plugins.pipeline.digests import digest_bytes
from plugins.pipeline.payloads import pack
from plugins.pipeline.sources import RACY_NS
from plugins.pipeline.stamp import Glance
from plugins.pipeline.state import SourceEntry, State
from plugins.stories import Story

from .reader import STORY_SUFFIXES, Reader
from .settings import PortalSettings

# Beyond so many edited files the whole way is as quick.
MOST = 32


@dataclass(frozen=True, slots=True)
class Edit:
    """An edited file: its path as problems name it, what a state is to say of it, the story before and now."""

    path: str
    entry: SourceEntry
    payload: bytes
    before: Story
    story: Story

    @property
    def name(self) -> str:
        """The story's catalog name."""
        return story_name(self.story)


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources as ``state`` has them and as ``glance`` has seen them."""

    settings: PortalSettings
    glance: Glance
    state: State

    def list_edited(self) -> list[str]:
        """The paths of the stories that were edited, when nothing else was; else none."""
        content = str(self.settings.content)
        edited = self.glance.changed.get(content) or ()
        others = any(paths != () for root, paths in self.glance.changed.items() if root != content)
        if others or len(edited) > MOST or not self.glance.clears(self.state) or not self.glance.stamp.usable:
            return []
        label = self.settings.relative(self.settings.content)
        paths = [label + location[len(content) :] for location in edited if location.endswith(STORY_SUFFIXES)]
        odd = not self.glance.stamp.odd and len(paths) == len(edited)
        return paths if odd and all(path in self.state.sources for path in paths) else []

    def read_edit(self, path: str) -> Edit | None:
        """What an edit made of a story; None when it changed more than words, or anything is to be said of it."""
        kind, row, problems = self.state.payloads[path]
        if kind != "story" or row is None or problems:
            return None
        try:
            data = Path(self._locate(path)).read_bytes()
        except OSError:
            return None
        settings = self.settings
        reader = Reader(settings.relative(settings.data), settings.relative(settings.content))
        payload = reader.parse(path, data)
        story, before = reader.kept.get(path), Story.from_row(row)
        if story is None or payload[2] or card_digest(story) != card_digest(before):
            return None
        if not _has_links_of(story, before):
            return None
        story.folder = str(settings.project)
        mtime_ns, ctime_ns, size, inode = self._row(path)
        racy = max(mtime_ns, ctime_ns) > self.glance.stamp.taken_ns - RACY_NS
        entry = SourceEntry(mtime_ns, ctime_ns, inode, size, racy, digest_bytes(data))
        return Edit(path, entry, pack(payload), before, story)

    def open_value(self, name: str, path: str) -> tuple[object, bytes]:
        """The value of a catalog name and its digest, out of what the state keeps of the source at ``path``. LookupError
        when the state does not have it as it was seen.
        """
        entry, row = self.state.sources[path], self._row(path)
        if (entry.mtime_ns, entry.ctime_ns, entry.size, entry.inode) != row:
            raise LookupError(path)
        kind, value, _ = self.state.payloads[path]
        if kind == "story":
            story = Story.from_row(value)
            story.folder = str(self.settings.project)
            return story, story.digest
        if kind == "photo":
            return value, digest_bytes(repr(value).encode())
        record_kind, _, key = name.partition("/")
        found = next(each for each in value.records if each.kind == record_kind and key in ("", each.key))
        return found.record, found.digest

    def _locate(self, path: str) -> str:
        for folder in (self.settings.content, self.settings.data):
            label = self.settings.relative(folder)
            if path.startswith(f"{label}/"):
                return f"{folder}{path[len(label) :]}"
        raise LookupError(path)

    def _row(self, path: str) -> tuple[int, int, int, int]:
        """mtime_ns, ctime_ns, size and inode as they were seen."""
        location = self._locate(path)
        for rows in self.glance.stamp.trees.values():
            row = rows.get(location)
            if row is not None:
                return row
        raise LookupError(path)


def _has_links_of(story: Story, before: Story) -> bool:
    """Whether a story shows the pictures that it showed, and names no record or story that it did not name."""

    def list_targets(of: Story, *kinds: str) -> list[tuple[str, str]]:
        return [(link.kind, link.target) for link in of.links if (link.kind in kinds) == bool(kinds)]

    named = {link[:2] for link in before.links}
    return list_targets(story, "image") == list_targets(before, "image") and all(
        link.kind == "address" or link[:2] in named for link in story.links
    )


def is_base(edits: list[Edit], digests: dict[str, bytes]) -> bool:
    """Whether the state's outputs were made of the stories as they were before these edits. ``digests``: name -> digest, as
    the state has them. Builds into several folders share their sources.
    """
    for edit in edits:
        card = card_digest(edit.before)
        if digests.get(edit.name) != edit.before.digest or digests.get(card_name(edit.name), card) != card:
            return False
    return True
