/* The inbox by keyboard: s, d and l decide the pair one stands on; ticking some wakes the button for many. */
(function () {
  "use strict";
  function rows() { return Array.prototype.slice.call(document.querySelectorAll(".dup-pair")); }
  function row() {
    var here = document.activeElement && document.activeElement.closest(".dup-pair");
    return here || rows()[0] || null;
  }
  function typing(target) {
    return target.isContentEditable || (/^(INPUT|TEXTAREA|SELECT)$/.test(target.nodeName) && target.type !== "checkbox");
  }
  document.addEventListener("keydown", function (event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) { return; }
    if (typing(event.target) || document.querySelector("dialog[open]")) { return; }
    var here = row(), button = here && here.querySelector('[data-act="' + window.CSS.escape(event.key) + '"]');
    if (!button) { return; }
    event.preventDefault();
    button.click();
    if (button.nodeName === "SUMMARY") {
      var day = here.querySelector("input[type=date]");
      if (day) { day.focus(); }
    }
  });
  function count() {
    var ticked = document.querySelectorAll('input[name="pair"][type="checkbox"]:checked').length;
    var many = document.querySelector("[data-many]");
    if (many) { many.disabled = ticked === 0; }
  }
  document.addEventListener("change", function (event) {
    if (event.target.matches("[data-all]")) {
      document.querySelectorAll('input[name="pair"][type="checkbox"]').forEach(function (box) {
        box.checked = event.target.checked;
      });
    }
    count();
  });
  count();
})();
