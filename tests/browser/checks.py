"""What every page is asked in the browser. Each question gives a list of complaints; an empty list is a good page."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe()
AXE_OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {
        "color-contrast-enhanced": {"enabled": True},
        "target-size": {"enabled": True},
        "region": {"enabled": True},
    },
}
AXE_COLOURS = {
    "resultTypes": ["violations"],
    "runOnly": ["color-contrast", "color-contrast-enhanced", "link-in-text-block", "target-size"],
}

WATCH_SHIFT = """window.shift = [];
new PerformanceObserver((list) => list.getEntries().forEach((entry) => window.shift.push(
  entry.value + ' ' + entry.sources.map((s) => s.node && s.node.nodeName + '.' + s.node.className).join(' '))))
  .observe({type: 'layout-shift', buffered: true});"""

# Landmarks and headings; a framed fragment (embed) has no frame of its own.
STRUCTURE = """(framed) => {
  const said = [], all = (q) => [...document.querySelectorAll(q)].filter((e) => e.getClientRects().length);
  if (document.documentElement.lang !== 'zh-CN') said.push('lang');
  if (!document.title) said.push('title');
  if (document.querySelectorAll('h1').length !== 1) said.push('h1');
  if (all('main').length !== 1) said.push('main');
  if (!framed) for (const q of ['body > header', 'body > footer', 'nav[aria-label]'])
    if (!all(q).length) said.push(q);
  let last = 0;
  for (const h of all('h1,h2,h3,h4,h5,h6')) {
    const level = +h.tagName[1];
    if (level > last + 1) said.push(h.tagName + ' ' + h.textContent);
    last = level;
  }
  const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) said.push('twice #' + id);
  for (const e of document.querySelectorAll('img'))
    if (!e.getAttribute('width') || !e.getAttribute('height')) said.push('no size ' + e.src);
  return said;
}"""

OVERFLOW = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  const found = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > wide + 1
    && !e.closest('.scroll, .sr, svg')).slice(-3)
    .map((e) => e.tagName + '.' + e.className + ' ' + e.textContent.slice(0, 20));
  // A hanging space widens the page and no element's box.
  return found.length ? found : ['the page is ' + document.documentElement.scrollWidth];
}"""

# Text must never be cut by a box that hides what does not fit.
CLIPPED = """() => [...document.querySelectorAll('body *')].filter((e) => {
  if (e.closest('.sr, svg, .portrait, .shot') || !e.textContent.trim()) return false;
  const style = getComputedStyle(e);
  return /hidden|clip/.test(style.overflowX + style.overflowY)
    && (e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1);
}).map((e) => e.tagName + '.' + e.className)"""

# A number that stands alone must not be broken into a column of digits.
BROKEN = """() => { const said = [], range = document.createRange();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walk.nextNode());) {
    if (!/^\\s*[0-9]{2,4}\\s*$/.test(node.data) || node.parentElement.closest('.sr, svg')) continue;
    range.selectNodeContents(node);
    if (new Set([...range.getClientRects()].filter((r) => r.width).map((r) => r.top)).size > 1) said.push(node.data);
  }
  return said; }"""

# WCAG exempts links inside a sentence; a link that stands alone in a list, a card or a table is text too, and has
# its line: 44 px are asked of what looks like a control.
TARGETS = """(least) => [...document.querySelectorAll(
  'button, select, summary, input:not([type=hidden]), .button, .nav a, .strip a, .strip button, '
  + '.tags li > a, .call, .pages a')]
  .filter((e) => { const r = e.getBoundingClientRect();
    return e.getClientRects().length && !e.disabled && getComputedStyle(e).visibility !== 'hidden'
      && !(e.matches('.skip') && r.left < 0) && (r.height < least || r.width < Math.min(least, 44)); })
  .map((e) => e.className + ' ' + e.textContent.trim().slice(0, 12) + ' ' + e.getBoundingClientRect().height)"""

SMALL_TEXT = """(least) => { const said = new Set(), walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walk.nextNode());) {
    const e = node.parentElement;
    if (!node.data.trim() || !e.getClientRects().length || e.closest('.sr, svg, noscript')) continue;
    const size = parseFloat(getComputedStyle(e).fontSize);
    if (size < least) said.add(e.tagName + '.' + e.className + ' ' + size);
  }
  return [...said]; }"""

# A key was pressed before, so focus given by script counts as the keyboard's.
FOCUS = """() => [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex]')].filter((e) => {
  if (!e.getClientRects().length || e.disabled || e.tabIndex < 0) return false;
  if (getComputedStyle(e).visibility === 'hidden') return false;
  e.focus({preventScroll: true});
  if (document.activeElement !== e) return false;
  const style = getComputedStyle(e), box = e.getBoundingClientRect();
  return !(style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || box.width < 1 || box.right < 0;
}).map((e) => e.outerHTML.slice(0, 80))"""

MOTION = """() => document.getAnimations().map((a) => a.effect.target.className).concat(
  [...document.querySelectorAll('*')].filter((e) => parseFloat(getComputedStyle(e).transitionDuration) > 0
    || getComputedStyle(e).scrollBehavior === 'smooth').map((e) => e.tagName + '.' + e.className))"""

SPACED = """() => { const sheet = new CSSStyleSheet();
  sheet.replaceSync('*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}'
  + 'p{margin-bottom:2em!important}');
  document.adoptedStyleSheets = [sheet]; }"""
UNSPACED = "() => { document.adoptedStyleSheets = []; }"
DOUBLE = """() => { const root = document.documentElement;
  root.style.fontSize = 2 * parseFloat(getComputedStyle(root).fontSize) + 'px'; }"""
SINGLE = "() => { document.documentElement.style.fontSize = ''; }"


def ask_axe(page: Page, colours_only: bool = False) -> list[str]:
    """What axe finds, with the AAA contrast rule: rule and the elements it names.

    ``colours_only`` for a look that changes colours and sizes and nothing else.
    """
    found = AXE.run(page, options=AXE_COLOURS if colours_only else AXE_OPTIONS).response["violations"]
    return [f"{each['id']} {[node['target'] for node in each['nodes']][:4]}" for each in found]


def ask_stretched(page: Page) -> list[str]:
    """Text spacing as WCAG 1.4.12 sets it, then text at 200 % of what it is: nothing may stick out, be cut or broken."""
    said = []
    for name, on, off in (("spaced", SPACED, UNSPACED), ("double", DOUBLE, SINGLE)):
        page.evaluate(on)
        said += [f"{name}: {each}" for each in page.evaluate(OVERFLOW) + page.evaluate(CLIPPED)]
        said += [f"{name}, broken: {each}" for each in page.evaluate(BROKEN)]
        page.evaluate(off)
    return said


def ask_narrow(page: Page) -> list[str]:
    """320 px, which is also 1280 px at 400 %."""
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 256})
    said = [f"320 px: {each}" for each in page.evaluate(OVERFLOW)]
    if before:
        page.set_viewport_size(before)
    return said


def ask_all(page: Page, kind: str, elder: bool, script: bool = True) -> list[str]:
    """Every question but axe, for a page that stands loaded."""
    said = page.evaluate(STRUCTURE, kind == "embed")
    said += [f"wide: {each}" for each in page.evaluate(OVERFLOW)]
    said += [f"cut: {each}" for each in page.evaluate(CLIPPED)]
    said += [f"target: {each}" for each in page.evaluate(TARGETS, 60 if elder else 44)]
    said += [f"small: {each}" for each in page.evaluate(SMALL_TEXT, 22 if elder else 16)]
    said += [f"moves: {each}" for each in page.evaluate(MOTION)]
    if script:
        said += [f"shift: {each}" for each in page.evaluate("window.shift")]
    page.keyboard.press("Tab")
    said += [f"focus: {each}" for each in page.evaluate(FOCUS)]
    return said
