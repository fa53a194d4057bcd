(function () {
  var bar = document.querySelector('[data-read-aloud]');
  var text = document.querySelector('[data-read]');
  var speech = window.speechSynthesis;
  if (!bar || !text || !speech) return;
  var play = bar.querySelector('[data-do=play]');
  var label = play.querySelector('span');
  var blocks = [].filter.call(text.querySelectorAll('h2,h3,h4,p,li,figcaption,td,th'), function (block) {
    return block.textContent.trim() && !block.querySelector('p,li');
  });
  var at = 0, run = 0, playing = false, voice = null;

  function findVoice() {
    voice = speech.getVoices().filter(function (v) { return /^(zh|cmn)/i.test(v.lang) && !/HK|TW|yue/i.test(v.lang); })[0];
    bar.classList.toggle('ready', !!voice);
  }
  function show() {
    var open = playing || at > 0;
    label.textContent = playing ? '暂停' : open ? '继续' : '朗读';
    bar.classList.toggle('on', open);
    bar.querySelectorAll('button:not([data-do=play])').forEach(function (button) { button.hidden = !open; });
    blocks.forEach(function (block, i) { block.classList.toggle('spoken', open && i === at); });
  }
  // Long utterances are cut off by some engines, so each sentence is its own. `run` disowns those already handed over.
  function speak() {
    var mine = ++run;
    var sentences = blocks[at].textContent.match(/[^。！？；]+[。！？；”]*/g) || [];
    speech.cancel();
    playing = true;
    show();
    blocks[at].scrollIntoView({ block: 'center' });
    (function next() {
      if (mine !== run) return;
      var sentence = sentences.shift();
      if (!sentence) {
        if (at + 1 < blocks.length) { at++; speak(); } else stop();
        return;
      }
      var words = new SpeechSynthesisUtterance(sentence);
      words.lang = 'zh-CN';
      words.voice = voice;
      words.onend = next;
      words.onerror = function () { if (mine === run) pause(); };
      speech.speak(words);
    })();
  }
  // Android's own pause() loses the place: stop, remember the paragraph, and begin it again.
  function pause() { run++; speech.cancel(); playing = false; show(); }
  function stop() { at = 0; pause(); }
  function move(step) {
    at = Math.max(0, Math.min(blocks.length - 1, at + step));
    if (playing) speak(); else show();
  }
  bar.addEventListener('click', function (event) {
    var button = event.target.closest('button');
    if (!button) return;
    var what = button.getAttribute('data-do');
    if (what === 'play') { if (playing) pause(); else speak(); }
    if (what === 'back') move(-1);
    if (what === 'next') move(1);
    if (what === 'stop') { stop(); play.focus(); }
  });
  // Back may bring the page out of memory as it was left: silent, so it must not say that it reads.
  window.addEventListener('pagehide', pause);
  if (speech.addEventListener) speech.addEventListener('voiceschanged', findVoice);
  else speech.onvoiceschanged = findVoice;
  findVoice();
})();
