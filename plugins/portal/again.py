"""A build that knows of the last one: what changed since, and that Pelican has nothing else to do.

early.py calls it without Pelican's start when only content, data, theme or code changed: Pelican would read the same
settings, load the same one plugin and call it. Where Pelican was started all the same, its plugin looks here first. Whatever
else there may be for Pelican to do, ``repeating.is_repeatable`` has ruled out.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from plugins.pipeline.build import BuildError
from plugins.pipeline.crew import Crew
from plugins.pipeline.early import look_around, read_stamp, stamp_path
from plugins.pipeline.progress import TextProgress
from plugins.pipeline.report import BuildReport, ChangedError
from plugins.pipeline.stamp import Glance, take_glance
from plugins.pipeline.state import lock_cache

from .result import Counts, Result
from .saying import BuildStopped, report_result, say_changed, say_fault
from .settings import PortalSettings, pack_settings, unpack_settings
from .stamping import AGAIN, can_stand, find_code, open_state


def build_again(values: Mapping[str, Any], stamp: Mapping[str, Any], seen: Any) -> int | None:
    """The exit status; None when another build holds the cache: what was seen may be old when it is done."""
    began = time.perf_counter()
    settings = unpack_settings(values)
    glance = take_glance(stamp, seen)
    try:
        with lock_cache(settings.cache, wait=False):
            result = _build_or_say(settings, glance)
        report_result(result)
    except BlockingIOError:
        return None
    except BuildStopped:
        return 1
    say_done(result.counts, time.perf_counter() - began)
    return 0


def _build_or_say(settings: PortalSettings, glance: Glance) -> Result:
    try:
        return build_seen(settings, glance)
    except BuildError as failure:
        say_fault(failure)
    except ChangedError as error:
        say_changed(error)


def look_again(settings: PortalSettings) -> Glance | None:
    """What changed since the last build, if that had the same settings and left word of how to do it again."""
    path = stamp_path(str(settings.cache), str(settings.settings_file), str(settings.output))
    stamp = read_stamp(path) if can_stand(settings) else None
    if stamp is None or stamp["again"] != (AGAIN, pack_settings(settings)):
        return None
    seen = look_around(stamp, os.environ, time.time_ns())
    return take_glance(stamp, seen) if seen is not None and seen.settled else None


def build_seen(settings: PortalSettings, glance: Glance) -> Result:
    """Build what ``glance`` shows to be due, the short way where it will do."""
    if glance.same:
        count = glance.notes["outputs"]
        return Result([], BuildReport(count, 0, count, (), ()), Counts(*glance.notes["counts"]))
    from .rewording import reword_site  # noqa: PLC0415 -- nothing of it is needed where nothing changed

    settings = replace(settings, code=find_code(settings, glance))
    state = open_state(settings)
    result = reword_site(settings, glance, state)
    if result is not None:
        return result
    from .build import build_site  # noqa: PLC0415 -- an edit of words needs nothing of it

    with Crew(settings.jobs) as crew:
        return build_site(settings, crew, TextProgress(), glance=glance, again=True, state=state)


def say_done(counts: Counts, seconds: float) -> None:
    """Pelican's closing line."""
    shown = f"{_count(counts.articles, 'article')}, {_count(counts.drafts, 'draft')}"
    said = f"{shown}, 0 hidden articles, 0 pages, 0 hidden pages"
    print(f"Done: Processed {said} and 0 draft pages in {seconds:.2f} seconds.", flush=True)


def _count(number: int, word: str) -> str:
    return f"{number} {word if number == 1 else word + 's'}"
