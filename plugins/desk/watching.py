"""Watching the sources for changes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

from watchfiles import watch

from plugins.portal.settings import PortalSettings


def watched_folders(settings: PortalSettings) -> list[Path]:
    """What to watch, as far as it is there."""
    return [folder for folder in (settings.data, settings.content, settings.theme) if folder.is_dir()]


def watch_changes(settings: PortalSettings, stop: threading.Event) -> Iterator[list[Path] | None]:
    """Batches of changed paths; [] after every pause; None when everything has to be looked at: at the beginning, and
    when a watched folder itself came or went.
    """
    while not stop.is_set():
        folders = watched_folders(settings)
        marks = _marks(folders)
        if not folders:
            stop.wait(0.5)
            continue
        fresh = True
        for changes in watch(
            *folders,
            debounce=60,
            step=8,
            stop_event=stop,
            yield_on_timeout=True,
            rust_timeout=500,
            raise_interrupt=False,
        ):
            if fresh:
                yield None  # what was saved before the watch began was seen by nobody
                fresh = False
            yield sorted({Path(path) for _, path in changes})
            if _marks(watched_folders(settings)) != marks:
                break


def _marks(folders: list[Path]) -> list[tuple[Path, int]]:
    found = []
    for folder in folders:
        try:
            found.append((folder, folder.stat().st_ino))
        except OSError:
            continue
    return found
