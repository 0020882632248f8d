// The little the page does by itself: go to an address without loading, close, copy, change theme.
// Every state is in the address, so each action is a link or one of these buttons.
(function () {
  "use strict";
  var BESIDE = ["drill", "list", "mark", "about", "show", "sort", "has", "wide", "deal"];
  var opener = null;

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    gatecost: {
      // The page and the drawer are asked for apart, so that opening a drawer redraws no page.
      split: function (pathname, search) {
        var asked = new URLSearchParams(search || "");
        var opens = ["drill", "list", "about", "deal"].some(function (key) { return asked.has(key); });
        var beside = opens ? asked.toString() : "";
        BESIDE.forEach(function (key) { asked.delete(key); });
        document.documentElement.toggleAttribute("data-embed", asked.get("embed") === "1");
        var view = (pathname || "/") + "?" + asked.toString();
        var held = window.gatecostHeld || {};
        window.gatecostHeld = { view: view, beside: beside };
        var same = window.dash_clientside.no_update;
        return [held.view === view ? same : view, held.beside === beside ? same : beside];
      },
    },
  });

  // Each item of a meeting is a screen of its own, as each page is.
  function screenNow() {
    return location.pathname + "#" + new URLSearchParams(location.search).get("item");
  }

  function go(address) {
    var before = location.pathname;
    var screen = screenNow();
    history.pushState({}, "", address);
    window.dispatchEvent(new PopStateEvent("popstate"));
    if (screenNow() !== screen) { window.scrollTo(0, 0); }
    if (location.hash) { reachAfter(location.hash.slice(1), location.pathname === before); }
  }

  function say(text) {
    var place = document.getElementById("said");
    if (place) { place.textContent = text; }
  }

  // Copies the address of the page, of one answer on it, or the text of an element.
  function copy(button) {
    var name = button.textContent;
    var part = button.dataset.copy || "";
    var lines = document.getElementById(button.dataset.copyOf || "");
    var address = lines ? lines.textContent :
      part[0] === "#" ? location.href.split("#")[0] + part : location.href;
    var done = function () {
      button.textContent = "Copied";
      say(lines ? "Lines copied" : "Link copied");
      setTimeout(function () { button.textContent = name; }, 1600);
    };
    if (navigator.clipboard) {
      navigator.clipboard.writeText(address).then(done, function () { say(address); });
    } else {
      var field = document.createElement("textarea");
      field.value = address;
      document.body.appendChild(field);
      field.select();
      document.execCommand("copy");
      field.remove();
      done();
    }
  }

  function show(theme) {
    document.documentElement.setAttribute("data-theme", theme);
    window.dash_clientside.set_props("theme-shown", { data: theme });
  }

  var hasChosen = false;

  function changeTheme() {
    var shown = document.documentElement.getAttribute("data-theme");
    var theme = shown === "dark" ? "light" : "dark";
    hasChosen = true;
    try { localStorage.setItem("theme", theme); } catch (error) { say(theme); }
    show(theme);
    say(theme + " colours");
  }

  // Who has chosen no theme sees the system's, also when it changes while the page is open.
  function isChosen() {
    try { return hasChosen || Boolean(localStorage.getItem("theme")); } catch (error) { return hasChosen; }
  }

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", function (event) {
    if (!isChosen()) { show(event.matches ? "dark" : "light"); }
  });

  function closeMenus(except) {
    document.querySelectorAll("details.choose[open]").forEach(function (menu) {
      if (menu !== except) { menu.open = false; }
    });
  }

  // Dash draws the filters anew with every answer: a menu of several values stays open, and the
  // focus stays where it was.
  var chosen = null;

  function keepMenu(link) {
    var menu = link.closest("details.choose");
    if (!menu) { return; }
    var menus = Array.from(document.querySelectorAll("details.choose"));
    chosen = {
      menu: menus.indexOf(menu), text: link.textContent, old: menu,
      open: !menu.hasAttribute("data-once"),
    };
  }

  function restoreMenu() {
    if (!chosen || document.contains(chosen.old)) { return; }
    var menu = document.querySelectorAll("details.choose")[chosen.menu];
    if (!menu) { return; }
    var wanted = chosen;
    chosen = null;
    menu.open = wanted.open;
    var links = Array.from(menu.querySelectorAll("a"));
    var link = links.find(function (each) { return each.textContent === wanted.text; });
    (wanted.open && link ? link : menu.querySelector("summary")).focus({ preventScroll: true });
  }

  // An answer opened in place keeps the focus on its line, though the page is drawn anew.
  var line = null;

  function restoreLine() {
    if (!line || document.contains(line.old)) { return; }
    var place = document.querySelector("[data-line='" + line.id + "']");
    if (!place) { return; }
    line = null;
    place.focus({ preventScroll: true });
  }

  // While a further answer is worked out again, its line shows the old one, dimmed.
  var lateTexts = {};

  function keepLate() {
    document.querySelectorAll(".answer").forEach(function (late) {
      var id = late.querySelector("[data-line]");
      var says = late.querySelector(".says");
      if (!id || !says) { return; }
      var waiting = says.querySelector(".waiting");
      if (!waiting) {
        lateTexts[id.dataset.line] = says.textContent;
      } else if (lateTexts[id.dataset.line] && !waiting.dataset.old) {
        waiting.setAttribute("data-old", lateTexts[id.dataset.line]);
      }
    });
  }

  // A link to one answer leads to its place once the page stands.
  var wanted = location.hash.slice(1);
  var oldTitle = "";

  function titleNow() {
    var title = document.querySelector("#page h1");
    return title ? title.textContent : "";
  }

  // Another page stands when its title does; the same page has its places already.
  function reachAfter(name, isSame) {
    wanted = name;
    oldTitle = isSame ? "" : titleNow();
    reachPlace();
  }

  function reachPlace() {
    if (!wanted || !titleNow() || titleNow() === oldTitle) { return; }
    var place = document.getElementById(wanted);
    if (place) {
      wanted = "";
      place.scrollIntoView();
    }
  }

  function isOurs(link, event) {
    var plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
    return plain && link.origin === location.origin && !link.target &&
      !link.dataset.download && !link.dataset.load && !link.classList.contains("skip");
  }

  document.addEventListener("click", function (event) {
    var target = event.target;
    closeMenus(target.closest("details.choose"));
    if (target.closest("#theme")) { changeTheme(); return; }
    var copying = target.closest("#copy-link, [data-copy], [data-copy-of]");
    if (copying) { copy(copying); return; }
    var link = target.closest("a[href]");
    if (!link || !isOurs(link, event)) { return; }
    event.preventDefault();
    if (!link.closest("#drawer")) { opener = link.getAttribute("href"); }
    keepMenu(link);
    if (link.dataset.line) { line = { id: link.dataset.line, old: link }; }
    if (link.closest("[data-once]")) { closeMenus(null); }
    go(link.href);
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || event.defaultPrevented) { return; }
    var menu = document.querySelector("details.choose[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
      return;
    }
    var close = document.querySelector("#drawer .close");
    if (close) { close.click(); }
  });

  // Focus goes into a drawer that opens, and back to what opened it when it closes.
  var wasOpen = false;
  new MutationObserver(function () {
    restoreMenu();
    restoreLine();
    keepLate();
    reachPlace();
    var title = document.getElementById("drawer-title");
    var isOpen = Boolean(title);
    if (isOpen && !wasOpen) { title.focus({ preventScroll: true }); }
    if (!isOpen && wasOpen && opener) {
      var links = Array.from(document.querySelectorAll("#page a"));
      var back = links.find(function (each) { return each.getAttribute("href") === opener; });
      if (back) { back.focus({ preventScroll: true }); }
    }
    wasOpen = isOpen;
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
