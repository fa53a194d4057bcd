(function () {
  var input = document.getElementById('q-find');
  var box = document.querySelector('[data-find]');
  var status = document.querySelector('[data-find-status]');
  if (!input || !box || !status) return;
  var names = box.getAttribute('data-names');
  var found = document.querySelector('[data-found]');
  var LIMIT = 40;

  // v stands for ü on keyboards, and many type u.
  function plain(text) { return text.toLowerCase().replace(/[\s']/g, '').replace(/[vü]/g, 'u'); }
  // From any syllable on: whole syllables (dumu), or first letters (dmc).
  function reads(spelling, query, fromStart) {
    var words = spelling.replace(/v/g, 'u').split(' ');
    for (var i = 0; i < (fromStart ? 1 : words.length); i++) {
      var rest = words.slice(i);
      if (rest.join('').indexOf(query) === 0) return true;
      if (rest.map(function (word) { return word.charAt(0); }).join('').indexOf(query) === 0) return true;
    }
    return false;
  }
  function meets(text, spelling, query) { return plain(text).indexOf(query) >= 0 || reads(spelling, query); }
  function say(count, query) {
    if (!query) status.textContent = '';
    else if (count) status.textContent = '找到' + count + '处' + (names && count > LIMIT ? '，先列' + LIMIT + '处' : '');
    else status.textContent = '没有找到“' + input.value.trim() + '”，换一个字试试，或按乡镇、街道找。';
  }

  function filterPage(query) {
    var count = 0;
    box.querySelectorAll('[data-part]').forEach(function (part) {
      var town = part.getAttribute('data-part');
      // A town that is meant shows whole; one whose name merely holds the letters somewhere does not.
      var all = !query || (town && (part.getAttribute('data-name').indexOf(query) === 0 || reads(town, query, true)));
      var any = 0;
      part.querySelectorAll('[data-p]').forEach(function (line) {
        var on = all || meets(line.textContent, line.getAttribute('data-p'), query);
        line.hidden = !on;
        if (on) any++;
      });
      part.querySelectorAll('[data-rest]').forEach(function (rest) {
        rest.hidden = !rest.querySelector('[data-p]:not([hidden])');
      });
      part.hidden = !!query && !any;
      count += any;
    });
    say(count, query);
  }

  var loading = null;
  function load() {
    if (!loading) loading = fetch(names).then(function (answer) { return answer.json(); });
    return loading;
  }
  function listFound(towns, query) {
    var count = 0;
    found.textContent = '';
    towns.forEach(function (town) {
      town[1].forEach(function (row) {
        if (!query || !meets(row[0] + row[1], row[2], query)) return;
        if (++count > LIMIT) return;
        var line = document.createElement('li');
        var link = document.createElement('a');
        link.href = row[3];
        link.textContent = row[0];
        line.appendChild(link);
        var note = document.createElement('span');
        note.className = 'soft';
        note.textContent = [town[0], row[1]].filter(Boolean).join('，');
        line.appendChild(note);
        found.appendChild(line);
      });
    });
    say(count, query);
  }

  function update() {
    var query = plain(input.value);
    if (!names) { filterPage(query); return; }
    load().then(
      function (towns) { if (plain(input.value) === query) listFound(towns, query); },
      function () { loading = null; status.textContent = '名单没有读到，请按乡镇、街道找。'; });
  }
  input.addEventListener('input', update);
  // Enter shows what is here; the whole site is searched only when nothing here fits.
  input.form.addEventListener('submit', function (event) {
    if (/^找到/.test(status.textContent)) event.preventDefault();
  });
  if (input.value) update();
})();
