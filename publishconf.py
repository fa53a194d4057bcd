"""Pelican's settings for a publication: drafts, future stories and samples out; a full site address required."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from pelicanconf import *  # noqa: F403

PORTAL_SETTINGS = __file__
PORTAL_PUBLICATION = True
RELATIVE_URLS = False
