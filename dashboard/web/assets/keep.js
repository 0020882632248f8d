// A field in the page that has the focus keeps it when the page is drawn anew around it.
(function () {
  "use strict";
  var PLACES = ["[data-assume='{}'] input", ".line-slider[data-today='{}'] input"];
  var held = null;

  // Where the field will be found again: by its assumption, or as the slider of a line.
  function placeOf(field) {
    var line = field.closest("[data-assume]");
    var slider = field.closest(".line-slider");
    if (line) { return PLACES[0].replace("{}", line.dataset.assume); }
    return slider ? PLACES[1].replace("{}", slider.dataset.today) : "";
  }

  document.addEventListener("focusin", function (event) {
    var place = event.target.tagName === "INPUT" ? placeOf(event.target) : "";
    held = place ? { place: place, field: event.target } : null;
  });

  // Who presses elsewhere has left it, though nothing there takes the focus.
  document.addEventListener("pointerdown", function (event) {
    if (held && event.target !== held.field) { held = null; }
  }, true);

  new MutationObserver(function () {
    if (!held || document.contains(held.field)) { return; }
    var field = document.querySelector(held.place);
    if (field && document.activeElement === document.body) { field.focus({ preventScroll: true }); }
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
