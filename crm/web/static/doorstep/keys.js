/* The keyboard. Elements say which key presses them (data-key); lists say they are walked (data-rows). */
(function () {
  "use strict";
  var awaiting = false, answered = new WeakMap(), asked = new WeakMap(), entered = null;

  /* While an input method composes, every key belongs to it. 229 is what Safari says just after. */
  function composing(event) { return event.isComposing || event.keyCode === 229; }
  function typing(target) {
    return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.nodeName) && !/^(checkbox|radio|button|submit)$/.test(target.type);
  }
  function seen(element) { return element && element.getClientRects().length > 0; }
  function first(selector) {
    return Array.prototype.filter.call(document.querySelectorAll(selector), seen)[0] || null;
  }

  function press(element) {
    if (!element) { return false; }
    var fold = element.nodeName === "SUMMARY" && element.parentElement;
    if (fold && fold.open && !fold.matches(".ds-menu")) {
      var inside = fold.querySelector("textarea, input:not([type=hidden]), select");
      if (inside) { inside.focus(); return true; }
    }
    var into = element.dataset.keyInto && document.querySelector(element.dataset.keyInto);
    if (fold) { element.focus({ preventScroll: true }); }
    element.click();
    if (into) { into.focus(); } else if (typing(element)) { element.focus(); }
    return true;
  }
  /* The element of this key; where it stands behind a tab, a menu or a fold, that is opened first. */
  function reach(key) {
    var selector = '[data-key~="' + window.CSS.escape(key) + '"]';
    var element = first(selector) || document.querySelector(selector);
    if (!element) { return false; }
    var panel = element.closest("[data-panel]");
    if (panel && panel.hidden) { panel.closest("[data-tabs]").querySelector('[data-tab="' + panel.dataset.panel + '"]').click(); }
    return press(element);
  }
  function rows() { return Array.prototype.filter.call(document.querySelectorAll("[data-rows] [data-row]"), seen); }
  function walk(step) {
    var all = rows();
    if (!all.length) { return false; }
    var now = all.indexOf(document.activeElement);
    if (now < 0) { now = all.findIndex(function (row) { return row.hasAttribute("aria-current"); }); }
    var next = all[Math.max(0, Math.min(all.length - 1, now < 0 ? 0 : now + step))];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    return true;
  }
  function select() {
    var row = document.activeElement && document.activeElement.closest("[data-row]");
    var box = row && (row.querySelector("input[type=checkbox]") || document.getElementById(row.dataset.box || ""));
    if (box) { box.click(); }
    return Boolean(box);
  }
  function escape(event) {
    var open = document.querySelector("details.ds-menu[open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); return true; }
    if (document.querySelector("dialog[open]")) { return false; }
    if (typing(event.target)) { event.target.blur(); return true; }
    if (press(first('[data-key~="Escape"]'))) { return true; }
    var row = first("[data-row][aria-current]");
    if (row) { row.focus(); }
    return Boolean(row);
  }
  function send(target) {
    var form = target.closest && target.closest("form");
    if (form && form.method === "post") { form.requestSubmit(); return true; }
    return false;
  }

  /* Enter in a box that searches takes the first row found for what stands in it now: it waits for that answer, and
     never takes a row found for the letters before. */
  function take(box) {
    var found = answered.has(box) ? answered.get(box) : box.defaultValue;
    if (found !== box.value) { entered = box; return; }
    press(first(box.dataset.enter));
  }
  document.addEventListener("input", function (event) { if (event.target === entered) { entered = null; } }, true);
  document.addEventListener("htmx:configRequest", function (event) {
    if (event.target.dataset && event.target.dataset.enter) { asked.set(event.target, event.target.value); }
  });
  document.addEventListener("htmx:afterSettle", function (event) {
    var box = event.detail.requestConfig && event.detail.requestConfig.elt;
    if (!box || !box.dataset || !box.dataset.enter) { return; }
    answered.set(box, asked.get(box));
    if (entered === box && document.activeElement === box && asked.get(box) === box.value) { entered = null; take(box); }
  });

  document.addEventListener("keydown", function (event) {
    if (composing(event)) {
      if (event.key === "Enter") { event.preventDefault(); event.stopImmediatePropagation(); }
      return;
    }
    var done = false;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { done = send(event.target); }
    else if (event.ctrlKey || event.metaKey || event.altKey) { return; }
    else if (event.key === "Escape") { done = escape(event); }
    else if (event.key === "Enter" && event.target.dataset.enter) { done = true; take(event.target); }
    else if (event.key === "ArrowDown" && event.target.dataset.enter) { done = walk(1); }
    else if (typing(event.target) || document.querySelector("dialog[open]")) { return; }
    else if (awaiting) { awaiting = false; done = press(document.querySelector('[data-go="' + window.CSS.escape(event.key) + '"]')); }
    else if (event.key === "g") { awaiting = true; window.setTimeout(function () { awaiting = false; }, 1200); done = true; }
    else if (event.key === "/") { var box = document.getElementById("ds-search"); if (box) { box.focus(); box.select(); done = true; } }
    else if (event.key === "?") { window.Doorstep.openDialog("ds-keys"); done = true; }
    else if (event.key === "j") { done = walk(1); }
    else if (event.key === "k") { done = walk(-1); }
    else if (event.key === "x") { done = select(); }
    else if (event.key.length === 1) { done = reach(event.key); }
    if (done) { event.preventDefault(); }
  }, true);

  /* The search box is walked with the arrows. */
  document.addEventListener("keydown", function (event) {
    var box = event.target.closest && event.target.closest(".ds-search");
    if (!box || composing(event) || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) { return; }
    var links = Array.prototype.slice.call(box.querySelectorAll(".ds-search-found a"));
    if (!links.length) { return; }
    var now = links.indexOf(document.activeElement), next = now + (event.key === "ArrowDown" ? 1 : -1);
    event.preventDefault();
    if (next < 0) { document.getElementById("ds-search").focus(); } else { links[Math.min(next, links.length - 1)].focus(); }
  });
})();
