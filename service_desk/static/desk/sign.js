/* The frame an owner signs in with a finger or a pen; what is drawn goes into a hidden field when the form is sent,
   and comes back from it where the form does. */
(function () {
  "use strict";
  document.querySelectorAll("[data-sign]").forEach(function (canvas) {
    const form = canvas.closest("form");
    const field = form.querySelector("[name=signature]");
    const pen = canvas.getContext("2d");
    let drawn = false;
    let last = null;
    function at(event) {
      const box = canvas.getBoundingClientRect();
      return [
        (event.clientX - box.left) * (canvas.width / box.width),
        (event.clientY - box.top) * (canvas.height / box.height),
      ];
    }
    if (field.value.indexOf("data:image/png;base64,") === 0) {
      const before = new Image();
      before.onload = function () { pen.drawImage(before, 0, 0, canvas.width, canvas.height); drawn = true; };
      before.src = field.value;
    }
    canvas.addEventListener("pointerdown", function (event) {
      canvas.setPointerCapture(event.pointerId);
      last = at(event);
      event.preventDefault();
    });
    canvas.addEventListener("pointermove", function (event) {
      if (!last) return;
      const next = at(event);
      pen.lineWidth = 4;
      pen.lineCap = "round";
      pen.strokeStyle = "#000";
      pen.beginPath();
      pen.moveTo(last[0], last[1]);
      pen.lineTo(next[0], next[1]);
      pen.stroke();
      last = next;
      drawn = true;
    });
    ["pointerup", "pointercancel"].forEach(function (name) {
      canvas.addEventListener(name, function () { last = null; });
    });
    form.querySelector("[data-sign-again]").addEventListener("click", function () {
      pen.clearRect(0, 0, canvas.width, canvas.height);
      drawn = false;
      field.value = "";
    });
    form.addEventListener("submit", function () {
      field.value = drawn ? canvas.toDataURL("image/png") : "";
    });
  });
})();
