/* The case page: drafts that wait on the server, who else is here, and whom a note names. */
(function () {
  "use strict";
  var BEAT = 10000, PAUSE = 1200, WRITING = 20000;
  var timers = {}, typedAt = 0, typedIn = "", stopped = {};

  function article() { return document.querySelector(".dk-case[data-case]"); }
  function token() {
    try { return JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"]; } catch (broken) { return ""; }
  }
  function post(url, fields, last) {
    return window.fetch(url, {
      method: "POST", body: new URLSearchParams(fields), keepalive: Boolean(last), credentials: "same-origin",
      headers: { "X-CSRFToken": token(), "HX-Request": "true" }
    });
  }

  /* Drafts. The frame keeps one in the tab; here its copy goes to the server, so that it outlives the tab. */
  function stored(form) { return "ds-draft:" + (document.body.dataset.user || "-") + ":" + form.dataset.draft; }
  function place(form) {
    var page = form.closest(".dk-case[data-keep], .dk-new[data-keep]") || document.querySelector(".dk-case[data-keep]");
    return page && page.dataset.keep;
  }
  function keep(form, last) {
    var name = form.dataset.draft, url = place(form), text = window.sessionStorage.getItem(stored(form)) || "";
    window.clearTimeout(timers[name]);
    delete timers[name];
    if (!url || stopped[name]) { return; }
    post(url, { form: name, said: text }, last).then(function (answer) {
      if (answer.ok && text) { say(form, true); }
    }).catch(function () { say(form, false); });
  }
  function say(form, kept) {
    var note = form.querySelector(".dk-kept");
    if (!note) { return; }
    note.hidden = !kept;
  }
  document.addEventListener("input", function (event) {
    var form = event.target.form;
    if (!form || !form.dataset.draft || !place(form)) { return; }
    typedAt = Date.now();
    typedIn = (form.dataset.draft.match(/([a-z-]+)\/?$/) || ["", ""])[1];
    delete stopped[form.dataset.draft];
    window.clearTimeout(timers[form.dataset.draft]);
    timers[form.dataset.draft] = window.setTimeout(function () { keep(form); }, PAUSE);
  });
  function stop(form) {
    if (!form || !form.dataset || !form.dataset.draft) { return; }
    window.clearTimeout(timers[form.dataset.draft]);
    delete timers[form.dataset.draft];
    stopped[form.dataset.draft] = true; /* being sent: a late copy must not bring it back */
    typedAt = 0;
  }
  document.addEventListener("submit", function (event) { stop(event.target); }, true);
  document.addEventListener("click", function (event) {
    var afresh = event.target.closest && event.target.closest("[data-afresh]");
    if (afresh && afresh.form && afresh.form.dataset.draft) { window.setTimeout(function () { keep(afresh.form); }, 0); }
  });
  /* What the server kept comes back before the frame gives the forms their drafts. */
  function bring(scope) {
    var kept = (scope.querySelector ? scope : document).querySelector("#ds-kept-drafts");
    if (!kept || kept.dataset.read) { return; }
    kept.dataset.read = "1";
    var drafts = JSON.parse(kept.textContent || "{}");
    Object.keys(drafts).forEach(function (name) {
      var key = "ds-draft:" + (document.body.dataset.user || "-") + ":" + name;
      try {
        if (!window.sessionStorage.getItem(key)) { window.sessionStorage.setItem(key, JSON.stringify(drafts[name])); }
      } catch (full) { /* shown empty, kept on the server */ }
    });
  }

  /* Who else is here. */
  function beat() {
    var page = article();
    if (!page || document.hidden) { return; }
    var writing = Date.now() - typedAt < WRITING ? typedIn : "";
    post(page.dataset.presence, { doing: writing, version: page.dataset.version }).then(function (answer) {
      return answer.ok ? answer.text() : null;
    }).then(function (html) {
      var spot = document.getElementById("present");
      if (html !== null && spot && page === article() && spot.innerHTML.trim() !== html.trim()) { spot.innerHTML = html; }
    }).catch(function () { /* offline: the next beat tells */ });
  }
  window.setInterval(beat, BEAT);
  document.addEventListener("visibilitychange", beat);
  window.addEventListener("pagehide", function () {
    var page = article();
    Object.keys(timers).forEach(function (name) {
      var form = document.querySelector('form[data-draft="' + window.CSS.escape(name) + '"]');
      if (form) { keep(form, true); }
    });
    if (page) { post(page.dataset.presence, { leaving: "1" }, true).catch(function () {}); }
  });
  document.addEventListener("htmx:beforeSwap", function (event) {
    var page = article();
    if (page && event.detail.target && event.detail.target.contains(page) && event.detail.shouldSwap) {
      Object.keys(timers).forEach(function (name) {
        var form = page.querySelector('form[data-draft="' + window.CSS.escape(name) + '"]');
        if (form) { keep(form); }
      });
    }
  });

  /* @: whom one may name in a note. */
  var people = {}, box = null, field = null;
  function fetchPeople(url) {
    if (!people[url]) {
      people[url] = window.fetch(url, { credentials: "same-origin" }).then(function (answer) { return answer.json(); })
        .then(function (said) { return said.people; }).catch(function () { delete people[url]; return []; });
    }
    return people[url];
  }
  function begun(area) {
    var before = area.value.slice(0, area.selectionStart);
    var found = before.match(/(?:^|[\s\p{P}\p{Script=Han}])@([\p{L}\p{N}_.-]{0,30})$/u);
    return found ? found[1].toLowerCase() : null;
  }
  function close() { if (box) { box.remove(); box = null; field = null; } }
  function offer(area) {
    var part = begun(area), page = area.closest("[data-colleagues]");
    if (part === null || !page) { close(); return; }
    fetchPeople(page.dataset.colleagues).then(function (all) {
      var fitting = all.filter(function (one) {
        return one.as.toLowerCase().indexOf(part) === 0 || one.name.toLowerCase().indexOf(part) >= 0;
      }).slice(0, 6);
      if (begun(area) !== part || !fitting.length) { close(); return; }
      draw(area, fitting);
    });
  }
  function draw(area, fitting) {
    close();
    box = document.createElement("ul");
    box.className = "dk-names";
    box.setAttribute("role", "listbox");
    fitting.forEach(function (one, place) {
      var row = document.createElement("li");
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", place === 0 ? "true" : "false");
      row.dataset.as = one.as;
      row.textContent = one.name + "  @" + one.as;
      box.appendChild(row);
    });
    field = area;
    area.after(box);
  }
  function take(name) {
    var area = field, start = area.selectionStart, before = area.value.slice(0, start).replace(/@[\p{L}\p{N}_.-]{0,30}$/u, "@" + name + " ");
    area.value = before + area.value.slice(start);
    area.setSelectionRange(before.length, before.length);
    close();
    area.focus();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  function isNote(target) { return target.matches && target.matches('textarea[data-mentions]'); }
  document.addEventListener("input", function (event) { if (isNote(event.target)) { offer(event.target); } });
  document.addEventListener("click", function (event) {
    var row = event.target.closest && event.target.closest(".dk-names [role=option]");
    if (row) { take(row.dataset.as); } else { close(); }
  });
  document.addEventListener("keydown", function (event) {
    if (!box || event.isComposing || event.keyCode === 229) { return; }
    var rows = Array.prototype.slice.call(box.children);
    var now = rows.findIndex(function (row) { return row.getAttribute("aria-selected") === "true"; });
    if (event.key === "Escape") { close(); }
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      rows[now].setAttribute("aria-selected", "false");
      rows[(now + (event.key === "ArrowDown" ? 1 : rows.length - 1)) % rows.length].setAttribute("aria-selected", "true");
    }
    else if ((event.key === "Enter" && !event.ctrlKey && !event.metaKey) || event.key === "Tab") { take(rows[now].dataset.as); }
    else { return; }
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  document.addEventListener("htmx:load", function (event) { bring(event.detail.elt); if (event.detail.elt.querySelector && event.detail.elt.querySelector(".dk-case")) { beat(); } }, true);
  bring(document);
  beat();
})();
