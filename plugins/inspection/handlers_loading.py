"""What the elements that load something tell the scan: pictures, media, scripts, sheets, frames, forms."""

from __future__ import annotations

import re
from typing import Any

from .facts import PageFacts, Ref, Use, split_srcset
from .scan import Scan
from .styles import find_style_addresses


def on_link(scan: Scan, start: int, attrs: dict[str, str], _match: Any) -> None:
    rel = attrs.get("rel", "").lower()
    words = rel.split()
    if "stylesheet" in words:
        use: Use = "style"
    elif "canonical" in words or "alternate" in words:
        use = "file"
    elif "icon" in words or "apple-touch-icon" in words:
        use = "picture"
    else:
        use = "hint"
    if "href" in attrs:
        scan.page.refs.append(Ref(start, use, attrs["href"], rel))
    scan.page.refs.extend(
        Ref(start, "picture", href, "") for href, _ in split_srcset(attrs.get("imagesrcset", ""))
    )


def on_img(scan: Scan, start: int, attrs: dict[str, str], _match: Any) -> None:
    page = scan.page
    if "alt" not in attrs:
        page.no_alt.append(start)
    elif attrs["alt"].strip() and scan.links:
        scan.links[-1] = (*scan.links[-1][:3], True)
    sets = [*scan.source_set, attrs.get("srcset", ""), attrs.get("src", "")]
    scan.source_set = []
    page.pictures.append((attrs.get("loading", "").lower() == "lazy", [text for text in sets if text]))
    add_sources(page, start, "picture", attrs)


def on_source(scan: Scan, start: int, attrs: dict[str, str], _match: Any) -> None:
    if attrs.get("srcset"):
        scan.source_set.append(attrs["srcset"])
    add_sources(scan.page, start, "picture" if "srcset" in attrs else "media", attrs)


def on_media(scan: Scan, start: int, attrs: dict[str, str], _match: Any) -> None:
    add_sources(scan.page, start, "media", attrs)
    if attrs.get("poster"):
        scan.page.refs.append(Ref(start, "picture", attrs["poster"], ""))


def on_drawn(scan: Scan, start: int, attrs: dict[str, str], _match: Any) -> None:
    """What a drawing in the page takes from elsewhere: ``use`` a shape, ``image`` a picture."""
    href = attrs.get("href", attrs.get("xlink:href", "")) or attrs.get("src", "")
    if href and not href.startswith("#"):
        scan.page.refs.append(Ref(start, "picture", href.partition("#")[0], ""))


def on_animated(scan: Scan, start: int, attrs: dict[str, str], _match: Any) -> None:
    """A drawing may put a script into an address later."""
    if any("script:" in attrs.get(key, "").lower() for key in ("values", "to", "from", "by")):
        scan.page.inline_scripts.append((start, "会变成脚本的地址"))


def add_sources(page: PageFacts, start: int, use: Use, attrs: dict[str, str]) -> None:
    if "src" in attrs:
        page.refs.append(Ref(start, use, attrs["src"], ""))
    page.refs.extend(Ref(start, use, href, "") for href, _ in split_srcset(attrs.get("srcset", "")))


def on_script(scan: Scan, start: int, attrs: dict[str, str], match: re.Match[str]) -> None:
    sort = attrs.get("type", "").strip().lower()
    address = attrs.get("src", attrs.get("href", attrs.get("xlink:href")))
    if address is not None:
        scan.page.refs.append(Ref(start, "script", address, ""))
    elif sort in ("application/ld+json", "application/json"):
        scan.page.data_blocks.append((match.start(3), match[3] or ""))
    elif (match[3] or "").strip():
        scan.page.inline_scripts.append((start, "script 元素"))


def on_style(scan: Scan, start: int, _attrs: dict[str, str], match: re.Match[str]) -> None:
    scan.page.inline_styles.append((start, "style 元素"))
    for _, href, is_sheet in find_style_addresses(match[3] or ""):
        scan.page.refs.append(Ref(start, "style" if is_sheet else "picture", href, ""))


def on_frame(scan: Scan, start: int, attrs: dict[str, str], _match: Any) -> None:
    if "srcdoc" in attrs:
        scan.page.inline_scripts.append((start, "srcdoc 属性"))
    scan.page.refs.append(Ref(start, "frame", _find_framed(attrs), ""))


def _find_framed(attrs: dict[str, str]) -> str:
    return next((attrs[key] for key in ("src", "data", "codebase", "code") if attrs.get(key)), "about:blank")


def on_base(scan: Scan, start: int, attrs: dict[str, str], _match: Any) -> None:
    scan.page.refs.append(Ref(start, "frame", attrs.get("href", ""), "base"))


def on_form(scan: Scan, start: int, attrs: dict[str, str], _match: Any) -> None:
    if "action" in attrs:
        scan.page.refs.append(Ref(start, "form", attrs["action"], ""))
