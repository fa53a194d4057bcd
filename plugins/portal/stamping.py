"""The stamp by which the next build sees, before Pelican is imported, that there is nothing to do."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path

import jinja2

from plugins.pipeline.stamp import Stamp, take_stamp, write_stamp
from plugins.pipeline.state import State
from plugins.stories import Story

from .settings import PortalSettings

# Environment variables that a build reads; the clock's own always count.
ENVIRONMENT = ("SITEURL", "OUTPUT", "PORTAL_JOBS", "PORTAL_NO_CACHE", "PORTAL_PREVIOUS", "PORTAL_POSTERS")


def take_site_stamp(settings: PortalSettings) -> Stamp:
    """How all inputs look now; call it before the first of them is read."""
    code = Path(__file__).resolve().parent.parent
    packages = Path(jinja2.__file__).resolve().parent.parent
    single = [settings.project / "pelicanconf.py", settings.project / "publishconf.py", packages]
    if settings.settings_file is not None:
        single.append(settings.settings_file)
    return take_stamp([settings.data, settings.content, settings.theme, code], single, ENVIRONMENT)


def write_site_stamp(settings: PortalSettings, stamp: Stamp, state: State, stories: list[Story], note: str) -> None:
    """Leave the stamp after a successful build. It holds until midnight, or until a story that waits comes due."""
    if settings.settings_file is None or not settings.use_cache or settings.previous is not None:
        return
    midnight = datetime.combine(settings.now.date() + timedelta(days=1), time(), settings.now.tzinfo)
    waiting = [story.date for story in stories if story.date is not None and story.date > settings.now]
    until = min([midnight, *waiting])
    write_stamp(stamp, state, settings=settings.settings_file, cache=settings.cache, until=until, note=note)
