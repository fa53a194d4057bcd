(function () {
  'use strict';
  // One place to say what folding, grams and shards are: plugins/search/; a test holds this script against it.
  var NOTHING = /[\u00ad\u061c\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\x00-\x08\x0e-\x1b]/g;
  var BLANK = /[\s\x1c-\x1f\x85]+/g;
  var PAGE = 10, GRAMS = 6;

  function fold(text) {
    return text.replace(NOTHING, '').replace(/[\uff01-\uff5e]/g, function (c) {
      return String.fromCharCode(c.charCodeAt(0) - 0xfee0);
    }).replace(/İ/g, 'i').toLowerCase().replace(/ς/g, 'σ').replace(BLANK, ' ').trim();
  }
  function foldQuery(text) {
    return fold(text).split(' ').filter(function (word, i, all) { return word && all.indexOf(word) === i; });
  }
  function gramKey(a, b) {
    return (a & 255 | (b & 255) << 8 | (a >> 8) << 16 | (b >> 8) << 24) >>> 0;
  }
  function power(n) { return Math.pow(2, n); }
  function locate(key, bits) {
    var spread = Math.imul(key >>> 5, 0x1E3779B1) & 0x7ffffff;
    return [((key & 31) << (bits - 5)) + (spread >>> (32 - bits)), spread % power(32 - bits) + (key & 0xff00ff00 ? 0 : 33 * power(32 - bits))];
  }
  function gaps(bytes) {
    var out = [], total = -1, value = 0, size = 1;
    for (var i = 0; i < bytes.length; i++) {
      value += (bytes[i] & 127) * size;
      if (bytes[i] & 128) size *= 128;
      else { total += value; out.push(total); value = 0; size = 1; }
    }
    return out;
  }
  function unpack(bytes) {
    var at = 2, i, rest = -1, place = -1, all = [], titled = [], entries = new Map();
    function next() {
      var value = 0, size = 1;
      while (bytes[at] & 128) { value += (bytes[at++] & 127) * size; size *= 128; }
      return value + bytes[at++] * size;
    }
    function cut(size) { return bytes.subarray(at, at += size); }
    var bucket = next(), count = next();
    for (i = 0; i < count; i++) entries.set(rest += next(), all[i] = { titles: [] });
    for (i = 0; i < count; i++) all[i].slots = next();
    for (i = next(); i > 0; i--) titled.push([all[place += next()], next()]);
    all.forEach(function (entry) { entry.body = cut(entry.slots >> 1); entry.slots &= 1; });
    titled.forEach(function (pair) { pair[0].titles = cut(pair[1]); });
    return { check: bytes[0] | bytes[1] << 8, bucket: bucket, entries: entries };
  }
  function checks(buckets) {
    var total = 0x5EA7;
    return buckets.map(function (bucket) {
      var said = bucket[0] + ':' + bucket[1] + ';';
      for (var i = 0; i < said.length; i++) total = (total * 31 + said.charCodeAt(i)) & 0xffff;
      return total;
    });
  }
  function places(length) {
    var out = [], last = Math.max(length - 2, 0), n = Math.min(last, GRAMS - 1);
    for (var i = 0; i <= n; i++) out.push(n ? Math.floor(last * i / n) : 0);
    return out;
  }
  function both(set, list) {
    return set ? new Set(list.filter(function (x) { return set.has(x); })) : new Set(list);
  }
  function hash(unit) { return ((unit & 255) * 167 >> 1 & 255) ^ ((unit >> 8) * 59 & 255); }
  function locateAfter(where, after, bits) {
    return [where[0] ^ ((after + 1) * 0x9E5 & ((1 << (bits - 5)) - 1)), where[1] + (after + 1) * power(32 - bits)];
  }
  // What a word's entries ([place, entry]) say together: slots that hold it, slots whose title does.
  function combine(list, word) {
    var found = null, titles = null;
    list.forEach(function (pair) {
      var i = pair[0], numbers = gaps(pair[1].body), before = hash(word.charCodeAt(i - 1)) & 7, after = hash(word.charCodeAt(i + 2)) & 31;
      if (!pair[1].slots) {
        numbers = numbers.filter(function (n) {
          return (!i || (n >> 5 & 7) === before) && (i + 2 >= word.length || (n & 31) === after);
        }).map(function (n) { return n >> 8; });
      }
      found = both(found, numbers);
      titles = both(titles, gaps(pair[1].titles));
    });
    return { found: found, titles: both(titles, Array.from(found)) };
  }
  function begins(letters, parts, at) {
    if (!letters) return true;
    if (at === parts.length) return false;
    var n = 0;
    while (n < parts[at].length && n < letters.length && parts[at][n] === letters[n]) n++;
    for (; n > 0; n--) if (begins(letters.slice(n), parts, at + 1)) return true;
    return false;
  }
  function plain(letters) { return letters.replace(/[\s']/g, '').replace(/v/g, 'u'); }
  function partsOf(syllables) { return syllables.split(' ').map(plain); }
  function matchName(query, syllables) {
    var letters = plain(query), parts = partsOf(syllables);
    for (var i = 0; letters && i < parts.length; i++) if (begins(letters, parts, i)) return i ? 1 : 2;
    return 0;
  }
  function weighName(query, syllables) {
    var fit = matchName(query, syllables), parts = partsOf(syllables), whole = parts.some(function (_, start) {
      return parts.some(function (_, end) { return parts.slice(start, end + 1).join('') === plain(query); });
    });
    return fit && fit + whole / 2 + 1 / (2 + parts.length);
  }
  function rank(answers, heard, named) {
    var found = null, titles = null;
    answers.forEach(function (answer) {
      found = both(found, Array.from(answer.found));
      titles = both(titles, Array.from(answer.titles));
    });
    function grade(slot) {
      var ear = heard.get(slot) || 0;
      return Math.max(ear && ear + 1, titles.has(slot) ? (slot < named ? 3 : 1) : 0);
    }
    heard.forEach(function (_, slot) { found.add(slot); });
    return Array.from(found).sort(function (a, b) { return grade(b) - grade(a) || b - a; });
  }
  // A text in pieces: [words, marked?]. With ``around``, only so many characters about the first hit.
  function pieces(text, words, around) {
    var raw = text.replace(NOTHING, '').replace(BLANK, ' ').trim(), low = fold(raw), out = [], at = 0, end = raw.length;
    if (low.length !== raw.length) words = [];
    function next(from) {
      var best = null;
      words.forEach(function (word) {
        var i = low.indexOf(word, from);
        if (i >= 0 && (!best || i < best[0] || i === best[0] && word.length > best[1])) best = [i, word.length];
      });
      return best;
    }
    var hit = next(0);
    if (around) {
      at = hit ? Math.max(0, hit[0] - around / 2) : 0;
      end = Math.min(end, at + around * 2);
      // Never cut a pair of surrogates.
      if (/[\udc00-\udfff]/.test(raw.charAt(at))) at++;
      if (/[\udc00-\udfff]/.test(raw.charAt(end))) end--;
      if (at) out.push(['…', false]);
    }
    for (; hit && hit[0] + hit[1] <= end; hit = next(at)) {
      if (hit[0] > at) out.push([raw.slice(at, hit[0]), false]);
      out.push([raw.slice(hit[0], at = hit[0] + hit[1]), true]);
    }
    if (at < end) out.push([raw.slice(at, end) + (end < raw.length ? '…' : ''), false]);
    return out;
  }
  // read(name, fresh) gives a promise of a Uint8Array or of JSON; opened indexes answer queries.
  function openIndex(read, fresh) {
    return read('index.json', fresh).then(function (manifest) {
      var shards = {}, sums = checks(manifest.buckets);
      function shard(n) {
        if (!shards[n]) {
          shards[n] = read('s/' + n.toString(16) + '.bin', fresh).then(function (bytes) {
            var made = unpack(bytes);
            if (made.check !== sums[made.bucket]) { var e = new Error('mixed'); e.mixed = true; throw e; }
            return made.entries;
          });
          shards[n].catch(function () { delete shards[n]; });
        }
        return shards[n];
      }
      function long(part) {
        return read('s/long' + part + '.bin', fresh).then(gaps);
      }
      function entry(w, i) {
        var key = gramKey(w.charCodeAt(i), w.length === 1 ? 0 : w.charCodeAt(i + 1)), where = locate(key, manifest.bits);
        return Promise.resolve(i + 2 < w.length ? long(key >> 4 & 1) : []).then(function (keys) {
          if (keys.indexOf(key) >= 0) where = locateAfter(where, hash(w.charCodeAt(i + 2)) & 31, manifest.bits);
          return shard(where[0]);
        }).then(function (entries) {
          return [i, entries.get(where[1]) || { slots: w.length === 1, body: [], titles: [] }];
        });
      }
      function word(w) {
        return Promise.all(places(w.length).map(function (i) { return entry(w, i); })).then(function (list) {
          return combine(list, w);
        });
      }
      function find(query) {
        var words = foldQuery(query), letters = words.join('');
        if (!words.length) return Promise.resolve([]);
        var names = /^[a-z']*[a-z][a-z']*$/.test(letters) ? read('names.json', fresh) : Promise.resolve([]);
        return Promise.all([Promise.all(words.map(word)), names]).then(function (got) {
          var heard = new Map();
          got[1].forEach(function (row) {
            var fit = weighName(letters, row[1]);
            if (fit) heard.set(row[2], Math.max(fit, heard.get(row[2]) || 0));
          });
          return rank(got[0], heard, manifest.named);
        });
      }
      function narrow(slots, chosen) {
        var kinds = ['sections', 'towns', 'years'], wanted = kinds.map(function (kind, i) {
          return chosen[i] ? manifest[kind].findIndex(function (c) { return c[0] === chosen[i]; }) + 1 : 0;
        });
        if (!chosen.some(Boolean)) return Promise.resolve(slots);
        return read('f.bin', fresh).then(function (planes) {
          var size = planes.length / 3;
          return slots.filter(function (slot) {
            return chosen.every(function (value, i) { return !value || planes[i * size + slot] === (wanted[i] || -1); });
          });
        });
      }
      function describe(slots) {
        return Promise.all(slots.map(function (slot) {
          return read('m/' + Math.floor(slot / manifest.block) + '.json', fresh).then(function (rows) {
            return rows[slot % manifest.block];
          });
        }));
      }
      return { manifest: manifest, find: find, narrow: narrow, describe: describe };
    });
  }
  if (typeof module === 'object') {
    module.exports = { fold: fold, matchName: matchName, pieces: pieces, openIndex: openIndex };
    return;
  }

  var form = document.getElementById('search-form');
  if (!form || !window.fetch || !window.URLSearchParams) return;
  var root = new URL(form.getAttribute('data-root'), location.href), box = form.elements.q;
  var list = document.getElementById('results'), status = document.getElementById('search-status');
  var more = document.getElementById('search-more'), help = document.getElementById('search-help');
  var kinds = ['section', 'town', 'year'], kept = {}, index = null, turn = 0, timer = 0, composing = false, looks = 3, spent = 0, waiting = [];
  var stop = null, current = { key: null, slots: [], shown: 0, words: [] };

  function read(name, fresh) {
    if (!fresh && kept[name]) return kept[name];
    var signal = stop && name !== 'index.json' ? stop.signal : undefined;
    var made = fetch(new URL('search/' + name, root).href, { cache: fresh ? 'reload' : 'default', signal: signal }).then(function (answer) {
      if (!answer.ok) throw new Error(name + ' ' + answer.status);
      return /bin$/.test(name) ? answer.arrayBuffer().then(function (b) {
        spent += b.byteLength;
        return new Uint8Array(b);
      }) : answer.json();
    });
    kept[name] = made;
    made.catch(function () { if (kept[name] === made) delete kept[name]; });
    return made;
  }
  function open(fresh) {
    if (!index || fresh) {
      if (fresh) kept = {};
      index = openIndex(read, fresh).then(function (made) { offer(made.manifest); return made; });
      index.catch(function () { index = null; });
    }
    return index;
  }
  function offer(manifest) {
    kinds.forEach(function (kind) {
      var select = form.elements[kind], value = new URLSearchParams(location.search).get(kind) || '';
      while (select.options.length > 1) select.remove(1);
      manifest[kind + 's'].forEach(function (choice) { select.add(new Option(choice[1], choice[0])); });
      select.value = value;
      if (select.value !== value) select.value = '';
    });
    document.getElementById('search-filters').disabled = false;
  }
  function address() {
    var out = new URLSearchParams();
    ['q'].concat(kinds).forEach(function (name) {
      var value = form.elements[name].value.trim();
      if (value) out.set(name, value);
    });
    var said = out.toString();
    return location.pathname + (said ? '?' + said : '');
  }
  function say(text) { status.textContent = text; }
  function put(node, parts) {
    parts.forEach(function (part) {
      var child = part[1] ? document.createElement('mark') : document.createTextNode(part[0]);
      if (part[1]) child.textContent = part[0];
      node.appendChild(child);
    });
    return node;
  }
  function textOf(page) {
    var main = page.querySelector('main') || page.body;
    Array.prototype.forEach.call(main.querySelectorAll('nav,script,style,h1,.crumbs,.tools'), function (node) {
      node.parentNode.removeChild(node);
    });
    return main.textContent;
  }
  function quote(item) {
    var node = item.querySelector('.snippet'), words = current.words;
    fetch(item.querySelector('a').href, { credentials: 'same-origin' }).then(function (answer) {
      if (!answer.ok) throw new Error(answer.status);
      return answer.text();
    }).then(function (html) {
      put(node, pieces(textOf(new DOMParser().parseFromString(html, 'text/html')), words, 40));
    }).catch(function () { node.className = 'snippet none'; });
  }
  function look() {
    while (waiting.length && looks > 0) { looks--; quote(waiting.shift()); }
  }
  var watch = window.IntersectionObserver ? new IntersectionObserver(function (seen) {
    seen.forEach(function (one) {
      if (one.isIntersecting) { watch.unobserve(one.target); waiting.push(one.target); }
    });
    look();
  }) : null;
  // Pages behind the results are fetched for their words: three at once (one, when the line has carried much
  // already), the rest when the reader goes on.
  window.addEventListener('scroll', function () { looks = Math.max(looks, 3); look(); }, { passive: true });

  function show(made, mine, focus) {
    var slots = current.slots.slice(current.shown, current.shown + PAGE);
    return made.describe(slots).then(function (rows) {
      if (mine !== turn) return;
      var first = null;
      rows.forEach(function (row) {
        if (!row) return;
        var item = document.createElement('li'), link = document.createElement('a'), note = document.createElement('span');
        var place = new URL(row[1].replace(/^\/+/, ''), root), snippet = document.createElement('p');
        if (place.origin !== location.origin) return;
        link.href = place.href;
        put(link, pieces(row[0], current.words));
        var label = made.manifest.sections.filter(function (s) { return s[0] === row[2]; })[0];
        note.className = 'meta';
        note.textContent = [label && label[1], row[3], row[4]].filter(Boolean).join(' · ');
        snippet.className = 'snippet';
        [link, note, snippet].forEach(function (node) { item.appendChild(node); });
        list.appendChild(item);
        first = first || link;
        if (watch) watch.observe(item);
      });
      current.shown += slots.length;
      more.hidden = current.shown >= current.slots.length;
      if (focus && first) first.focus();
    });
  }
  function clear() {
    list.textContent = '';
    waiting = [];
    looks = 3;
    spent = 0;
    more.hidden = true;
    help.hidden = true;
  }
  function fail(error, mine, again) {
    if (mine !== turn || error.name === 'AbortError') return;
    current.key = null;
    if (error.mixed && again) { run(true); return; }
    say(error.mixed ? '索引正在更新，请一分钟后再试。' : '网络不通，没有查成。请检查网络后再按“搜索”。');
  }
  function run(fresh) {
    var mine = ++turn, query = box.value, chosen = kinds.map(function (kind) {
      return form.elements[kind].value || new URLSearchParams(location.search).get(kind) || '';
    });
    if (stop) stop.abort();
    stop = window.AbortController ? new AbortController() : null;
    clear();
    current = { key: query, slots: [], shown: 0, words: foldQuery(query) };
    if (!current.words.length) { say(''); open().catch(function () {}); return; }
    say('正在查找……');
    var slow = setTimeout(function () { if (mine === turn) say('网络较慢，还在查找……'); }, 4000);
    open(fresh).then(function (made) {
      return made.find(query).then(function (slots) { return made.narrow(slots, chosen); }).then(function (slots) {
        if (mine !== turn) return;
        current.slots = slots;
        if (spent > 20000) looks = 1;
        say(slots.length ? '找到 ' + slots.length + ' 条结果' : '没有找到“' + query.trim() + '”');
        help.hidden = slots.length > 0;
        return show(made, mine);
      });
    }).catch(function (error) { fail(error, mine, !fresh); }).then(function () { clearTimeout(slow); });
  }
  function typed() {
    clearTimeout(timer);
    if (composing) return;
    timer = setTimeout(function () {
      if (box.value === current.key) return;
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
    var said = new URLSearchParams(location.search);
    box.value = said.get('q') || '';
    kinds.forEach(function (kind) { form.elements[kind].value = said.get(kind) || ''; });
    run();
  }
  box.addEventListener('compositionstart', function () { composing = true; clearTimeout(timer); });
  box.addEventListener('compositionend', function () { composing = false; typed(); });
  box.addEventListener('input', typed);
  form.addEventListener('submit', function (event) { event.preventDefault(); if (!composing) submitted(); });
  form.addEventListener('change', function (event) { if (event.target !== box) submitted(); });
  more.addEventListener('click', function () {
    var mine = turn;
    open().then(function (made) { return show(made, mine, true); }).catch(function (error) { fail(error, mine); });
  });
  window.addEventListener('popstate', restore);
  restore();
})();
