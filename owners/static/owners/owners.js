/* A dialog whose form was answered closes; the value it asked for stands on the page behind it. */
(function () {
  "use strict";
  document.addEventListener("htmx:afterRequest", function (event) {
    var form = event.target.closest && event.target.closest("form[data-close-when-done]");
    if (form && event.detail.successful) {
      form.reset();
      form.closest("dialog").close();
    }
  });
})();

/* What was uncovered is covered again after its time, and as soon as the page is left or put into the background. */
(function () {
  "use strict";
  function cover(shown) {
    shown.replaceWith(document.createTextNode(shown.dataset.masked));
  }
  function coverAll() {
    document.querySelectorAll("[data-shown-for]").forEach(cover);
  }
  document.addEventListener("htmx:afterSettle", function () {
    document.querySelectorAll("[data-shown-for]:not([data-counting])").forEach(function (shown) {
      shown.dataset.counting = "1";
      window.setTimeout(function () {
        if (shown.isConnected) { cover(shown); }
      }, Number(shown.dataset.shownFor) * 1000);
    });
  });
  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-copy-shown]");
    if (!button || !navigator.clipboard) { return; }
    var value = button.closest("[data-shown-for]").querySelector("[data-shown-value]");
    navigator.clipboard.writeText(value.textContent.trim());
  });
  document.addEventListener("visibilitychange", function () {
    if (document.hidden) { coverAll(); }
  });
  window.addEventListener("pagehide", coverAll);
})();
