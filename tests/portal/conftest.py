"""A county that was built once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.oracle.county import County


@pytest.fixture
def county(tmp_path: Path) -> County:
    made = County(tmp_path)
    made.build()
    return made
