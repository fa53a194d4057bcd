"""The stamp by which the next build sees, before Pelican is imported, that there is nothing to do."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2

from plugins.pipeline.digests import digest_files, digest_parts
from plugins.pipeline.early import stamp_path
from plugins.pipeline.stamp import CLOCK_NAMES, Glance, Stamp, take_stamp, write_stamp
from plugins.pipeline.state import State
from plugins.stories import Story

from .settings import PortalSettings, pack_settings

if TYPE_CHECKING:
    from .keeping import Standing

# Environment variables that a build reads; the clock's own always count.
ENVIRONMENT = ("SITEURL", "OUTPUT", "PORTAL_JOBS", "PORTAL_NO_CACHE", "PORTAL_PREVIOUS", "PORTAL_POSTERS")

_CODE = Path(__file__).resolve().parent.parent
# The module that early.py calls.
AGAIN = "plugins.portal.again"


def find_due(stories: Iterable[Story], now: datetime) -> datetime | None:
    """When the first of the stories that wait comes due; None when none waits."""
    return min((story.date for story in stories if story.date is not None and story.date > now), default=None)


def take_site_stamp(settings: PortalSettings) -> Stamp:
    """How all inputs look now; call it before the first of them is read."""
    single = [settings.project / "pelicanconf.py", settings.project / "publishconf.py", _find_packages()]
    if settings.settings_file is not None:
        single.append(settings.settings_file)
    single += list_modules()
    return take_stamp([settings.data, settings.content, settings.theme, _CODE], single, ENVIRONMENT)


def list_modules() -> list[Path]:
    """The files of modules that are neither Python's nor a package's nor ours: a settings file has taken them in."""
    folders = (_CODE, Path(jinja2.__file__).parent.parent, Path(os.__file__).parent)
    known = tuple(f"{path}{os.sep}" for folder in folders for path in (folder, folder.resolve()))
    files = {getattr(module, "__file__", None) or known[0] for module in list(sys.modules.values())}
    # Following links takes longest, so only of those that are left.
    return [path for file in sorted(files) if not file.startswith(known) and (path := Path(file).resolve()).is_file()]


def open_state(settings: PortalSettings) -> State:
    """The state of the last build into this output, empty when caches are not wanted."""
    state = State(settings.cache, settings.output, digest_code(settings)).load()
    if not settings.use_cache:
        state.forget()
    return state


def digest_code(settings: PortalSettings) -> bytes:
    """A digest of all code of the plugins and of which packages in which versions there are: what they make is made anew
    when these change.
    """
    if settings.code:
        return settings.code
    packages = sorted(path.name for path in _find_packages().glob("*.dist-info"))
    return digest_parts(digest_files(_CODE, (".py",)), packages)


def _find_packages() -> Path:
    return Path(jinja2.__file__).resolve().parent.parent


def find_code(settings: PortalSettings, glance: Glance | None) -> bytes:
    """The same, by what early.py has seen where it has: that the code is what it was."""
    if glance is not None and glance.is_settled(_CODE):
        code: bytes = glance.notes["code"]
        return code
    return digest_code(settings)


def can_stand(settings: PortalSettings) -> bool:
    """Whether a stamp may stand for a build with such settings: what it compares with must be all that there is."""
    return settings.settings_file is not None and settings.use_cache and settings.previous is None


def write_site_stamp(
    settings: PortalSettings,
    stamp: Stamp,
    state: State,
    standing: Standing,
    note: str,
    *,
    again: bool = False,
    outputs: Mapping[str, tuple[int, int, int]] | None = None,
) -> None:
    """Leave the stamp after a successful build. It holds until midnight, or until ``standing.due``; with an empty ``note``
    not at all: it only says how to build again.

    ``again``: whether early.py may build with these ``settings``, as they were read, without asking Pelican. ``outputs``: as
    for :func:`write_stamp`.
    """
    if settings.settings_file is None:
        return
    if not can_stand(settings) or not (note or again):
        path = stamp_path(str(settings.cache), str(settings.settings_file), str(settings.output))
        with suppress(OSError):
            Path(path).unlink()
        return
    midnight = datetime.combine(settings.now.date() + timedelta(days=1), time(), settings.now.tzinfo)
    until: datetime | None = midnight if standing.due is None else min(midnight, standing.due)
    if not note:
        until = datetime.fromtimestamp(0, settings.now.tzinfo)
    elif any(stamp.environ.get(name) for name in CLOCK_NAMES):
        until = None  # a clock that was set by hand stands still
    notes = {
        "code": digest_code(settings),
        "outputs": len(state.outputs),
        "counts": tuple(standing.counts),
        "told": standing.told,
    }
    write_stamp(
        stamp, state, settings=settings.settings_file, cache=settings.cache, until=until, note=note,
        again=(AGAIN, pack_settings(settings)) if again else None, notes=notes, outputs=outputs,
    )  # fmt: skip
