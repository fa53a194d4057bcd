/* The preview's own script: the server adds it to what it sends; it is never part of the output. */
(function () {
  "use strict";
  var box = null;
  var here = document.currentScript ? document.currentScript.getAttribute("data-stamp") : "";
  function show(lines, stopped) {
    if (box) { box.remove(); box = null; }
    if (!lines.length) { return; }
    box = document.createElement("div");
    box.setAttribute("role", "alert");
    box.id = "preview-problems";
    var style = box.style;
    style.position = "fixed"; style.left = "0"; style.right = "0"; style.bottom = "0"; style.zIndex = "2147483647";
    style.maxHeight = stopped ? "70vh" : "30vh"; style.overflow = "auto"; style.padding = "16px 20px";
    style.background = stopped ? "#7a1212" : "#5c4a00"; style.color = "#fff"; style.font = "16px/1.7 sans-serif";
    style.boxShadow = "0 -4px 16px rgba(0,0,0,.3)"; style.textAlign = "left";
    var head = document.createElement("strong");
    head.textContent = stopped ? "有错误,页面停在改动之前;改好后自动更新" : "有提醒,不影响页面";
    box.appendChild(head);
    lines.forEach(function (line) {
      var row = document.createElement("div");
      row.textContent = line;
      row.style.overflowWrap = "anywhere";
      box.appendChild(row);
    });
    var close = document.createElement("button");
    close.textContent = "收起";
    close.style.marginTop = "8px"; close.style.font = "inherit"; close.style.padding = "4px 16px";
    close.onclick = function () { box.remove(); box = null; };
    box.appendChild(close);
    document.body.appendChild(box);
  }
  var source = new EventSource("/__preview/events?page=" + encodeURIComponent(location.pathname) + "&stamp=" + here);
  source.addEventListener("reload", function () { source.close(); location.reload(); });
  source.addEventListener("problems", function (event) {
    var told = JSON.parse(event.data);
    show(told.lines, told.stopped);
  });
  addEventListener("pagehide", function () { source.close(); });
})();
