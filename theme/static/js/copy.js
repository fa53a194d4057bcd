(function () {
  function copyOld(text) {
    var box = document.createElement('textarea');
    box.value = text;
    document.body.appendChild(box);
    box.select();
    var done = document.execCommand('copy');
    document.body.removeChild(box);
    return done ? Promise.resolve() : Promise.reject(new Error('copy'));
  }
  function copy(text) {
    if (!navigator.clipboard) return copyOld(text);
    return navigator.clipboard.writeText(text).catch(function () { return copyOld(text); });
  }
  document.querySelectorAll('[data-copy]').forEach(function (button) {
    var label = button.querySelector('span');
    button.addEventListener('click', function () {
      copy(location.href.split('#')[0]).then(
        function () { label.textContent = '链接已复制'; },
        function () { label.textContent = '请从地址栏复制'; });
    });
  });
  document.querySelectorAll('[data-print]').forEach(function (button) {
    button.addEventListener('click', function () { window.print(); });
  });
})();
