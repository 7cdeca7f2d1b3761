/* A telephone may put the number behind the # of the address: the server never sees it there, the form sends it. */
(function () {
  "use strict";
  document.addEventListener("DOMContentLoaded", function () {
    var form = document.querySelector("form[data-calling]");
    var number = decodeURIComponent(window.location.hash.replace(/^#(phone=)?/, ""));
    if (!form || !number) { return; }
    window.history.replaceState(null, "", window.location.pathname + window.location.search);
    form.elements.phone.value = number;
    form.requestSubmit();
  });
})();
