"""Markdown to safe HTML: Python-Markdown, then nh3's allow-list, then the marks of this house.

Two steps, so that the first can be remembered and the second stays cheap:

``convert_markdown(text)`` gives HTML in which short links (``place:shili-cun``) and pictures (``<img src alt
title>``, paths as written) still stand as they are. ``finish_body(html, resolve, render_image)`` puts
addresses and pictures in their place.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from html import escape, unescape
from threading import Lock
from typing import Final

import nh3

from plugins.pipeline.late import Late

from .lean import convert_lean
from .marks import LINK_KINDS, WEB_SCHEMES, build_external_link, join_lines, shift_headings

_TAGS: Final = frozenset(
    re.findall(
        r"\S+",
        "a b blockquote br caption code dd del div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd "
        "li mark ol p q rp rt ruby s small span strong sub sup table tbody td tfoot th thead tr u ul",
    )
)
_ATTRIBUTES: Final = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align", "scope"},
}
# Their content is machine text, never reading matter.
_GONE_WITH_CONTENT: Final = {
    "script",
    "style",
    "template",
    "noscript",
    "iframe",
    "object",
    "form",
    "svg",
    "math",
    "title",
}
_MAX_NESTING: Final = 24
_MAX_SIGNS: Final = 2000
_MAX_BRACKETS: Final = 400
_SIGNS: Final = ("*", "_", "`", "<", "&", "\\")
_MARKS: Final = frozenset(" \t>*+-0123456789.")
_MANY_MARKS: Final = Late(rf"[ \t>*+\-0-9.]{{{_MAX_NESTING}}}")
_INDENT: Final = Late(r"^(?:[ \t>]|[-*+][ \t]|[0-9]+\.[ \t])+", re.MULTILINE)
_DELIMITERS: Final = Late(r"[*_]")

_ATTRIBUTE: Final = Late(r' ([a-z]+)="([^"]*)"')
_ANCHOR: Final = Late(r'<a((?: [a-z]+="[^"]*")*)>(.*?)</a>', re.DOTALL)
_IMAGE: Final = Late(r'<img((?: [a-z]+="[^"]*")*)>')
_SCHEME: Final = Late(r"[\x00-\x20]*([A-Za-z][A-Za-z0-9+.\-]*):")
_SHORT: Final = Late(rf'<a href="({"|".join(LINK_KINDS)}):([^"]*)"((?: title="[^"]*")?)>(.*?)</a>', re.DOTALL)
_PICTURE: Final = Late(r'(<p>)?<img src="([^"]*)" alt="([^"]*)"(?: title="([^"]*)")?>(?(1)(</p>)?)')

Resolve = Callable[[str, str], "str | None"]
RenderImage = Callable[[str, str, str, bool], str]


def convert_markdown(text: str) -> str:
    """Safe HTML of a Markdown text. Takes the short cut where that is certain to give the same bytes."""
    return convert_lean(text, convert_block) or convert_full(text)


def convert_full(text: str) -> str:
    """The reference: Python-Markdown, the allow-list, the marks. Any text gives HTML; none raises."""
    html = _render_markdown(text)
    if html is None:
        # Emphasis is what leads the package astray; without it the text stands and nothing else is lost.
        html = _render_markdown(_DELIMITERS.sub(r"\\\g<0>", text))
    if html is None:
        html = "\n".join(f"<p>{escape(part, quote=False)}</p>" for part in text.split("\n\n") if part.strip())
    return shift_headings(_mark_html(_clean_html(html)))


def convert_block(text: str) -> str | None:
    """One block as ``convert_full`` has it before headings move: what the short cut asks for a block it does
    not know.
    """
    html = _render_markdown(text)
    return None if html is None else _mark_html(_clean_html(html))


class _Engine:
    """One Python-Markdown, made once because that takes milliseconds, used by one thread at a time."""

    def __init__(self) -> None:
        from markdown import Markdown  # noqa: PLC0415  (most builds meet no text that needs it)

        self.lock = Lock()
        self.markdown = Markdown(
            extensions=["tables", "sane_lists"],
            # A style attribute would fall to the allow-list and to the site's security policy.
            extension_configs={"tables": {"use_align_attribute": True}},
            output_format="html",
        )
        # Clerks indent paragraphs; none of them means program code by it.
        self.markdown.parser.blockprocessors.deregister("code")


@cache
def _engine() -> _Engine:
    return _Engine()


def is_too_deep(text: str) -> bool:
    """Whether lists or quotes are nested deeper than any reader could follow (and than the parser could), or
    signs stand so thick that the parser, which looks for the end of each, would take minutes.
    """
    if len(text) > _MAX_SIGNS and any(text.count(sign) > _MAX_SIGNS for sign in _SIGNS):
        return True
    if text.count("[") > _MAX_BRACKETS and any(
        block.count("[") > _MAX_BRACKETS for block in text.split("\n\n")
    ):
        return True
    if not any(line[:1] in _MARKS and _MANY_MARKS.match(line) for line in text.split("\n")):
        return False
    for match in _INDENT.finditer(text):
        start = match[0].expandtabs(4)
        if len(start) > _MAX_NESTING and (
            sum(start.count(mark) for mark in ">-*+.") > _MAX_NESTING or start.count(" ") > 4 * _MAX_NESTING
        ):
            return True
    return False


def _render_markdown(text: str) -> str | None:
    """Python-Markdown's HTML; None when the text is nested too deep for it, or when it lost its way.

    It does lose it: `*a**b**[c](d)` comes out with the package's own placeholder in the place of the link.
    """
    if is_too_deep(text):
        return None
    engine = _engine()
    with engine.lock:
        engine.markdown.reset()
        try:
            html = str(engine.markdown.convert(text))
        except (
            Exception
        ):  # whatever the package stumbles over, an editor gets their words back, not its traceback
            # What it had half open would colour every text after this one.
            _engine.cache_clear()
            return None
    return None if "\x02" in html or "\x03" in html else html


def _clean_html(html: str) -> str:
    cleaned: str = nh3.clean(
        html,
        tags=set(_TAGS),
        clean_content_tags=_GONE_WITH_CONTENT,
        attributes=_ATTRIBUTES,
        url_schemes={*WEB_SCHEMES, *LINK_KINDS},
        link_rel=None,
    )
    return cleaned


def _mark_html(html: str) -> str:
    """External links marked, doubtful addresses and foreign pictures out, no blank from a line broken between
    Chinese characters.
    """
    if "<a" in html:
        html = _ANCHOR.sub(_mark_anchor, html)
    if "<img" in html:
        html = _IMAGE.sub(_mark_image, html)
    return join_lines(html).strip("\n")


def address_kind(address: str) -> str:
    """What a link leads to: a short link's kind, ``external``, ``contact`` (mailto, tel), ``local``, or
    ``forbidden``.
    """
    scheme = _SCHEME.match(address)
    if scheme:
        name = scheme[1].lower()
        if name in ("http", "https"):
            return "external"
        if name in WEB_SCHEMES:
            return "contact"
        return name if scheme[1] in LINK_KINDS and scheme.start(1) == 0 else "forbidden"
    # Browsers read a backslash as a slash, and two of them as another host.
    plain = address.strip().replace("\\", "/")
    return "forbidden" if plain.startswith("//") or any(ord(letter) < 32 for letter in address) else "local"


def _mark_anchor(match: re.Match[str]) -> str:
    attributes: dict[str, str] = dict(_ATTRIBUTE.findall(match[1]))
    href, inner = attributes.get("href", ""), match[2]
    kind = address_kind(unescape(href))
    if not href or kind == "forbidden":
        return inner
    title = f' title="{attributes["title"]}"' if attributes.get("title") else ""
    if kind == "external":
        return build_external_link(href, title, inner)
    return f'<a href="{href}"{title}>{inner}</a>'


def is_own_image(path: str) -> bool:
    """Whether a picture's address is a path inside the project, the only kind that the site's security policy
    shows.
    """
    return bool(path.strip()) and address_kind(path) == "local"


def _mark_image(match: re.Match[str]) -> str:
    attributes: dict[str, str] = dict(_ATTRIBUTE.findall(match[1]))
    source = attributes.get("src", "")
    if not is_own_image(unescape(source)):
        return attributes.get("alt", "")
    title = f' title="{attributes["title"]}"' if attributes.get("title") else ""
    return f'<img src="{source}" alt="{attributes.get("alt", "")}"{title}>'


def finish_body(html: str, resolve: Resolve, render_image: RenderImage | None = None) -> str:
    """Put addresses and pictures into converted HTML.

    ``resolve(kind, id)`` gives an address, or None: then the text stays and the link goes.
    ``render_image(path, alt, title, block)`` gives HTML for a picture whose path is as written; ``block``
    says that it stands alone in its paragraph, which it then replaces, so that a ``<figure>`` is allowed.
    Arguments are plain text, not escaped.
    """
    if '<a href="' in html:

        def link(match: re.Match[str]) -> str:
            address = resolve(match[1], unescape(match[2]))
            return match[4] if address is None else f'<a href="{escape(address)}"{match[3]}>{match[4]}</a>'

        html = _SHORT.sub(link, html)
    if render_image is not None and "<img" in html:

        def picture(match: re.Match[str]) -> str:
            block = bool(match[1] and match[5])
            made = render_image(unescape(match[2]), unescape(match[3]), unescape(match[4] or ""), block)
            return made if block else f"{match[1] or ''}{made}"

        html = _PICTURE.sub(picture, html)
    return html
