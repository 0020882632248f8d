// Typing narrows lists: the search over every question, page and word, and long lists of choices.
// The search asks the server once when it opens; what is typed stays in the browser.
(function () {
  "use strict";
  var asked = null;
  var field = null;

  function dialog() { return document.getElementById("find"); }
  function list() { return document.getElementById("find-list"); }
  function isOpen() { return Boolean(dialog() && dialog().open); }

  function wordsIn(text) {
    return text.toLowerCase().split(/\s+/).filter(Boolean);
  }

  function hasAll(element, typed) {
    var text = (element.textContent + " " + (element.dataset.sought || "")).toLowerCase();
    return typed.every(function (word) { return text.indexOf(word) >= 0; });
  }

  function visible() {
    return Array.from(list().querySelectorAll(".found:not([hidden])"));
  }

  function activate(option) {
    list().querySelectorAll("[aria-selected='true']").forEach(function (each) {
      if (each !== option) { each.setAttribute("aria-selected", "false"); }
    });
    if (!option) { field.removeAttribute("aria-activedescendant"); return; }
    if (option.getAttribute("aria-selected") !== "true") {
      option.setAttribute("aria-selected", "true");
    }
    field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function narrow() {
    var typed = wordsIn(field.value);
    list().querySelectorAll(".found").forEach(function (each) {
      each.hidden = !hasAll(each, typed);
    });
    list().querySelectorAll(".found-group").forEach(function (group) {
      group.hidden = !group.querySelector(".found:not([hidden])");
    });
    var left = visible();
    var none = document.getElementById("find-none");
    var waits = !list().querySelector(".found");
    none.hidden = left.length > 0;
    none.textContent = waits ? "Reading the questions." : "Nothing here has these words.";
    var chosen = list().querySelector("[aria-selected='true']:not([hidden])");
    activate(typed.length ? chosen || left[0] : chosen);
  }

  function makeField() {
    field = document.createElement("input");
    var told = {
      type: "text", id: "find-typed", role: "combobox", autocomplete: "off", spellcheck: "false",
      placeholder: "Find a question, a page or a word", "aria-label": "Find a question, a page or a word",
      "aria-controls": "find-list", "aria-expanded": "true", "aria-autocomplete": "list",
    };
    Object.keys(told).forEach(function (name) { field.setAttribute(name, told[name]); });
    document.getElementById("find-field").appendChild(field);
    field.addEventListener("input", narrow);
    field.addEventListener("keydown", onKey);
    new MutationObserver(narrow).observe(list(), { childList: true, subtree: true });
  }

  function onKey(event) {
    var step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    var options = visible();
    var at = options.findIndex(function (each) {
      return each.getAttribute("aria-selected") === "true";
    });
    if (step && options.length) {
      event.preventDefault();
      activate(options[Math.max(0, Math.min(options.length - 1, at + step))]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (at >= 0) { options[at].click(); }
    }
  }

  function open() {
    if (!dialog() || isOpen()) { return; }
    if (!field) { makeField(); }
    field.value = "";
    activate(null);
    dialog().showModal();
    field.focus();
    narrow();
    list().scrollTop = 0;
    var view = (window.gatecostHeld || {}).view || location.pathname + location.search;
    if (asked === view && list().querySelector(".found")) { return; }
    asked = view;
    window.dash_clientside.set_props("find-asked", { data: { view: view, at: Date.now() } });
  }

  function close() { if (isOpen()) { dialog().close(); } }

  function isTyping(target) {
    return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  }

  // A long list of choices gets a field when it is first seen.
  function addField(choices) {
    if (choices.previousElementSibling && choices.previousElementSibling.matches(".choice-find")) { return; }
    var typing = document.createElement("input");
    typing.type = "text";
    typing.className = "choice-find";
    typing.setAttribute("placeholder", choices.dataset.narrow);
    typing.setAttribute("aria-label", choices.dataset.narrow);
    choices.parentNode.insertBefore(typing, choices);
    typing.addEventListener("input", function () {
      var typed = wordsIn(typing.value);
      choices.querySelectorAll("a").forEach(function (link) {
        link.hidden = !hasAll(link, typed);
      });
    });
    typing.addEventListener("keydown", function (event) {
      var first = choices.querySelector("a:not([hidden])");
      if (event.key === "Enter" && typing.value && first) { first.click(); }
    });
    return typing;
  }

  document.addEventListener("toggle", function (event) {
    var menu = event.target;
    if (!menu.matches || !menu.matches("details.choose") || !menu.open) { return; }
    menu.querySelectorAll("[data-narrow]").forEach(addField);
  }, true);

  document.addEventListener("click", function (event) {
    if (event.target.closest("#find-open")) { open(); return; }
    if (event.target.closest("#find-close") || event.target === dialog()) { close(); return; }
    if (event.target.closest("#find .found")) {
      close();
      document.getElementById("page").focus({ preventScroll: true });
    }
  });

  document.addEventListener("keydown", function (event) {
    if (isOpen()) {
      if (event.key === "Escape") { event.preventDefault(); close(); }
      return;
    }
    var plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.defaultPrevented;
    if (event.key !== "/" || !plain || isTyping(event.target)) { return; }
    event.preventDefault();
    open();
  }, true);
})();
