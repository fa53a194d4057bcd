"""When may a build be done again without Pelican? Told without the rest of this room, which a small site does not load."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

# Settings under which Pelican's own generators have nothing to do, and no code but ours takes part in a build.
_IDLE = (
    "ARTICLE_PATHS", "PAGE_PATHS", "STATIC_PATHS", "DIRECT_TEMPLATES", "TEMPLATE_PAGES", "THEME_STATIC_PATHS",
    "DELETE_OUTPUT_DIRECTORY", "JINJA_GLOBALS", "JINJA_FILTERS", "JINJA_TESTS", "PLUGIN_PATHS",
)  # fmt: skip
_FLAGS = ("-s", "--settings", "-o", "--output", "-v", "--verbose", "-q", "--quiet")


def is_repeatable(settings: Mapping[str, Any], words: Sequence[str], plugin: str) -> bool:
    """Whether a build with these settings and words of the command line is that of ``plugin`` alone: then early.py may do
    the next one without asking Pelican, as long as the settings' files stand.
    """
    values = [words[at] for at in range(len(words)) if at == 0 or words[at - 1] not in _FLAGS[:4]]
    plain = bool(words) and all(word in _FLAGS or word.startswith("--fatal=") for word in values)
    return plain and settings["PLUGINS"] == [plugin] and not any(settings.get(name) for name in _IDLE)
