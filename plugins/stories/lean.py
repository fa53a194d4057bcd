"""The short cut: the blocks that stories are made of, converted directly, with the same bytes as the full
way.

Strict on purpose. A block is taken only when every character in it is known to mean itself; a block that is
not known goes to the full way alone, and a text whose blocks could touch each other goes there whole.
tests/stories compare both ways on random texts: one different byte is a fault here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from plugins.pipeline.late import Late

from .marks import LINK_KINDS, build_external_link, join_lines, shift_headings

ConvertBlock = Callable[[str], "str | None"]

# Characters that some part of the full way treats in a way of its own (control characters, blanks that are
# not U+0020, separators of lines), or that no rule here has been proved for.
_ODD: Final = Late(
    "[\x00-\x09\x0b-\x1f\x7f-\xa0\xad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\ufeff\ufff0-\uffff]"
)
# A character with which a line may begin without being anything but text. Digits of every script are out:
# with a full stop they make a list.
_TEXT: Final = 'A-Za-z"(‘’“”—…\u3000-\u303f\u3400-\u9fff\uff01-\uff0f\uff1a-\uff65'
_SAFE: Final = rf"(?:[{_TEXT}]|[0-9]+(?![0-9]|\.(?:[ \n]|$))|\*\*[^*\s]|!?\[)"
_TEXT_START: Final = Late(rf"[{_TEXT}]")
_SAFE_START: Final = Late(_SAFE)
# List items and quotes lose blanks at their beginning, U+3000 among them.
_ITEM: Final = rf"(?!\u3000){_SAFE}"
_UNSAFE_LINE: Final = Late(rf"\n(?!{_SAFE})")
_HEADING: Final = Late(r"(#{1,6}) *([^#\s][^#\n]*)(?:\n|$)")
_BULLETS: Final = {
    mark: Late(rf"{re.escape(mark)} {_ITEM}[^\n]*(?:\n{re.escape(mark)} {_ITEM}[^\n]*)*") for mark in "-*+"
}
_NUMBERS: Final = Late(rf"1\. {_ITEM}[^\n]*(?:\n[0-9]+\. {_ITEM}[^\n]*)*")
_NEXT_NUMBER: Final = Late(r"\n[0-9]+\. ")
_QUOTE: Final = Late(rf"> {_ITEM}[^\n]*(?:\n> {_ITEM}[^\n]*)*")
_MANY_LINES: Final = Late(r"\n{3,}")
_LIST_START: Final = Late(r"[-*+] |\d+\. ")

# Bold, a link or a picture whose parts are beyond doubt. Addresses are narrower than the standard: the
# allow-list drops those that its parser refuses, and what is refused is for it to say.
_LABEL: Final = r"\[([^\[\]\n*\s](?:[^\[\]\n*]*[^\[\]\n*\s])?)\]\(([A-Za-z0-9][A-Za-z0-9/:._?=%#~,+\-]*)\)"
# Every branch begins with a character of its own, so that the search leaps from one such character to the
# next.
_INLINE: Final = Late(rf"\*\*([^*\s\[\]](?:[^*\n\[\]]*[^*\s\[\]])?)\*\*|{_LABEL}|!{_LABEL}")
_WEB: Final = Late(r"https?://[a-z][a-z0-9]*(?:[.-][a-z][a-z0-9]*)*\.[a-z]{2,}(?:/[A-Za-z0-9/._?=%#~,+\-]*)?")
_SHORT: Final = Late(rf"(?:{'|'.join(LINK_KINDS)}):[a-z0-9][a-z0-9\-]*")
_SPECIAL: Final = ("\\", "`", "&", "_", ">", "|")


class DoubtError(Exception):
    """This block is not beyond doubt."""


def convert_lean(text: str, convert_block: ConvertBlock) -> str | None:
    """HTML of ``text``, or None when the text wants the full way.

    ``convert_block`` is the full way for one block that stands alone, headings not yet moved; None when only
    the whole text will do.
    """
    if "<" in text or "\n " in text or "]:" in text or text.startswith(" ") or _ODD.search(text):
        return None
    text = text.strip("\n")
    if "\n\n\n" in text:
        text = _MANY_LINES.sub("\n\n", text)
    specials = [mark for mark in _SPECIAL if mark in text]
    parts: list[str] = []
    before = ""
    moved = False
    blocks = text.split("\n\n")
    blocks.reverse()
    while blocks:
        block = blocks.pop()
        if "\u3400" <= block[:1] <= "\u9fff" and not (
            specials or "*" in block or "[" in block or "]" in block or "\n" in block
        ):
            parts.append(f"<p>{block}</p>")
            before = "text"
            continue
        kind = _kind_of(block)
        if (kind in ("list", "quote") and before in (kind, "other")) or not kind:
            return None
        if kind == "heading" and (heading := _HEADING.match(block)):
            rest = block[heading.end() :]
            block = heading[0].rstrip("\n")
            if rest:
                blocks.append(rest)
        try:
            html = _BUILDERS[kind](block, specials)
        except DoubtError:
            # Emphasis in doubt is left to the whole text: the package carries state about it from block to
            # block.
            full = None if "*" in block or "_" in block else convert_block(block)
            if full is None:
                return None
            html, moved = full, True
            # Whatever it ends in, a list or quote that follows could belong to it.
            kind = "other"
        if kind == "heading" and not html.startswith("<h2>"):
            moved = True
        parts.append(html)
        before = kind
    html = "\n".join(part for part in parts if part)
    return shift_headings(html) if moved else html


def _kind_of(block: str) -> str:
    """What a block is by its beginning; "" when its neighbours may have a say."""
    first = block[:1]
    if "\u3400" <= first <= "\u9fff" or _TEXT_START.match(block):
        return "text"
    if first == "#":
        return "heading"
    if first == ">":
        return "quote"
    if _LIST_START.match(block):
        return "list"
    if block == "---":
        return "rule"
    return "text" if _SAFE_START.match(block) or first == "|" else ""


def _build_text(block: str, specials: list[str]) -> str:
    if block[0] < "\u3400":
        block = block.lstrip(" \u3000")
        if not block or block[0] == "\n":
            raise DoubtError
    if "\n" not in block:
        return f"<p>{_build_inline(block, specials)}</p>"
    if _UNSAFE_LINE.search(block) or " \n" in block:
        raise DoubtError
    return f"<p>{join_lines(_build_inline(block, specials))}</p>"


def _build_heading(block: str, specials: list[str]) -> str:
    match = _HEADING.fullmatch(block)
    if match is None:
        raise DoubtError
    level = len(match[1])
    return f"<h{level}>{_build_inline(match[2].strip(), specials)}</h{level}>"


def _build_list(block: str, specials: list[str]) -> str:
    if " \n" in block or block[-1] == " ":
        raise DoubtError
    bullet = _BULLETS.get(block[0])
    if bullet is None:
        if not _NUMBERS.fullmatch(block):
            raise DoubtError
        items = _NEXT_NUMBER.sub("\n", block[3:])
        tag = "ol"
    else:
        if not bullet.fullmatch(block):
            raise DoubtError
        items = block[2:].replace(f"\n{block[0]} ", "\n")
        tag = "ul"
    inner = _build_inline(items, specials).replace("\n", "</li>\n<li>")
    return f"<{tag}>\n<li>{inner}</li>\n</{tag}>"


def _build_quote(block: str, specials: list[str]) -> str:
    if " \n" in block or not _QUOTE.fullmatch(block):
        raise DoubtError
    inner = _build_inline(block[2:].replace("\n> ", "\n").lstrip(), specials)
    return f"<blockquote>\n<p>{join_lines(inner)}</p>\n</blockquote>"


def _build_rule(block: str, specials: list[str]) -> str:
    return "<hr>"


_BUILDERS: Final[dict[str, Callable[[str, list[str]], str]]] = {
    "text": _build_text,
    "heading": _build_heading,
    "list": _build_list,
    "quote": _build_quote,
    "rule": _build_rule,
}


def _build_inline(text: str, specials: list[str]) -> str:
    """Text with bold, links and pictures. Raises DoubtError when anything in it might mean something else."""
    for mark in specials:
        # An underscore inside an address means itself; every other special is a reason to step aside.
        if mark in text and (mark != "_" or "_" in _INLINE.sub(r"\1\2\4", text)):
            raise DoubtError
    if "*" not in text and "[" not in text and "]" not in text:
        return text
    html = _INLINE.sub(_build_span, text)
    if "*" in html or "[" in html or "]" in html:
        raise DoubtError
    return html


def _build_span(match: re.Match[str]) -> str:
    bold, label, address, alt, picture = match.groups()
    if bold is not None:
        return f"<strong>{bold}</strong>"
    if picture is not None:
        # Quotation marks become entities inside an attribute, and only there.
        if ":" in picture or '"' in alt:
            raise DoubtError
        return f'<img src="{picture}" alt="{alt}">'
    if ":" not in address or _SHORT.fullmatch(address):
        return f'<a href="{address}">{label}</a>'
    if _WEB.fullmatch(address) and "xn--" not in address:
        return build_external_link(address, "", label)
    raise DoubtError
