"""What each element tells the scan. ``HANDLERS`` take start tags, ``ENDERS`` end tags."""

from __future__ import annotations

import re
from html import unescape
from typing import Any, Final

from .facts import Heading, Ref
from .handlers_loading import (
    add_sources,
    on_animated,
    on_base,
    on_drawn,
    on_form,
    on_frame,
    on_img,
    on_link,
    on_media,
    on_script,
    on_source,
    on_style,
)
from .scan import Handler, Scan

_MOMENTS: Final = frozenset(
    [
        *("article:published_time", "article:modified_time", "og:updated_time", "og:published_time"),
        *("datepublished", "datemodified", "datecreated", "uploaddate"),
    ]
)
_TOLD_PICTURES: Final = frozenset(["og:image", "og:image:url", "og:image:secure_url", "twitter:image"])
_LABEL: Final = re.compile(r"(?:发布|发表|更新|修改)(?:时间|日期)\s*[:：]?\s*\Z")


def _on_html(scan: Scan, _start: int, attrs: dict[str, str], _match: Any) -> None:
    scan.page.lang = attrs.get("lang")


def _on_body(scan: Scan, _start: int, attrs: dict[str, str], _match: Any) -> None:
    for mark in attrs.get("class", "").split():
        if mark.startswith("kind-"):
            scan.page.kind = mark[5:]


def _on_meta(scan: Scan, start: int, attrs: dict[str, str], _match: Any) -> None:
    if "charset" in attrs and scan.page.charset is None:
        scan.page.charset = (start, attrs["charset"].strip())
    if "name" in attrs:
        scan.page.metas.append((start, attrs["name"], attrs.get("content", "")))
    said = (attrs.get("property") or attrs.get("itemprop") or attrs.get("name") or "").lower()
    content = attrs.get("content", "")
    if content and said in _TOLD_PICTURES:
        scan.page.refs.append(Ref(start, "picture", content, ""))
    elif content and said == "og:url":
        scan.page.refs.append(Ref(start, "file", content, "canonical"))
    elif content and said in _MOMENTS:
        scan.page.claims.append((start, content))
    if attrs.get("http-equiv", "").lower() == "content-type" and scan.page.charset is None:
        scan.page.charset = (start, content.lower().partition("charset=")[2].strip())
    if "http-equiv" in attrs:
        scan.page.equivs.append((start, attrs["http-equiv"].lower(), attrs.get("content", "")))


def _is_named(attrs: dict[str, str]) -> bool:
    said = attrs.get("aria-label", "").strip() or attrs.get("title", "").strip()
    return bool(said or attrs.get("aria-labelledby"))


def _on_a(scan: Scan, start: int, attrs: dict[str, str], _match: Any) -> None:
    named = len(attrs) > 1 and _is_named(attrs)
    href = attrs.get("href", attrs.get("xlink:href"))
    if href is not None:
        content = scan.in_main and not scan.in_nav
        scan.page.refs.append(Ref(start, "link", href, attrs.get("rel", "").lower(), content))
    if "name" in attrs:
        scan.page.ids.setdefault(attrs["name"], start)
    scan.links.append((start, len(scan.page.parts), "链接" if href is not None else "", named))


def _on_button(scan: Scan, start: int, attrs: dict[str, str], _match: Any) -> None:
    scan.links.append((start, len(scan.page.parts), "按钮", _is_named(attrs)))


def _on_title(scan: Scan, start: int, _attrs: dict[str, str], match: re.Match[str]) -> None:
    text = unescape(match[3] or "")
    if scan.page.title is None:
        scan.page.title = text.strip()
    scan.page.parts += [text, "\n"]
    scan.page.starts += [match.start(3) if match[3] is not None else start, start]


def _on_heading(scan: Scan, start: int, _attrs: dict[str, str], match: re.Match[str]) -> None:
    scan.heading = (start, int(match[5][1]), len(scan.page.parts))


def _on_time(scan: Scan, start: int, attrs: dict[str, str], _match: Any) -> None:
    if _LABEL.search(scan.page.text(-4)):
        scan.page.claims.append((start, attrs.get("datetime", "")))
    if scan.in_main and "datetime" in attrs:
        scan.page.times.append(attrs["datetime"])


def _on_label(scan: Scan, _start: int, attrs: dict[str, str], _match: Any) -> None:
    scan.in_label += 1
    if "for" in attrs:
        scan.page.labelled.add(attrs["for"])


def _on_control(scan: Scan, start: int, attrs: dict[str, str], match: re.Match[str]) -> None:
    sort = attrs.get("type", "").lower()
    if sort == "image":
        add_sources(scan.page, start, "picture", attrs)
    if sort in ("hidden", "submit", "button", "reset", "image") and match[5]:
        return
    if not (
        scan.in_label
        or attrs.get("aria-label", "").strip()
        or "aria-labelledby" in attrs
        or attrs.get("title")
    ):
        scan.page.controls.append((start, attrs.get("id", "")))


def _on_main(scan: Scan, start: int, _attrs: dict[str, str], _match: Any) -> None:
    scan.in_main = True
    scan.page.main = (start, len(scan.page.html))


def _on_footer(scan: Scan, start: int, _attrs: dict[str, str], _match: Any) -> None:
    if not scan.in_main:
        scan.in_footer = True
        scan.page.footer = (len(scan.page.parts), len(scan.page.parts))


def _on_item(scan: Scan, _start: int, _attrs: dict[str, str], _match: Any) -> None:
    if scan.in_main and not scan.in_nav:
        scan.page.items += 1


def _end_link(scan: Scan, _start: int, _attrs: dict[str, str], _match: Any) -> None:
    if not scan.links:
        return
    start, part, what, named = scan.links.pop()
    page = scan.page
    if what and not named and not page.text(part).strip():
        page.nameless.append((start, what))
    if (scan.in_footer or scan.in_contact) and page.html.startswith("<a", start):
        page.office_spans.append((part, len(page.parts)))


def _end_heading(scan: Scan, _start: int, _attrs: dict[str, str], _match: Any) -> None:
    if scan.heading:
        start, level, part = scan.heading
        scan.page.headings.append(Heading(start, level, " ".join(scan.page.text(part).split())))
        scan.heading = None


def _end_main(scan: Scan, start: int, _attrs: dict[str, str], _match: Any) -> None:
    scan.in_main = False
    scan.page.main = (scan.page.main[0], start)


def _end_footer(scan: Scan, _start: int, _attrs: dict[str, str], _match: Any) -> None:
    if scan.in_footer and scan.page.footer:
        scan.page.footer = (scan.page.footer[0], len(scan.page.parts))
    scan.in_footer = False


def _end_span(scan: Scan, _start: int, _attrs: dict[str, str], _match: Any) -> None:
    if scan.badge >= 0:
        said = scan.page.text(scan.badge_part).strip()
        if said == "示例":
            scan.page.samples.append(scan.badge)
        elif said == "草稿":
            scan.page.drafts.append(scan.badge)
        scan.badge = -1


def _end_label(scan: Scan, _start: int, _attrs: dict[str, str], _match: Any) -> None:
    scan.in_label = max(0, scan.in_label - 1)


def _on_nav(scan: Scan, _start: int, _attrs: dict[str, str], _match: Any) -> None:
    scan.in_nav += 1


def _end_nav(scan: Scan, _start: int, _attrs: dict[str, str], _match: Any) -> None:
    scan.in_nav = max(0, scan.in_nav - 1)


def _end_p(scan: Scan, start: int, _attrs: dict[str, str], _match: Any) -> None:
    if scan.notice >= 0:
        if scan.page.text(scan.notice).strip() in ("草稿", "注意：草稿"):
            scan.page.drafts.append(start)
        scan.notice = -1


def _end_section(scan: Scan, _start: int, _attrs: dict[str, str], _match: Any) -> None:
    scan.in_contact = False


def _end_html(scan: Scan, _start: int, _attrs: dict[str, str], _match: Any) -> None:
    scan.page.complete = True


HANDLERS: dict[str, Handler] = {
    "html": _on_html,
    "body": _on_body,
    "meta": _on_meta,
    "link": on_link,
    "a": _on_a,
    "area": _on_a,
    "button": _on_button,
    "img": on_img,
    "source": on_source,
    **dict.fromkeys(("use", "image"), on_drawn),
    **dict.fromkeys(("video", "audio", "track"), on_media),
    "script": on_script,
    "style": on_style,
    "title": _on_title,
    **dict.fromkeys(("iframe", "frame", "embed", "object", "applet", "portal", "fencedframe"), on_frame),
    **dict.fromkeys(("animate", "set", "animatetransform"), on_animated),
    "base": on_base,
    "form": on_form,
    "time": _on_time,
    "label": _on_label,
    **dict.fromkeys(("input", "select", "textarea"), _on_control),
    "main": _on_main,
    "footer": _on_footer,
    "nav": _on_nav,
    **dict.fromkeys(("article", "li", "tr", "dt", "figure"), _on_item),
    **{f"h{level}": _on_heading for level in range(1, 7)},
}
ENDERS: dict[str, Handler] = {
    "a": _end_link,
    "button": _end_link,
    "footer": _end_footer,
    "main": _end_main,
    "span": _end_span,
    "p": _end_p,
    "label": _end_label,
    "section": _end_section,
    "nav": _end_nav,
    "html": _end_html,
    **{f"h{level}": _end_heading for level in range(1, 7)},
}
