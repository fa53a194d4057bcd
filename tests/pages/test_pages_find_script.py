"""The finder's script in a browser: characters, pinyin, initials; on one page and from the file of names."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from plugins.catalog import Catalog, CatalogLook
from plugins.portal.assets import load_assets
from tests.pages.fixture import THEME, build_small_catalog, list_pages
from tests.pages.large_county import build_large_texts
from tests.pages.test_pages_places import COUNTY
from tests.tools import needs

HOST = "http://county.test"
LINES = "[...document.querySelectorAll('[data-p]')].filter(one => one.offsetParent).map(one => one.firstChild.textContent)"
FOUND = "[...document.querySelectorAll('[data-found] li')].map(line => line.textContent)"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    needs("chromium", "chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


def open_finder(browser: Browser, catalog: Catalog) -> Page:
    files: dict[str, str | bytes] = {f"/{asset.address}": asset.data for asset in load_assets(THEME)}
    for name, output in list_pages(catalog).items():
        if name.startswith("places/find/"):
            files[f"/{name.removesuffix('index.html')}"] = output.render(CatalogLook(catalog))
    kinds = {"js": "text/javascript", "css": "text/css", "json": "application/json"}

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(HOST)
        kind = kinds.get(path.rpartition(".")[2], "text/html; charset=utf-8")
        route.fulfill(status=200 if path in files else 404, body=files.get(path, ""), content_type=kind)

    page = browser.new_page()
    page.route("**/*", answer)
    page.goto(f"{HOST}/places/find/")
    return page


@pytest.mark.parametrize(
    ("typed", "lines", "said"),
    [
        ("", ["东镇实践所", "单家店村", "坝上村", "某县实践中心"], ""),
        ("单家", ["单家店村"], "找到1处"),
        ("shanjia", ["单家店村"], "找到1处"),
        ("Shan Jia", ["单家店村"], "找到1处"),
        ("sjd", ["单家店村"], "找到1处"),
        ("jdc", ["单家店村"], "找到1处"),
        ("bashang", ["坝上村"], "找到1处"),
        ("东镇", ["东镇实践所", "单家店村", "坝上村"], "找到3处"),
        ("dongzhen", ["东镇实践所", "单家店村", "坝上村"], "找到3处"),
        ("zhen", ["东镇实践所"], "找到1处"),
        ("没有的村", [], "没有找到“没有的村”，换一个字试试，或按乡镇、街道找。"),
    ],
)
def test_typing_filters_the_page(browser: Browser, typed: str, lines: list[str], said: str) -> None:
    page = open_finder(browser, build_small_catalog(COUNTY))
    page.fill("#q-find", typed)
    assert page.evaluate(LINES) == lines
    assert page.inner_text("[data-find-status]") == said
    page.close()


def test_a_large_county_answers_from_the_file_of_names(browser: Browser) -> None:
    page = open_finder(browser, build_small_catalog(build_large_texts(3, 150, 0)))
    page.fill("#q-find", "dongxidong")
    page.get_by_text("找到1处", exact=True).wait_for()  # no wait_for_function: the page's policy forbids eval
    assert page.evaluate(FOUND) == ["东西东村东北镇，东西东村实践站"]
    page.fill("#q-find", "cun")
    page.get_by_text("找到450处，先列40处", exact=True).wait_for()
    assert len(page.evaluate(FOUND)) == 40
    page.close()
