/* Runs before the first paint: the remembered choice, else what the system asks for. */
(function () {
  "use strict";
  var root = document.documentElement;
  var system = window.matchMedia("(prefers-color-scheme: dark)");
  function remembered() {
    try { return window.localStorage.getItem("ds-theme"); } catch (refused) { return null; }
  }
  function apply() {
    var choice = remembered();
    root.setAttribute("data-bs-theme", choice || (system.matches ? "dark" : "light"));
  }
  apply();
  system.addEventListener("change", apply);
  try {
    if (window.localStorage.getItem("ds-rail") === "folded") { root.setAttribute("data-rail", "folded"); }
  } catch (refused) { /* private mode: the rail stays open */ }
  window.DoorstepTheme = {
    turn: function () {
      var next = root.getAttribute("data-bs-theme") === "dark" ? "light" : "dark";
      try {
        if ((next === "dark") === system.matches) { window.localStorage.removeItem("ds-theme"); }
        else { window.localStorage.setItem("ds-theme", next); }
      } catch (refused) { /* lasts for this page */ }
      root.setAttribute("data-bs-theme", next);
      document.dispatchEvent(new CustomEvent("ds:theme", { detail: next }));
    }
  };
})();
