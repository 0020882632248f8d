// Words that the rows in the drawer must have, and where the focus goes when the drawer shows
// something else: to what was pressed, to the row one came from, else to the title.
(function () {
  "use strict";
  var pressed = "";
  var opened = "";
  var form = "";

  function find(input) {
    var asked = new URLSearchParams(location.search);
    var words = input.value.trim();
    if ((asked.get("has") || "") === words) { return; }
    pressed = "has-words";
    asked.delete("show");
    if (words) { asked.set("has", words); } else { asked.delete("has"); }
    history.pushState({}, "", location.pathname + "?" + asked.toString());
    window.dispatchEvent(new PopStateEvent("popstate"));
  }

  document.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && event.target.id === "has-words") { find(event.target); }
  });

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-find]");
    if (button) { find(document.getElementById(button.dataset.find)); return; }
    var key = event.target.closest("#drawer [data-key]");
    pressed = key ? key.dataset.key : "";
    if (pressed.indexOf("deal ") === 0) { opened = pressed; }
  }, true);

  function keyed(key) {
    if (key === "has-words") { return document.getElementById(key); }
    var all = Array.from(document.querySelectorAll("#drawer [data-key]"));
    return key && all.find(function (each) { return each.dataset.key === key; });
  }

  // Dash draws the drawer anew: what had the focus may be gone.
  function keepFocus() {
    var shown = document.querySelector("#drawer [data-form]");
    var now = shown ? shown.dataset.form : "";
    var changed = form && now && now !== form;
    var isBack = changed && form.indexOf("deal ") === 0;
    form = now;
    if (!now) { pressed = opened = ""; }
    var lost = !document.activeElement || document.activeElement === document.body;
    if (changed) {
      document.getElementById("drawer").scrollTop = 0;
      var to = (isBack && keyed(opened)) || document.getElementById("drawer-title");
      if (to) { to.focus({ preventScroll: !isBack }); }
    } else if (lost && pressed) {
      var again = keyed(pressed) || document.getElementById("drawer-title");
      if (again) { again.focus({ preventScroll: true }); }
    }
  }

  new MutationObserver(keepFocus).observe(document.documentElement, { childList: true, subtree: true });
})();
