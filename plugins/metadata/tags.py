"""The required page tags of 《政府网站发展指引》(国办发〔2017〕47号, annex), exact names and forms, and Open Graph. Pure.

Site tags stand on every page; column tags on the home page and every column or list page; article tags only where a
publication time is known, because a forged one fails a whole site.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from plugins.escaping import show_value
from plugins.stories import SHANGHAI

if TYPE_CHECKING:
    from plugins.catalog import PageHead
    from plugins.registry.models import Column, Site

HOME_NAME, HOME_TYPE = "首页", "首页"
DEFAULT_TYPE = "工作动态"
LOCALE = "zh_CN"


def meta(name: str, content: str) -> str:
    """One ``<meta name>``; nothing for an empty content."""
    return f'<meta name="{name}" content="{show_value(content)}">\n' if content else ""


def og(name: str, content: str) -> str:
    """One Open Graph tag; nothing for an empty content."""
    return f'<meta property="og:{name}" content="{show_value(content)}">\n' if content else ""


def show_minute(moment: datetime) -> str:
    """``2026-05-01 09:30`` in Asia/Shanghai, as the guide asks and as pages show it."""
    return moment.astimezone(SHANGHAI).isoformat(" ")[:16]


def site_tags(site: Site, host: str) -> str:
    """The tags of the site itself. A domain or code that nobody gave is left out, never invented."""
    return meta("SiteName", site.name) + meta("SiteDomain", host) + meta("SiteIDCode", site.filing.site_code)


def column_tags(site: Site, head: PageHead, column: Column | None) -> str:
    """The tags of the home page, a column or a list; a list inherits its column under its own name."""
    if head.kind == "home":
        words = dict.fromkeys([site.name, *(item.name for item in site.columns if item.in_menu)])
        return _column(HOME_NAME, site.summary or site.name, tuple(words), HOME_TYPE)
    if head.kind not in ("column", "list"):
        return ""
    keywords = column.keywords if column else ()
    if not keywords or (column and head.title != column.name):
        keywords = tuple(dict.fromkeys([head.title, *keywords]))
    description = head.description or (column.description if column else "") or head.title
    return _column(head.title, description, keywords, column.type if column else DEFAULT_TYPE)


def _column(name: str, description: str, keywords: tuple[str, ...], sort: str) -> str:
    return (
        meta("ColumnName", name)
        + meta("ColumnDescription", description)
        + meta("ColumnKeywords", ",".join(keywords))
        + meta("ColumnType", sort)
    )


def article_tags(head: PageHead, url: str, image: str, side: int) -> str:
    """The tags of an article; nothing without a publication time. ``image`` of ``side`` 0 is the site's, not its own."""
    if head.kind != "article" or head.published is None:
        return ""
    return (
        meta("ArticleTitle", head.title)
        + meta("PubDate", show_minute(head.published))
        + meta("ContentSource", head.source_name)
        + meta("Keywords", ",".join(head.keywords))
        + meta("Author", head.author)
        + meta("Description", head.description)
        + meta("Image", image if side else "")
        + meta("Url", url)
    )


def graph_tags(head: PageHead, site: Site, url: str, image: str, side: int) -> str:
    """Open Graph, which WeChat, Weibo and others read when a page is shared."""
    article = head.kind == "article" and head.published is not None
    text = (
        og("site_name", site.name)
        + og("locale", LOCALE)
        + og("type", "article" if article else "website")
        + og("title", head.title)
        + og("description", head.description)
        + og("url", url)
        + og("image", image)
    )
    if image and side:
        text += og("image:width", str(side)) + og("image:height", str(side))
    if article and head.published is not None:
        text += f'<meta property="article:published_time" content="{head.published.isoformat()}">\n'
        if head.modified is not None:
            text += f'<meta property="article:modified_time" content="{head.modified.isoformat()}">\n'
    return text
