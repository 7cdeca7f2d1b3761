/* The frame's behaviour: rail, menus, dialogs, tabs, toasts, and what htmx needs from us. */
(function () {
  "use strict";
  var root = document.documentElement;

  function said(name) { return document.body.dataset[name] || ""; }
  function closest(event, selector) { return event.target.closest ? event.target.closest(selector) : null; }

  function toast(text, tone, undo) {
    var form = document.getElementById("ds-toast-form");
    var place = document.getElementById("ds-toasts");
    if (!form || !place || !text) { return; }
    var made = form.content.querySelector(".ds-tone-" + (tone || "good")) || form.content.firstElementChild;
    var node = made.cloneNode(true);
    node.className = "ds-toast ds-tone-" + (tone || "good");
    node.querySelector("span").textContent = text;
    place.appendChild(node);
    if (!undo) { fade(node); }
  }
  function fade(node) { window.setTimeout(function () { node.remove(); }, 6000); }

  function openDialog(id) {
    var dialog = document.getElementById(id);
    if (!dialog || dialog.open) { return; }
    dialog.showModal();
    var later = dialog.querySelector("[data-later]");
    if (later && window.htmx) { window.htmx.trigger(later, "ds:open"); }
    toFirstField(dialog);
  }
  function toFirstField(dialog) {
    var field = dialog.querySelector("form select, form textarea, form input:not([type=hidden])");
    if (field) { field.focus(); }
  }

  function showTab(button) {
    var group = button.closest("[data-tabs]");
    group.querySelectorAll("[data-tab]").forEach(function (other) {
      var chosen = other === button;
      other.setAttribute("aria-selected", chosen ? "true" : "false");
      other.tabIndex = chosen ? 0 : -1;
      var panel = group.querySelector('[data-panel="' + other.dataset.tab + '"]');
      if (panel) { panel.hidden = !chosen; }
    });
    if (group.dataset.tabs) {
      try { window.sessionStorage.setItem("ds-tab:" + group.dataset.tabs, button.dataset.tab); } catch (full) { /* shown, not remembered */ }
    }
  }
  function wakeTabs(scope) {
    scope.querySelectorAll("[data-tabs]").forEach(function (group) {
      var kept = null;
      try { kept = window.sessionStorage.getItem("ds-tab:" + group.dataset.tabs); } catch (refused) { /* first tab */ }
      var button = kept && !group.querySelector("[data-tab][data-forced]") && group.querySelector('[data-tab="' + kept + '"]');
      if (button) { showTab(button); }
    });
  }

  function foldRail() {
    var folded = root.getAttribute("data-rail") === "folded";
    if (folded) { root.removeAttribute("data-rail"); } else { root.setAttribute("data-rail", "folded"); }
    try { window.localStorage.setItem("ds-rail", folded ? "open" : "folded"); } catch (refused) { /* this page only */ }
  }

  /* The menu that a dialog was opened from does not stay open behind it. */
  function foldMenu(hit) {
    var menu = hit.closest("details.ds-menu");
    if (menu) { menu.open = false; }
  }

  document.addEventListener("click", function (event) {
    var hit;
    if ((hit = closest(event, "[data-dismiss]"))) { hit.closest(".ds-toast, .ds-notice").remove(); }
    if (closest(event, "[data-theme-turn]")) { window.DoorstepTheme.turn(); }
    if (closest(event, "[data-rail-fold]")) { foldRail(); }
    if (closest(event, "[data-rail-show]")) { document.getElementById("rail").classList.add("ds-rail-out"); }
    else if (!closest(event, "#rail")) { var rail = document.getElementById("rail"); if (rail) { rail.classList.remove("ds-rail-out"); } }
    if ((hit = closest(event, "[data-open-dialog]"))) { foldMenu(hit); openDialog(hit.dataset.openDialog); }
    if (closest(event, "[data-open-keys]")) { openDialog("ds-keys"); }
    if ((hit = closest(event, "[data-close]"))) { hit.closest("dialog").close(); }
    if (event.target.nodeName === "DIALOG" && event.target.open) { event.target.close(); }
    if (closest(event, "[data-back]")) { window.history.back(); }
    if (closest(event, "[data-print]")) { window.print(); }
    if ((hit = closest(event, "[data-tab]"))) { showTab(hit); }
    if ((hit = closest(event, "[data-put]"))) { put(hit); }
    document.querySelectorAll("details.ds-menu[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) { menu.open = false; }
    });
    if ((hit = closest(event, "[data-row]"))) { choose(hit); }
  });

  /* A suggestion that is put into a field with one click: data-put="value" data-into="#id". */
  function put(button) {
    var field = document.querySelector(button.dataset.into);
    if (!field) { return; }
    field.value = button.dataset.put;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  }

  function choose(row) {
    var list = row.closest("[data-rows]");
    if (!list) { return; }
    list.querySelectorAll("[data-row][aria-current]").forEach(function (other) { other.removeAttribute("aria-current"); });
    row.setAttribute("aria-current", "true");
  }

  /* Tabs walk with the arrows. */
  document.addEventListener("keydown", function (event) {
    var tab = closest(event, "[role=tab]");
    if (!tab || (event.key !== "ArrowRight" && event.key !== "ArrowLeft")) { return; }
    var all = Array.prototype.slice.call(tab.parentElement.querySelectorAll("[role=tab]"));
    var next = all[(all.indexOf(tab) + (event.key === "ArrowRight" ? 1 : all.length - 1)) % all.length];
    showTab(next);
    next.focus();
  });

  document.addEventListener("change", function (event) {
    var form = closest(event, "form[data-autosubmit]");
    if (form) { form.requestSubmit(); }
    if (event.target.form) { reveal(event.target.form); }
    if (event.target.matches && event.target.matches("input[type=file][data-shown]")) {
      var names = Array.prototype.map.call(event.target.files, function (file) { return file.name; });
      document.querySelector(event.target.dataset.shown).textContent = names.join(", ");
    }
  });

  /* Parts of a form that only one answer needs: data-shown-when="name=value". */
  function reveal(scope) {
    scope.querySelectorAll("[data-shown-when]").forEach(function (part) {
      var pair = part.dataset.shownWhen.split("=");
      var form = part.closest("form");
      var field = form && form.elements[pair[0]];
      if (!field) { return; }
      var value = field.type === "checkbox" ? (field.checked ? "on" : "") : field.value;
      part.hidden = pair[1].split("|").indexOf(value) < 0;
    });
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.dataset.sent && !form.hasAttribute("hx-post")) { event.preventDefault(); return; }
    if (form.method === "post") { form.dataset.sent = "1"; window.setTimeout(function () { delete form.dataset.sent; }, 4000); }
  });

  /* What looks again by itself (data-idle-only) never takes a form away from under somebody's hands. */
  function busy() {
    var typed = Array.prototype.some.call(document.querySelectorAll("main textarea"), function (field) { return field.value; });
    return typed || document.querySelector("main details[open] form, dialog[open], main textarea:focus, #list details[open]") !== null;
  }
  /* On a phone a row opens as a page of its own, not beside the list. */
  document.addEventListener("htmx:beforeRequest", function (event) {
    var row = event.detail.elt;
    if (row.hasAttribute && row.hasAttribute("data-idle-only") && busy()) { event.preventDefault(); return; }
    if (row.hasAttribute && row.hasAttribute("data-beside") && window.matchMedia("(max-width: 767.98px)").matches) {
      event.preventDefault();
      window.location = row.href;
    }
  });
  /* What a choice puts on the page may name the field to go on with: data-after="#id". */
  document.addEventListener("htmx:afterSettle", function (event) {
    var source = event.detail.requestConfig && event.detail.requestConfig.elt;
    var next = source && source.dataset && source.dataset.after && document.querySelector(source.dataset.after);
    if (next) { next.focus(); }
  });
  /* A form that opens goes to its first field. */
  document.addEventListener("toggle", function (event) {
    var part = event.target;
    if (part.nodeName !== "DETAILS" || !part.open || !part.querySelector("form[method=post]") || part.matches(".ds-menu")) { return; }
    var field = part.querySelector("textarea, input:not([type=hidden]), select"), here = document.activeElement;
    if (field && part.contains(here) && !here.form) { field.focus(); }
  }, true);
  /* A draft that came back opens the part it stands in. */
  document.addEventListener("ds:restored", function (event) {
    var part = event.target.closest("details");
    if (part && !event.target.closest("dialog")) { part.open = true; }
    reveal(event.target);
  });
  document.addEventListener("ds:toast", function (event) { toast(event.detail.text, event.detail.tone); });
  document.addEventListener("htmx:sendError", function () { toast(said("saidOffline"), "notice"); });
  document.addEventListener("htmx:responseError", function (event) {
    var answer = event.detail.xhr;
    if (answer.status >= 500) { toast(said("saidFailed"), "danger"); }
  });
  /* Only answers that say they are a fragment of ours replace anything; a server's own error page never does. */
  document.addEventListener("htmx:beforeSwap", function (event) {
    var answer = event.detail.xhr;
    if (answer.status >= 500) { event.detail.shouldSwap = false; }
    if (answer.status === 401 || (answer.status === 200 && answer.responseURL && answer.responseURL.indexOf("/sign-in/") > 0)) {
      event.detail.shouldSwap = false;
      window.location.reload();
    }
  });
  /* A part elsewhere on the page that has to keep up: <template data-replaces="id">. */
  function replace(scope) {
    scope.querySelectorAll("template[data-replaces]").forEach(function (fresh) {
      var old = document.getElementById(fresh.dataset.replaces);
      if (old) {
        var node = fresh.content.firstElementChild.cloneNode(true);
        var held = document.activeElement === old;
        old.replaceWith(node);
        if (held) { node.focus({ preventScroll: true }); }
        if (window.htmx) { window.htmx.process(node); }
      }
      fresh.remove();
    });
  }
  /* Who was refused goes on typing where it is wrong. */
  function toWhatIsWrong(scope) {
    var wrong = Array.prototype.filter.call(scope.querySelectorAll('form [aria-invalid="true"]'), function (field) {
      return field.getClientRects().length > 0;
    })[0];
    if (wrong) { wrong.focus(); }
  }
  /* Where a step was done and its form is gone, Tab goes on from the page that came, not from the top of the frame. */
  document.addEventListener("htmx:afterSettle", function (event) {
    var page = event.detail.target && event.detail.target.id === "content" && document.getElementById("content");
    if (page && document.activeElement === document.body) { page.focus({ preventScroll: true }); }
  });
  function wake(scope) {
    replace(scope);
    wakeTabs(scope);
    reveal(scope);
    scope.querySelectorAll("dialog[data-open-now]").forEach(function (dialog) { if (!dialog.open) { dialog.showModal(); } });
    toWhatIsWrong(scope);
    document.querySelectorAll("#ds-toasts .ds-toast:not([data-fading])").forEach(function (node) {
      node.dataset.fading = "1";
      if (!node.querySelector("form")) { fade(node); }
    });
  }
  document.addEventListener("htmx:load", function (event) {
    var fresh = event.detail.elt, dialog = fresh.matches("form") && fresh.parentElement.closest("dialog[open]");
    wake(fresh);
    if (dialog) { toFirstField(dialog); } /* what a dialog fetched when it was opened */
  });
  document.addEventListener("DOMContentLoaded", function () { wake(document); });

  window.Doorstep = { toast: toast, openDialog: openDialog };
})();
