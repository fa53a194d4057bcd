"""Page tags by 《政府网站发展指引》(国办发〔2017〕47号, annex): exact names, which page has which, and forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from plugins.pipeline.clock import SHANGHAI
from plugins.registry.problems import Problem

from .facts import PageFacts
from .rules import make_finding

SITE_TAGS: Final = ("SiteName",)
# Given by the state or by the publication: asked of every page as soon as one page has it (``checks_site``).
GIVEN_TAGS: Final = ("SiteDomain", "SiteIDCode")
COLUMN_TAGS: Final = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
ARTICLE_TAGS: Final = ("ArticleTitle", "PubDate", "ContentSource")
OPTIONAL_TAGS: Final = ("Keywords", "Author", "Description", "Image", "Url")
COLUMN_KINDS: Final = frozenset({"home", "column", "list"})
COLUMN_TYPES: Final = frozenset(
    [
        *(
            "首页",
            "概况信息",
            "机构职能",
            "负责人信息",
            "工作动态",
            "政策文件",
            "数据发布",
            "数据开放",
            "政策解读",
        ),
        *("回应关切", "办事服务", "咨询投诉", "征集调查", "在线访谈"),
    ]
)
_EXACT: Final = {
    name.lower(): name for name in (*SITE_TAGS, *GIVEN_TAGS, *COLUMN_TAGS, *ARTICLE_TAGS, *OPTIONAL_TAGS)
}
# HTML's own names, which the annex's optional ones differ from by their capital only.
_PLAIN_TOO: Final = frozenset({"keywords", "author", "description"})
_PUB_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2})", re.ASCII)
_SITE_CODE = re.compile(r"[0-9A-Za-z]{10}")
_LINKED_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]*)"')
_ARTICLE_PATH = re.compile(r"news/(\d{4})/(?!\d{2}/)[^/]+/index\.html")


def kind_of(page: PageFacts) -> str:
    """What kind of page it is, by its body's class and its address; a story's address makes an article of any page."""
    if _ARTICLE_PATH.fullmatch(page.path):
        return "article"
    fixed = {"index.html": "home", "404.html": "error"}
    return fixed.get(page.path) or page.kind


def parse_pub_date(text: str) -> datetime | None:
    """``YYYY-MM-DD HH:MM`` in Shanghai, or None for anything else."""
    match = _PUB_DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute = map(int, match.groups())
    try:
        return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)
    except ValueError:
        return None


def read_tags(page: PageFacts) -> dict[str, str]:
    """The tags by their exact names; of two the first."""
    found: dict[str, str] = {}
    for _, name, content in page.metas:
        found.setdefault(name, content.strip())
    return found


def check_tags(page: PageFacts, kind: str, tags: dict[str, str]) -> Iterator[Problem]:
    """Missing, misspelt, empty, repeated and malformed tags of one page."""
    required = list(SITE_TAGS)
    if kind in COLUMN_KINDS:
        required += COLUMN_TAGS
    if kind == "article":
        required += ARTICLE_TAGS
    head = page.place(max(page.html.find("<head"), 0))
    for name in required:
        if name not in tags:
            yield make_finding(
                page.path, head, "I207", f"缺少标签 {name}", "由程序生成;检查这一页的标题、时间和来源"
            )
    seen: set[str] = set()
    for offset, name, content in page.metas:
        exact = _EXACT.get(name.lower())
        if exact is None:
            continue
        place = page.place(offset)
        if name != exact:
            if name.lower() not in _PLAIN_TOO:
                yield make_finding(page.path, place, "I208", f"标签 {name} 应写作 {exact}", "大小写要一致")
            continue
        if name in seen:
            yield make_finding(page.path, place, "I210", f"标签 {name} 出现了两次", "每页只写一次")
        seen.add(name)
        yield from _check_value(page, place, name, content.strip())


def _check_value(page: PageFacts, place: tuple[int, int], name: str, value: str) -> Iterator[Problem]:
    if not value:
        rule = "I209" if name in OPTIONAL_TAGS else "I207"
        yield make_finding(page.path, place, rule, f"标签 {name} 没有内容", "没有内容的标签不写;必备的要补上")
    elif name == "PubDate" and parse_pub_date(value) is None:
        yield make_finding(page.path, place, "I209", f"发布时间写作“{value}”", "应如 2026-05-01 09:30")
    elif name == "ColumnType" and value not in COLUMN_TYPES:
        yield make_finding(page.path, place, "I211", f"栏目类别“{value}”不在常见类别里", "确认是否写错")
    elif name == "SiteIDCode" and not _SITE_CODE.fullmatch(value):
        yield make_finding(page.path, place, "I209", f"网站标识码“{value}”不是 10 位", "照主管部门给的号码写")


def check_dates(page: PageFacts, tags: dict[str, str], now: datetime) -> Iterator[Problem]:
    """A publication date in the future, or one that disagrees with what the page shows or says elsewhere."""
    said = tags.get("PubDate", "")
    date = parse_pub_date(said)
    if date is None:
        return
    place = page.place(next(offset for offset, name, _ in page.metas if name == "PubDate"))
    if date > now:
        yield make_finding(page.path, place, "I102", f"发布时间 {said} 还没有到", "改正时间;到时间再发布")
    wrong = []
    if said not in page.all_text():
        wrong.append("页面上显示的时间与它不同")
    match = _ARTICLE_PATH.fullmatch(page.path)
    if match and int(match[1]) != date.year:
        wrong.append(f"地址里的年份是 {match[1]}")
    for _, block in page.data_blocks:
        for linked in _LINKED_DATE.findall(block):
            if _minute(linked) != date:
                wrong.append(f"结构化数据里写的是 {linked}")
    if wrong:
        message = f"发布时间 {said} 对不上:{';'.join(dict.fromkeys(wrong))}"
        yield make_finding(page.path, place, "I103", message, "各处应是同一个时间")


def _minute(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)).replace(second=0, microsecond=0)
