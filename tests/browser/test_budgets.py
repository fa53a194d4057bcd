"""Bytes over the wire and requests, of the real output and of its publication. DESIGN 7's numbers, held."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import brotli
import pytest
from playwright.sync_api import Browser

from tests.browser.builds import find_kinds
from tests.browser.serving import Host, serve_folder

KB = 1024
# Chrome 78 and iOS 12 drop a rule, or with @layer the whole sheet, for any of these.
YOUNG_CSS = re.compile(
    r"@layer|@container|@scope|:is\(|:where\(|:has\(|aspect-ratio|(?<![-\w])inset(?:-\w+)*:|(?<!-)\bclamp\(|(?<![-\w])(?:min|max)\("
    r"|color-mix|oklch|@import|@property|(?<!grid-)\bgap:|dvh|svh|accent-color|:focus-visible[^){]*{[^}]*outline:0"
)
# `:focus:not(:focus-visible)` is dropped whole by an old browser, which then keeps the outline: that is meant.
# Calls younger than ES2018, or than those browsers, that parsing alone cannot see.
YOUNG_CALLS = re.compile(
    r"\.replaceAll\(|\.at\(|\.flatMap\(|\.flat\(|Object\.fromEntries|structuredClone|\.matchAll\(|Promise\.any"
    r"|Promise\.allSettled|globalThis|\.replaceChildren\(|AbortSignal\.timeout|Array\.fromAsync|\.findLast\("
)
FROM_ELSEWHERE = re.compile(
    r'<(?:script|link|img|iframe|source|video|audio)\b[^>]*?\s(?:src|href|srcset)="(?:https?:)?//'
)
ICON_OR_FACT = re.compile(r'<link rel="(?:canonical|alternate|license)"')


@cache
def weigh(path: Path) -> int:
    """Bytes over the wire."""
    return len(brotli.compress(path.read_bytes(), quality=11))


@pytest.fixture(params=["real", "published"])
def output(request: pytest.FixtureRequest) -> Iterator[Path]:
    yield request.getfixturevalue(request.param)


def assets_of(output: Path, page: Path) -> list[Path]:
    """The scripts and the sheet that a page asks for."""
    names = re.findall(
        r'<script[^>]* src="([^"]+)"|<link rel="stylesheet" href="([^"]+)"', page.read_text("utf-8")
    )
    return [output / re.sub(r"^https?://[^/]+", "", first or second).lstrip("/") for first, second in names]


def test_sheet_and_scripts(output: Path) -> None:
    sheets = sorted(output.glob("theme/css/*.css"))
    assert len(sheets) == 1
    assert weigh(sheets[0]) <= 4 * KB
    page = find_kinds(output).get("story", "/")
    scripts = [
        path for path in assets_of(output, output / page.lstrip("/") / "index.html") if path.suffix == ".js"
    ]
    assert len(scripts) == 2
    assert sum(map(weigh, scripts)) <= 3 * KB
    # The search page asks for no more before somebody searches; then for one script.
    search = output / "search" / "index.html"
    assert [path for path in assets_of(output, search) if path.suffix == ".js"] == scripts
    later = re.findall(r' data-script="[^"]*?/(theme/js/search\.[0-9a-f]+\.js)"', search.read_text("utf-8"))
    assert len(later) == 1
    assert weigh(output / later[0]) <= 5 * KB


def test_a_story_is_within_twelve_kilobytes(output: Path) -> None:
    stories = sorted(output.glob("news/[0-9]*/[a-z]*/index.html"))
    assert len(stories) > 5
    over = {}
    for story in stories:
        total = weigh(story) + sum(map(weigh, assets_of(output, story)))
        if total > 12 * KB:
            over[story.parent.name] = total
    assert over == {}


def test_no_page_is_heavy_or_asks_a_third_party(output: Path) -> None:
    faults = {}
    for page in sorted(output.rglob("*.html")):
        text = page.read_text("utf-8")
        size = len(text.encode())
        outside = [tag for tag in FROM_ELSEWHERE.findall(text) if not ICON_OR_FACT.match(tag)]
        outside = [tag for tag in outside if "https://example.org/" not in tag]
        if size > 150 * KB or outside or " style=" in text or re.search(r"<script>|\son[a-z]+=\"", text):
            faults[page.relative_to(output).as_posix()] = (size, outside)
    assert faults == {}


def test_portraits_of_the_honour_roll_are_light(real: Path) -> None:
    page = (real / "honors" / "index.html").read_text("utf-8")
    portraits = re.findall(r'<div class="portrait"><(?:picture|img)[^§]*?src="([^"]+)"', page)
    assert len(portraits) > 3
    assert {
        src: size for src in portraits if (size := (real / src.lstrip("/")).stat().st_size) > 8 * KB
    } == {}


def test_sheet_is_old_enough(real: Path) -> None:
    sheet = next(real.glob("theme/css/*.css")).read_text("utf-8")
    assert YOUNG_CSS.findall(re.sub(r"minmax\(|\(min-width|\(max-width|min-|max-", "", sheet)) == []
    assert YOUNG_CSS.findall("@layer a{} x{inset:0} y{gap:1px} z{width:min(1px,2px)}") == [
        "@layer",
        "inset:",
        "gap:",
        "min(",
    ]


def test_scripts_call_nothing_young(real: Path) -> None:
    found = {path.name: YOUNG_CALLS.findall(path.read_text("utf-8")) for path in real.rglob("*.js")}
    assert {name: calls for name, calls in found.items() if calls} == {}


def visit(browser: Browser, host: Host, address: str) -> tuple[int, int, list[str]]:
    """Body bytes and requests of a first view on a phone with a slow line, and what was asked elsewhere."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, device_scale_factor=2, is_mobile=True
    )
    page = context.new_page()
    elsewhere: list[str] = []
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith((host.address, "data:")) else elsewhere.append(request.url)
        ),
    )
    slow = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 90_000}
    context.new_cdp_session(page).send("Network.emulateNetworkConditions", slow)
    host.forget()
    page.goto(host.address + address, wait_until="networkidle")
    total = sum(host.sent.get(path, 0) for path in set(host.asked))
    context.close()
    return total, len(host.asked), elsewhere


@pytest.mark.browser
def test_first_views_over_the_wire(browser: Browser, real: Path) -> None:
    with serve_folder(real, compress=True) as host:
        home = visit(browser, host, "/")
        story = visit(browser, host, find_kinds(real)["story"])
        honors = visit(browser, host, "/honors/")
        search = visit(browser, host, "/search/")
        assert [path for path in host.asked if "/search." in path or path.endswith(".json")] == []
        asked = visit(browser, host, "/search/?q=实践站")
    assert [each[2] for each in (home, story, honors, search, asked)] == [[], [], [], [], []]
    assert home[0] <= 80 * KB
    assert home[1] <= 12
    assert story[1] <= 8
    assert honors[0] <= 120 * KB
    assert search[0] <= 12 * KB
    assert asked[0] <= 50 * KB
    assert [path for path in host.asked if "/js/search." in path] != []
