"""Which folders the desk works on: those of ``pelicanconf.py``, without importing Pelican."""

from __future__ import annotations

import os
import runpy
from pathlib import Path

from plugins.portal.settings import PortalSettings, read_settings


def read_project(root: Path) -> PortalSettings:
    """The settings of the project at ``root``. Raises ValueError, in Chinese, when it is none."""
    conf = root / "pelicanconf.py"
    if not conf.is_file():
        raise ValueError(f"{root} 里没有 pelicanconf.py,请在项目根目录运行")
    names = {name: value for name, value in runpy.run_path(str(conf)).items() if name.isupper()}
    for name in ("PATH", "OUTPUT_PATH", "THEME", "PORTAL_DATA", "PORTAL_CACHE"):
        if name in names:
            names[name] = str(root / str(names[name]))
    return read_settings(names, os.environ)
