// The slider over the lines a gate could have: each step asks for its range in words, and where it
// comes to rest goes into the address.
(function () {
  "use strict";
  // So long it must stand still before the address follows it, and between two questions.
  var RESTS_MS = 500;
  var ASKS_MS = 60;
  var resting = null;
  var asking = null;
  // While a reader holds the thumb, the page is not drawn anew under their hand.
  var isHeld = false;

  function linesOf(slider) { return slider.dataset.lines.split(","); }

  function addressAt(slider, line) {
    var place = slider.dataset.place;
    if (line === slider.dataset.today) { return place; }
    return place + (place.endsWith("?") ? "" : "&") + "line=" + encodeURIComponent(line);
  }

  // The address of the page itself: what else it holds stays, in its order.
  function hereAt(slider, line) {
    var asked = new URLSearchParams(location.search);
    asked.delete("line");
    if (line !== slider.dataset.today) { asked.append("line", line); }
    return location.pathname + "?" + asked.toString();
  }

  function show(slider, input) {
    var lines = linesOf(slider);
    var line = lines[Number(input.value)];
    var isToday = line === slider.dataset.today;
    input.setAttribute("aria-valuetext", "score " + line + (isToday ? ", today’s line" : ""));
    slider.style.setProperty("--at", (100 * input.value / (lines.length - 1)) + "%");
    return line;
  }

  function ask(slider, line) {
    clearTimeout(asking);
    asking = setTimeout(function () {
      window.dash_clientside.set_props({ kind: "line-asked", of: "threshold_tradeoff" }, {
        data: addressAt(slider, line),
      });
    }, ASKS_MS);
  }

  function rest(slider, line) {
    clearTimeout(resting);
    resting = setTimeout(function () {
      if (isHeld) { rest(slider, line); return; }
      resting = null;
      history.replaceState({}, "", hereAt(slider, line));
      window.dispatchEvent(new PopStateEvent("popstate"));
    }, RESTS_MS);
  }

  function made(slider) {
    var input = document.createElement("input");
    input.type = "range";
    input.min = 0;
    input.step = 1;
    input.setAttribute("aria-label", "Where the line of the gate stands");
    input.addEventListener("input", function () {
      var line = show(slider, input);
      ask(slider, line);
      rest(slider, line);
    });
    input.addEventListener("pointerdown", function () { isHeld = true; });
    slider.querySelector(".line-track").appendChild(input);
    return input;
  }

  // A page drawn anew brings its line along; while a reader moves the slider, theirs stands.
  function tend(slider) {
    var input = slider.querySelector(".line-track input") || made(slider);
    var lines = linesOf(slider);
    var told = slider.dataset.lines + " " + slider.dataset.line;
    if (input.dataset.told === told || resting) { return; }
    input.dataset.told = told;
    input.max = lines.length - 1;
    input.value = lines.indexOf(slider.dataset.line);
    show(slider, input);
  }

  ["pointerup", "pointercancel"].forEach(function (kind) {
    document.addEventListener(kind, function () { isHeld = false; }, true);
  });

  new MutationObserver(function () {
    document.querySelectorAll(".line-slider").forEach(tend);
  }).observe(document.documentElement, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["data-line", "data-lines"],
  });
})();
