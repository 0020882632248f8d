// Each new component of a page tells Dash's store to forget what was remembered of its place, and
// the store tells every other component, whether or not there was anything to forget: a page of a
// thousand would take a million calls. Where nothing is remembered, nothing need be said.
(function () {
  "use strict";
  var held;

  function says(store, told) {
    if (told.type !== "RESET_COMPONENT_STATE") { return true; }
    var remembered = Object.keys(store.getState().layoutHashes || {});
    var place = told.payload && told.payload.itempath;
    // As Dash writes a place; see stringifyPath in its renderer.
    return !place || remembered.some(function (each) { return each.startsWith(place.join(",")); });
  }

  Object.defineProperty(window, "store", {
    configurable: true,
    get: function () { return held; },
    set: function (store) {
      var dispatch = store.dispatch;
      store.dispatch = function (told) {
        return says(store, told) ? dispatch(told) : told;
      };
      held = store;
    },
  });
})();
