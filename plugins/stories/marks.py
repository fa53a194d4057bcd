"""What the full way and the short cut both know about this house's HTML."""

from __future__ import annotations

from typing import Final

from plugins.pipeline.late import Late

# A short link is ``kind:id``. story and page name what stands in content/, the others a record.
LINK_KINDS: Final = (
    "place", "team", "honoree", "batch", "activity", "theme", "program", "regulation", "story", "page",
)  # fmt: skip
# A short link's kind -> the registry's kind, where they differ.
RECORD_LINKS: Final = {"program": "programme"}
WEB_SCHEMES: Final = ("http", "https", "mailto", "tel")
EXTERNAL_MARK: Final = '<span class="sr">（外部链接）</span>'

_HAN: Final = "\u2014\u2018-\u201d\u2026\u3001-\u303f\u3400-\u9fff\uff00-\uff65"
_BROKEN_LINE: Final = Late(rf"\n(?<=[{_HAN}]\n)(?=[{_HAN}])")
_HEADING: Final = Late(r"<(/?)h([1-6])>")


def join_lines(html: str) -> str:
    """Take out a line break between two Chinese characters, which a browser would show as a blank."""
    return _BROKEN_LINE.sub("", html)


def build_external_link(href: str, title: str, inner: str) -> str:
    """A link to another site. ``href`` and ``inner`` are HTML; ``title`` is "" or a whole attribute with its
    blank.
    """
    return f'<a href="{href}"{title} rel="external noopener noreferrer">{inner}{EXTERNAL_MARK}</a>'


def shift_headings(html: str) -> str:
    """Move all headings by one amount so that the highest is h2: the page's own title is the h1."""
    if "<h" not in html:
        return html
    levels = [int(level) for _, level in _HEADING.findall(html)]
    shift = 2 - min(levels, default=2)
    if not shift:
        return html
    return _HEADING.sub(lambda match: f"<{match[1]}h{min(6, int(match[2]) + shift)}>", html)
