"""The search page in a real browser, over a small site that the test writes."""

from __future__ import annotations

import functools
import html
import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jinja2
import pytest

from plugins.portal.assets import load_assets
from plugins.search import Document
from tests.search.corpus import HOSTILE, make_documents, make_records
from tests.search.test_search_index import build
from tests.tools import needs

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.browser


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None: ...


def page_of_search() -> str:
    """The real content block in the smallest frame: the theme's own frame is the theme's tests' business."""
    source = (ROOT / "theme/templates/search.html").read_text("utf-8")
    base = (
        "<!doctype html><meta charset=utf-8><title>搜索</title>"
        "<main>{% block heading %}{% endblock %}{% block content %}{% endblock %}</main>"
        '<script src="/js/site.js" defer></script>'
    )
    icon = "{% macro icon(name) %}{% endmacro %}"
    loader = jinja2.DictLoader({"search.html": source, "base.html": base, "components/icon.html": icon})
    environment = jinja2.Environment(loader=loader, autoescape=True)
    addresses = {"search": "/search/", "home": "/", "site-map": "/site-map/"}
    return environment.get_template("search.html").render(
        url=lambda name: addresses.get(name, "/"),
        asset=lambda name: f"/{name}",
        site={"columns": []},
        head={"title": "搜索"},
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("site")
    documents = [*make_documents(80, length=200), *make_records()]
    documents.append(
        Document(
            "story/x",
            "x/",
            "<img src=y onerror=alert(1)>金沙",
            "金沙的一天",
            "news",
            "新闻动态",
            "乙镇",
            "2020",
            "2020-05-06",
        )
    )
    for document in documents:
        file = root / document.url / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(
            f"<!doctype html><meta charset=utf-8><main><h1>x</h1><p>{html.escape(document.text)}</p></main>",
            "utf-8",
        )
    for name, data in build(documents).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    (root / "search/index.html").write_text(page_of_search(), "utf-8")
    (root / "js").mkdir()
    for asset in load_assets(ROOT / "theme"):
        if asset.name in ("js/site.js", "js/search.js"):
            (root / asset.name).write_bytes(asset.data)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(root)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def page(site: str) -> Iterator[Any]:
    needs("chromium", "chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        opened = browser.new_page(viewport={"width": 390, "height": 844})
        problems: list[str] = []
        opened.on("pageerror", lambda error: problems.append(str(error)))
        opened.on("dialog", lambda dialog: problems.append(dialog.message))
        yield opened
        browser.close()
        assert problems == []


def status(page: Any, text: str) -> None:
    from playwright.sync_api import expect

    expect(page.locator("#search-status")).to_have_text(text, timeout=20_000)


def ready(page: Any, site: str) -> None:
    """The search page with nothing asked yet, touched once, so that its script is there."""
    page.goto(f"{site}/search/")
    page.focus("#search-q")
    page.locator("#search-filters:enabled").wait_for(state="attached")


def test_nothing_is_fetched_before_the_page_is_used(page: Any, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(site)))
    page.goto(f"{site}/search/", wait_until="networkidle")
    assert [address for address in asked if "favicon" not in address] == ["/search/", "/js/site.js"]
    del asked[:]
    page.focus("#search-q")
    page.locator("#search-filters:enabled").wait_for(state="attached")
    assert asked == ["/js/search.js", "/search/index.json"]


def test_what_was_typed_before_the_script_came_is_asked(page: Any, site: str) -> None:
    held: list[Any] = []

    def hold(route: Any) -> None:
        held.append(route)

    page.route("**/js/search.js", hold)
    page.goto(f"{site}/search/")
    page.fill("#search-q", "金沙")
    page.wait_for_timeout(200)
    held.pop().continue_()
    status(page, "找到 2 条结果")
    assert page.locator("#search-q").input_value() == "金沙"


def test_a_script_that_did_not_come_is_asked_for_again(page: Any, site: str) -> None:
    page.route("**/js/search.js", lambda route: route.abort())
    page.goto(f"{site}/search/")
    page.focus("#search-q")
    page.wait_for_function("document.querySelector('form[data-script]') !== null")
    page.unroute("**/js/search.js")
    page.click("#search-hint")
    page.fill("#search-q", "金沙")
    status(page, "找到 2 条结果")


def test_an_address_is_answered_marked_and_announced(page: Any, site: str) -> None:
    from playwright.sync_api import expect

    page.goto(f"{site}/search/?q=金沙")
    status(page, "找到 2 条结果")
    assert page.locator("#search-status").get_attribute("aria-live") == "polite"
    expect(page.locator("#results a")).to_have_text(
        ["金沙镇实践所", "<img src=y onerror=alert(1)>金沙"], timeout=20_000
    )
    page.locator("#results .snippet mark").first.wait_for()
    assert page.locator("#results img").count() == 0
    assert page.locator("#results .meta").all_inner_texts() == ["阵地 · 甲镇", "新闻动态 · 乙镇 · 2020-05-06"]
    assert page.locator("#results a").first.get_attribute("href") == f"{site}/places/jinsha/"


def test_typing_filtering_sharing_and_going_back(page: Any, site: str) -> None:
    page.goto(f"{site}/search/?q=金沙")
    status(page, "找到 2 条结果")
    assert not page.locator("select[name=town]").is_visible()
    page.click("summary")
    page.select_option("select[name=town]", "乙镇")
    status(page, "找到 1 条结果")
    assert "town=" in page.url
    page.reload()
    status(page, "找到 1 条结果")
    assert page.locator("select[name=town]").is_visible()
    assert page.locator("select[name=town]").input_value() == "乙镇"
    page.go_back()
    status(page, "找到 2 条结果")
    assert page.locator("select[name=town]").input_value() == ""
    page.fill("#search-q", "js")
    status(page, "找到 1 条结果")
    assert page.url.endswith("?q=js")
    page.fill("#search-q", "查无此事")
    status(page, "没有找到“查无此事”")
    assert page.locator("#search-help").is_visible()
    page.keyboard.press("Enter")
    page.fill("#search-q", "")
    status(page, "")


def test_nothing_is_searched_while_an_input_method_composes(page: Any, site: str) -> None:
    ready(page, site)
    page.evaluate("""() => { const q = document.getElementById('search-q');
        q.dispatchEvent(new CompositionEvent('compositionstart'));
        q.value = 'jinsha'; q.dispatchEvent(new Event('input')); }""")
    page.wait_for_timeout(600)
    status(page, "")
    page.evaluate("""() => { const q = document.getElementById('search-q'); q.value = '金沙';
        q.dispatchEvent(new CompositionEvent('compositionend')); }""")
    status(page, "找到 2 条结果")


def test_more_results_and_where_the_focus_goes(page: Any, site: str) -> None:
    page.goto(f"{site}/search/?q=。")
    page.locator("#search-more").wait_for()
    assert page.locator("#results li").count() == 10
    page.locator("#search-more").press("Enter")
    page.locator("#results li").nth(10).wait_for()
    page.wait_for_function("document.activeElement === document.querySelectorAll('#results a')[10]")


def test_a_dead_line_is_told_and_the_next_try_works(page: Any, site: str) -> None:
    ready(page, site)
    page.context.set_offline(True)
    page.fill("#search-q", "金沙")
    status(page, "网络不通，没有查成。请检查网络后再按“搜索”。")
    page.context.set_offline(False)
    page.press("#search-q", "Enter")
    status(page, "找到 2 条结果")


def test_a_mixed_index_is_fetched_anew_and_then_owned_up_to(page: Any, site: str) -> None:
    page.route("**/search/s/*.bin", lambda route: route.fulfill(body=b"\0\0\0\0"))
    page.goto(f"{site}/search/?q=金沙")
    status(page, "索引正在更新，请一分钟后再试。")


def test_hostile_words_do_no_harm(page: Any, site: str) -> None:
    page.goto(f"{site}/search/")
    for query in ("<script>", "𬭎", "'\"", HOSTILE[:40]):
        page.fill("#search-q", query)
        page.locator("#results li").first.wait_for()
    status(page, "找到 1 条结果")
