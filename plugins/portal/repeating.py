"""When may a build be done again without Pelican? Told without the rest of this room, which a small site does not load."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

# Settings under which Pelican's own generators have nothing to do, and no code but ours takes part in a build.
_IDLE = (
    "ARTICLE_PATHS", "PAGE_PATHS", "STATIC_PATHS", "DIRECT_TEMPLATES", "TEMPLATE_PAGES", "THEME_STATIC_PATHS",
    "DELETE_OUTPUT_DIRECTORY", "JINJA_GLOBALS", "JINJA_FILTERS", "JINJA_TESTS", "PLUGIN_PATHS",
)  # fmt: skip
_FLAGS = ("-s", "--settings", "-o", "--output", "-v", "--verbose", "-q", "--quiet")


def is_plain(settings: Mapping[str, Any], words: Sequence[str]) -> bool:
    """Whether these are the settings of the file that they name as theirs, and nothing else: then that file, unchanged,
    stands for them. Another file may have taken them in and changed some; so may words of the command line.
    """
    asked, before = "pelicanconf.py", ""
    for word in words:
        if before in _FLAGS[:2]:
            asked = word
        elif before not in _FLAGS[2:4] and word not in _FLAGS and not word.startswith("--fatal="):
            return False
        before = "" if before in _FLAGS[:4] else word
    own = str(settings.get("PORTAL_SETTINGS") or "")
    return bool(words and own) and os.path.realpath(asked) == os.path.realpath(own)


def is_repeatable(settings: Mapping[str, Any], words: Sequence[str], plugin: str) -> bool:
    """Whether a build with plain settings is that of ``plugin`` alone: then early.py may do the next one without asking
    Pelican, as long as the settings' files stand.
    """
    alone = settings["PLUGINS"] == [plugin] and not any(settings.get(name) for name in _IDLE)
    return alone and is_plain(settings, words)
