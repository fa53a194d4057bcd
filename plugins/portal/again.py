"""A build without Pelican's start: early.py calls it when only content, data, theme or code changed since the last one.

Pelican would read the same settings, load the same one plugin and call it; that plugin's build is called here with the
settings as they were read then. Whatever else there may be for Pelican to do, ``repeating.is_repeatable`` has ruled out.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from plugins.pipeline.build import BuildError
from plugins.pipeline.crew import Crew
from plugins.pipeline.progress import TextProgress
from plugins.pipeline.stamp import take_glance
from plugins.pipeline.state import lock_cache

from .build import build_site
from .saying import BuildStopped, report_result, say_fault
from .settings import unpack_settings


def build_again(values: Mapping[str, Any], stamp: Mapping[str, Any], seen: Any) -> int | None:
    """The exit status; None when another build holds the cache: what was seen may be old when it is done."""
    began = time.perf_counter()
    settings = unpack_settings(values)
    glance = take_glance(stamp, seen)
    try:
        with lock_cache(settings.cache, wait=False), Crew(settings.jobs) as crew:
            result = build_site(settings, crew, TextProgress(), glance=glance, again=True)
    except BlockingIOError:
        return None
    except BuildError as failure:
        try:
            say_fault(failure)
        except BuildStopped:
            return 1
    try:
        report_result(result)
    except BuildStopped:
        return 1
    say_done([story.status for story in result.stories if story.kind == "story"], time.perf_counter() - began)
    return 0


def say_done(standings: list[str], seconds: float) -> None:
    """Pelican's closing line."""
    drafts = standings.count("draft")
    articles = len(standings) - drafts
    said = f"{_count(articles, 'article')}, {_count(drafts, 'draft')}, 0 hidden articles, 0 pages, 0 hidden pages"
    print(f"Done: Processed {said} and 0 draft pages in {seconds:.2f} seconds.", flush=True)


def _count(number: int, word: str) -> str:
    return f"{number} {word if number == 1 else word + 's'}"
