"""The bench's small site: articles, lists with pages, topics, tags, an Atom feed and a sitemap, out of the portal's engine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, cast

from jinja2 import Environment
from markupsafe import Markup

from plugins.pipeline.digests import ABSENT, digest_bytes, digest_parts, digest_text
from plugins.pipeline.looks import Look
from plugins.pipeline.outputs import Page
from plugins.stories import Story

PAGE_SIZE = 20


@dataclass(slots=True)
class SmallShelf:
    """Stories under ``story/<n>``, what lists show of them under ``card/<n>``, their texts under ``body/<n>``, lists of
    their names under ``list/…``.
    """

    values: dict[str, object]
    digests: dict[str, bytes]
    epoch: bytes
    varying: tuple[str, ...] = ("story/", "body/")
    kept: dict[str, tuple[Markup, tuple[str, ...]]] = field(default_factory=dict)

    def fetch(self, name: str) -> object | None:
        part = name[:5]
        if part in ("body/", "card/"):
            story: Any = self.values.get(f"story/{name[5:]}")
            return story if story is None or part == "card/" else story.content
        return self.values.get(name)

    def digest(self, name: str) -> bytes:
        known = self.digests.get(f"story/{name[5:]}" if name.startswith("body/") else name)
        if known is None and name.startswith("list/") and name in self.values:
            known = digest_text("\n".join(cast("tuple[str, ...]", self.values[name])))
        return ABSENT if known is None else known


class SmallLook(Look):
    """A Look that makes a card once for every list it stands in."""

    __slots__ = ()

    def once(self, key: str, make: Callable[[SmallLook], Markup]) -> Markup:
        """``make(look)``, made once; its names are noted by everyone who asks."""
        kept = cast("SmallShelf", self.shelf).kept
        found = kept.get(key)
        if found is None:
            inner = SmallLook(self.shelf)
            made = make(inner)
            found = kept[key] = (made, inner.noted)
        self.note(found[1])
        return found[0]


def build_shelf(stories: list[Story]) -> SmallShelf:
    """Everything the pages look at."""
    stories = sorted(stories, key=lambda story: (story.date, story.slug), reverse=True)
    values: dict[str, object] = {}
    digests: dict[str, bytes] = {}
    lists: defaultdict[str, list[str]] = defaultdict(list)
    cards: list[bytes] = []
    for story in stories:
        key = story.url
        name = f"story/{key}"
        values[name] = story
        digests[name] = story.digest
        card = digests[f"card/{key}"] = digest_parts(key, story.head)
        cards.append(card)
        lists["news"].append(key)
        lists[f"topics/{story.topic}"].append(key)
        for tag in story.keywords:
            lists[f"tags/{tag}"].append(key)
    for position, key in enumerate(lists["news"]):
        lists[f"near/{key}"] = [
            *lists["news"][max(position - 1, 0) : position],
            "",
            *lists["news"][position + 1 : position + 2],
        ]
    for kind in ("topics", "tags"):
        lists[kind] = sorted(name.partition("/")[2] for name in lists if name.startswith(f"{kind}/"))
    for name, keys in lists.items():
        values[f"list/{name}"] = tuple(keys)
    return SmallShelf(values, digests, digest_bytes(b"".join(cards)))


@dataclass(frozen=True, slots=True)
class SmallSite:
    """Makes the pages. ``environment`` holds the small theme."""

    environment: Environment
    name: str
    siteurl: str

    def render(self, template: str, look: SmallLook, **values: Any) -> str:
        return self.environment.get_template(template).render(
            site=self.name, topics=look("list/topics"), **values
        )

    def article(self, key: str, look: SmallLook) -> str:
        story = look(f"story/{key}")
        newer, older = self._near(key, look)
        text = self.render(
            "article.html", look, title=story.title, description=story.summary, iso=story.date.isoformat(),
            day=f"{story.date:%Y-%m-%d}", topic=story.topic, tags=story.keywords, body=Markup(look(f"body/{key}")),
            newer=newer, older=older,
        )  # fmt: skip
        story.forget_content()
        return text

    def _near(self, key: str, look: SmallLook) -> list[tuple[str, str] | None]:
        found: list[tuple[str, str] | None] = [None, None]
        side = 0
        for other in look(f"list/near/{key}"):
            if not other:
                side = 1
            else:
                found[side] = (look(f"card/{other}").title, f"/{other}")
        return found

    def card(self, key: str, look: SmallLook) -> Markup:
        story = look(f"card/{key}")
        macro: Any = self.environment.get_template("card.html").module
        made: Markup = macro.card(story.title, f"/{story.url}", f"{story.date:%Y-%m-%d}", story.summary)
        return made

    def listing(self, name: str, title: str, number: int, look: SmallLook) -> str:
        keys = look(f"list/{name}")
        count = max(1, -(-len(keys) // PAGE_SIZE))
        cards = [
            look.once(key, partial(self.card, key))
            for key in keys[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
        ]
        return self.render(
            "list.html", look, title=title, description="", cards=cards, number=number, count=count,
            previous=address(name, number - 1) if number > 1 else "",
            following=address(name, number + 1) if number < count else "",
        )  # fmt: skip

    def home(self, look: SmallLook) -> str:
        cards = [look.once(key, partial(self.card, key)) for key in look("list/news")[:PAGE_SIZE]]
        return self.render("list.html", look, title=self.name, description="", cards=cards, number=1, count=1)

    def terms(self, kind: str, look: SmallLook) -> str:
        return self.render(
            "terms.html", look, title=kind, description="", terms=look(f"list/{kind}"), root=f"/{kind}/"
        )

    def feed(self, look: SmallLook) -> str:
        keys = look("list/news")[:PAGE_SIZE]
        entries = [look(f"story/{key}") for key in keys]
        return self.render(
            "atom.xml", look, siteurl=self.siteurl, entries=entries, bodies=[look(f"body/{key}") for key in keys],
            updated=entries[0].date.isoformat() if entries else "",
        )  # fmt: skip

    def sitemap(self, look: SmallLook) -> str:
        rows = "".join(f"<url><loc>{self.siteurl}/{key}</loc></url>\n" for key in look("list/news"))
        return f'<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n'


def address(name: str, number: int) -> str:
    return f"/{name}/" if number == 1 else f"/{name}/page/{number}/"


def build_outputs(shelf: SmallShelf, site: SmallSite) -> Iterator[Page]:
    """Every page; an article follows its source's process."""
    lists: Any = shelf.values
    yield Page("index.html", "list.html", site.home)
    yield Page("atom.xml", "atom.xml", site.feed)
    yield Page("sitemap.xml", "code:sitemap", site.sitemap)
    names = [("news", "动态")] if "list/news" in lists else []
    for kind in ("topics", "tags"):
        yield Page(f"{kind}/index.html", "terms.html", partial(site.terms, kind))
        names += [(f"{kind}/{term}", term) for term in lists[f"list/{kind}"]]
    for name, title in names:
        for number in range(1, -(-len(lists[f"list/{name}"]) // PAGE_SIZE) + 1):
            yield Page(
                f"{address(name, number)[1:]}index.html",
                "list.html",
                partial(site.listing, name, title, number),
            )
    for key in lists.get("list/news", ()):
        yield Page(
            f"{key}index.html", "article.html", partial(site.article, key), lists[f"story/{key}"].source_path
        )
