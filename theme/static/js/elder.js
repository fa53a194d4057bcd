(function () {
  var root = document.documentElement;
  function setUp(link) {
    var button = document.createElement('button');
    function show() { button.setAttribute('aria-checked', String(root.classList.contains('elder'))); }
    // A page that Back brings out of memory was left before the switch was moved elsewhere.
    window.addEventListener('pageshow', function (event) {
      if (!event.persisted) return;
      try { root.classList.toggle('elder', localStorage.getItem('elder') === '1'); } catch (e) { }
      show();
    });
    button.type = 'button';
    button.className = link.className;
    button.textContent = link.textContent;
    button.setAttribute('role', 'switch');
    button.addEventListener('click', function () {
      var on = root.classList.toggle('elder');
      // Storage may be forbidden; the switch then lasts as long as the page.
      try { localStorage.setItem('elder', on ? '1' : '0'); } catch (e) { }
      show();
    });
    show();
    link.parentNode.replaceChild(button, link);
  }
  document.querySelectorAll('a[data-elder]').forEach(setUp);
})();
