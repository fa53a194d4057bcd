"""Where the problems of one file are gathered while it is checked."""

from __future__ import annotations

from plugins.registry.problems import Problem, Rule

from .head import Head, KeyPath, Place, Source, read_yaml

# What a message repeats of the file may be a whole page.
LONGEST = 200


class Reporter:
    """Collects the problems of one file and finds places only when there is something to report."""

    def __init__(self, path: str, source: Source | None = None) -> None:
        self.path = path
        self.source = source
        self.problems: list[Problem] = []
        self._read: Head | None = None

    def add(self, rule: Rule, place: Place, message: str, hint: str = "") -> None:
        said, cure = (
            text if len(text) <= LONGEST else f"{text[:60]}……{text[-60:]}" for text in (message, hint)
        )
        self.problems.append(Problem(self.path, *place, rule.id, said, cure, rule.severity))

    def at_value(self, rule: Rule, path: KeyPath, message: str, hint: str = "") -> None:
        places = self._places().values
        key = next((path[:end] for end in range(len(path), 0, -1) if path[:end] in places), ())
        self.add(rule, places.get(key, (1, 1)) if key else (1, 1), message, hint)

    def at_key(self, rule: Rule, path: KeyPath, message: str, hint: str = "") -> None:
        self.add(rule, self._places().keys.get(path, (1, 1)), message, hint)

    def use_head(self, head: Head) -> None:
        """Take a head that was read already, for its places."""
        self._read = head

    def _places(self) -> Head:
        if self._read is None:
            self._read = read_yaml(self.source.head if self.source else "")
        return self._read
