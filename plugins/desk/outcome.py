"""What an update of the preview came to."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.pipeline.outputs import Bundle, Output


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an update came to. ``problems`` are lines to show; ``written`` names of changed files; ``seconds`` it took.

    ``stopped``: nothing was rendered, because a problem is an error. ``left``: so many pages are still to be rendered.
    """

    problems: tuple[str, ...]
    written: tuple[str, ...]
    seconds: float
    stopped: bool = False
    left: int = 0


def is_slow(output: Output) -> bool:
    """Whether an output is no page that somebody looks at: bundles over the whole site, feeds, downloads."""
    return isinstance(output, Bundle) or output.name.endswith(
        (".xml", ".json", ".csv", ".ics", ".geojson", ".zip")
    )
