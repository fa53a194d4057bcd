"""A story's words without its markup, for search, counts and reading aloud."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from .marks import EXTERNAL_MARK
from .model import Story

# Characters a minute at which older residents read Chinese news comfortably.
READING_SPEED: Final = 300
_BREAK: Final = re.compile(
    r"</(?:p|h[1-6]|li|tr|blockquote|td|th|figcaption|dt|dd|caption)>|<(?:br|hr|img)[^>]*>"
)
_TAG: Final = re.compile(r"<[^>]*>")


def html_to_text(html: str) -> str:
    """The words of safe HTML, one line a block."""
    text = html.replace(EXTERNAL_MARK, "")
    text = unescape(_TAG.sub("", _BREAK.sub("\n", text)))
    lines = [line.lstrip().rstrip(" \t") for line in text.split("\n")]
    return "\n".join(filter(None, lines)).strip()


def plain_text(story: Story) -> str:
    """The words of a story's body, one line a block, without title and summary."""
    return html_to_text(story.content)


def reading_minutes(story: Story) -> int:
    """Whole minutes that reading takes, at least one."""
    letters = sum(map(len, plain_text(story).split()))
    return max(1, -(-letters // READING_SPEED))
