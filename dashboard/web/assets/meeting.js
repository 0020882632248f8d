/* A meeting by keyboard and by hand: step with the arrows or a presenter, choose, save. Nothing is
   chosen before. */
(function () {
  "use strict";

  // A presenter sends the Page keys; a space bar steps where it presses nothing else.
  var WAYS = {
    ArrowLeft: "back", PageUp: "back", ArrowRight: "on", PageDown: "on", " ": "on", Escape: "leave",
  };

  function isTyping(target) {
    return Boolean(target.closest("input, textarea, select, [contenteditable], dialog"));
  }

  function isPressing(event) {
    return event.key === " " && Boolean(event.target.closest("button, summary, a, [role='button']"));
  }

  function isBusy() {
    return Boolean(document.querySelector("#drawer .close, details.choose[open], dialog[open]"));
  }

  // Before the page's own keys: Escape closes what is open first, and leaves the item after.
  document.addEventListener("keydown", function (event) {
    var steps = document.querySelector(".meeting");
    if (!steps || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
    if (isBusy() || isTyping(event.target) || isPressing(event)) { return; }
    var way = WAYS[event.key];
    var link = way && document.querySelector("[data-step='" + way + "']");
    if (!link) { return; }
    event.preventDefault();
    link.click();
  }, true);

  function value(form, name) {
    var field = form.querySelector(".field-" + name + " input, input.field-" + name);
    return field ? field.value : "";
  }

  function save(button) {
    var form = button.closest(".decide");
    var chosen = form.querySelector("[data-choice][aria-pressed='true']");
    window.dash_clientside.set_props({ kind: "decide", of: button.dataset.save }, {
      data: {
        view: form.dataset.view, choice: chosen ? chosen.dataset.choice : "",
        owner: value(form, "owner"), review_on: value(form, "review_on"),
        note: value(form, "note"), at: Date.now(),
      },
    });
  }

  function saveWords(button) {
    var text = button.closest(".change-words").querySelector("textarea").value;
    var of = button.dataset.words;
    window.dash_clientside.set_props({ kind: "say", of: of }, {
      data: {
        view: document.querySelector(".decide").dataset.view, side: of.split("-")[1],
        text: text, at: Date.now(),
      },
    });
  }

  document.addEventListener("click", function (event) {
    var choice = event.target.closest("[data-choice]");
    if (choice) {
      choice.parentElement.querySelectorAll("[data-choice]").forEach(function (each) {
        var isOn = each === choice && each.getAttribute("aria-pressed") !== "true";
        each.setAttribute("aria-pressed", String(isOn));
      });
      var ten = document.getElementById("ten");
      if (ten && choice.dataset.choice === "read_ten") {
        ten.open = choice.getAttribute("aria-pressed") === "true";
      }
    }
    var saving = event.target.closest("[data-save]");
    if (saving) { save(saving); }
    var wording = event.target.closest("[data-words]");
    if (wording) { saveWords(wording); }
  });
})();
