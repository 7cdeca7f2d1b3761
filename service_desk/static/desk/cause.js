/* The cause of what is reported, picked while a call is taken: by its words, by a search, or down from its class. */
(function () {
  "use strict";

  function block() { return document.querySelector("[data-causes]"); }

  function pick(code) {
    var hidden = block().querySelector("[name=cause]");
    var first = code.split(".")[0];
    hidden.value = code;
    Array.prototype.forEach.call(document.getElementsByName("subject"), function (radio) {
      if (code) { radio.checked = radio.value === first; }
    });
  }

  /* Before htmx asks: what it sends is what was picked. */
  document.addEventListener("change", function (event) {
    if (event.target.matches && event.target.matches("[data-causes] [data-cause]")) { pick(event.target.value); }
  }, true);

  document.addEventListener("click", function (event) {
    var none = event.target.closest && event.target.closest("[data-cause-none]");
    if (!none) { return; }
    pick("");
    none.dispatchEvent(new Event("change", { bubbles: true }));
  });

  /* Enter in the search takes the first that was found, and sends no form. */
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.isComposing) { return; }
    if (!event.target.matches || !event.target.matches("[data-cause-query]")) { return; }
    event.preventDefault();
    var first = block().querySelector("[data-found] [data-cause]");
    if (first) { first.checked = true; first.dispatchEvent(new Event("change", { bubbles: true })); }
  }, true);
})();
