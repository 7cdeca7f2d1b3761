/* The search box: arrows walk through what was found, and what was looked for before stays in this browser.

   Names and telephone numbers are looked for; so the list is short, is forgotten when one signs out and after half a
   day, and never leaves the browser. */
(function () {
  "use strict";
  var MOST = 6, HOURS = 12;

  function box() { return document.getElementById("ds-search"); }
  function place() { return document.getElementById("ds-search-found"); }
  function key() { return "ds-recent:" + (document.body.dataset.user || "-"); }

  function kept() {
    try {
      var since = Date.now() - HOURS * 3600000;
      return (JSON.parse(window.localStorage.getItem(key())) || []).filter(function (one) { return one.at > since; });
    } catch (refused) { return []; }
  }
  function keep(words) {
    var text = words.trim();
    if (text.length < 2) { return; }
    var others = kept().filter(function (one) { return one.words !== text; });
    try { window.localStorage.setItem(key(), JSON.stringify([{ words: text, at: Date.now() }].concat(others).slice(0, MOST))); } catch (refused) { /* not remembered */ }
  }
  /* A desk is shared: what somebody before looked for goes as soon as a page is opened without him. */
  function forgetOthers() {
    try {
      Object.keys(window.localStorage).forEach(function (name) {
        if (name.indexOf("ds-recent:") === 0 && name !== key()) { window.localStorage.removeItem(name); }
      });
    } catch (refused) { /* nothing was kept */ }
  }
  function forget() { try { window.localStorage.removeItem(key()); } catch (refused) { /* nothing was kept */ } }

  function showRecent() {
    var form = document.getElementById("ds-recent"), list = kept();
    if (!form || !place() || box().value || !list.length) { return; }
    var node = form.content.firstElementChild.cloneNode(true);
    list.forEach(function (one) {
      var item = document.createElement("li"), button = document.createElement("button");
      button.type = "button";
      button.className = "ds-pick";
      button.dataset.recent = one.words;
      button.textContent = one.words;
      item.appendChild(button);
      node.querySelector("ul").appendChild(item);
    });
    place().replaceChildren(node);
  }

  function found() { return Array.prototype.slice.call(place().querySelectorAll("a, button[data-recent]")); }
  function walk(step, from) {
    var all = found(), at = all.indexOf(from) + step;
    if (!all.length) { return false; }
    if (at < 0) { box().focus(); } else { all[Math.min(at, all.length - 1)].focus(); }
    return true;
  }

  document.addEventListener("keydown", function (event) {
    if (event.isComposing || !place()) { return; }
    var inside = event.target === box() || place().contains(event.target);
    if (!inside || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) { return; }
    if (event.target === box() && event.key === "ArrowUp") { return; }
    if (walk(event.key === "ArrowDown" ? 1 : -1, event.target)) { event.preventDefault(); }
  });
  document.addEventListener("focusin", function (event) { if (event.target === box()) { showRecent(); } });
  document.addEventListener("input", function (event) {
    if (event.target === box() && !box().value) { showRecent(); }
  });
  document.addEventListener("click", function (event) {
    var hit = event.target.closest && event.target.closest("[data-recent], [data-forget-recent], #ds-search-found a");
    if (!hit) { return; }
    if (hit.hasAttribute("data-forget-recent")) { forget(); place().replaceChildren(); box().focus(); return; }
    if (!hit.dataset.recent) { keep(box().value); return; }
    box().value = hit.dataset.recent;
    box().focus();
    box().dispatchEvent(new CustomEvent("ds:search"));
  });
  document.addEventListener("submit", function (event) {
    if (event.target.matches(".ds-search")) { keep(box().value); }
    if (event.target.hasAttribute("data-forget-drafts")) { forget(); }
  });
  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", forgetOthers); } else { forgetOthers(); }
})();
