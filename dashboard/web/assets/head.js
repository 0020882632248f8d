// What opens in the head of the page: the menu of a phone, the pages under More, the filters that a
// narrow page folds into one line; and the note for first visitors, once.
(function () {
  "use strict";
  // Button, and what says that it is open: where the page is drawn anew, the place of it stays.
  var PARTS = [
    { button: "#more-pages-button", key: "more" },
    { button: "#menu-open", key: "menu" },
    { button: ".fold", key: "filters" },
  ];
  var root = document.documentElement;

  function isOpen(part) { return root.getAttribute("data-open-" + part.key) === "yes"; }

  function set(part, open) {
    if (open) { root.setAttribute("data-open-" + part.key, "yes"); }
    else { root.removeAttribute("data-open-" + part.key); }
    tell(part);
  }

  function tell(part) {
    var button = document.querySelector(part.button);
    var said = String(isOpen(part));
    if (button && button.getAttribute("aria-expanded") !== said) {
      button.setAttribute("aria-expanded", said);
    }
  }

  function seen() {
    root.removeAttribute("data-first-visit");
    try { localStorage.setItem("ledgers", "seen"); } catch (error) { return; }
  }

  document.addEventListener("click", function (event) {
    var target = event.target;
    PARTS.forEach(function (part) {
      if (target.closest(part.button)) { set(part, !isOpen(part)); }
    });
    if (!target.closest(".more-pages") || target.closest("#more-pages a")) { set(PARTS[0], false); }
    if (!target.closest("header") || target.closest("nav a")) { set(PARTS[1], false); }
    if (target.closest("#first-visit-seen")) {
      seen();
      document.getElementById("page").focus({ preventScroll: true });
    }
    if (target.closest(".first-visit a")) { seen(); }
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || event.defaultPrevented) { return; }
    // The menu of a choice lies within the folded filters, and closes first.
    if (document.querySelector("details.choose[open]")) { return; }
    var open = PARTS.find(function (part) {
      var button = document.querySelector(part.button);
      return isOpen(part) && button && button.offsetParent !== null;
    });
    if (!open) { return; }
    set(open, false);
    document.querySelector(open.button).focus();
    event.preventDefault();
  }, true);

  new MutationObserver(function () { PARTS.forEach(tell); })
    .observe(document.documentElement, { childList: true, subtree: true });
})();
