"""What each element tells the scan. ``HANDLERS`` take start tags, ``ENDERS`` end tags."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from .facts import Heading, PageFacts, Ref, Use, split_srcset


@dataclass(slots=True)
class Scan:
    """The state of one pass."""

    page: PageFacts
    links: list[tuple[int, int, str, bool]] = field(default_factory=list)
    heading: tuple[int, int, int] | None = None
    in_label: int = 0
    in_contact: bool = False
    in_footer: bool = False
    in_main: bool = False
    badge: int = -1
    badge_part: int = 0
    notice: int = -1
    in_nav: int = 0
    source_set: list[str] = field(default_factory=list)


Handler = Callable[[Scan, int, dict[str, str], "re.Match[str]"], None]
# A tag already parsed: most tags of a site occur on every page.
Parsed = tuple[bool, Handler | None, dict[str, str], bool]


def _on_html(scan: Scan, _start: int, attrs: dict[str, str], _match: Any) -> None:
    scan.page.lang = attrs.get("lang")


def _on_body(scan: Scan, _start: int, attrs: dict[str, str], _match: Any) -> None:
    for mark in attrs.get("class", "").split():
        if mark.startswith("kind-"):
            scan.page.kind = mark[5:]


def _on_meta(scan: Scan, start: int, attrs: dict[str, str], _match: Any) -> None:
    if "name" in attrs:
        scan.page.metas.append((start, attrs["name"], attrs.get("content", "")))
    if attrs.get("property") == "og:image" and attrs.get("content"):
        scan.page.refs.append(Ref(start, "picture", attrs["content"], ""))
    if "http-equiv" in attrs:
        scan.page.equivs.append((start, attrs["http-equiv"].lower(), attrs.get("content", "")))


def _on_link(scan: Scan, start: int, attrs: dict[str, str], _match: Any) -> None:
    rel = attrs.get("rel", "").lower()
    words = rel.split()
    if "canonical" in words or "alternate" in words:
        use: Use = "file"
    elif "icon" in words or "apple-touch-icon" in words:
        use = "picture"
    elif "stylesheet" in words:
        use = "style"
    else:
        use = "hint"
    scan.page.refs.append(Ref(start, use, attrs.get("href", ""), rel))


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


def _on_img(scan: Scan, start: int, attrs: dict[str, str], _match: Any) -> None:
    page = scan.page
    if "alt" not in attrs:
        page.no_alt.append(start)
    elif attrs["alt"].strip() and scan.links:
        scan.links[-1] = (*scan.links[-1][:3], True)
    sets = [*scan.source_set, attrs.get("srcset", ""), attrs.get("src", "")]
    scan.source_set = []
    page.pictures.append((attrs.get("loading", "").lower() == "lazy", [text for text in sets if text]))
    _add_sources(page, start, "picture", attrs)


def _on_source(scan: Scan, start: int, attrs: dict[str, str], _match: Any) -> None:
    if attrs.get("srcset"):
        scan.source_set.append(attrs["srcset"])
    _add_sources(scan.page, start, "picture" if "srcset" in attrs else "media", attrs)


def _on_media(scan: Scan, start: int, attrs: dict[str, str], _match: Any) -> None:
    _add_sources(scan.page, start, "media", attrs)
    if attrs.get("poster"):
        scan.page.refs.append(Ref(start, "picture", attrs["poster"], ""))


def _on_drawn(scan: Scan, start: int, attrs: dict[str, str], _match: Any) -> None:
    """What a drawing in the page takes from elsewhere: ``use`` a shape, ``image`` a picture."""
    href = attrs.get("href", attrs.get("xlink:href", ""))
    if href and not href.startswith("#"):
        scan.page.refs.append(Ref(start, "picture", href.partition("#")[0], ""))


def _add_sources(page: PageFacts, start: int, use: Use, attrs: dict[str, str]) -> None:
    if "src" in attrs:
        page.refs.append(Ref(start, use, attrs["src"], ""))
    page.refs.extend(Ref(start, use, href, "") for href, _ in split_srcset(attrs.get("srcset", "")))


def _on_script(scan: Scan, start: int, attrs: dict[str, str], match: re.Match[str]) -> None:
    sort = attrs.get("type", "").strip().lower()
    if "src" in attrs:
        scan.page.refs.append(Ref(start, "script", attrs["src"], ""))
    elif sort in ("application/ld+json", "application/json"):
        scan.page.data_blocks.append((match.start(3), match[3] or ""))
    elif (match[3] or "").strip():
        scan.page.inline_scripts.append((start, "script 元素"))


def _on_style(scan: Scan, start: int, _attrs: dict[str, str], _match: Any) -> None:
    scan.page.inline_styles.append((start, "style 元素"))


def _on_title(scan: Scan, start: int, _attrs: dict[str, str], match: re.Match[str]) -> None:
    text = unescape(match[3] or "")
    if scan.page.title is None:
        scan.page.title = text.strip()
    scan.page.parts += [text, "\n"]
    scan.page.starts += [match.start(3) if match[3] is not None else start, start]


def _on_frame(scan: Scan, start: int, attrs: dict[str, str], _match: Any) -> None:
    if "srcdoc" in attrs:
        scan.page.inline_scripts.append((start, "srcdoc 属性"))
    scan.page.refs.append(Ref(start, "frame", attrs.get("src") or attrs.get("data") or "about:blank", ""))


def _on_base(scan: Scan, start: int, attrs: dict[str, str], _match: Any) -> None:
    scan.page.refs.append(Ref(start, "frame", attrs.get("href", ""), "base"))


def _on_form(scan: Scan, start: int, attrs: dict[str, str], _match: Any) -> None:
    if "action" in attrs:
        scan.page.refs.append(Ref(start, "form", attrs["action"], ""))


def _on_heading(scan: Scan, start: int, _attrs: dict[str, str], match: re.Match[str]) -> None:
    scan.heading = (start, int(match[5][1]), len(scan.page.parts))


def _on_time(scan: Scan, _start: int, attrs: dict[str, str], _match: Any) -> None:
    if scan.in_main and "datetime" in attrs:
        scan.page.times.append(attrs["datetime"])


def _on_label(scan: Scan, _start: int, attrs: dict[str, str], _match: Any) -> None:
    scan.in_label += 1
    if "for" in attrs:
        scan.page.labelled.add(attrs["for"])


def _on_control(scan: Scan, start: int, attrs: dict[str, str], match: re.Match[str]) -> None:
    sort = attrs.get("type", "").lower()
    if sort == "image":
        _add_sources(scan.page, start, "picture", attrs)
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
    "link": _on_link,
    "a": _on_a,
    "area": _on_a,
    "button": _on_button,
    "img": _on_img,
    "source": _on_source,
    **dict.fromkeys(("use", "image"), _on_drawn),
    **dict.fromkeys(("video", "audio", "track"), _on_media),
    "script": _on_script,
    "style": _on_style,
    "title": _on_title,
    **dict.fromkeys(("iframe", "frame", "embed", "object"), _on_frame),
    "base": _on_base,
    "form": _on_form,
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
