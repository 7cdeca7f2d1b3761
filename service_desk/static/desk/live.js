/* The list moves by itself: rows that changed are fetched and put in their places, new ones are counted.

   The server tells numbers by a stream of events. Where it cannot hold one open, or the line is cut, the page asks
   every few seconds. A tab that nobody sees holds no stream. */
(function () {
  "use strict";
  var GATHER = 500, COUNTS = 4000, HIDDEN = 5000, ROWS = 60;
  var source = null, polling = null, mark = "", pending = {}, gathering = null, counting = null, hidden = null;

  function place() { return document.getElementById("dk-live"); }
  function url(name) { return place().dataset[name]; }
  function shown(number) { return document.getElementById("row-" + number); }

  function hear(said) {
    mark = String(said.mark || mark);
    if (said.many) { lookAgain(); return; }
    (said.cases || []).forEach(function (number) { pending[number] = true; });
    if (said.cases && said.cases.length && !gathering) { gathering = window.setTimeout(fetchRows, GATHER); }
  }
  /* More has changed than can be named: the counts are fetched, and the list offers itself anew. */
  function lookAgain() {
    askCounts();
    var pill = place() && place().querySelector("[data-live-many]");
    if (pill) { pill.hidden = false; }
  }

  function fetchRows() {
    gathering = null;
    var numbers = Object.keys(pending).slice(0, ROWS);
    pending = {};
    if (!numbers.length || !place()) { return; }
    var query = new URLSearchParams(window.location.search);
    query.delete("after");
    query.append("list", url("view"));
    numbers.forEach(function (number) { query.append("number", number); });
    window.fetch(url("rows") + "?" + query.toString(), { credentials: "same-origin" }).then(function (answer) {
      return answer.ok && !answer.redirected ? answer.text() : null;
    }).then(function (html) { if (html !== null) { show(numbers, html); } }).catch(function () { /* told again later */ });
    askCounts();
  }
  function show(numbers, html) {
    var box = document.createElement("template"), fresh = {};
    box.innerHTML = html;
    box.content.querySelectorAll("template[data-row-of]").forEach(function (one) { fresh[one.dataset.rowOf] = one; });
    numbers.forEach(function (number) {
      var old = shown(number);
      if (old && fresh[number]) { put(old, fresh[number].content.firstElementChild.cloneNode(true)); }
      else if (old) { old.classList.add("dk-gone"); }
      else if (fresh[number]) { count(number); }
    });
  }
  function put(old, node) {
    if (old.dataset.version === node.dataset.version && old.querySelectorAll(".dk-tag").length === node.querySelectorAll(".dk-tag").length) { return; }
    var held = document.activeElement === old, current = old.getAttribute("aria-current");
    if (current) { node.setAttribute("aria-current", current); }
    if (words(old) !== words(node)) { node.classList.add("dk-changed"); }
    old.replaceWith(node);
    if (held) { node.focus({ preventScroll: true }); }
    if (window.htmx) { window.htmx.process(node); }
  }
  /* What a row says, but for the time that is left: only if this differs has it changed for whoever reads. */
  function words(row) {
    var copy = row.cloneNode(true);
    copy.querySelectorAll(".ds-clock").forEach(function (clock) { clock.remove(); });
    return copy.textContent.replace(/\s+/g, "");
  }
  function count(number) {
    var pill = place().querySelector("[data-live-new]");
    var known = (pill.dataset.numbers || "").split(" ").filter(Boolean);
    if (known.indexOf(number) < 0) { known.push(number); }
    pill.dataset.numbers = known.join(" ");
    pill.textContent = pill.dataset.said.replace("#", known.length);
    pill.hidden = false;
  }

  function askCounts() {
    if (counting || !window.htmx) { return; }
    counting = window.setTimeout(function () {
      counting = null;
      var nav = document.getElementById("dk-views");
      if (nav) { window.htmx.ajax("GET", nav.dataset.counts, { target: "#dk-views", swap: "outerHTML" }); }
    }, COUNTS / 4);
  }
  /* The list anew, in its place; what stands beside it stays. */
  document.addEventListener("click", function (event) {
    var pill = event.target.closest && event.target.closest("[data-live-again]");
    if (!pill || !window.htmx) { return; }
    var query = new URLSearchParams(window.location.search);
    query.delete("after");
    if (!query.get("view")) { query.set("view", url("view")); }
    window.htmx.ajax("GET", url("list") + "?" + query.toString(), { target: "#list", select: "#list", swap: "outerHTML" });
  });

  function poll() {
    polling = null;
    if (!place() || document.hidden) { return; }
    window.fetch(url("changes") + "?mark=" + mark, { credentials: "same-origin" }).then(function (answer) {
      return answer.ok && !answer.redirected ? answer.json() : null;
    }).then(function (said) { if (said) { hear(said); } }).catch(function () { /* asked again */ }).then(pollLater);
  }
  function pollLater() {
    if (!polling && place()) { polling = window.setTimeout(poll, Number(url("every")) * 1000); }
  }
  function listen() {
    if (source || !place() || document.hidden) { return; }
    if (!window.EventSource) { poll(); return; }
    source = new window.EventSource(url("stream") + "?mark=" + mark);
    source.addEventListener("cases", function (event) { hear(JSON.parse(event.data)); });
    source.addEventListener("open", function () { place().dataset.by = "stream"; });
    source.onerror = function () {
      if (source && source.readyState === window.EventSource.CLOSED) { stop(); place().dataset.by = "asking"; poll(); }
    };
  }
  function stop() {
    if (source) { source.close(); source = null; }
  }
  document.addEventListener("visibilitychange", function () {
    window.clearTimeout(hidden);
    if (document.hidden) { hidden = window.setTimeout(stop, HIDDEN); return; }
    if (place() && place().dataset.by === "asking") { poll(); } else { listen(); }
  });
  window.addEventListener("pagehide", stop);
  document.addEventListener("DOMContentLoaded", function () {
    if (!place()) { return; }
    mark = place().dataset.mark || "";
    listen();
  });
})();
