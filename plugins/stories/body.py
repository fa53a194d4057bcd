"""What can be wrong inside a body, and the links and pictures that it names, each at its place."""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches
from html import unescape
from posixpath import dirname, normpath
from typing import Final

from plugins.pipeline.late import Late
from plugins.registry.problems import Rule

from . import rules
from .convert import address_kind, is_own_image, is_too_deep
from .head import Source
from .marks import LINK_KINDS
from .model import BodyLink
from .report import Reporter

_LINK: Final = Late(r"\]\([ \t\n]*(?:<([^<>\n]*)>|([^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*))")
_DEFINITION: Final = Late(r"^ {0,3}\[[^\]\n]+\]:[ \t]*(\S+)", re.MULTILINE)
_HTML_LINK: Final = Late(r"<(a|img)\b[^>]*?\b(?:href|src)\s*=\s*[\"']?([^\"'>\s]*)", re.IGNORECASE)
_UNSAFE: Final = Late(
    r"<\s*/?\s*(script|style|iframe|frame|frameset|object|embed|form|input|button|textarea|select|link|meta|base|svg|math|video|"
    r"audio|source|template|noscript|applet)\b|<[a-z][^<>]*?\s(on[a-z]+|style|class|id|srcdoc|formaction)\s*=",
    re.IGNORECASE,
)
_CODE: Final = Late(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_ITEM: Final = Late(r"\n(?:[-*+]|\d{1,3}\.) ")
_LIST_LIKE: Final = Late(r"\s|[-*+>#|=]|\d{1,3}\.|<|!\[")


def _place(source: Source, offset: int) -> tuple[int, int]:
    """An offset in the body as line and column in the file."""
    row = source.body.count("\n", 0, offset)
    return source.body_line + row, offset - source.body.rfind("\n", 0, offset)


def check_body(source: Source, path: str, report: Reporter) -> tuple[BodyLink, ...]:
    """Report what is wrong in the body; give its links and pictures in order."""
    body = source.body
    if not body or body.isspace():
        report.add(rules.NO_BODY, (source.body_line, 1), "没有正文", "在第二个 --- 之后写正文")
        return ()
    if is_too_deep(body):
        report.add(
            rules.TOO_DEEP,
            (source.body_line, 1),
            "引文、列表套得太深,或符号太密",
            "最多套两三层;删去多余的符号",
        )
        return ()
    _check_lists(source, report)
    if "<" in body:
        _check_html(source, report)
    if "](" not in body and "]:" not in body and "<" not in body:
        return ()
    return _collect_links(source, path, report)


def _check_lists(source: Source, report: Reporter) -> None:
    """A list right under a paragraph is no list in Markdown, to every clerk's surprise."""
    body = source.body
    for match in _ITEM.finditer(body):
        start = body.rfind("\n", 0, match.start()) + 1
        if start < match.start() and not _LIST_LIKE.match(body, start) and not _is_continued(body, start):
            place = _place(source, match.start() + 1)
            report.add(rules.LIST_GLUED, place, "这一行不会显示为列表,因为上面一行不是空行", "在列表前空一行")


def _is_continued(body: str, start: int) -> bool:
    """Whether the line at ``start`` belongs to a list item above it in the same block."""
    block = body.rfind("\n\n", 0, start) + 2 if "\n\n" in body[:start] else 0
    return bool(_LIST_LIKE.match(body, block)) and body[block] not in "#=|<!"


def _check_html(source: Source, report: Reporter) -> None:
    body = _CODE.sub(lambda match: " " * len(match[0]), source.body)
    for match in _UNSAFE.finditer(body):
        what = match[1] or match[2]
        report.add(
            rules.UNSAFE_HTML,
            _place(source, match.start()),
            f"“{what}”不允许,发布时会去掉",
            "用 Markdown 的写法,或删去",
        )


def _collect_links(source: Source, path: str, report: Reporter) -> tuple[BodyLink, ...]:
    body = source.body
    if "`" in body:
        body = _CODE.sub(lambda match: " " * len(match[0]), body)
    found: list[tuple[int, bool, str, str | None]] = []
    for match in _LINK.finditer(body):
        group = 1 if match[1] is not None else 2
        opening = _opening(body, match.start())
        image = opening > 0 and body[opening - 1] == "!"
        found.append((match.start(group), image, match[group], body[opening + 1 : match.start()]))
    if "]:" in body:
        found += [(match.start(1), False, match[1], None) for match in _DEFINITION.finditer(body)]
    if "<" in body:
        found += [
            (match.start(2), match[1].lower() == "img", match[2], None) for match in _HTML_LINK.finditer(body)
        ]
    links = []
    for offset, image, written, alt in sorted(found, key=lambda item: item[0]):
        target = unescape(written)
        line, column = _place(source, offset)
        links.append(
            BodyLink(_check_link((line, column), image, target, alt, report), _bare(target), line, column)
        )
    return tuple(links)


def _opening(body: str, closing: int) -> int:
    """Where the bracket that closes at ``closing`` opens: ``closing`` itself when nothing near does."""
    opening = body.rfind("[", 0, closing)
    if opening < 0 or "]" not in body[opening:closing]:
        return opening if opening >= 0 else closing
    depth = 0
    for offset in range(closing, max(-1, closing - 2000), -1):
        depth += {"]": 1, "[": -1}.get(body[offset], 0)
        if not depth:
            return offset
    return closing


def _bare(target: str) -> str:
    kind = address_kind(target)
    return target.partition(":")[2] if kind in LINK_KINDS else target


def _check_link(place: tuple[int, int], image: bool, target: str, alt: str | None, report: Reporter) -> str:
    """Report what is wrong with one link; give its kind."""
    if image:
        check_photo_path(target, lambda rule, *told: report.add(rule, place, *told))
        if alt is not None and not alt.strip():
            report.add(rules.NO_ALT, place, "图片没有文字说明", "在方括号里写明图里是什么,给看不见图的人听")
        return "image"
    kind = address_kind(target)
    if kind in LINK_KINDS:
        return kind
    if kind == "forbidden" or not target:
        scheme = target.partition(":")[0]
        near = get_close_matches(scheme.lower(), LINK_KINDS, 1, 0.6)
        hint = (
            f"是否要写 {near[0]}:{target.partition(':')[2]}?"
            if near
            else "写完整网址(https://…),或站内短写,例如 place:shili-cun"
        )
        report.add(rules.SCHEME, place, f"链接“{target}”不能用" if target else "链接没有地址", hint)
    return "address"


def check_photo_path(target: str, tell: Callable[[Rule, str, str], None]) -> None:
    """Tell what is wrong with a picture's path as written."""
    if not is_own_image(target):
        tell(
            rules.FOREIGN_IMAGE,
            f"图片“{target}”不在本站" if target else "图片没有路径",
            "先把图片存到稿件旁边,再写它的文件名",
        )
    elif not photo_candidates("stories/0/x.md", target) or "\\" in target or target.startswith("/"):
        tell(
            rules.PATH,
            f"图片路径“{target}”不对",
            "写相对于稿件的路径或相对于 content 的路径,用正斜杠,不以 / 开头",
        )


def photo_candidates(relative_source_path: str, target: str) -> tuple[str, ...]:
    """Where a picture named in a story may lie, relative to ``content/``: beside the story first. Empty when
    it leaves content.
    """
    beside = normpath(f"{dirname(relative_source_path)}/{target}")
    plain = normpath(target)
    return tuple(
        dict.fromkeys(
            path for path in (beside, plain) if not path.startswith(("../", "/")) and path not in ("..", ".")
        )
    )
