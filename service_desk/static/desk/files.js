/* Photos and documents of a case: drag, paste, camera, progress, and looking at them. */
(function () {
  "use strict";
  function token() {
    try { return JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"]; } catch (broken) { return ""; }
  }
  function shelf() { return document.querySelector(".dk-files[data-add]"); }
  function setOf(stage) { return shelf().querySelector('.dk-set[data-stage="' + stage + '"]'); }

  /* One after the other, so that a slow line carries each whole. */
  var waiting = [], sending = false;
  function take(stage, files) {
    Array.prototype.forEach.call(files, function (file) { waiting.push({ stage: stage, file: file, row: draw(stage, file) }); });
    next();
  }
  function draw(stage, file) {
    var row = document.createElement("li"), name = document.createElement("span"), bar = document.createElement("progress"), said = document.createElement("span");
    row.className = "dk-file dk-coming";
    name.textContent = file.name;
    bar.max = 100; bar.value = 0;
    said.setAttribute("role", "status");
    row.append(name, bar, said);
    setOf(stage).querySelector(".dk-file-list").appendChild(row);
    return row;
  }
  function next() {
    var one = waiting[0];
    if (sending || !one) { return; }
    var place = shelf();
    if (!place) { waiting = []; return; }
    if (one.file.size > Number(place.dataset.largest)) { waiting.shift(); refuse(one, place.dataset.saidLarge); next(); return; }
    sending = true;
    var ask = new XMLHttpRequest(), form = new FormData();
    form.append("stage", one.stage);
    form.append("file", one.file, one.file.name || "photo.png");
    ask.open("POST", place.dataset.add);
    ask.setRequestHeader("X-CSRFToken", token());
    ask.setRequestHeader("HX-Request", "true");
    ask.upload.addEventListener("progress", function (event) {
      if (event.lengthComputable) { one.row.querySelector("progress").value = Math.round(95 * event.loaded / event.total); }
    });
    ask.addEventListener("load", function () {
      var answer = null;
      try { answer = JSON.parse(ask.responseText); } catch (page) { /* a refusal page: said below */ }
      done(one, answer ? (answer.refused[0] ? answer.refused[0].because : "") : place.dataset.saidFailed);
    });
    ask.addEventListener("error", function () { done(one, place.dataset.saidFailed, true); });
    ask.send(form);
  }
  function done(one, wrong, offline) {
    sending = false;
    waiting.shift();
    if (wrong) { refuse(one, wrong, offline); } else { one.row.remove(); }
    if (waiting.length) { next(); return; }
    refresh();
  }
  function refuse(one, why, again) {
    var said = one.row.querySelector("[role=status]"), bar = one.row.querySelector("progress");
    one.row.classList.add("dk-refused");
    if (bar) { bar.remove(); }
    said.textContent = why;
    if (again) {
      var retry = document.createElement("button");
      retry.type = "button"; retry.className = "btn btn-sm"; retry.textContent = shelf().dataset.saidAgain;
      retry.addEventListener("click", function () { one.row.remove(); take(one.stage, [one.file]); });
      one.row.appendChild(retry);
    }
  }
  function refresh() {
    var place = shelf();
    if (!place) { return; }
    var refused = Array.prototype.map.call(place.querySelectorAll(".dk-refused"), function (row) { return [row.closest(".dk-set").dataset.stage, row]; });
    window.fetch(place.dataset.files, { credentials: "same-origin", headers: { "HX-Request": "true" } }).then(function (answer) {
      return answer.ok ? answer.text() : null;
    }).then(function (html) {
      if (html === null || !shelf()) { return; }
      var fresh = new DOMParser().parseFromString(html, "text/html").querySelector(".dk-files");
      place.replaceWith(fresh);
      refused.forEach(function (pair) { setOf(pair[0]).querySelector(".dk-file-list").appendChild(pair[1]); });
      if (window.htmx) { window.htmx.process(fresh); }
      var count = document.querySelector('[data-tab="files"] .ds-count');
      if (count) { count.textContent = fresh.querySelectorAll("[data-file]").length; }
    });
  }

  document.addEventListener("change", function (event) {
    var field = event.target;
    if (!field.matches || !field.matches(".dk-add input[type=file]")) { return; }
    take(field.closest(".dk-set").dataset.stage, field.files);
    field.value = "";
  });
  document.addEventListener("submit", function (event) { if (event.target.matches(".dk-add")) { event.preventDefault(); } });
  function carried(event) { return event.dataTransfer && Array.prototype.indexOf.call(event.dataTransfer.types, "Files") >= 0; }
  document.addEventListener("dragover", function (event) {
    var place = shelf();
    if (!place || !carried(event) || !place.querySelector(".dk-add")) { return; }
    event.preventDefault();
    var tab = document.querySelector('[data-tab="files"]');
    if (tab && tab.getAttribute("aria-selected") !== "true") { tab.click(); }
    var set = event.target.closest && event.target.closest(".dk-set");
    place.querySelectorAll(".dk-over-set").forEach(function (other) { if (other !== set) { other.classList.remove("dk-over-set"); } });
    if (set) { set.classList.add("dk-over-set"); }
  });
  document.addEventListener("dragleave", function (event) {
    var set = event.target.closest && event.target.closest(".dk-set");
    if (set && !set.contains(event.relatedTarget)) { set.classList.remove("dk-over-set"); }
  });
  document.addEventListener("drop", function (event) {
    var place = shelf();
    if (!place || !carried(event) || !place.querySelector(".dk-add")) { return; }
    event.preventDefault();
    var set = event.target.closest && event.target.closest(".dk-set");
    place.querySelectorAll(".dk-over-set").forEach(function (other) { other.classList.remove("dk-over-set"); });
    take(set ? set.dataset.stage : "problem", event.dataTransfer.files);
  });
  document.addEventListener("paste", function (event) {
    var place = shelf(), files = event.clipboardData && event.clipboardData.files;
    if (!place || !files || !files.length || !place.querySelector(".dk-add")) { return; }
    event.preventDefault();
    var tab = document.querySelector('[data-tab="files"]');
    if (tab) { tab.click(); }
    take("problem", files);
  });

  /* Looking at the photos. */
  function photos() { return Array.prototype.slice.call(document.querySelectorAll(".dk-files a[data-lightbox]")); }
  function show(link) {
    var box = document.getElementById("lightbox"), image = box.querySelector("img");
    image.src = link.href;
    image.alt = link.dataset.caption;
    box.querySelector("figcaption").textContent = link.dataset.caption;
    box.dataset.at = String(photos().indexOf(link));
    if (!box.open) { box.showModal(); }
  }
  function step(by) {
    var all = photos(), box = document.getElementById("lightbox");
    show(all[(Number(box.dataset.at) + by + all.length) % all.length]);
  }
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[data-lightbox]");
    var button = event.target.closest && event.target.closest("[data-light]");
    if (link && !event.ctrlKey && !event.metaKey) { event.preventDefault(); show(link); }
    if (button) { step(Number(button.dataset.light)); }
  });
  document.addEventListener("keydown", function (event) {
    var box = document.getElementById("lightbox");
    if (!box || !box.open) { return; }
    if (event.key === "ArrowRight" || event.key === "j") { step(1); }
    else if (event.key === "ArrowLeft" || event.key === "k") { step(-1); }
    else { return; }
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
})();
