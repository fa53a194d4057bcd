"""The short cut: the blocks that stories are made of, converted directly, with the same bytes as the full way.

Strict on purpose. A block is taken only when every character in it is known to mean itself; a block that is not known goes
to the full way alone, and a text whose blocks could touch each other goes there whole. tests/stories compare both ways on
random texts: one different byte is a fault here.
"""

from __future__ import annotations

from collections.abc import Callable


def convert_lean(text: str, convert_block: Callable[[str], str]) -> str | None:
    """HTML of ``text``, or None when the text wants the full way."""
    return None
