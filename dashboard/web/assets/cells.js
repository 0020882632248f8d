// Builds large parts of a page from their description: [tag, attributes, children].
// Words are set as text, addresses are ours or of the web, and no attribute can run anything.
(function () {
  "use strict";
  var ADDRESS = /^([?/#]|https?:\/\/)/;
  var ATTRIBUTE = /^(class|href|target|rel|role|scope|title|tabindex|colspan|for|type|id|(aria|data)-[a-z-]+)$/;
  var TAG = /^(div|span|p|ol|ul|li|a|b|i|h3|dl|dt|dd|table|caption|thead|tbody|tr|th|td|figure|figcaption|button)$/;

  function made(part) {
    if (typeof part === "string") { return document.createTextNode(part); }
    if (!TAG.test(part[0])) { return document.createTextNode(""); }
    var element = document.createElement(part[0]);
    Object.keys(part[1]).forEach(function (name) {
      var value = part[1][name];
      if (name === "style") {
        Object.keys(value).forEach(function (each) { element.style.setProperty(each, value[each]); });
      } else if (ATTRIBUTE.test(name) && (name !== "href" || ADDRESS.test(value))) {
        element.setAttribute(name, value);
      }
    });
    part[2].forEach(function (child) { element.appendChild(made(child)); });
    return element;
  }

  function build() {
    document.querySelectorAll(".frozen").forEach(function (place) {
      if (place.gatecostTree === place.dataset.tree) { return; }
      place.gatecostTree = place.dataset.tree;
      place.replaceChildren(made(JSON.parse(place.dataset.tree)));
    });
  }

  new MutationObserver(build).observe(document.documentElement, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["data-tree"],
  });
})();
