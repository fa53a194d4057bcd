"""Feeds of news, topics, activities and Good People, the page that lists them, and their style for browsers.

An entry's ``updated`` is what its source says; what says nothing has no entry, because a feed may not guess. Ids come from
the region's code and the first id or address of the thing, so that no later move makes it new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from plugins.catalog import PageHead
from plugins.catalog.dating import changed_on
from plugins.catalog.text import show_body, show_markdown
from plugins.pipeline.outputs import Output, Page
from plugins.urls import address_of, href_of

from .atom import Entry, Feed, absolute_links, build_feed
from .public import is_public, may_show
from .where import Make, Where, first_id, stable_uuid, story_id

if TYPE_CHECKING:
    from plugins.catalog import Catalog, CatalogLook

LIMIT = 50
STYLE = "feeds/style.xsl"
AUTHOR_ROLES = ("记者", "通讯员")
STATUS_NAMES = {"planned": "预告", "held": "已办", "cancelled": "取消"}
Collect = Callable[["CatalogLook", Where], list[Entry]]


def build_outputs(catalog: Catalog, make: Make, where: Where) -> Iterator[Output]:
    """Every feed, ``/feeds/`` for people, and the style that shows a feed as a page."""
    for name, collect in list_feeds(catalog).items():
        address = address_of(f"feeds/{name}")
        yield Page(address, "code:exports", FeedWriter(name, collect, where), weight=8)
    yield make.page_at(STYLE, "feed.xsl", view_style)
    yield make.page("index/feeds", "feeds.html", view_feeds, where)


def list_feeds(catalog: Catalog) -> dict[str, Collect]:
    """Feed name -> what collects its entries. A topic gets its feed with its first story."""
    feeds: dict[str, Collect] = {"news": StoryEntries("stories", "")}
    for topic in catalog.registry.terms("topics"):
        if catalog.listed("stories-of-topic", topic.id):
            feeds[f"topic-{topic.id}"] = StoryEntries("stories-of-topic", topic.id)
    return {**feeds, "activities": collect_activities, "honors": collect_honorees}


def title_of_feed(look: CatalogLook, name: str) -> tuple[str, str]:
    """(what the feed is called, the catalog name of the page that it follows)."""
    if name.startswith("topic-"):
        topic_id = name.removeprefix("topic-")
        topic = look.term("topics", topic_id)
        return (topic.name if topic else topic_id), f"topic/{topic_id}"
    column = next((column for column in look.site.columns if column.id == name), None)
    return (column.name if column else name), f"index/{name}"


@dataclass(frozen=True, slots=True)
class FeedWriter:
    """Renders one feed."""

    name: str
    collect: Collect
    where: Where

    def __call__(self, look: CatalogLook) -> str:
        site = look.site
        title, page = title_of_feed(look, self.name)
        entries = self.collect(look, self.where)
        newest = max((entry.updated for entry in entries), default=f"{look.today.isoformat()}T00:00:00+08:00")
        feed = Feed(
            id=stable_uuid(site.region.code, "feed", self.name).urn,
            title=f"{title} - {site.name}",
            subtitle=site.summary,
            url=self.where.at(address_of(page)),
            own_url=self.where.at(address_of(f"feeds/{self.name}")),
            updated=newest,
            author=site.operator,
            rights=site.licence,
            style=self.where.root + STYLE,
        )
        return build_feed(feed, entries)


@dataclass(frozen=True, slots=True)
class StoryEntries:
    """The newest stories of a list, with full text. Drafts and stories of days to come are left out of a preview too."""

    index: str
    key: str

    def __call__(self, look: CatalogLook, where: Where) -> list[Entry]:
        found: list[Entry] = []
        for name in look.listed(self.index, self.key):
            story = look(name)
            if len(found) == LIMIT:
                break
            if story is not None and story.status != "draft" and story.date.date() <= look.today:
                found.append(_story_entry(look, story, where))
        return found


def _story_entry(look: CatalogLook, story: Any, where: Where) -> Entry:
    url = where.at(story.url)
    topic = look.term("topics", story.topic)
    return Entry(
        id=stable_uuid(look.site.region.code, "story", story_id(story)).urn,
        title=story.title,
        url=url,
        updated=(story.modified or story.date).isoformat(),
        published=story.date.isoformat(),
        summary=story.summary,
        content=absolute_links(str(show_body(look, where.base, story)), url),
        authors=tuple(name for role, name in story.bylines if role in AUTHOR_ROLES),
        categories=((story.topic, topic.name),) if topic else (),
    )


def collect_activities(look: CatalogLook, where: Where) -> list[Entry]:
    """The activities whose data says when it last changed, newest change first."""
    dated = [
        (changed_on("activity", activity), activity)
        for activity in (look(name) for name in look.listed("activities")[: LIMIT * 4])
        if activity is not None
    ]
    shown = sorted(((day, item) for day, item in dated if _is_past(look, day)), key=_newest_first)
    return [_activity_entry(look, item, day, where) for day, item in shown[:LIMIT]]


def _is_past(look: CatalogLook, day: str) -> bool:
    return bool(day) and day <= look.today.isoformat()


def _newest_first(row: tuple[str, Any]) -> tuple[int, str]:
    return (-int(row[0].replace("-", "")), row[1].id)


def _activity_entry(look: CatalogLook, activity: Any, day: str, where: Where) -> Entry:
    url = where.at(address_of(f"activity/{activity.id}"))
    place = look.get("place", activity.place)
    at = "，".join(text for text in (activity.venue, place.name if place else "") if text)
    facts = [STATUS_NAMES[activity.status], activity.starts.text if activity.starts else "", at]
    content = f"<p>{' · '.join(escape(fact, quote=False) for fact in facts if fact)}</p>"
    if activity.cancelled_reason:
        content += f"<p>{escape(activity.cancelled_reason, quote=False)}</p>"
    if activity.report:
        content += str(show_markdown(look, where.base, activity.report))
    return Entry(
        id=stable_uuid(look.site.region.code, "activity", first_id(activity)).urn,
        title=activity.title,
        url=url,
        updated=_midnight(day),
        summary=activity.summary,
        content=absolute_links(content, url),
    )


def collect_honorees(look: CatalogLook, where: Where) -> list[Entry]:
    """Good People of the latest batches whose announcement has a day."""
    found: list[Entry] = []
    for name in look.listed("honorees")[: LIMIT * 2]:
        honoree = look(name)
        if honoree is None or not is_public("honoree", honoree):
            continue
        batch = look.get("batch", honoree.batch)
        announced = changed_on("batch", batch) if batch else ""
        day = changed_on("honoree", honoree) or announced
        if _is_past(look, day) and len(found) < LIMIT:
            found.append(_honoree_entry(look, honoree, batch, day, where))
    return found


def _honoree_entry(look: CatalogLook, honoree: Any, batch: Any, day: str, where: Where) -> Entry:
    url = where.at(address_of(f"honoree/{honoree.id}"))
    category = look.term("honor_categories", honoree.category)
    content = f"<p>{escape(honoree.deed, quote=False)}</p>"
    if honoree.citation:
        content += f"<blockquote><p>{escape(honoree.citation, quote=False)}</p></blockquote>"
    if honoree.story and may_show("honoree", honoree, "story"):
        content += str(show_markdown(look, where.base, honoree.story))
    return Entry(
        id=stable_uuid(look.site.region.code, "honoree", first_id(honoree)).urn,
        title=f"{honoree.name}({batch.label})" if batch else honoree.name,
        url=url,
        updated=_midnight(day),
        summary=honoree.deed,
        content=absolute_links(content, url),
        categories=((category.id, category.name),) if category else (),
    )


def _midnight(day: str) -> str:
    return f"{day}T00:00:00+08:00"


def view_style(look: CatalogLook, _root: str) -> tuple[PageHead, Any]:
    """The style sheet that turns a feed into a page, for browsers that have XSLT; our own links lead to ``/feeds/``."""
    return PageHead(kind="error", url=STYLE, title=look.site.name), {}


def view_feeds(look: CatalogLook, root: str, where: Where) -> tuple[PageHead, Any]:
    """What can be followed, and how: feeds, calendars, and how a phone takes them."""
    topics = [f"topic-{term.id}" for term in look.terms("topics") if look.listed("stories-of-topic", term.id)]
    names = ["news", *topics, "activities", "honors"]
    head = PageHead(
        kind="page",
        url=address_of("index/feeds"),
        title="订阅",
        description="用阅读器订阅动态、活动和好人，把活动日历加进手机",
        crumbs=(("订阅", address_of("index/feeds")),),
    )
    view = {
        "feeds": [(title_of_feed(look, name)[0], href_of(f"feeds/{name}", root)) for name in names],
        "calendar": where.at(address_of("calendar")),
        "webcal": where.at(address_of("calendar")).replace("https://", "webcal://", 1)
        if where.siteurl
        else "",
        "towns": [(town.name, href_of(f"calendar/town-{town.id}", root)) for town in look.all("towns")],
        "themes": [
            (theme.name, href_of(f"calendar/theme-{theme.id}", root))
            for theme in look.all("themes", limit=24)
        ],
        "teams": href_of("index/teams", root),
        "embeds": [(town.name, where.at(address_of(f"embed/{town.id}"))) for town in look.all("towns")],
    }
    return head, view


__all__ = ["build_outputs", "list_feeds", "view_feeds", "view_style"]
