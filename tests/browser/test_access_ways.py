"""How people go about the site: the switch, the keyboard, reading aloud, printing, back and forward, search."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.builds import find_kinds
from tests.browser.serving import Host
from tests.tools import needs

pytestmark = pytest.mark.browser

# A Mandarin voice among others; a sentence ends when the test says so.
VOICES = """window.spoken = []; let current = null;
Object.defineProperty(window, 'speechSynthesis', {value: {
  getVoices: () => LANGS.map((lang) => ({lang, name: lang})), addEventListener() {}, cancel() { current = null; },
  speak(words) { current = words; window.spoken.push(words.text); }}});
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
window.finish = () => { const done = current; current = null; if (done) done.onend(); };"""


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def size_of(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).fontSize"))


def test_switch_is_first_toggles_and_is_remembered(phone: Page, host: Host) -> None:
    phone.goto(f"{host.address}/")
    assert size_of(phone) == "18px"
    phone.keyboard.press("Tab")
    switch = phone.get_by_role("switch", name="长辈版")
    expect(switch).to_be_focused()
    phone.keyboard.press("Space")
    expect(switch).to_be_checked()
    assert size_of(phone) == "22px"
    assert not phone.locator(".secondary").is_visible()
    phone.get_by_role("link", name="全部动态").click()
    phone.wait_for_url("**/news/")
    expect(phone.get_by_role("switch", name="长辈版")).to_be_checked()
    assert size_of(phone) == "22px"
    phone.get_by_role("switch", name="长辈版").click()
    phone.reload()
    assert size_of(phone) == "18px"


def test_a_page_kept_in_the_back_cache_follows_the_switch(phone: Page, host: Host) -> None:
    phone.goto(f"{host.address}/")
    phone.evaluate("localStorage.setItem('elder', '1')")
    phone.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    expect(phone.get_by_role("switch", name="长辈版")).to_be_checked()
    assert size_of(phone) == "22px"


def test_without_script_the_switch_is_a_link_that_helps(browser: Browser, host: Host) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{host.address}/")
    page.get_by_role("link", name="长辈版").first.click()
    page.wait_for_url("**/elders/")
    assert "长辈版" in page.locator("h1").inner_text()
    assert not page.locator(".tools").is_visible()
    context.close()


def test_home_comes_simpler_and_in_order(phone: Page, host: Host) -> None:
    phone.add_init_script("localStorage.setItem('elder', '1')")
    phone.goto(f"{host.address}/")
    assert phone.locator("main h2:visible").first.inner_text() == "新近消息"
    assert "有来源的数字" not in phone.locator("main").inner_text()


def test_keyboard_goes_through_and_out(phone: Page, host: Host, county: Path) -> None:
    """Tab reaches every control in the order of the page and then leaves it: no trap."""
    kinds = find_kinds(county)
    for kind in ("home", "story", "honoree", "find", "month", "figures", "search"):
        phone.goto(host.address + kinds[kind])
        wanted = phone.evaluate(
            "[...document.querySelectorAll('a[href], button, input, select, summary, [tabindex=\"0\"]')].filter((e) =>"
            "e.getClientRects().length && !e.disabled && getComputedStyle(e).visibility !== 'hidden'"
            "&& !e.closest('details:not([open]) > :not(summary)'))"
            ".map((e, i) => (e.dataset.walk = i))"
        )
        walked = []
        for _ in wanted:
            phone.keyboard.press("Tab")
            walked.append(phone.evaluate("document.activeElement.dataset.walk"))
        assert (kind, walked) == (kind, [str(each) for each in wanted])
        phone.keyboard.press("Tab")
        assert phone.evaluate("document.activeElement.dataset.walk || 'out'") in ("out", "0"), kind


def test_skip_link_shows_and_leads_to_the_text(phone: Page, host: Host) -> None:
    phone.goto(f"{host.address}/news/")
    skip = phone.get_by_role("link", name="跳到正文")
    assert (skip.bounding_box() or {"x": -1})["x"] < 0
    phone.keyboard.press("Tab")
    phone.keyboard.press("Tab")
    expect(skip).to_be_focused()
    assert (skip.bounding_box() or {"x": -1})["x"] >= 0
    phone.keyboard.press("Enter")
    expect(phone.locator("main")).to_be_focused()
    phone.keyboard.press("Tab")
    assert phone.evaluate("document.activeElement.closest('main') !== null")


def test_keyboard_walks_the_menu(phone: Page, host: Host) -> None:
    phone.goto(f"{host.address}/")
    links = phone.get_by_role("navigation", name="主导航").get_by_role("link")
    for place in range(links.count()):
        address = links.nth(place).get_attribute("href")
        links.nth(place).focus()
        phone.keyboard.press("Enter")
        phone.wait_for_url(f"**{address}")
        here = phone.get_by_role("navigation", name="主导航").locator("[aria-current=page]")
        assert here.get_attribute("href") == address


def test_back_and_forward(phone: Page, host: Host, county: Path) -> None:
    story = find_kinds(county)["story"]
    visited = ["/", "/news/", story]
    for address in visited:
        phone.goto(host.address + address)
    titles = [phone.title()]
    for _ in range(2):
        phone.go_back()
        titles.append(phone.title())
    phone.go_forward()
    phone.go_forward()
    assert (phone.url, phone.title()) == (host.address + story, titles[0])
    assert len(set(titles)) == 3


def test_reads_paragraph_by_paragraph_and_pauses(phone: Page, host: Host) -> None:
    phone.add_init_script(VOICES.replace("LANGS", "['en-US', 'zh-CN']"))
    phone.goto(f"{host.address}/news/2025/kaimen/")
    phone.get_by_role("button", name="朗读").click()
    read = []
    for _ in range(3):
        read.append(phone.locator(".spoken").inner_text())
        phone.evaluate("window.finish()")
    assert read == ["柳树村实践站开门了,详情见站的页面。", "有什么", "书屋"]
    assert phone.evaluate("window.spoken") == [*read, "义诊室"]
    phone.get_by_role("button", name="暂停").click()
    count = phone.evaluate("window.spoken.length")
    phone.evaluate("window.finish()")
    assert phone.evaluate("window.spoken.length") == count
    phone.get_by_role("button", name="继续").click()
    assert phone.evaluate("window.spoken.length") == count + 1
    phone.get_by_role("button", name="停止").click()
    expect(phone.locator(".spoken")).to_have_count(0)


def test_a_page_left_while_reading_is_silent_and_says_so(phone: Page, host: Host) -> None:
    phone.add_init_script(VOICES.replace("LANGS", "['zh-CN']"))
    phone.goto(f"{host.address}/news/2025/kaimen/")
    phone.get_by_role("button", name="朗读").click()
    phone.evaluate("window.finish()")
    phone.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
    phone.evaluate("window.finish()")
    assert phone.evaluate("window.spoken.length") == 2
    phone.get_by_role("button", name="继续").click()
    assert phone.evaluate("window.spoken") == ["柳树村实践站开门了,详情见站的页面。", "有什么", "有什么"]


@pytest.mark.parametrize("voices", ["[]", "['en-US', 'ja-JP']", "['zh-HK']"])
def test_no_reading_without_a_mandarin_voice(phone: Page, host: Host, voices: str) -> None:
    phone.add_init_script(VOICES.replace("LANGS", voices))
    phone.goto(f"{host.address}/elders/")
    assert not phone.get_by_role("button", name="朗读").is_visible()


def test_prints_on_a4_without_the_frame(phone: Page, host: Host, county: Path, tmp_path: Path) -> None:
    needs("pdftotext", "poppler-utils")
    phone.emulate_media(color_scheme="dark")
    kinds = find_kinds(county)
    for kind in ("story", "honoree", "place", "regulation"):
        phone.goto(host.address + kinds[kind])
        title = phone.locator("h1").inner_text()
        file = tmp_path / f"{kind}.pdf"
        phone.pdf(path=file, prefer_css_page_size=True, print_background=False)
        text = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout
        about = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
        flat = "".join(text.split())
        assert "".join(title.split()) in flat
        assert [word for word in ("复制链接", "当前位置", "长辈版", "跳到正文") if word in flat] == []
        assert "(A4)" in about.split("Page size:")[1].splitlines()[0]
        assert int(about.split("Pages:")[1].split()[0]) <= 3
        phone.emulate_media(media="print", color_scheme="dark")
        assert phone.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
        phone.emulate_media(media="null", color_scheme="dark")


def test_forced_colours_keep_the_switch_the_focus_and_the_drawings(
    phone: Page, host: Host, county: Path
) -> None:
    phone.emulate_media(forced_colors="active")
    phone.goto(f"{host.address}/")
    switch = phone.get_by_role("switch", name="长辈版")
    mark = "getComputedStyle(document.querySelector('.elder-switch'), '::before').content"
    off = phone.evaluate(mark)
    switch.press("Space")
    assert (off, phone.evaluate(mark)) == ("none", '"✓"')
    assert phone.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    phone.goto(f"{host.address}/about/")
    drawn = "(q) => getComputedStyle(document.querySelector(q))"
    if phone.locator(".model rect").count():
        box, word = (phone.evaluate(f"({drawn})('{q}').fill") for q in (".model rect", ".model text"))
        assert box != word
    phone.goto(host.address + find_kinds(county)["honors"])
    assert phone.evaluate("getComputedStyle(document.querySelector('h1')).color") != phone.evaluate(
        "getComputedStyle(document.body).backgroundColor"
    )


def search_ready(page: Page, host: Host, query: str = "") -> None:
    page.goto(f"{host.address}/search/{query}")
    page.get_by_role("searchbox").focus()
    expect(page.locator("#search-filters")).to_be_enabled()


def test_search_finds_filters_and_comes_back(phone: Page, host: Host) -> None:
    search_ready(phone, host)
    phone.get_by_role("searchbox").fill("实践站")
    status = phone.get_by_role("status")
    expect(phone.locator("#results li").first).to_be_visible()
    assert re.search(r"\d", status.inner_text())
    count = phone.locator("#results li").count()
    assert count > 0
    assert phone.locator("#results mark").first.inner_text() in ("实践站", "实践", "践站")
    phone.locator("#results a").first.click()
    phone.wait_for_load_state()
    assert "/search/" not in phone.url
    phone.go_back()
    expect(phone.get_by_role("searchbox")).to_have_value("实践站")
    expect(phone.locator("#results li")).to_have_count(count)


def test_search_waits_for_the_input_method(phone: Page, host: Host) -> None:
    search_ready(phone, host)
    box = phone.get_by_role("searchbox")
    box.dispatch_event("compositionstart")
    box.evaluate(
        "(e) => { e.value = 'shi'; e.dispatchEvent(new InputEvent('input', {isComposing: true, bubbles: true})); }"
    )
    phone.wait_for_timeout(600)
    assert phone.locator("#results li").count() == 0
    box.evaluate(
        "(e) => { e.value = '实践站'; e.dispatchEvent(new CompositionEvent('compositionend', {bubbles: true})); }"
    )
    expect(phone.locator("#results li").first).to_be_visible()


def test_search_address_can_be_shared_and_home_leads_there(phone: Page, host: Host) -> None:
    phone.goto(f"{host.address}/")
    phone.locator("#q-home").fill("实践站")
    phone.locator("#q-home").press("Enter")
    phone.wait_for_url("**/search/?q=*")
    expect(phone.locator("#results li").first).to_be_visible()
    first = phone.locator("#results a").first.bounding_box()
    assert first is not None
    assert first["y"] + first["height"] < 740, "the first answer stands on the first screen of a phone"


def test_search_without_script_explains(browser: Browser, host: Host) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{host.address}/search/?q=%E9%87%91")
    assert "脚本" in page.locator("main").inner_text()
    assert "缩小范围" not in page.locator("main").inner_text()
    assert page.get_by_role("link", name="网站地图").first.is_visible()
    context.close()
