/* The queue: how many are chosen, the list's place when one comes back. */
(function () {
  "use strict";

  function form() { return document.querySelector(".dk-give"); }
  function boxes() { return form() ? Array.prototype.slice.call(form().querySelectorAll(".dk-choose")) : []; }
  function count() {
    var place = document.querySelector("[data-chosen-count]");
    if (place) { place.textContent = boxes().filter(function (box) { return box.checked; }).length; }
  }
  function choose(checked) {
    boxes().forEach(function (box) { box.checked = checked; });
    var whole = document.querySelector("[data-choose-whole]");
    if (whole && !checked) { whole.checked = false; }
    count();
  }
  document.addEventListener("change", function (event) {
    if (event.target.matches && event.target.matches(".dk-choose")) { count(); }
  });
  document.addEventListener("click", function (event) {
    if (!event.target.closest) { return; }
    if (event.target.closest("[data-choose-all]")) { choose(true); }
    if (event.target.closest("[data-choose-none]")) { choose(false); }
  });

  /* Where the list stood stays with its address, in this tab: a page that is fetched anew shows the same rows. */
  function key() {
    var query = new URLSearchParams(window.location.search);
    query.sort();
    return "ds-list:" + query.toString();
  }
  function list() { return document.getElementById("list"); }
  function keepPlace() {
    if (!list() || !list().querySelector(".dk-rows")) { return; }
    try { window.sessionStorage.setItem(key(), String(list().scrollTop)); } catch (full) { /* begins at the top */ }
  }
  function findPlace() {
    var kept = null;
    try { kept = window.sessionStorage.getItem(key()); } catch (refused) { /* begins at the top */ }
    if (kept && list() && !list().scrollTop) { list().scrollTop = Number(kept); }
    count();
  }
  document.addEventListener("scroll", function (event) { if (event.target === list()) { keepPlace(); } }, true);
  document.addEventListener("DOMContentLoaded", findPlace);
  document.addEventListener("htmx:historyRestore", findPlace);
})();
