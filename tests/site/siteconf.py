"""Settings of the fixture county: the project's own, over other data and content."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
from pelicanconf import *  # noqa: E402, F403

PATH = str(Path(__file__).resolve().parent / "content")
THEME = str(ROOT / "theme")
PORTAL_DATA = str(Path(__file__).resolve().parent / "data")
PORTAL_CACHE = str(Path(__file__).resolve().parent / ".cache")
PORTAL_SETTINGS = __file__
