"""A small project of its own for a test: the fixture county with the real lexicon."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def make_project(home: Path) -> Path:
    """A copy of the fixture county under ``home``, with settings, theme and lexicon; its root."""
    home.mkdir(parents=True, exist_ok=True)
    for part in ("data", "content"):
        shutil.copytree(ROOT / "tests" / "site" / part, home / part)
    shutil.copytree(ROOT / "theme", home / "theme")
    shutil.copy(ROOT / "pelicanconf.py", home)
    shutil.copy(ROOT / "data" / "lexicon.yml", home / "data")
    return home
