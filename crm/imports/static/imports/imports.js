/* A file may be dropped where it is chosen; its name and size are said before it is sent. */
(function () {
  "use strict";

  function size(bytes) {
    return bytes < 1048576 ? Math.max(1, Math.round(bytes / 1024)) + " kB" : (bytes / 1048576).toFixed(1) + " MB";
  }

  function told(zone, input) {
    var file = input.files[0];
    zone.querySelector("[data-drop-name]").textContent = file ? file.name + " · " + size(file.size) : "";
  }

  document.querySelectorAll("[data-drop]").forEach(function (zone) {
    var input = zone.querySelector("input[type=file]");
    ["dragenter", "dragover"].forEach(function (name) {
      zone.addEventListener(name, function (event) {
        event.preventDefault();
        zone.classList.add("imp-over");
      });
    });
    zone.addEventListener("dragleave", function (event) {
      if (!zone.contains(event.relatedTarget)) { zone.classList.remove("imp-over"); }
    });
    zone.addEventListener("drop", function (event) {
      event.preventDefault();
      zone.classList.remove("imp-over");
      if (event.dataTransfer.files.length) {
        input.files = event.dataTransfer.files;
        told(zone, input);
      }
    });
    input.addEventListener("change", function () { told(zone, input); });
  });
})();
