/* The picker of reply templates: a button below the composer, or "/" at the beginning of a line in it. Arrows move,
   Enter puts the template where the cursor stands, Escape goes back to the text. */
(function () {
  "use strict";

  function token() {
    try { return JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"]; } catch (none) { return ""; }
  }
  function composer(picker) {
    var around = picker.closest(".dk-compose") || document;
    return around.querySelector("textarea[data-guard=reply]");
  }
  function insert(area, text) {
    var start = area.selectionStart, before = area.value.slice(0, start);
    if (/(^|\n)\/$/.test(before)) { start -= 1; }
    area.setRangeText(text, start, area.selectionEnd, "end");
    area.focus();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  function watch(picker) {
    if (picker.dataset.awake) { return; }
    picker.dataset.awake = "1";
    var button = picker.querySelector("[data-picker-open]"), body = picker.querySelector(".gd-picker-body");
    var box = body.querySelector("input"), list = body.querySelector("ul"), area = composer(picker), known = null, at = 0;

    function shown() {
      var words = box.value.trim().toLowerCase();
      return known.templates.filter(function (one) {
        return !words || (one.title + " " + one.text).toLowerCase().indexOf(words) >= 0;
      });
    }
    function draw() {
      var rows = shown();
      at = Math.max(0, Math.min(at, rows.length - 1));
      list.textContent = "";
      rows.forEach(function (one, index) {
        var item = document.createElement("li"), title = document.createElement("strong"), text = document.createElement("span");
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", index === at ? "true" : "false");
        title.textContent = one.title;
        text.textContent = one.text;
        item.appendChild(title);
        item.appendChild(text);
        if (one.missing) {
          var missing = document.createElement("em");
          missing.className = "ds-wrong";
          missing.textContent = known.missing + one.missing;
          item.appendChild(missing);
        }
        item.addEventListener("mousedown", function (event) { event.preventDefault(); take(one); });
        list.appendChild(item);
        if (index === at && item.scrollIntoView) { item.scrollIntoView({ block: "nearest" }); }
      });
      if (!rows.length) {
        var none = document.createElement("li");
        none.textContent = known.none;
        list.appendChild(none);
      }
    }
    function open() {
      body.hidden = false;
      button.setAttribute("aria-expanded", "true");
      box.value = "";
      box.focus();
      at = 0;
      if (known) { draw(); return; }
      fetch(picker.dataset.templates, { credentials: "same-origin", headers: { Accept: "application/json" } })
        .then(function (response) { return response.ok ? response.json() : { templates: [], missing: "", none: "" }; })
        .then(function (answer) { known = answer; draw(); });
    }
    function close() { body.hidden = true; button.setAttribute("aria-expanded", "false"); }
    function take(one) {
      close();
      insert(area, one.text);
      fetch(picker.dataset.used + one.code + "/use/", { method: "POST", credentials: "same-origin", headers: { "X-CSRFToken": token() } });
    }
    if (!area) { button.hidden = true; return; }
    button.addEventListener("click", function () { if (body.hidden) { open(); } else { close(); area.focus(); } });
    box.addEventListener("input", function () { at = 0; if (known) { draw(); } });
    box.addEventListener("keydown", function (event) {
      if (event.isComposing || !known) { return; }
      if (event.key === "ArrowDown") { at += 1; draw(); } else if (event.key === "ArrowUp") { at -= 1; draw(); }
      else if (event.key === "Enter") { var rows = shown(); if (rows[at]) { take(rows[at]); } }
      else if (event.key === "Escape") { close(); area.focus(); } else { return; }
      event.preventDefault();
      event.stopPropagation();
    });
    area.addEventListener("keydown", function (event) {
      var before = area.value.slice(0, area.selectionStart);
      if (event.key === "/" && !event.isComposing && /(^|\n)$/.test(before)) { event.preventDefault(); open(); }
    });
  }
  function wake(scope) {
    if (!scope.querySelectorAll) { return; }
    if (scope.matches && scope.matches("[data-templates]")) { watch(scope); }
    scope.querySelectorAll("[data-templates]").forEach(watch);
  }
  document.addEventListener("htmx:load", function (event) { wake(event.detail.elt); });
  document.addEventListener("DOMContentLoaded", function () { wake(document); });
  if (document.readyState !== "loading") { wake(document); }
})();

/* A phrase of the playbook goes where the cursor stands in the composer. */
(function () {
  "use strict";
  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-say]");
    var area = button && document.querySelector("#content textarea[data-guard=reply]");
    if (!area) { return; }
    var tab = document.querySelector("[data-tab=talk]");
    if (tab && area.offsetParent === null) { tab.click(); }
    var before = area.value.slice(0, area.selectionStart);
    var glue = !before || /\s$/.test(before) || /[\u3000-\u303f\uff00-\uffef]$/.test(before) ? "" : " ";
    area.setRangeText(glue + button.dataset.say, area.selectionStart, area.selectionEnd, "end");
    area.focus();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();

/* Choosing a template fills the field it belongs to. */
(function () {
  "use strict";
  document.addEventListener("change", function (event) {
    var chosen = event.target.closest && event.target.closest("select[data-fills]");
    var area = chosen && document.getElementById(chosen.dataset.fills);
    if (!area) { return; }
    area.value = chosen.options[chosen.selectedIndex].dataset.text || "";
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
