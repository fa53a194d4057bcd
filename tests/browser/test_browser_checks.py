"""The questions themselves: each is put to a page with that fault, and must see it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser import checks

pytestmark = pytest.mark.browser

BAD = """<!doctype html><html lang="en"><title></title><body><h1>一</h1><h1>二</h1><h4>四</h4>
<style>.thin:focus{outline:0}.move{transition:opacity 1s}</style>
<p id="a" style="font-size:10px">小字</p><p id="a" style="color:#999">浅字</p>
<div style="width:900px">太宽的一行</div>
<p style="height:10px;overflow:hidden;width:40px">放不下的一段字放不下的一段字</p>
<button class="thin move" style="height:20px">小</button><img src="data:,x" alt="图"></body></html>"""


def test_each_question_sees_its_fault(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.set_content(BAD)
    assert page.evaluate(checks.STRUCTURE, False) == [
        *("lang", "title", "h1", "main", "body > header", "body > footer", "nav[aria-label]"),
        *("H4 四", "twice #a", "twice #a", "no size data:,x"),
    ]
    assert page.evaluate(checks.OVERFLOW) == ["DIV. 太宽的一行"]
    assert page.evaluate(checks.CLIPPED) == ["P."]
    assert page.evaluate(checks.TARGETS, 44) == ["thin move 小 20"]
    assert page.evaluate(checks.SMALL_TEXT, 16) == ["P. 10", "BUTTON.thin move 13.3333"]
    assert page.evaluate(checks.MOTION) == ["BUTTON.thin move"]
    page.keyboard.press("Tab")
    assert [each[:22] for each in page.evaluate(checks.FOCUS)] == ['<button class="thin mo']
    found = [each.partition(" ")[0] for each in checks.ask_axe(page)]
    assert {"color-contrast", "document-title", "region"} <= set(found)
    assert {each.partition(" ")[0] for each in checks.ask_axe(page, colours_only=True)} >= {"color-contrast"}
    page.set_content('<p style="width:1ch;overflow-wrap:anywhere">12</p><p>12</p>')
    assert page.evaluate(checks.BROKEN) == ["12"]
    page.set_content(
        "<body style='margin:0'><p style='width:9em;overflow-wrap:anywhere'>示例示例示例示例示</p>"
    )
    assert page.evaluate(checks.OVERFLOW) == []
    page.close()
