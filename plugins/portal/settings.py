"""The portal's settings, read once from Pelican's."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from plugins.pipeline.clock import read_now
from plugins.urls import root_of


@dataclass(frozen=True, slots=True)
class PortalSettings:
    """What a build depends on besides data, content and theme.

    ``project`` is the folder that problems' paths are relative to. ``samples`` is whether sample records are shown;
    None leaves it to the site block (a publication) or shows them (development). ``posters`` is whether PDFs are printed;
    None means that a publication prints if it can. ``previous`` is the data index of the
    publication before, for the changes since. ``code`` is a digest of the plugins' code, b"" when nobody has made it yet.
    """

    project: Path
    data: Path
    content: Path
    theme: Path
    output: Path
    cache: Path
    siteurl: str
    publication: bool
    now: datetime
    jobs: int
    samples: bool | None = None
    posters: bool | None = None
    use_cache: bool = True
    settings_file: Path | None = None
    previous: Mapping[str, Any] | None = None
    code: bytes = b""

    @property
    def root(self) -> str:
        """The path under which the site stands, with a slash at its end."""
        return root_of(self.siteurl)

    def relative(self, path: Path) -> str:
        """A path as problems name it."""
        try:
            return path.relative_to(self.project).as_posix()
        except ValueError:
            return path.as_posix()


def read_settings(settings: Mapping[str, Any], environ: Mapping[str, str] = os.environ) -> PortalSettings:
    """From Pelican's settings: PATH, THEME, OUTPUT_PATH, SITEURL and the PORTAL_ ones. Raises ValueError in Chinese."""
    content = Path(settings["PATH"]).resolve()
    project = content.parent
    jobs = int(environ.get("PORTAL_JOBS") or settings.get("PORTAL_JOBS") or 0) or available_cores()
    publication = bool(settings.get("PORTAL_PUBLICATION", False))
    siteurl = str(settings.get("SITEURL") or "").rstrip("/")
    if publication and not siteurl.startswith(("http://", "https://")):
        raise ValueError("发布需要网站地址:请给出 SITEURL=https://…")
    if Path(settings["OUTPUT_PATH"]).exists() and not Path(settings["OUTPUT_PATH"]).is_dir():
        raise ValueError(f"输出目录的位置上有一个文件:{settings['OUTPUT_PATH']}")
    return PortalSettings(
        project=project,
        data=Path(settings.get("PORTAL_DATA", project / "data")).resolve(),
        content=content,
        theme=Path(settings["THEME"]).resolve(),
        output=Path(settings["OUTPUT_PATH"]).resolve(),
        cache=Path(settings.get("PORTAL_CACHE", project / ".cache")).resolve(),
        siteurl=siteurl,
        publication=publication,
        now=read_now(environ),
        jobs=jobs,
        samples=settings.get("PORTAL_SAMPLES"),
        posters=read_switch(environ.get("PORTAL_POSTERS"), settings.get("PORTAL_POSTERS")),
        settings_file=Path(settings["PORTAL_SETTINGS"]).resolve() if settings.get("PORTAL_SETTINGS") else None,
        previous=_load_previous(environ.get("PORTAL_PREVIOUS") or settings.get("PORTAL_PREVIOUS")),
        use_cache=not (environ.get("PORTAL_NO_CACHE") or settings.get("PORTAL_NO_CACHE")),
    )


def _load_previous(path: str | None) -> Mapping[str, Any] | None:
    if not path:
        return None
    from plugins.exports import load_previous  # noqa: PLC0415 -- only publications compare

    return load_previous(Path(path))


_FOLDERS = ("project", "data", "content", "theme", "output", "cache", "settings_file")
_WORDS = ("siteurl", "publication", "jobs", "samples", "posters", "use_cache")


def pack_settings(settings: PortalSettings) -> dict[str, Any]:
    """Plain values from which :func:`unpack_settings` makes the same settings at another time."""
    folders = {name: getattr(settings, name) for name in _FOLDERS}
    return {
        **{name: None if folder is None else str(folder) for name, folder in folders.items()},
        **{name: getattr(settings, name) for name in _WORDS},
    }


def unpack_settings(values: Mapping[str, Any], environ: Mapping[str, str] = os.environ) -> PortalSettings:
    """The settings that were packed, with the clock as it is now."""
    folders = {name: None if values[name] is None else Path(values[name]) for name in _FOLDERS}
    words = {name: values[name] for name in _WORDS}
    return PortalSettings(now=read_now(environ), **folders, **words)  # type: ignore[arg-type]


def read_switch(said: str | None, otherwise: bool | None) -> bool | None:
    """An environment variable as yes or no: ``0``, ``no`` and ``off`` are no; absent or empty leaves it to ``otherwise``."""
    return said.strip().lower() not in {"0", "no", "off", "false"} if said else otherwise


def available_cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
