"""Where a page's addresses lead: dead ones, foreign ones, and the ways that a reader can go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from plugins.registry.problems import Problem

from .facts import PageFacts, Ref, Use
from .rules import make_finding, note
from .space import Goal, Space

_PICTURES: Final = frozenset({"picture", "media"})
_LOOKED_AT: Final = frozenset({"picture", "script", "frame"})
_PAGES: Final = (".html", ".htm", "/")
# A relation that only tells something and loads nothing.
_TOLD: Final = frozenset({"canonical", "alternate", "license", "me", "author", "next", "prev"})
_FOREIGN: Final[dict[Use, str]] = {"script": "脚本", "frame": "框架", "style": "样式", "hint": "预取"}


@dataclass(slots=True)
class Ways:
    """What a page leads to. ``files`` by use; ``content`` from its main part; ``fragments`` are still to be looked up:
    ``(file, fragment, offset)``. ``outside`` are addresses of other sites.
    """

    links: set[str] = field(default_factory=set)
    content: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    fragments: list[tuple[str, str, int]] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)


def check_refs(page: PageFacts, space: Space) -> tuple[list[Problem], Ways]:
    """The findings about a page's addresses, and its ways."""
    ways = Ways()
    problems: list[Problem] = []
    told: list[tuple[Ref, Goal]] = []
    refs = page.refs
    for menu, start in page.menus:
        files = space.resolve_menu(menu)
        if files is None:
            refs = refs + menu.refs_from(start)
        else:
            ways.links |= files
    ways.links.discard(page.path)
    for ref in refs:
        goal = space.resolve(ref.href, page.path)
        if goal.sort == "ours":
            _note_way(ways, ref, goal, page)
            if goal.fragment:
                problems.extend(_check_fragment(ways, page, ref, goal))
        elif goal.sort == "other" and ref.use == "link":
            ways.outside.append(ref.href)
        if goal.sort != "ours" or ref.use in _LOOKED_AT:
            problems.extend(_judge(page, ref, goal))
        if ref.use == "file" and "canonical" in ref.rel:
            told.append((ref, goal))
    problems.extend(_check_told(page, space))
    problems.extend(_check_canonical(page, space, told))
    return problems, ways


def _check_fragment(ways: Ways, page: PageFacts, ref: Ref, goal: Goal) -> Iterator[Problem]:
    if not goal.fragment or ref.use != "link" or _is_lenient(goal.fragment):
        return
    if goal.file == page.path:
        if goal.fragment not in page.ids:
            yield dead_fragment(page, ref.offset, goal.fragment)
    elif goal.file.endswith(".html"):
        ways.fragments.append((goal.file, goal.fragment, ref.offset))


def _judge(page: PageFacts, ref: Ref, goal: Goal) -> Iterator[Problem]:
    """What is wrong with one address."""
    if ref.rel == "base":
        yield note(page, ref.offset, "I302", "base 元素会改掉全页的地址", "删去;查明它从哪里来")
    elif ref.use == "script" and not ref.href.strip():
        yield note(page, ref.offset, "I206", "脚本没有地址", "写明地址或删去")
    elif ref.use == "picture" and goal.sort == "ours" and goal.file.endswith(".html"):
        yield note(page, ref.offset, "I205", f"图片的地址 {ref.href[:80]} 是一个网页", "改正地址")
    elif goal.sort == "missing":
        yield _dead(page, ref, goal)
    elif goal.sort == "other":
        yield from _foreign(page, ref)
    elif goal.sort == "script":
        yield note(page, ref.offset, "I303", "地址里有脚本(javascript:)", "改成普通链接")
    elif goal.sort == "malformed":
        yield note(page, ref.offset, "I203", f"地址写错了:{ref.href[:80]}", "改正地址")
    elif goal.sort == "data" and ref.use in ("script", "frame", "style", "link", "form"):
        yield note(page, ref.offset, "I303", "地址里有内容(data:)", "放到文件里")


def _check_told(page: PageFacts, space: Space) -> Iterator[Problem]:
    """The addresses in the optional tags of an article."""
    for offset, name, value in page.metas:
        if name in ("Image", "Url") and value:
            goal = space.resolve(value, page.path)
            if goal.sort == "missing" or (name == "Url" and goal.sort == "ours" and goal.file != page.path):
                yield note(
                    page,
                    offset,
                    "I209",
                    f"标签 {name} 的地址不对:{value[:80]}",
                    "应是本页(本页图片)的完整网址",
                )


def _check_canonical(page: PageFacts, space: Space, told: list[tuple[Ref, Goal]]) -> Iterator[Problem]:
    """A canonical address leads search engines away from the page: it is the page's own, and there is one."""
    for ref, goal in told:
        if goal.sort == "other" and space.host:
            yield note(
                page, ref.offset, "I209", f"规范网址在别的网站:{ref.href[:80]}", "应是本页的网址;检查 SITEURL"
            )
    ours = {goal.file for _, goal in told if goal.sort == "ours"}
    refreshes = any(name == "refresh" for _, name, _ in page.equivs)
    if len(ours) > 1 or (ours and page.path not in ours and not refreshes):
        yield note(
            page, told[0][0].offset, "I209", f"规范网址不是本页:{told[0][0].href[:80]}", "应是本页的网址"
        )


def _is_lenient(fragment: str) -> bool:
    # ``#top`` leads to the top of any page; ``:~:`` is a text the browser looks for.
    return fragment.lower() == "top" or fragment.startswith(":~:")


def _note_way(ways: Ways, ref: Ref, goal: Goal, page: PageFacts) -> None:
    if ref.use in ("link", "form") and goal.file != page.path:
        ways.links.add(goal.file)
        if ref.content:
            ways.content.append(goal.file)
    elif ref.use == "script":
        ways.scripts.append(goal.file)
    elif ref.use == "style":
        ways.styles.append(goal.file)


def dead_fragment(page: PageFacts, offset: int, fragment: str) -> Problem:
    """A link into a page that has no such place."""
    return note(page, offset, "I204", f"页内位置 #{fragment} 不存在", "改正或去掉 # 后面的部分")


def _dead(page: PageFacts, ref: Ref, goal: Goal) -> Problem:
    place = page.place(ref.offset)
    if ref.use in _PICTURES:
        return make_finding(page.path, place, "I205", f"图片 {goal.file} 不存在", "补上图片或改正地址")
    leaf = goal.file.rsplit("/", 1)[-1]
    if ref.use in ("link", "form") and (goal.file.endswith(_PAGES) or "." not in leaf):
        return make_finding(page.path, place, "I203", f"链接的 {ref.href} 不存在", "改正链接,或发布那一页")
    return make_finding(page.path, place, "I206", f"文件 {goal.file} 不存在", "补上文件或改正地址")


def _foreign(page: PageFacts, ref: Ref) -> Iterator[Problem]:
    place = page.place(ref.offset)
    if ref.use == "link":
        if "external" not in ref.rel.split() and not _TOLD.intersection(ref.rel.split()):
            yield make_finding(
                page.path,
                place,
                "I422",
                f"外部链接 {ref.href[:80]} 没有标明",
                '加 rel="external",离开前有提示',
            )
    elif ref.use in _FOREIGN:
        name = _FOREIGN[ref.use]
        yield make_finding(
            page.path, place, "I302", f"从别的网站取{name}:{ref.href[:80]}", "删去;所需的文件放在本站"
        )
    elif ref.use != "file":
        yield make_finding(
            page.path, place, "I306", f"从别的网站取内容:{ref.href[:80]}", "图片和文件放在本站"
        )
