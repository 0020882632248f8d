// Runs before the first paint, so that a dark page never flashes light, a known visitor sees no
// greeting, and a page within another never shows its head.
(function () {
  var root = document.documentElement;
  function remembered(name) {
    try { return localStorage.getItem(name); } catch (error) { return null; }
  }
  var chosen = remembered("theme");
  var dark = matchMedia("(prefers-color-scheme: dark)").matches;
  var theme = chosen === "light" || chosen === "dark" ? chosen : dark ? "dark" : "light";
  root.setAttribute("data-theme", theme);
  if (remembered("ledgers") !== "seen") { root.setAttribute("data-first-visit", "yes"); }
  if (new URLSearchParams(location.search).get("embed") === "1") {
    root.setAttribute("data-embed", "");
  }
})();
