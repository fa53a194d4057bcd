// The search page: what is typed, what is in the address, what is shown. Index and matching: search-index.js.
(() => {
  'use strict';
  const { foldQuery, pieces, openIndex } = searchIndex, PAGE = 10, ENOUGH = 25000, MEAN = 5000;
  const byId = id => document.getElementById(id), form = byId('search-form');
  if (!form) return;
  const root = new URL(form.getAttribute('data-root'), location.href), box = form.elements.q, kinds = ['section', 'town', 'year'];
  const list = byId('results'), status = byId('search-status'), more = byId('search-more'), help = byId('search-help');
  const filters = byId('search-filters');
  let kept = {}, index = null, turn = 0, timer = 0, composing = false, stop = null;
  // Bytes that a search has fetched. Pages behind the results are fetched for their words too, while there is something
  // left of ENOUGH; for the others when the reader goes on.
  let spent = 0, waiting = [];
  let asked = null, words = [], slots = [], shown = 0;

  function load(name, cache) {
    if (!kept[name]) {
      const made = kept[name] = fetch(new URL('search/' + name, root).href, { cache }).then(async answer => {
        if (!answer.ok) throw new Error(answer.status);
        if (/json$/.test(name)) return answer.json();
        const data = await answer.arrayBuffer();
        spent += data.byteLength;
        return new Uint8Array(data);
      });
      made.catch(() => { if (kept[name] === made) delete kept[name]; });
    }
    return kept[name];
  }
  function open(fresh) {
    if (fresh) kept = {};
    if (fresh || !index) {
      index = openIndex(name => load(name, fresh ? 'reload' : 'default')).then(made => { offer(made.manifest); return made; });
      index.catch(() => { index = null; });
    }
    return index;
  }
  const said = name => new URLSearchParams(location.search).get(name) || '';
  // Until the manifest is here the address alone knows what is chosen.
  const choice = kind => filters.disabled ? said(kind) : form.elements[kind].value;
  function choose(kind) {
    const select = form.elements[kind];
    select.value = said(kind);
    if (select.selectedIndex < 0) select.value = '';
  }
  function offer(manifest) {
    kinds.forEach(kind => {
      form.elements[kind].length = 1;
      manifest[kind + 's'].forEach(([value, label]) => form.elements[kind].add(new Option(label, value)));
      choose(kind);
    });
    filters.disabled = false;
  }
  function address() {
    const out = new URLSearchParams(), put = (name, value) => { if (value) out.set(name, value); };
    put('q', box.value.trim());
    kinds.forEach(kind => put(kind, choice(kind)));
    return location.pathname + (String(out) && '?' + out);
  }
  function say(text) { status.textContent = text; }
  function put(parent, name, parts) {
    const node = parent.appendChild(document.createElement(name));
    parts.forEach(([text, marked]) => {
      if (marked) put(node, 'mark', [[text]]);
      else node.appendChild(document.createTextNode(text));
    });
    return node;
  }

  // As many characters about a hit as fill the three lines that the sheet keeps free for them: nothing moves when they come.
  function room() {
    const line = list.offsetWidth / parseFloat(getComputedStyle(list).fontSize);
    return 2 * Math.max(1, Math.min(20, Math.floor(line * 0.75) - 2));
  }
  async function quote(item) {
    try {
      const answer = await fetch(item.querySelector('a').href, { signal: stop ? stop.signal : undefined });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html'), main = page.querySelector('main') || page.body;
      main.querySelectorAll('nav,script,style,h1,.ribbon,.crumbs,.tools').forEach(node => node.parentNode.removeChild(node));
      put(item.querySelector('.snippet'), 'span', pieces(main.textContent, words, room()));
    } catch (error) { /* A result without its words is still a result. */ }
  }
  function look() {
    for (; waiting.length && spent < ENOUGH; spent += MEAN) quote(waiting.shift());
  }
  const watch = window.IntersectionObserver && new IntersectionObserver(seen => {
    seen.filter(one => one.isIntersecting).forEach(({ target }) => { watch.unobserve(target); waiting.push(target); });
    look();
  });
  window.addEventListener('scroll', () => { spent = Math.min(spent, ENOUGH - 3 * MEAN); look(); }, { passive: true });

  async function show(made, mine, count, focus) {
    const next = slots.slice(shown, shown + count), rows = await made.describe(next);
    if (mine !== turn) return;
    const links = rows.filter(Boolean).map(([title, url, section, town, date]) => {
      const place = new URL(url, root), label = made.manifest.sections.find(each => each[0] === section);
      if (place.origin !== location.origin) return null;
      const item = put(list, 'li', []), link = put(item, 'a', pieces(title, words));
      link.href = place.href;
      put(item, 'span', [[[label && label[1], town, date].filter(Boolean).join(' · ')]]).className = 'meta';
      put(item, 'p', []).className = 'snippet';
      if (watch) watch.observe(item);
      return link;
    }).filter(Boolean);
    shown += next.length;
    more.hidden = shown >= slots.length;
    if (focus && links[0]) links[0].focus();
  }
  function clear() {
    if (stop) stop.abort();
    stop = window.AbortController ? new AbortController() : null;
    list.textContent = list.style.minHeight = '';
    spent = shown = 0;
    waiting = slots = [];
    more.hidden = help.hidden = true;
  }
  function fail(error, mine, again) {
    if (mine !== turn) return;
    asked = null;
    if (error.message === 'mixed' && again) run(true);
    else say(error.message === 'mixed' ? '索引正在更新，请一分钟后再试。' : '网络不通，没有查成。请检查网络后再按“搜索”。');
  }
  async function run(fresh) {
    const mine = ++turn, query = asked = box.value, [count, top] = history.state || [PAGE];
    clear();
    words = foldQuery(query);
    if (!words.length) { say(''); open().catch(() => {}); return; }
    say('正在查找……');
    const slow = setTimeout(() => { if (mine === turn) say('网络较慢，还在查找……'); }, 4000);
    try {
      const made = await open(fresh), all = await made.find(query), found = await made.narrow(all, kinds.map(choice));
      if (mine !== turn) return;
      slots = found;
      say(found.length ? '找到 ' + found.length + ' 条结果' : '没有找到“' + query.trim() + '”' + (all.length ? '；不限范围有 ' + all.length + ' 条' : ''));
      help.hidden = found.length > 0;
      await show(made, mine, count);
      if (top) window.scrollTo(0, top);
    } catch (error) {
      fail(error, mine, !fresh);
    } finally {
      clearTimeout(slow);
    }
  }
  function typed(event) {
    clearTimeout(timer);
    // This script may have come in the middle of a word: then only the event knows.
    if (composing || event && event.isComposing) return;
    timer = setTimeout(() => {
      if (box.value === asked) return;
      history.replaceState(null, '', address());
      run();
    }, 300);
  }
  function submitted() {
    clearTimeout(timer);
    if (address() !== location.pathname + location.search) history.pushState(null, '', address());
    run();
  }
  function restore() {
    if (kinds.some(said)) byId('search-narrow').open = true;
    box.value = said('q');
    if (!filters.disabled) kinds.forEach(choose);
    run();
  }
  box.addEventListener('compositionstart', () => { composing = true; clearTimeout(timer); });
  box.addEventListener('compositionend', () => { composing = false; typed(); });
  box.addEventListener('input', typed);
  form.addEventListener('submit', event => { event.preventDefault(); if (!composing) submitted(); });
  form.addEventListener('change', event => { if (event.target !== box) submitted(); });
  more.addEventListener('click', async () => {
    const mine = turn;
    // Room at once, while the reader expects things to move.
    list.style.minHeight = list.offsetHeight * (1 + Math.min(PAGE, slots.length - shown) / shown) + 'px';
    try { await show(await open(), mine, PAGE, true); } catch (error) { fail(error, mine); }
  });
  // Where the reader left off, for the way back.
  list.addEventListener('click', () => history.replaceState([shown, window.pageYOffset], ''));
  window.addEventListener('popstate', restore);
  // Somebody may have begun to type before this script was here.
  if (box.value && !said('q')) typed();
  else restore();
})();
