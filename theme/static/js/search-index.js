// Reads the index that plugins/search/ writes: no page, no network. What folding, grams and shards are is said there;
// tests/search/test_search_script.py holds this file against its Python twin.
const searchIndex = (() => {
  'use strict';
  const NOTHING = /[\u00ad\u061c\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\x00-\x08\x0e-\x1b]/g;
  const BLANK = /[\s\x1c-\x1f\x85]+/g;

  const clean = text => text.replace(NOTHING, '').replace(BLANK, ' ').trim();
  const narrowed = text => text.replace(/[\uff01-\uff5e]/g, c => String.fromCharCode(c.charCodeAt(0) - 0xfee0));
  const fold = text => clean(narrowed(text).replace(/İ/g, 'i').toLowerCase().replace(/ς/g, 'σ'));
  const foldQuery = text => [...new Set(fold(text).split(' '))].filter(Boolean);
  // What every list holds.
  const meet = lists => lists.reduce((met, list) => {
    const held = new Set(list);
    return met.filter(each => held.has(each));
  });

  const gramKey = (a, b) => (a & 255 | (b & 255) << 8 | (a >> 8) << 16 | (b >> 8) << 24) >>> 0;
  const hash = unit => ((unit & 255) * 167 >> 1 & 255) ^ ((unit >> 8) * 59 & 255);
  function locate(key, bits) {
    const spread = Math.imul(key >>> 5, 0x1E3779B1) & 0x7ffffff, size = 2 ** (32 - bits);
    return [((key & 31) << (bits - 5)) + (spread >>> (32 - bits)), spread % size + (key & 0xff00ff00 ? 0 : 33 * size)];
  }
  const locateAfter = ([shard, rest], after, bits) =>
    [shard ^ ((after + 1) * 0x9E5 & ((1 << (bits - 5)) - 1)), rest + (after + 1) * 2 ** (32 - bits)];

  function take(bytes, at) {
    function next() {
      let value = 0, size = 1;
      for (; bytes[at] & 128; size *= 128) value += (bytes[at++] & 127) * size;
      return value + bytes[at++] * size;
    }
    return { next, cut: size => bytes.subarray(at, at += size), left: () => at < bytes.length };
  }
  function gaps(bytes) {
    const { next, left } = take(bytes, 0), out = [];
    for (let n = -1; left();) out.push(n += next());
    return out;
  }
  function unpack(bytes) {
    const { next, cut } = take(bytes, 2), bucket = next(), entries = new Map(), many = make => Array.from({ length: next() }, make);
    let rest = -1, place = -1;
    const all = many(() => ({ titles: [] }));
    all.forEach(entry => entries.set(rest += next(), entry));
    all.forEach(entry => { entry.slots = next(); });
    const titled = many(() => [all[place += next()], next()]);
    all.forEach(entry => { entry.body = cut(entry.slots >> 1); });
    titled.forEach(([entry, size]) => { entry.titles = cut(size); });
    return { check: bytes[0] | bytes[1] << 8, bucket, entries };
  }
  function checks(buckets) {
    let total = 0x5EA7;
    return buckets.map(([name, size]) => {
      for (const c of name + ':' + size + ';') total = (total * 31 + c.charCodeAt(0)) & 0xffff;
      return total;
    });
  }
  // The pairs of a word that are looked up: all, or six from end to end.
  function places(length) {
    const last = Math.max(length - 2, 0), n = Math.min(last, 5);
    return Array.from({ length: n + 1 }, (_, i) => n && Math.floor(last * i / n));
  }
  // What a word's entries say together: slots that hold it, slots whose title does.
  function combine(entries, word) {
    const found = meet(entries.map(([i, entry]) => {
      const numbers = gaps(entry.body), near = at => hash(word.charCodeAt(at));
      if (entry.slots & 1) return numbers;
      return numbers.filter(n => (!i || (n >> 5 & 7) === (near(i - 1) & 7)) && (i + 2 >= word.length || (n & 31) === (near(i + 2) & 31)))
        .map(n => n >> 8);
    }));
    return [found, meet([found, ...entries.map(([, entry]) => gaps(entry.titles))])];
  }

  const plain = letters => letters.replace(/[\s']/g, '').replace(/v/g, 'u');
  function begins(letters, [part, ...rest]) {
    let n = 0;
    if (letters && part) while (n < part.length && part[n] === letters[n]) n++;
    for (; n && !begins(letters.slice(n), rest);) n--;
    return !letters || n > 0;
  }
  // How well letters fit a name, and whether they are whole syllables of it.
  function fitName(query, syllables) {
    const letters = plain(query), parts = syllables.split(' ').map(plain);
    const at = letters ? parts.findIndex((_, i) => begins(letters, parts.slice(i))) : -1;
    return [at < 0 ? 0 : at ? 1 : 2, parts.length, parts.some((_, i) => parts.some((_, j) => parts.slice(i, j + 1).join('') === letters))];
  }
  function weighName(query, syllables) {
    const [fit, length, whole] = fitName(query, syllables);
    return fit && fit + whole / 2 + 1 / (2 + length);
  }
  function rank(answers, heard, named) {
    const titles = new Set(meet(answers.map(answer => answer[1])));
    const grade = slot => Math.max(heard.has(slot) ? heard.get(slot) + 1 : 0, titles.has(slot) ? (slot < named ? 3 : 1) : 0);
    return [...new Set([...meet(answers.map(answer => answer[0])), ...heard.keys()])].sort((a, b) => grade(b) - grade(a) || b - a);
  }

  // A text in pieces: [words, marked?]. With ``around``, only so many characters about the first hit.
  function pieces(text, words, around) {
    const raw = clean(text), low = fold(raw), out = [];
    let at = 0, end = raw.length;
    if (low.length !== end) words = [];
    const next = from => words.map(word => [low.indexOf(word, from), word.length]).filter(([i]) => i >= 0)
      .sort((a, b) => a[0] - b[0] || b[1] - a[1])[0];
    let hit = next(0);
    if (around) {
      at = hit ? Math.max(0, hit[0] - around / 2) : 0;
      end = Math.min(end, at + around * 2);
      // Never cut a pair of surrogates.
      const halved = i => /[\udc00-\udfff]/.test(raw.charAt(i));
      if (halved(at)) at++;
      if (halved(end)) end--;
      if (at) out.push(['…', false]);
    }
    for (; hit && hit[0] < end; hit = next(at)) {
      if (hit[0] > at) out.push([raw.slice(at, hit[0]), false]);
      out.push([raw.slice(hit[0], at = Math.min(end, hit[0] + hit[1])), true]);
    }
    if (at < end || end < raw.length) out.push([raw.slice(at, end) + (end < raw.length ? '…' : ''), false]);
    return out;
  }

  // read(name) promises a Uint8Array, or what a JSON file says. A shard of another index than the manifest's throws 'mixed'.
  async function openIndex(read) {
    const manifest = await read('index.json'), sums = checks(manifest.buckets), bits = manifest.bits;
    async function entry(word, i) {
      // Beyond the end of a word of one unit there is NaN, which has no bits, like the unit 0.
      const key = gramKey(word.charCodeAt(i), word.charCodeAt(i + 1)), after = word.charCodeAt(i + 2);
      let where = locate(key, bits);
      if (i + 2 < word.length && gaps(await read('s/long' + (key >> 4 & 1) + '.bin')).includes(key)) where = locateAfter(where, hash(after) & 31, bits);
      const { check, bucket, entries } = unpack(await read('s/' + where[0].toString(16) + '.bin'));
      if (check !== sums[bucket]) throw new Error('mixed');
      return [i, entries.get(where[1]) || { slots: +(word.length < 2), body: [], titles: [] }];
    }
    const look = async word => combine(await Promise.all(places(word.length).map(i => entry(word, i))), word);
    async function find(query) {
      // A name may be typed with its tones.
      const words = foldQuery(query), letters = words.join('').normalize('NFD').replace(/[\u0300-\u036f]/g, ''), heard = new Map();
      if (!words.length) return [];
      const [names, ...answers] = await Promise.all([/^'*[a-z][a-z']*$/.test(letters) ? read('names.json') : [], ...words.map(look)]);
      names.forEach(([, syllables, slot]) => {
        const fit = weighName(letters, syllables);
        if (fit) heard.set(slot, Math.max(fit, heard.get(slot) || 0));
      });
      return rank(answers, heard, manifest.named);
    }
    // ``chosen``: a section, a town, a year; '' for any.
    async function narrow(slots, chosen) {
      if (!chosen.some(Boolean)) return slots;
      const planes = await read('f.bin'), size = planes.length / 3;
      const wanted = ['sections', 'towns', 'years'].map((kind, i) => manifest[kind].findIndex(choice => choice[0] === chosen[i]) + 1 || -1);
      return slots.filter(slot => chosen.every((value, i) => !value || planes[i * size + slot] === wanted[i]));
    }
    const describe = slots => Promise.all(slots.map(async slot =>
      (await read('m/' + Math.floor(slot / manifest.block) + '.json'))[slot % manifest.block]));
    return { manifest, find, narrow, describe };
  }
  return { fold, foldQuery, matchName: (query, syllables) => fitName(query, syllables)[0], pieces, openIndex };
})();
if (typeof module === 'object') module.exports = searchIndex;
