"""Page tags by 《政府网站发展指引》(国办发〔2017〕47号, annex): exact names, which page has which, and forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from plugins.registry.problems import Problem

from .dates import ARTICLE_PATH, parse_pub_date
from .facts import PageFacts
from .rules import make_finding

SITE_TAGS: Final = ("SiteName",)
# Given by the state or by the publication: asked of every page as soon as one page has it (``checks_site``).
GIVEN_TAGS: Final = ("SiteDomain", "SiteIDCode")
COLUMN_TAGS: Final = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
ARTICLE_TAGS: Final = ("ArticleTitle", "PubDate", "ContentSource")
OPTIONAL_TAGS: Final = ("Keywords", "Author", "Description", "Image", "Url")
COLUMN_KINDS: Final = frozenset({"home", "column", "list"})
KINDS: Final = frozenset({*COLUMN_KINDS, "article", "record", "page", "error"})
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
_SITE_CODE = re.compile(r"[0-9A-Za-z]{10}")


def kind_of(page: PageFacts) -> str:
    """What kind of page it is, by its body's class and its address; a story's address makes an article of any page."""
    if ARTICLE_PATH.fullmatch(page.path):
        return "article"
    fixed = {"index.html": "home", "404.html": "error"}
    return fixed.get(page.path) or page.kind


def read_tags(page: PageFacts) -> dict[str, str]:
    """The tags by their exact names; of two the first."""
    found: dict[str, str] = {}
    for _, name, content in page.metas:
        found.setdefault(name, content.strip())
    return found


def check_tags(page: PageFacts, kind: str, tags: dict[str, str], host: str = "") -> Iterator[Problem]:
    """Missing, misspelt, empty, repeated and malformed tags of one page. ``host`` is the site's own, "" where unknown."""
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
    if kind not in KINDS:
        message = "看不出是哪一种页面,栏目和文稿的必备标签无从核对"
        yield make_finding(
            page.path, head, "I207", message, "body 元素的 class 应写明 kind-…,用主题的模板生成"
        )
    yield from _check_agreement(page, tags, host)
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


def _check_agreement(page: PageFacts, tags: dict[str, str], host: str) -> Iterator[Problem]:
    """Tags that say something else than the page and its address."""
    title = "".join(tags.get("ArticleTitle", "").split())
    if title and title not in ("".join(heading.text.split()) for heading in page.headings):
        yield _disagree(
            page, "ArticleTitle", f"文稿标题标签是“{tags['ArticleTitle'][:40]}”,页面上没有这个标题"
        )
    domain = tags.get("SiteDomain", "")
    if host and domain and domain.lower() != host:
        yield _disagree(page, "SiteDomain", f"域名标签是 {domain},网址的域名是 {host}")


def _disagree(page: PageFacts, tag: str, message: str) -> Problem:
    offset = next(offset for offset, name, _ in page.metas if name == tag)
    return make_finding(page.path, page.place(offset), "I209", message, "标签和页面应说同一件事;重新生成网站")


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
