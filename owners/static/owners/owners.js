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
