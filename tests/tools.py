"""What tests share: skipping where a tool is missing, failing for the same under CI."""

from __future__ import annotations

import os
import shutil

import pytest


def needs(tool: str, package: str) -> None:
    """Stop the calling test when ``tool`` is not on the PATH.

    Under CI=true the absence is a failure; elsewhere the test is skipped with one line that says what to install.
    """
    if shutil.which(tool):
        return
    message = f"needs {tool}: apt-get install {package}"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)
