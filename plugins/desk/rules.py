"""Every rule of every room, in the order of their ids."""

from __future__ import annotations

from plugins.photos.rules import RULES as PHOTO_RULES
from plugins.portal.printing import RULES as PRINT_RULES
from plugins.portal.rarefont import RULES as FONT_RULES
from plugins.portal.uses import RULES as USE_RULES
from plugins.registry.problems import Rule
from plugins.registry.rules import RULES as DATA_RULES
from plugins.stories.rules import RULES as STORY_RULES

from .proofreading import RULES as WORD_RULES
from .silence import BAD_SILENCE, IDLE_SILENCE


def list_rules() -> list[Rule]:
    """All of them. Raises ValueError when two rooms claim one id: a fault of ours."""
    rules = [
        *DATA_RULES,
        *STORY_RULES,
        *PHOTO_RULES.values(),
        *USE_RULES,
        *FONT_RULES,
        *PRINT_RULES,
        *WORD_RULES,
        BAD_SILENCE,
        IDLE_SILENCE,
    ]
    found: dict[str, Rule] = {}
    for rule in rules:
        if found.setdefault(rule.id, rule) is not rule:
            raise ValueError(f"two rules are called {rule.id}")
    return [found[name] for name in sorted(found)]
