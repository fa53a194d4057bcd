"""One build, one host and one Chromium for a session; a page for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.builds import build_output
from tests.browser.serving import Host, serve_folder
from tests.tools import needs


@pytest.fixture(scope="session")
def county() -> Path:
    return build_output("county")


@pytest.fixture(scope="session")
def real() -> Path:
    return build_output("real")


@pytest.fixture(scope="session")
def published() -> Path:
    return build_output("published")


@pytest.fixture(scope="session")
def host(county: Path) -> Iterator[Host]:
    with serve_folder(county) as host:
        yield host


@pytest.fixture(scope="session")
def real_host(real: Path) -> Iterator[Host]:
    with serve_folder(real, compress=True) as host:
        yield host


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    needs("chromium", "chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()
