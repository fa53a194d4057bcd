"""Every page kind on a phone and a desktop, light, dark and 长辈版, with and without script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from tests.browser.builds import KINDS, find_kinds
from tests.browser.checks import WATCH_SHIFT, ask_all, ask_axe, ask_narrow, ask_stretched
from tests.browser.serving import Host

pytestmark = pytest.mark.browser
SIZES = {"phone": {"width": 360, "height": 740}, "desktop": {"width": 1280, "height": 800}}
# 长辈版 is a class that script sets: without script the switch is a link, and its look does not exist.
WAYS = [
    *((look, True) for look in ("light", "dark", "elder", "elder dark", "reduced", "forced")),
    *((look, False) for look in ("light", "dark", "forced")),
]


def tell_failure(request: Request) -> list[str]:
    """A request that failed by itself; one that the test cut off by going on to the next page did not."""
    return [] if request.failure == "net::ERR_ABORTED" else [f"failed: {request.url} {request.failure}"]


@contextmanager
def open_page(
    browser: Browser, size: str, look: str, script: bool = True
) -> Iterator[tuple[Page, list[str]]]:
    """A page of that size and look, and the list of what the console, the CSP and the network complain of."""
    settings: dict[str, Any] = {"viewport": SIZES[size], "java_script_enabled": script}
    settings["color_scheme"] = "dark" if "dark" in look else "light"
    settings["reduced_motion"] = "reduce" if look == "reduced" else "no-preference"
    settings["forced_colors"] = "active" if look == "forced" else "none"
    context = browser.new_context(**settings)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"error: {error}"))
    page.on("requestfailed", lambda request: said.extend(tell_failure(request)))
    if script:
        page.add_init_script(WATCH_SHIFT)
        page.add_init_script(f"localStorage.setItem('elder', '{int('elder' in look)}')")
    yield page, said
    context.close()


def give_without_script(route: Route) -> None:
    """The page as a browser without script shows it, in a browser where axe can run: no script, noscript laid open."""
    if route.request.resource_type == "script":
        route.fulfill(body="", content_type="text/javascript")
    elif route.request.resource_type == "document":
        answer = route.fetch()
        route.fulfill(response=answer, body=re.sub(r"</?noscript>", "", answer.text()))
    else:
        route.continue_()


def ask_axe_without_script(
    browser: Browser, host: Host, kinds: dict[str, str], size: str, look: str
) -> dict[str, list[str]]:
    """axe waits on the page's own timers, which stand still where script is off: here the page's scripts are emptied."""
    found = {}
    with open_page(browser, size, look) as (page, _):
        page.route("**/*", give_without_script)
        for kind, address in kinds.items():
            page.goto(host.address + address, wait_until="load")
            found[kind] = [f"no script: {each}" for each in ask_axe(page, colours_only=look != "light")]
            if page.evaluate("document.documentElement.className"):
                found[kind].append("script ran")
    return found


def judge(
    browser: Browser, host: Host, kinds: dict[str, str], size: str, look: str, script: bool = True
) -> dict[str, list[str]]:
    """Page kind to complaints, for those pages that gave any."""
    faults = {} if script else ask_axe_without_script(browser, host, kinds, size, look)
    with open_page(browser, size, look, script) as (page, said):
        for kind, address in kinds.items():
            del said[:]
            page.goto(host.address + address, wait_until="load")
            elder = "elder" in look and script and kind != "embed"
            found = ask_axe(page, colours_only=look != "light") if script else faults.pop(kind)
            found += ask_all(page, kind, elder, script)
            if size == "phone":
                found += ask_narrow(page) + ask_stretched(page)
            if found := list(dict.fromkeys(found + said)):
                faults[kind] = found
    return faults


def test_the_county_holds_every_page_kind(county: Path) -> None:
    assert sorted(find_kinds(county)) == sorted(KINDS)


@pytest.mark.parametrize(("size", "look"), [("phone", "light"), ("phone", "elder"), ("desktop", "dark")])
def test_every_kind(browser: Browser, host: Host, county: Path, size: str, look: str) -> None:
    assert judge(browser, host, find_kinds(county), size, look) == {}


def test_every_kind_without_script(browser: Browser, host: Host, county: Path) -> None:
    assert judge(browser, host, find_kinds(county), "phone", "light", script=False) == {}


@pytest.mark.parametrize("look", ["light", "dark", "elder", "elder dark"])
def test_search_with_answers_and_its_choices_open(browser: Browser, host: Host, look: str) -> None:
    with open_page(browser, "phone", look) as (page, said):
        page.goto(f"{host.address}/search/?q=%E5%AE%9E%E8%B7%B5&section=places")
        expect(page.locator("#results mark").first).to_be_visible()
        assert page.locator("select").first.is_visible()
        found = (
            ask_axe(page) + ask_all(page, "search", "elder" in look) + ask_narrow(page) + ask_stretched(page)
        )
        assert found + said == []


@pytest.mark.nightly
@pytest.mark.parametrize("size", ["phone", "desktop"])
@pytest.mark.parametrize(("look", "script"), WAYS)
def test_every_kind_in_every_way(
    browser: Browser, real_host: Host, real: Path, size: str, look: str, script: bool
) -> None:
    assert judge(browser, real_host, find_kinds(real), size, look, script) == {}
