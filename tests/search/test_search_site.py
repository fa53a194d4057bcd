"""The index as the build's bundles: whatever is edited or lost between two builds, the bytes are those of a clean one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.catalog import CatalogLook
from plugins.catalog.catalog import story_name
from plugins.pipeline.build import run_build
from plugins.pipeline.crew import Crew
from plugins.pipeline.report import BuildReport
from plugins.pipeline.resident import Resident
from plugins.pipeline.state import State
from plugins.search import SiteIndex, build_outputs
from plugins.search.kept import Kept, Rows
from plugins.stories import parse_story_file
from tests.pages.fixture import build_small_catalog
from tests.pipeline.toy import read_tree
from tests.search.corpus import make_documents

Texts = dict[str, str]


HEAD = (
    "title: 第{0}次活动\ndate: 2025-{1:02}-11 08:00\ntopic: news\nsummary: 这一次活动在礼堂里办,来的人不少。"
)


def make_stories(count: int = 60) -> Texts:
    return {
        f"content/stories/2025/s{number}.md": (
            f"---\n{HEAD.format(number, number % 12 + 1)}\n---\n{document.text}\n"
        )
        for number, document in enumerate(make_documents(count, 900))
    }


class Site:
    """A county whose index is built into ``root``, again and again."""

    def __init__(self, root: Path, jobs: int = 1) -> None:
        self.root, self.jobs = root, jobs
        self.cache = root / "cache"

    def build(self, texts: Texts) -> BuildReport:
        catalog = build_small_catalog(texts)
        state = State(self.root / "state", self.root / "output").load()
        index = SiteIndex(self.cache)
        with Crew(self.jobs) as crew:
            crew.small_work = 1
            if self.jobs > 1:
                crew.start(9)
                index.share(lambda: CatalogLook(catalog), crew, {})
            return run_build(
                build_outputs(index),
                make_look=lambda: CatalogLook(catalog),
                recipe_digests={"code:search": b"1"},
                state=state,
                crew=crew,
            )

    def tree(self) -> dict[str, bytes | None]:
        return read_tree(self.root / "output")


def first(texts: Texts, old: str, new: str) -> Texts:
    name = min(texts)
    assert old in texts[name]
    return {**texts, name: texts[name].replace(old, new, 1)}


EDITS: dict[str, Callable[[Texts], Texts]] = {
    "text": lambda texts: first(texts, "。", "，又添了几句话𬭎。"),
    "title": lambda texts: first(texts, "title: 第0次", "title: 头一回的"),
    "date": lambda texts: first(texts, "-11 08:00", "-27 08:00"),
    "draft": lambda texts: first(texts, "topic: news", "topic: news\nstatus: draft"),
    "gone": lambda texts: {name: text for name, text in texts.items() if name != min(texts)},
    "come": lambda texts: texts | {"content/stories/2025/new.md": min(texts.values()).replace("第0次", "新的")},
    "all gone": lambda _: {},
    "twice as much": lambda texts: {name: text + text.split("---\n", 2)[2] for name, text in texts.items()},
}  # fmt: skip


@pytest.fixture(scope="module")
def stories() -> Texts:
    return make_stories()


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_gives_what_a_clean_build_gives(edit: str, stories: Texts, tmp_path: Path) -> None:
    changed = EDITS[edit](stories)
    site, clean = Site(tmp_path / "site"), Site(tmp_path / "clean", jobs=2)
    site.build(stories)
    report = site.build(changed)
    clean.build(changed)
    assert site.tree() == clean.tree()
    assert site.build(changed).written == ()
    if edit == "text":
        assert 0 < len(report.written) < 30 < len(clean.tree())
    site.build(stories)
    clean.build(stories)
    assert site.tree() == clean.tree()


@pytest.mark.parametrize("lost", ["rows", "sides", "part-0", "part-1", "texts-*", "*"])
@pytest.mark.parametrize("how", ["removed", "damaged", "emptied", "of the build before"])
def test_what_is_kept_may_be_lost(lost: str, how: str, stories: Texts, tmp_path: Path) -> None:
    site, clean = Site(tmp_path / "site"), Site(tmp_path / "clean")
    site.build(stories)
    paths = sorted((site.cache / "search").glob(lost))
    assert paths
    older = {path: path.read_bytes() for path in paths}
    changed = EDITS["text"](stories)
    site.build(changed)
    for path in paths:
        if how == "removed":
            path.unlink()
        else:
            path.write_bytes({"damaged": path.read_bytes()[:-1] + b"?", "emptied": b""}.get(how, older[path]))
    again = EDITS["come"](EDITS["title"](changed))
    site.build(again)
    clean.build(again)
    assert site.tree() == clean.tree()


def test_what_other_code_has_left_is_not_there(stories: Texts, tmp_path: Path) -> None:
    Site(tmp_path).build(stories)
    assert len(Kept(tmp_path / "cache/search", fresh=False).load_rows().rows) == len(stories)
    other = Kept(tmp_path / "cache/search", fresh=False, code=b"other")
    assert other.load_rows() == Rows()
    assert other.load_note("part-0") == (b"", b"")


def test_a_shard_changed_on_the_disk_is_made_again(stories: Texts, tmp_path: Path) -> None:
    site, clean = Site(tmp_path / "site"), Site(tmp_path / "clean")
    site.build(stories)
    (tmp_path / "site/output/search/s/3.bin").write_bytes(b"?")
    (tmp_path / "site/output/search/names.json").unlink()
    changed = EDITS["text"](stories)
    site.build(changed)
    clean.build(changed)
    assert site.tree() == clean.tree()


def test_a_preview_replaces_a_text_in_the_catalog_itself(stories: Texts, tmp_path: Path) -> None:
    changed = EDITS["title"](EDITS["text"](stories))
    name = min(changed)
    catalog = build_small_catalog(stories)
    index, pauses = SiteIndex(tmp_path / "cache"), iter([False] * 30 + [True])
    outputs = list(build_outputs(index))
    state = State(tmp_path / "state", tmp_path / "output").load()
    resident = Resident(
        [], make_look=lambda: CatalogLook(catalog), recipe_digests={"code:search": b"1"}, state=state
    )
    resident.start()
    resident.refresh(
        outputs=outputs, recipe_digests={"code:search": b"1"}, pause=lambda: next(pauses), slice_size=1
    )
    assert resident.waiting == {"search:shards-0", "search:shards-1", "search:sides"}
    for texts in (changed, stories, changed):
        story, _ = parse_story_file(name, texts[name].encode(), "story")
        assert story is not None
        catalog.replace_text(story_name(story), story)
        resident.refresh()
    clean = Site(tmp_path / "clean")
    clean.build(changed)
    assert read_tree(tmp_path / "output") == clean.tree()
