"""A story or a fixed page: a slotted record with the attribute names of Pelican's Article.

Plain slots, because Pelican's own Content recomputes addresses at every use and costs more than the whole
rest of a build.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from os.path import join
from typing import Any, Final, Literal, NamedTuple

from plugins.pipeline.digests import digest_bytes
from plugins.pipeline.report import ChangedError

from .convert import convert_markdown
from .head import split_source

Kind = Literal["story", "page"]

# Characters of bodies that a reader of many stories keeps in memory; the others are read again when they are wanted.
KEPT_BODIES: Final = 1_000_000
Standing = Literal["published", "draft", "future"]

# China has kept one time without summer time since 1992, so a fixed offset is exact for every date a portal
# can carry, needs no time zone database and costs nothing to make.
SHANGHAI: Final = timezone(timedelta(hours=8), "Asia/Shanghai")

_ZONE: Final[dict[str, Any]] = {"tzinfo": SHANGHAI}

# Front matter key -> the kind of record that its ids name.
RECORD_FIELDS: Final[dict[str, str]] = {
    "sources": "source",
    "places": "place",
    "teams": "team",
    "honorees": "honoree",
    "batches": "batch",
    "activities": "activity",
    "themes": "theme",
    "programs": "programme",
    "regulations": "regulation",
}


class Label(str):
    """A category, tag or author as Pelican's templates expect it: prints its name, has ``.name``, ``.slug``,
    ``.url``.
    """

    __slots__ = ("slug", "url")
    slug: str
    url: str

    def __new__(cls, name: str, slug: str = "", url: str = "") -> Label:
        label = super().__new__(cls, name)
        label.slug = slug or name
        label.url = url
        return label

    @property
    def name(self) -> str:
        return str.__str__(self)


class LeadPhoto(NamedTuple):
    """The picture at the head of a story. ``file`` as written: relative to the story's file or to
    ``content/``.
    """

    file: str
    alt: str
    credit: str = ""
    focus: str = ""


class BodyLink(NamedTuple):
    """A link or picture in a body, at a place in the file.

    ``kind`` is a record kind, ``story`` or ``page`` (target: an id), ``image`` (a path), ``address``
    (anything else).
    """

    kind: str
    target: str
    line: int
    column: int


class Story:
    """One story (``kind == "story"``) or fixed page (``kind == "page"``).

    ``content`` converts on first use and remembers; it is ``finisher(convert_markdown(body))`` where
    ``finisher`` (set by whoever knows addresses and pictures) may be None. ``body`` is read again from, in ``folder``,
    ``source_path`` when the story came from ``from_row`` without it.
    """

    __slots__ = (
        "_body", "_content", "activities", "aliases", "batches", "body_line", "bylines", "date",
        "digest", "finisher", "folder", "head", "honorees", "keywords", "kind", "lead_photo", "links", "modified",
        "places", "programs", "regulations", "relative_source_path", "sample", "save_as", "slug",
        "source", "source_path", "source_url", "sources", "status", "summary", "teams", "themes",
        "title", "topic", "topic_name", "url",
    )  # fmt: skip

    kind: Kind
    title: str
    slug: str
    date: datetime | None
    modified: datetime | None
    summary: str
    status: str
    url: str
    save_as: str
    topic: str
    topic_name: str
    bylines: tuple[tuple[str, str], ...]
    source: str
    source_url: str
    sources: tuple[str, ...]
    places: tuple[str, ...]
    teams: tuple[str, ...]
    honorees: tuple[str, ...]
    batches: tuple[str, ...]
    activities: tuple[str, ...]
    themes: tuple[str, ...]
    programs: tuple[str, ...]
    regulations: tuple[str, ...]
    lead_photo: LeadPhoto | None
    keywords: tuple[str, ...]
    sample: bool
    aliases: tuple[str, ...]
    digest: bytes
    source_path: str
    relative_source_path: str
    head: str
    body_line: int
    links: tuple[BodyLink, ...]
    finisher: Callable[[str], str] | None
    folder: str
    _body: str | None
    _content: str | None

    # What Pelican's templates and other people's plugins ask of an Article and what never differs here.
    lang = "zh-CN"
    in_default_lang = True
    translations: tuple[Story, ...] = ()

    @property
    def template(self) -> str:
        return "article" if self.kind == "story" else "page"

    @property
    def locale_date(self) -> str:
        """The publication time in the form that the state's site guide asks for, ``2026-05-01 09:30``; ""
        without a date.
        """
        return self.date.isoformat(" ")[:16] if self.date else ""

    @property
    def locale_modified(self) -> str:
        return self.modified.isoformat(" ")[:16] if self.modified else ""

    @property
    def category(self) -> Label:
        """The topic. Its name is the id until someone who knows the vocabulary sets ``topic_name``."""
        return Label(
            self.topic_name or self.topic, self.topic, f"news/topics/{self.topic}/" if self.topic else ""
        )

    @property
    def tags(self) -> list[Label]:
        return [Label(word) for word in self.keywords]

    @property
    def authors(self) -> list[Label]:
        """Who wrote it: reporters and correspondents, in order."""
        return [Label(name) for role, name in self.bylines if role in ("记者", "通讯员")]

    @property
    def author(self) -> Label | None:
        authors = self.authors
        return authors[0] if authors else None

    @property
    def metadata(self) -> dict[str, Any]:
        """Pelican's dictionary of what the front matter said, made anew at each use."""
        names = (
            "title",
            "slug",
            "date",
            "modified",
            "category",
            "tags",
            "authors",
            "summary",
            "status",
            "lang",
            *_OWN,
        )
        return {name: getattr(self, name) for name in names}

    @property
    def body(self) -> str:
        """The Markdown below the front matter. ChangedError when it has to be read again and the file is another by now."""
        if self._body is None:
            # pathlib takes longer than the reading, and a large site reads every story again.
            try:
                with open(join(self.folder, self.source_path), "rb", 0) as file:  # noqa: PTH118, PTH123
                    data = file.read()
            except OSError:
                data = b""
            if digest_bytes(data) != self.digest:
                raise ChangedError(f"{self.source_path} 在建站途中变了")
            return split_source(data.decode("utf-8", "replace")).body
        return self._body

    @property
    def content(self) -> str:
        if self._content is None:
            html = convert_markdown(self.body)
            self._content = self.finisher(html) if self.finisher else html
        return self._content

    @property
    def alias_urls(self) -> tuple[str, ...]:
        """Old addresses, each to become a redirect page."""
        if not self.aliases:
            return ()
        if self.kind == "page":
            return tuple(f"{alias}/" for alias in self.aliases)
        year = f"{self.date:%Y}" if self.date else ""
        return tuple(f"news/{alias if '/' in alias else f'{year}/{alias}'}/" for alias in self.aliases)

    def forget_body(self) -> None:
        """Let the Markdown go; who asks for it reads the file."""
        self._body = None

    def forget_content(self) -> None:
        """Let the converted body go, so that ten thousand stories do not keep their HTML in memory."""
        self._content = None

    def to_row(self, with_body: bool = False) -> tuple[Any, ...]:
        """The story as a tuple that ``marshal`` and ``pickle`` take. Without its body unless asked."""
        return (
            *[getattr(self, name) for name in _PLAIN],
            _pack_moment(self.date),
            _pack_moment(self.modified),
            tuple(self.lead_photo) if self.lead_photo else None,
            tuple(tuple(link) for link in self.links),
            self._body if with_body else None,
        )

    @classmethod
    def from_row(cls, row: tuple[Any, ...]) -> Story:
        """The story that ``to_row`` wrote."""
        story = cls.__new__(cls)
        # One statement: a loop over the names takes three times as long, and there are ten thousand stories.
        (
            story.kind, story.title, story.slug, story.summary, story.status, story.url, story.save_as, story.topic,
            story.topic_name, story.bylines, story.source, story.source_url, story.keywords, story.sample,
            story.aliases, story.digest, story.source_path, story.relative_source_path, story.head, story.body_line,
            story.sources, story.places, story.teams, story.honorees, story.batches, story.activities, story.themes,
            story.programs, story.regulations, date, modified, photo, links, story._body,
        ) = row  # fmt: skip
        story.date = datetime(*date, **_ZONE) if date else None
        story.modified = datetime(*modified, **_ZONE) if modified else None
        story.lead_photo = LeadPhoto(*photo) if photo else None
        story.links = tuple([BodyLink(*link) for link in links])
        story._content, story.finisher, story.folder = None, None, ""
        return story

    def __reduce__(self) -> tuple[Callable[[tuple[Any, ...]], Story], tuple[tuple[Any, ...]]]:
        return Story.from_row, (self.to_row(with_body=True),)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Story) and self.to_row() == other.to_row()

    def __hash__(self) -> int:
        return hash((self.kind, self.relative_source_path, self.digest))

    def __repr__(self) -> str:
        return f"<Story {self.kind} {self.relative_source_path}>"


def _pack_moment(moment: datetime | None) -> tuple[int, ...]:
    return () if moment is None else (*moment.timetuple()[:6], moment.microsecond)


_OWN: Final = (
    "topic",
    "bylines",
    "source",
    "source_url",
    "keywords",
    "lead_photo",
    "sample",
    "aliases",
    *RECORD_FIELDS,
)
_PLAIN: Final = (
    "kind", "title", "slug", "summary", "status", "url", "save_as", "topic", "topic_name", "bylines",
    "source", "source_url", "keywords", "sample", "aliases", "digest", "source_path",
    "relative_source_path", "head", "body_line", *RECORD_FIELDS,
)  # fmt: skip


def story_standing(story: Story, now: datetime) -> Standing:
    """What a story is at ``now`` (aware): a draft, dated in the future, or published."""
    if story.status == "draft":
        return "draft"
    return "future" if story.date is not None and story.date > now else "published"


def is_public(story: Story, now: datetime, publication: bool) -> bool:
    """Whether the site shows the story. A publication never shows drafts and future stories; a preview shows
    them, marked.
    """
    return not publication or story_standing(story, now) == "published"
