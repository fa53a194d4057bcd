"""The scripts in a real browser, under the page's own CSP: the switch, reading aloud, copying; and no script at all."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.theme.build_styleguide import PAGES, write_styleguide
from tests.tools import needs

pytestmark = pytest.mark.browser

# A voice that finishes every sentence when the test says so, and keeps what it was given.
VOICE = """
window.spoken = []; let current = null;
Object.defineProperty(window, 'speechSynthesis', {value: {
  getVoices: () => [{lang: 'en-US', name: 'e'}, {lang: 'LANG', name: 'z'}],
  addEventListener() {}, cancel() { current = null; },
  speak(words) { current = words; window.spoken.push(words.text); }}});
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
window.finish = () => { const done = current; if (done) done.onend(); };
"""


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("guide")
    write_styleguide(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    needs("chromium", "chromium")
    with sync_playwright() as play:
        yield play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    yield page
    context.close()


def test_switch_enlarges_and_is_remembered(page: Page, address: str) -> None:
    page.goto(f"{address}/story.html")
    switch = page.get_by_role("switch", name="长辈版")
    assert switch.get_attribute("aria-checked") == "false"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "长辈版"
    page.keyboard.press("Space")
    assert switch.get_attribute("aria-checked") == "true"
    page.goto(f"{address}/home.html")
    assert page.evaluate("getComputedStyle(document.querySelector('.dense a')).fontSize") == "22px"
    short = """[...document.querySelectorAll('.button, .nav a, .strip a, .strip button, .tags li > a')]
      .filter((e) => e.getBoundingClientRect().height < 60).map((e) => e.textContent)"""
    assert page.evaluate(short) == []
    assert not page.locator(".secondary").is_visible()


def test_reads_sentence_by_sentence_and_pauses_at_the_paragraph(page: Page, address: str) -> None:
    page.add_init_script(VOICE.replace("LANG", "zh-CN"))
    page.goto(f"{address}/story.html")
    assert page.evaluate("window.spoken") == []
    page.get_by_role("button", name="朗读").click()
    page.evaluate("window.finish()")
    page.evaluate("window.finish()")
    assert page.evaluate("window.spoken") == [
        "晚饭后，示例村的广播响了三遍。",
        "讲的是节气和收成，也讲村规民约。",
        "乡亲们搬着板凳往打谷场走，到得晚的，只好靠着草垛坐下。",
    ]
    page.evaluate("window.finish()")
    assert page.locator(".spoken").inner_text() == "傍晚的打谷场，讲堂就开在这里。（示例摄影 摄）"
    page.get_by_role("button", name="暂停").click()
    page.evaluate("window.finish()")
    count = page.evaluate("window.spoken.length")
    page.get_by_role("button", name="继续").click()
    assert page.evaluate("window.spoken.slice(-1)[0]") == "傍晚的打谷场，讲堂就开在这里。"
    assert page.evaluate("window.spoken.length") == count + 1
    page.get_by_role("button", name="停止").click()
    assert page.locator(".spoken").count() == 0
    assert page.get_by_role("button", name="朗读").is_visible()


def test_reading_is_not_offered_without_a_chinese_voice(page: Page, address: str) -> None:
    page.add_init_script(VOICE.replace("LANG", "ja-JP"))
    page.goto(f"{address}/story.html")
    assert not page.get_by_role("button", name="朗读").is_visible()


def test_copy_says_what_it_did(browser: Browser, address: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{address}/story.html#x")
    page.get_by_role("button", name="复制链接").click()
    page.get_by_role("button", name="链接已复制").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"{address}/story.html"
    context.close()


def test_without_script_the_switch_is_a_link_and_tools_are_away(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/story.html")
    assert page.get_by_role("link", name="长辈版").first.get_attribute("href") == "/elders/"
    assert not page.locator(".tools").is_visible()
    context.close()


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize("elder", ["0", "1"])
def test_nothing_sticks_out_or_is_refused(browser: Browser, address: str, width: int, elder: str) -> None:
    """320 px reflow in both views, and not one complaint of the CSP or the console."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.add_init_script(f"localStorage.setItem('elder', '{elder}')")
    wide = {}
    for name in (*(name for name, *_ in PAGES), "styleguide"):
        page.goto(f"{address}/{name}.html")
        wide[name] = page.evaluate("document.documentElement.scrollWidth")
    assert said == []
    assert {name: size for name, size in wide.items() if size > width} == {}
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("elder", ["0", "1"])
def test_axe_finds_nothing(browser: Browser, address: str, scheme: str, elder: str) -> None:
    context = browser.new_context(
        viewport={"width": 360, "height": 800}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    page.add_init_script(f"localStorage.setItem('elder', '{elder}')")
    found = []
    for name, *_ in PAGES:
        page.goto(f"{address}/{name}.html")
        violations = (
            Axe()
            .run(page, options={"rules": {"color-contrast-enhanced": {"enabled": True}}})
            .response["violations"]
        )
        found += [(name, each["id"], [node["target"] for node in each["nodes"]]) for each in violations]
    assert found == []
    context.close()


def test_nothing_moves_while_loading(page: Page, address: str) -> None:
    """Layout shift with the elders' view remembered, where late script would show."""
    page.add_init_script("localStorage.setItem('elder', '1')")
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver((l) => l.getEntries().forEach((e) => { window.shift += e.value; }))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    for name, *_ in PAGES:
        page.goto(f"{address}/{name}.html")
        page.wait_for_timeout(200)
        assert (name, page.evaluate("window.shift")) == (name, 0)
