/* How long a text message becomes, while it is written. Counts as crm/messages/segments.py does. */
(function () {
  "use strict";
  var PLAIN = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
  var TWICE = "\f^{}\\[~]|€";

  function lengthOf(text) {
    var signs = Array.from(text);
    var plain = signs.every(function (sign) { return PLAIN.indexOf(sign) >= 0 || TWICE.indexOf(sign) >= 0; });
    var sizes = signs.map(function (sign) {
      return plain ? (TWICE.indexOf(sign) >= 0 ? 2 : 1) : sign.length;
    });
    var units = sizes.reduce(function (sum, size) { return sum + size; }, 0);
    if (units <= (plain ? 160 : 70)) { return { units: units, parts: units ? 1 : 0 }; }
    var room = plain ? 153 : 67, free = room, parts = 1;
    sizes.forEach(function (size) {
      if (size > free) { parts += 1; free = room; }
      free -= size;
    });
    return { units: units, parts: parts };
  }

  function say(counter) {
    var around = counter.closest("[data-text-around], form, .dk-compose-owner");
    var area = around && around.querySelector("textarea");
    if (!area) { return; }
    var found = lengthOf(area.value.trim());
    counter.textContent = counter.dataset.signs + " " + found.units + " · " + counter.dataset.parts + " " + found.parts;
    counter.classList.toggle("ds-tone-notice", found.parts > 3);
  }
  function all() { document.querySelectorAll("[data-text-counter]").forEach(say); }

  document.addEventListener("input", function (event) {
    if (event.target.tagName === "TEXTAREA") { all(); }
  });
  document.addEventListener("htmx:afterSettle", all);
  document.addEventListener("DOMContentLoaded", all);
})();
