// Arrow keys in what opens under a button: down goes in and on, up goes back and out, Home and End
// to either end. Tab goes on as ever, and Escape closes as the parts themselves say.
(function () {
  "use strict";
  // What opens, the button that opens it, and what in it can be gone to.
  var PARTS = [
    { whole: "details.choose", button: "summary", inside: ".menu" },
    { whole: ".more-pages", button: "#more-pages-button", inside: "#more-pages" },
  ];
  var ENTRY = "a[href], button";

  function partOf(target) {
    var found = null;
    PARTS.forEach(function (part) {
      var whole = target.closest(part.whole);
      if (whole) {
        found = {
          whole: whole, button: whole.querySelector(part.button),
          inside: whole.querySelector(part.inside),
        };
      }
    });
    return found && found.button && found.inside ? found : null;
  }

  // Checked anew at each key, since typing narrows a list and opening shows one.
  function entries(part) {
    return Array.from(part.inside.querySelectorAll(ENTRY)).filter(function (each) {
      return each.offsetParent !== null;
    });
  }

  function isOpen(part) {
    return part.whole.matches("details") ? part.whole.open :
      part.button.getAttribute("aria-expanded") === "true";
  }

  function goTo(key, part, at) {
    var all = entries(part);
    if (key === "Home") { return all[0]; }
    if (key === "End") { return all[all.length - 1]; }
    if (key === "ArrowDown") { return all[Math.min(at + 1, all.length - 1)]; }
    return at > 0 ? all[at - 1] : part.button;
  }

  document.addEventListener("keydown", function (event) {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
    if (["ArrowDown", "ArrowUp", "Home", "End"].indexOf(event.key) < 0) { return; }
    var part = partOf(event.target);
    if (!part) { return; }
    var isField = event.target.matches(".choice-find");
    var isButton = part.button.contains(event.target);
    var at = entries(part).indexOf(event.target);
    if (isButton || isField ? event.key !== "ArrowDown" : at < 0) { return; }
    event.preventDefault();
    if (isButton && !isOpen(part)) { part.button.click(); }
    // A field stands above the list that it narrows.
    var list = isField ? { button: part.button, inside: event.target.nextElementSibling } : part;
    var to = goTo(event.key, list, isField ? -1 : at);
    if (to) { to.focus(); }
  });
})();
