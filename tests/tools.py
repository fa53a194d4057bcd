"""What tests share: skipping where a tool is missing, failing for the same under CI."""

from __future__ import annotations

import os
import shutil
from typing import NoReturn

import pytest


def lack(message: str) -> NoReturn:
    """Stop the calling test for want of something: a failure under CI=true, elsewhere a skip that says what is missing."""
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


def needs(tool: str, package: str) -> None:
    """Stop the calling test when ``tool`` is not on the PATH."""
    if not shutil.which(tool):
        lack(f"needs {tool}: apt-get install {package}")
