"""The machine-readable part of a page's head, from its PageHead and what its Look can see. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from plugins.catalog.pictures import focus_of, look_up_photo, photo_of
from plugins.photos import plan_photo
from plugins.urls import quote_address

from . import tags
from .linked import Place, build_graph, dump_graph

if TYPE_CHECKING:
    from plugins.catalog import CatalogLook, PageHead
    from plugins.registry.models import Column, Site

# Kinds of pages that have a picture of their own to share.
PICTURED = ("story", "honoree", "place", "team", "activity")
NEWS_FEED = "feeds/news.xml"
# Column or list -> its feed, beside the site's.
FEEDS = {"activities": "feeds/activities.xml", "honors": "feeds/honors.xml"}
TOPIC = "term/topics/"


@dataclass(slots=True)
class HeadBuilder:
    """Makes heads for one site. ``siteurl`` is "" in development; ``root`` is the path under which the site stands.

    ``icon`` is the address of a square picture for pages that have none. What depends on the site block alone is worked
    out once for each site block seen.
    """

    siteurl: str
    root: str
    icon: str = ""
    _kept: tuple[Site, str, str] | None = field(default=None, repr=False)

    def __call__(self, look: CatalogLook, head: PageHead) -> Markup:
        """The head's tags."""
        site: Site = look.site
        site_tags, feed_tags = self._constants(site)
        column = _column_of(site, head.section)
        url = self._canonical(head)
        image, side = self._share_image(look, head)
        place = Place(self.siteurl.rstrip("/") + "/" if self.siteurl else self.root, url, image)
        text = [site_tags, tags.column_tags(site, head, column), tags.article_tags(head, url, image, side)]
        if head.kind != "article" or head.published is None:
            # An article has the guide's Description; meta names ignore case, so a second one would say it twice.
            text.append(tags.meta("description", head.description))
        text.append(tags.meta("robots", head.robots))
        if url:
            text.append(f'<link rel="canonical" href="{url}">\n')
        text.append(feed_tags)
        text.append(self._own_feed(head))
        if head.kind != "error":
            text.append(tags.graph_tags(head, site, url, image, side))
            text.append(dump_graph(build_graph(look, head, site, place)))
        return Markup("".join(text))

    def _constants(self, site: Site) -> tuple[str, str]:
        kept = self._kept
        if kept is None or kept[0] is not site:
            host = urlsplit(site.domain).hostname or urlsplit(self.siteurl).hostname or ""
            feed = (
                f'<link rel="alternate" type="application/atom+xml" href="{self.root}{NEWS_FEED}" '
                f'title="{escape(site.name)}">\n'
            )
            kept = self._kept = (site, tags.site_tags(site, host), feed)
        return kept[1], kept[2]

    def _own_feed(self, head: PageHead) -> str:
        address = FEEDS.get(head.section) if head.kind == "column" else ""
        if head.subject.startswith(TOPIC):
            address = f"feeds/topic-{head.subject[len(TOPIC) :]}.xml"
        if not address:
            return ""
        href = f'{self.root}{address}" title="{escape(head.title)}'
        return f'<link rel="alternate" type="application/atom+xml" href="{href}">\n'

    def _canonical(self, head: PageHead) -> str:
        if not self.siteurl or head.kind == "error":
            return ""
        return f"{self.siteurl.rstrip('/')}/{quote_address(head.url)}"

    def _share_image(self, look: CatalogLook, head: PageHead) -> tuple[str, int]:
        """(address, side in pixels) of the square JPEG to share: the page's own, else the site's icon (side 0)."""
        prefix = f"{self.siteurl.rstrip('/')}/" if self.siteurl else self.root
        if head.image and head.subject.partition("/")[0] in PICTURED:
            subject: Any = look(head.subject)
            photo = photo_of(subject)
            info = look_up_photo(look, photo, getattr(subject, "relative_source_path", "")) if photo else None
            if info is not None:
                step = plan_photo(info, "share", focus_of(photo)).image
                return prefix + step.name, step.width
        return (prefix + self.icon, 0) if self.icon else ("", 0)


def _column_of(site: Site, section: str) -> Column | None:
    for column in site.columns:
        if column.id == section:
            return column
    return None


def build_head(look: CatalogLook, head: PageHead, siteurl: str, root: str, icon: str = "") -> Markup:
    """The head's tags for one page. For many pages keep a HeadBuilder."""
    return HeadBuilder(siteurl, root, icon)(look, head)
