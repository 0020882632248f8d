// A number typed in the list of assumptions goes into the address, and the page is drawn from there.
// Enter or leaving the field takes it, Escape gives the old one back, an empty field our own.
(function () {
  "use strict";
  // As the server reads it: no sign, no power of ten.
  var NUMBER = /^[0-9]{1,10}(\.[0-9]{1,6})?$/;

  function lineOf(target) { return target.closest && target.closest("[data-assume]"); }

  // 1,900 and 1 900 are the same number; 0,7 is asked again, for it could be either.
  function plain(text) {
    var tidy = text.replace(/\s/g, "");
    return /^[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$/.test(tidy) ? tidy.replace(/,/g, "") : tidy;
  }

  function written(number) { return number.toFixed(6).replace(/\.?0+$/, ""); }

  function isSound(text, line) {
    var number = Number(text);
    return NUMBER.test(text) && number >= Number(line.dataset.low) &&
      number <= Number(line.dataset.high) && (!line.dataset.whole || number % 1 === 0);
  }

  function grouped(text) { return Number(text).toLocaleString("en-US"); }

  function refuse(line, input) {
    var kind = line.dataset.whole ? "a whole number" : "a number";
    input.setAttribute("aria-invalid", "true");
    line.querySelector(".fault").textContent = "Write " + kind + " from " +
      grouped(line.dataset.low) + " to " + grouped(line.dataset.high) + ".";
  }

  function accept(line, input) {
    input.removeAttribute("aria-invalid");
    line.querySelector(".fault").textContent = "";
  }

  // The page's own address with this number in it; without it where the field is empty.
  function addressWith(key, text) {
    var asked = new URLSearchParams(location.search);
    asked.delete(key);
    if (text) { asked.append(key, text); }
    return location.pathname + "?" + asked.toString();
  }

  // The field is drawn by Dash, which must hear of what is put into it.
  function putBack(line) {
    window.dash_clientside.set_props({ kind: "assumed", of: line.dataset.assume }, {
      value: line.dataset.value,
    });
  }

  function take(line, input) {
    var typed = plain(input.value);
    if (typed && !isSound(typed, line)) { refuse(line, input); return; }
    accept(line, input);
    var number = typed && written(Number(typed) / Number(line.dataset.times));
    var address = addressWith(line.dataset.assume, number);
    if (!typed) { putBack(line); }
    if (address === location.pathname + "?" + new URLSearchParams(location.search)) { return; }
    history.pushState({}, "", address);
    window.dispatchEvent(new PopStateEvent("popstate"));
    document.getElementById("said").textContent = "Figures worked out again.";
  }

  document.addEventListener("change", function (event) {
    var line = lineOf(event.target);
    if (line) { take(line, event.target); }
  });

  // Before the page's own keys, to which Escape closes a drawer.
  document.addEventListener("keydown", function (event) {
    var line = lineOf(event.target);
    if (!line || event.target.tagName !== "INPUT") { return; }
    if (event.key === "Escape" && event.target.value !== line.dataset.value) {
      event.preventDefault();
      putBack(line);
      accept(line, event.target);
    }
  }, true);
})();
