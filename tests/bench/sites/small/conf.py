"""Settings of the bench's small site: the engine with a theme as small as the other contenders'."""

from __future__ import annotations

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = Path(os.environ["BENCH_ROOT"])
sys.path.insert(0, str(ROOT))
from pelicanconf import *  # noqa: E402, F403

SITEURL = "https://example.org"
SITENAME = "测试县新时代文明实践中心"
PATH = str(HERE / "content")
OUTPUT_PATH = os.environ.get("OUTPUT", str(HERE / "output"))
THEME = str(HERE / "theme")
PLUGINS = ["tests.bench.small_plugin"]
PORTAL_DATA = str(HERE / "data")
PORTAL_CACHE = str(HERE / ".cache")
PORTAL_SETTINGS = __file__
