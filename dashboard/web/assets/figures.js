// Figures take their colours from the page's CSS variables, and their points open their rows.
(function () {
  "use strict";
  var TOKEN = /^var\((--[a-z0-9-]+)\)$/;
  var drawn = {};

  // Colours come as the names of tokens, so one figure serves both themes.
  function painted(value, colours) {
    if (typeof value === "string") {
      var found = TOKEN.exec(value);
      return found ? colours.getPropertyValue(found[1]).trim() : value;
    }
    if (Array.isArray(value)) {
      return value.map(function (each) { return painted(each, colours); });
    }
    if (value && typeof value === "object") {
      var made = {};
      Object.keys(value).forEach(function (key) { made[key] = painted(value[key], colours); });
      return made;
    }
    return value;
  }

  function inColours(figure) {
    return painted(figure, getComputedStyle(document.documentElement));
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    gatecostFigures: {
      paint: function (figure) {
        var dash = window.dash_clientside;
        if (!figure) { return dash.no_update; }
        drawn[JSON.stringify(dash.callback_context.outputs_list.id)] = figure;
        return inColours(figure);
      },
      // The same point may be opened again once its drawer is closed, so a click is forgotten.
      open: function (clicked) {
        if (!clicked) { return window.dash_clientside.no_update; }
        var address = clicked.points[0] && clicked.points[0].customdata;
        if (address) {
          history.pushState({}, "", address);
          window.dispatchEvent(new PopStateEvent("popstate"));
        }
        return null;
      },
    },
  });

  // Paper is light: a dark page turns light before printing, its figures with it, and back after.
  function repaint() {
    Object.keys(drawn).forEach(function (id) {
      var place = document.getElementById(id);
      var plot = place && place.querySelector(".js-plotly-plot");
      if (!plot) { delete drawn[id]; return; }
      var figure = inColours(drawn[id]);
      window.Plotly.react(plot, figure.data, Object.assign({}, plot.layout, figure.layout));
    });
  }

  var before = null;
  window.addEventListener("beforeprint", function () {
    before = document.documentElement.getAttribute("data-theme");
    document.documentElement.setAttribute("data-theme", "light");
    repaint();
  });
  window.addEventListener("afterprint", function () {
    if (before === null) { return; }
    document.documentElement.setAttribute("data-theme", before);
    before = null;
    repaint();
  });
})();
