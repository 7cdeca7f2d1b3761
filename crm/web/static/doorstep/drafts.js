/* Nothing typed is ever lost: every form that posts keeps its text in this tab until it was accepted.

   A draft lives under the person, the address and the form. On submit it is set aside as sent; the next page
   drops what was sent, unless that page refuses it (a page of its own, the form shown again, a notice of what
   was wrong, or the way in where the session had ended), which brings it back. Signing out forgets all, in every
   tab. */
(function () {
  "use strict";
  var STORE = window.sessionStorage;
  var PREFIX = "ds-draft:", LEAVING = "ds-leaving", LEFT = "ds-left", HERE = "ds-here";

  var refusedForms = []; /* of this page: where the text of one comes back, it is seen at once */

  function key(form) {
    var name = form.dataset.draft || (form.getAttribute("action") || window.location.pathname) + "#" + (form.id || "");
    return PREFIX + (document.body.dataset.user || "-") + ":" + name;
  }
  function kept(form) { return !form.dataset.accepted && form.matches("form") && form.method === "post" && !form.hasAttribute("data-no-draft"); }
  function fields(form) {
    return Array.prototype.filter.call(form.elements, function (field) {
      return field.name && field.name !== "csrfmiddlewaretoken" && ["password", "hidden", "search", "file", "submit", "button", "fieldset"].indexOf(field.type) < 0;
    });
  }
  function read(name) {
    try { return JSON.parse(STORE.getItem(name)); } catch (broken) { return null; }
  }
  function save(form) {
    var draft = {}, changed = false;
    fields(form).forEach(function (field) {
      if (field.type === "checkbox" || field.type === "radio") {
        if (field.checked !== field.defaultChecked) { draft[field.name + "=" + field.value] = field.checked; changed = true; }
      } else if (field.tagName === "SELECT") {
        var original = Array.prototype.filter.call(field.options, function (option) { return option.defaultSelected; })[0] || field.options[0];
        if (original && field.value !== original.value) { draft[field.name] = field.value; changed = true; }
      } else if (field.value !== field.defaultValue) { draft[field.name] = field.value; changed = true; }
    });
    try {
      if (changed) { STORE.setItem(key(form), JSON.stringify(draft)); } else { STORE.removeItem(key(form)); }
    } catch (full) { /* a full store loses the draft, not the page */ }
  }
  function restore(form) {
    var draft = read(key(form)), brought = false;
    if (!draft || form.dataset.restored) { return; }
    form.dataset.restored = "1";
    fields(form).forEach(function (field) {
      if (field.type === "checkbox" || field.type === "radio") {
        var name = field.name + "=" + field.value;
        if (name in draft) { field.checked = draft[name]; }
      } else if (field.name in draft && field.value !== draft[field.name]) {
        field.value = draft[field.name];
        brought = brought || (field.tagName === "TEXTAREA" && field.value.length > 0);
      }
    });
    var folded = form.closest("details");
    if (folded && refusedForms.indexOf(key(form)) >= 0) { folded.open = true; }
    form.dispatchEvent(new CustomEvent("ds:restored", { bubbles: true }));
    if (brought && window.Doorstep) { window.Doorstep.toast(document.body.dataset.saidDraft, "calm"); }
  }
  function names() { return Object.keys(STORE).filter(function (name) { return name.indexOf(PREFIX) === 0; }); }
  function forget() {
    Object.keys(STORE).forEach(function (name) { if (/^ds-(draft|segment):/.test(name)) { STORE.removeItem(name); } });
  }

  function refusedPage() {
    var way = window.performance.getEntriesByType("navigation")[0];
    return Boolean(document.querySelector(".ds-refusal, #ds-toasts .ds-tone-danger")) || Boolean(way && way.responseStatus >= 400);
  }
  /* Nobody is signed in here, and it was somebody's: his session had ended, and nothing of it arrived. */
  function turnedAway(name) { return !document.body.dataset.user && name.indexOf(PREFIX + "-:") !== 0; }
  function settleSent() {
    var refused = refusedPage();
    names().forEach(function (name) {
      if (name.slice(-5) !== "!sent") { return; }
      if (refused || turnedAway(name)) { STORE.setItem(name.slice(0, -5), STORE.getItem(name)); refusedForms.push(name.slice(0, -5)); }
      STORE.removeItem(name);
    });
  }

  document.addEventListener("input", function (event) {
    var form = event.target.form;
    if (form && kept(form)) { save(form); }
  });
  document.addEventListener("change", function (event) {
    var form = event.target.form;
    if (form && kept(form)) { save(form); }
  });
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.hasAttribute("data-forget-drafts")) { forget(); STORE.setItem(LEAVING, "1"); return; }
    if (!kept(form) || form.hasAttribute("hx-post") || event.defaultPrevented) { return; }
    var draft = STORE.getItem(key(form));
    if (draft) { STORE.setItem(key(form) + "!sent", draft); STORE.removeItem(key(form)); }
  });
  /* data-afresh empties its form and forgets what was kept of it. */
  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-afresh]");
    if (!button) { return; }
    button.form.reset();
    STORE.removeItem(key(button.form));
    var first = button.form.querySelector("input:not([type=hidden]), textarea");
    if (first) { first.focus(); }
  });
  document.addEventListener("htmx:beforeSwap", function (event) {
    var source = event.detail.requestConfig && event.detail.requestConfig.elt;
    if (source && source.matches("form") && kept(source) && event.detail.shouldSwap && event.detail.xhr.status < 400) {
      STORE.removeItem(key(source));
      source.dataset.accepted = "1"; /* leaving the page it would still say it had changed */
    }
  });
  function wake(scope) {
    if (scope.matches && scope.matches("form") && kept(scope)) { restore(scope); }
    scope.querySelectorAll("form").forEach(function (form) { if (kept(form)) { restore(form); } });
  }
  /* Whoever signs out in one tab leaves in all: what stands open there is drawn anew, and that is the way in. A tab
     that heard nothing, because it was on its way, finds at its next page that somebody left after it was last here. */
  function left() { try { return Number(window.localStorage.getItem(LEFT)); } catch (refused) { return 0; } }
  function tellOthers() {
    if (STORE.getItem(LEAVING)) {
      STORE.removeItem(LEAVING);
      try { window.localStorage.setItem(LEFT, String(Date.now())); } catch (refused) { /* they learn it at their next step */ }
    }
    if (left() > Number(STORE.getItem(HERE))) { forget(); }
    if (document.body.dataset.user) { STORE.setItem(HERE, String(Date.now())); }
  }
  window.addEventListener("storage", function (event) {
    if (event.key !== LEFT || !event.newValue) { return; }
    forget();
    if (document.body.dataset.user) { window.location.reload(); }
  });
  document.addEventListener("htmx:load", function (event) { wake(event.detail.elt); });
  document.addEventListener("DOMContentLoaded", function () { tellOthers(); settleSent(); wake(document); });
})();
