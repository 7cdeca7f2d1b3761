/* The reply guard in a composer: what stands there is read while it is typed, marked, and can be said better by
   one click. The words leave this page only to be read and are not kept. */
(function () {
  "use strict";
  var WAIT = 450;

  function home(area) {
    return area.hasAttribute("data-guard-url") ? area : document.querySelector("div[data-guard-url]");
  }
  function token() {
    try { return JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"]; } catch (none) { return ""; }
  }
  /* The server counts characters, the browser halves of some of them. */
  function place(text, index) { return Array.from(text).slice(0, index).join("").length; }
  function element(name, className, text) {
    var made = document.createElement(name);
    if (className) { made.className = className; }
    if (text) { made.textContent = text; }
    return made;
  }

  function watch(area) {
    var from = home(area);
    if (area.dataset.guarded || !from) { return; }
    area.dataset.guarded = "1";
    var box = element("div", "gd-box"), mirror = element("div", "gd-mirror"), list = element("div", "gd-findings");
    var timer = 0, asked = 0, seen = {}, hadFocus = document.activeElement === area;
    mirror.setAttribute("aria-hidden", "true");
    list.setAttribute("role", "status");
    area.parentNode.insertBefore(box, area);
    box.appendChild(area);
    box.appendChild(mirror);
    box.parentNode.insertBefore(list, box.nextSibling);
    if (hadFocus) { area.focus(); }

    function dress() {
      var style = window.getComputedStyle(area);
      ["font", "lineHeight", "letterSpacing", "paddingTop", "paddingRight", "paddingBottom", "paddingLeft"].forEach(function (name) {
        mirror.style[name] = style[name];
      });
      mirror.scrollTop = area.scrollTop;
    }
    function note(code) {
      seen[code] = true;
      if (!area.form) { return; }
      var field = area.form.querySelector("input[name=guard_seen]");
      if (!field) {
        field = element("input");
        field.type = "hidden";
        field.name = "guard_seen";
        area.form.appendChild(field);
      }
      field.value = Object.keys(seen).join(",");
    }
    function forget() { mirror.textContent = ""; list.textContent = ""; }
    function say(better, finding) {
      var text = area.value, start = place(text, finding.sentence[0]), end = place(text, finding.sentence[1]);
      if (finding.mend === "append") {
        area.value = text.replace(/\s+$/, "") + (/[a-z.]\s*$/i.test(text) ? " " : "") + better;
      } else {
        area.setRangeText(better, start, end, "end");
      }
      area.focus();
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
    function show(answer, text) {
      forget();
      dress();
      var at = 0;
      answer.findings.forEach(function (finding) {
        var start = place(text, finding.start), end = place(text, finding.end);
        if (start >= at) {
          mirror.appendChild(document.createTextNode(text.slice(at, start)));
          mirror.appendChild(element("mark", "gd-mark gd-" + tone(finding), text.slice(start, end)));
          at = end;
        }
        note(finding.rule);
        list.appendChild(line(finding, answer.words));
      });
      mirror.appendChild(document.createTextNode(text.slice(at) + "\n"));
    }
    function tone(finding) { return finding.guess ? "guess" : finding.level; }
    function line(finding, words) {
      var made = element("div", "gd-finding gd-" + tone(finding)), said = element("p");
      if (finding.guess) { said.appendChild(document.createTextNode(words.guess + " ")); }
      said.appendChild(element("strong", "", finding.kind_label));
      said.appendChild(document.createTextNode(" “" + finding.words + "” "));
      said.appendChild(element("span", "gd-level", finding.guess ? words.guessed : words.levels[finding.level]));
      made.appendChild(said);
      made.appendChild(element("p", "gd-reason", finding.reason));
      if (finding.better) {
        var offer = element("p", "gd-better"), button = element("button", "btn btn-sm", finding.mend === "append" ? words.add : words.use);
        button.type = "button";
        button.addEventListener("click", function () { say(finding.better, finding); });
        offer.appendChild(element("q", "", finding.better));
        offer.appendChild(button);
        made.appendChild(offer);
      }
      return made;
    }
    function ask() {
      var text = area.value, turn = ++asked;
      if (!text.trim()) { forget(); return; }
      var body = new URLSearchParams({ text: text, case: from.dataset.guardCase || "", language: area.dataset.guardLanguage || "" });
      fetch(from.dataset.guardUrl, { method: "POST", body: body, headers: { "X-CSRFToken": token() }, credentials: "same-origin" })
        .then(function (response) { return response.ok ? response.json() : null; })
        .then(function (answer) { if (answer && turn === asked && area.value === text) { show(answer, text); } })
        .catch(function () { /* without a connection nothing is marked; sending reads it again */ });
    }
    function soon() { window.clearTimeout(timer); timer = window.setTimeout(ask, WAIT); }
    area.addEventListener("input", function () { mirror.textContent = ""; soon(); });
    area.addEventListener("scroll", function () { mirror.scrollTop = area.scrollTop; });
    if (area.form) { area.form.addEventListener("ds:restored", soon); }
    if (area.value.trim()) { soon(); }
  }
  function wake(scope) {
    if (!scope.querySelectorAll) { return; }
    if (scope.matches && scope.matches("textarea[data-guard]")) { watch(scope); }
    scope.querySelectorAll("textarea[data-guard]").forEach(watch);
  }
  document.addEventListener("htmx:load", function (event) { wake(event.detail.elt); });
  document.addEventListener("DOMContentLoaded", function () { wake(document); });
  if (document.readyState !== "loading") { wake(document); }
})();
