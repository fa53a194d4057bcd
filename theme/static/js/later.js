// A form may name a script that nobody needs before the form is used, or the address holds a question.
(function () {
  var form = document.querySelector('form[data-script]');
  if (!form) return;
  function load() {
    var address = form.getAttribute('data-script'), script = document.createElement('script');
    if (!address) return;
    form.removeAttribute('data-script');
    script.src = address;
    // The next touch tries again; and the form sends itself without any script.
    script.onerror = function () { form.setAttribute('data-script', address); };
    document.body.appendChild(script);
  }
  form.addEventListener('focusin', load);
  form.addEventListener('click', load);
  if (/[?&]q=./.test(location.search)) load();
})();
