"""Settings of the bench's whole portal: the project's own, over the bench's data and content."""

from __future__ import annotations

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = Path(os.environ["BENCH_ROOT"])
sys.path.insert(0, str(ROOT))
from pelicanconf import *  # noqa: E402, F403

PATH = str(HERE / "content")
OUTPUT_PATH = os.environ.get("OUTPUT", str(HERE / "output"))
THEME = str(ROOT / "theme")
PORTAL_DATA = str(HERE / "data")
PORTAL_CACHE = str(HERE / ".cache")
PORTAL_SETTINGS = __file__
