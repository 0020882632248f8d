// What can be measured of a page as it stands: text that is cut or covered, targets too small to
// hit, focus nobody sees. Each function returns words about what it found; nothing is well.
(function () {
  "use strict";
  // Pixels by which boxes may differ from what is drawn: rounding, and the air within a line.
  var ROUNDING = 1.5;
  var LEAST = 24;
  var TARGETS = "a[href], button, summary, input, select, textarea, [tabindex='0']";

  function shown(each) {
    return each.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
      !each.closest(".heard");
  }

  function layer(each) {
    return each.closest("#drawer, .menu, dialog, [role='dialog'], #page, header");
  }

  // Every run of words that is on screen, with the box of each of its lines.
  function texts(root) {
    var walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    var found = [];
    for (var node = walker.nextNode(); node; node = walker.nextNode()) {
      var words = node.data.trim();
      if (!words || node.parentElement.closest("script, style, noscript") ||
          !shown(node.parentElement)) { continue; }
      var range = document.createRange();
      range.selectNodeContents(node);
      var boxes = Array.from(range.getClientRects()).filter(function (box) {
        return box.width > 0.5 && box.height > 0.5;
      });
      boxes.forEach(function (box) {
        found.push({ words: words, box: box, of: node.parentElement, node: node });
      });
    }
    return found;
  }

  function named(each) {
    var kind = each.getAttribute("class") || each.id || each.tagName.toLowerCase();
    var near = each.closest("[id]:not([id^='react'])");
    return (near ? near.id.slice(0, 40) + " " : "") + kind;
  }

  function hides(look, axis) {
    return look["overflow" + axis] === "hidden" || look["overflow" + axis] === "clip";
  }

  function scrolls(look, axis) {
    return look["overflow" + axis] === "auto" || look["overflow" + axis] === "scroll";
  }

  // Says by which box around it a text is cut, if by any.
  function cutBy(text) {
    var scrolled = { X: false, Y: false };
    for (var around = text.of; around && around !== document.body; around = around.parentElement) {
      var look = getComputedStyle(around);
      if (around.tagName !== "svg" && look.display === "inline") { continue; }
      var room = around.getBoundingClientRect();
      if (hides(look, "X") && !scrolled.X &&
          (text.box.left < room.left - ROUNDING || text.box.right > room.right + ROUNDING)) {
        return around;
      }
      // A line is higher than its letters: a fifth of it may lie outside.
      var air = text.box.height / 5;
      if (hides(look, "Y") && !scrolled.Y &&
          (text.box.top < room.top - air || text.box.bottom > room.bottom + air)) {
        return around;
      }
      scrolled.X = scrolled.X || scrolls(look, "X");
      scrolled.Y = scrolled.Y || scrolls(look, "Y");
      if (look.position === "fixed") { break; }
    }
    var width = document.documentElement.clientWidth;
    if (!scrolled.X && (text.box.left < -ROUNDING || text.box.right > width + ROUNDING)) {
      return document.documentElement;
    }
    return null;
  }

  function cut() {
    return texts(document.body).filter(function (text) {
      return !text.of.matches(".skip");
    }).map(function (text) {
      var by = cutBy(text);
      return by && named(text.of) + ": " + text.words.slice(0, 50) + " | by " + named(by);
    }).filter(Boolean);
  }

  // Whether a box lies outside what the scrolling one around it shows at the moment, by more than
  // so many pixels of each side.
  function isScrolledAway(each, box, within) {
    for (var around = each; around && around !== document.body; around = around.parentElement) {
      var look = getComputedStyle(around);
      if (look.display === "inline" || !scrolls(look, "X") && !scrolls(look, "Y")) { continue; }
      var room = around.getBoundingClientRect();
      if (box.top > room.bottom - within || box.bottom < room.top + within ||
          box.left > room.right - within || box.right < room.left + within) { return true; }
    }
    return false;
  }

  // Pairs of texts of one layer whose letters lie over each other.
  function covered() {
    var all = texts(document.body).filter(function (text) {
      return !text.of.matches(".skip") && !isScrolledAway(text.of, text.box, 4);
    });
    var letters = all.map(function (text) {
      var air = text.box.height / 4.5;
      return {
        left: text.box.left, right: text.box.right, top: text.box.top + air,
        bottom: text.box.bottom - air, node: text.node, layer: layer(text.of),
        said: named(text.of) + ": " + text.words.slice(0, 40),
      };
    }).sort(function (one, other) { return one.top - other.top; });
    var found = [];
    letters.forEach(function (one, at) {
      for (var next = at + 1; next < letters.length && letters[next].top < one.bottom; next += 1) {
        var other = letters[next];
        var across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        var down = Math.min(one.bottom, other.bottom) - other.top;
        if (one.node !== other.node && one.layer === other.layer && across > 1 && down > 1) {
          found.push(one.said + " | " + other.said);
        }
      }
    });
    return found;
  }

  function wide() {
    var width = document.documentElement.clientWidth;
    var is = document.documentElement.scrollWidth;
    return is > width + 1 ? ["the page is " + is + " wide"] : [];
  }

  // A target as WCAG 2.2 has it (2.5.8): large enough, or with air around, or within a sentence,
  // or with another one that does the same.
  function isInSentence(each) {
    if (getComputedStyle(each).display !== "inline") { return false; }
    var block = each.parentElement;
    while (block && getComputedStyle(block).display === "inline") { block = block.parentElement; }
    var own = each.textContent.trim().length;
    return block.textContent.trim().length - own > 3 &&
      Array.from(block.childNodes).some(function (child) {
        return child.nodeType === 3 && child.data.trim().length > 2;
      });
  }

  function targets() {
    // While a question is asked of the reader, all else is out of reach.
    var asking = document.querySelector(":modal") || document;
    return Array.from(asking.querySelectorAll(TARGETS)).filter(function (each) {
      var box = each.getBoundingClientRect();
      return shown(each) && box.width > 1 && box.height > 1 && !each.matches(".skip");
    });
  }

  function reach(each) {
    var box = each.getBoundingClientRect();
    // A round mark may be given a larger ground to hit by what is drawn after it.
    var after = getComputedStyle(each, "::after");
    var more = after.content !== "none" && after.position === "absolute" &&
      parseFloat(after.top) < 0 ? -2 * parseFloat(after.top) : 0;
    return { width: box.width + more, height: box.height + more,
      x: box.left + box.width / 2, y: box.top + box.height / 2, box: box };
  }

  function small() {
    var all = targets().filter(function (each) {
      var box = each.getBoundingClientRect();
      return !isScrolledAway(each.parentElement, box, Math.min(box.width, box.height));
    }).map(function (each) {
      return { each: each, at: reach(each), layer: layer(each) };
    });
    var isLarge = function (one) { return one.at.width >= LEAST && one.at.height >= LEAST; };
    var isApart = function (one) {
      return all.every(function (other) {
        if (other === one || other.layer !== one.layer || other.each.contains(one.each) ||
            one.each.contains(other.each)) { return true; }
        if (!isLarge(other)) {
          return Math.hypot(one.at.x - other.at.x, one.at.y - other.at.y) >= LEAST - 0.5;
        }
        var dx = Math.max(other.at.box.left - one.at.x, 0, one.at.x - other.at.box.right);
        var dy = Math.max(other.at.box.top - one.at.y, 0, one.at.y - other.at.box.bottom);
        return Math.hypot(dx, dy) >= LEAST / 2 - 0.5;
      });
    };
    var twins = reachable();
    var isTwice = function (one) {
      var address = one.each.getAttribute("href");
      return one.each.tabIndex < 0 && twins.has(address);
    };
    return all.filter(function (one) {
      return !isLarge(one) && !isTwice(one) && !isInSentence(one.each) && !isApart(one);
    }).map(function (one) {
      return named(one.each) + " " + one.at.width.toFixed(0) + "x" + one.at.height.toFixed(0) +
        ": " + one.each.textContent.trim().slice(0, 40);
    });
  }

  function tabbable() {
    return targets().filter(function (each) { return each.tabIndex >= 0 && !each.disabled; });
  }

  // The addresses that keys reach, also where a closed part must be opened first.
  function reachable() {
    var links = tabbable().concat(Array.from(
      document.querySelectorAll("details:not([open]) a[href]:not([tabindex='-1'])")));
    return new Set(links.map(function (each) { return each.getAttribute("href"); }));
  }

  // Whether a box around shows the focus by a line of its own, and takes it away again.
  function isShownAround(each) {
    var boxes = [each.parentElement, each.closest("[class*='head']")].filter(Boolean);
    var lines = function () {
      return boxes.map(function (box) { return getComputedStyle(box).boxShadow; }).join();
    };
    var focused = lines();
    each.blur();
    return focused !== lines();
  }

  // Call it after a key was pressed: then the browser shows focus as it does for keys.
  function unseen() {
    return tabbable().map(function (each) {
      each.focus({ preventScroll: true });
      if (document.activeElement !== each) { return named(each) + " takes no focus"; }
      var look = getComputedStyle(each);
      var width = look.outlineStyle === "none" ? 0 : parseFloat(look.outlineWidth);
      if (width < 2) { return isShownAround(each) ? null : named(each) + " has no outline"; }
      var out = parseFloat(look.outlineOffset) + width;
      var box = each.getBoundingClientRect();
      for (var around = each.parentElement; around && around !== document.body && out > 0;
        around = around.parentElement) {
        var edge = getComputedStyle(around);
        var room = around.getBoundingClientRect();
        var hidden = (edge.overflowX !== "visible" &&
            (box.left - out < room.left - 0.5 && box.right + out > room.right + 0.5)) ||
          (edge.overflowY !== "visible" &&
            (box.top - out < room.top - 0.5 && box.bottom + out > room.bottom + 0.5));
        if (hidden) { return named(each) + "'s outline is cut by " + named(around); }
      }
      return null;
    }).filter(Boolean);
  }

  // No text below 12 pixels, but for the round question marks.
  function tiny() {
    return texts(document.body).filter(function (text) {
      return parseFloat(getComputedStyle(text.of).fontSize) < 12 && !text.of.matches(".ask");
    }).map(function (text) { return named(text.of) + ": " + text.words.slice(0, 40); });
  }

  // What those who hear the page, or have keys alone, would miss of its figures.
  function unheard() {
    var found = [];
    var reached = reachable();
    document.querySelectorAll("#page a[href][tabindex='-1']").forEach(function (each) {
      if (shown(each) && !reached.has(each.getAttribute("href"))) {
        found.push(named(each) + " opens what no key reaches: " + each.getAttribute("href"));
      }
    });
    document.querySelectorAll("div.figure").forEach(function (figure) {
      var name = figure.getAttribute("aria-label");
      if (!name) { found.push(named(figure) + " has no name"); }
      var around = figure.closest(".card, .answer, section");
      var said = around && around.querySelector("h2, .says");
      if (!said || !said.textContent.trim()) { found.push(name + " has no sentence"); }
      if (!figure.querySelector("table, ol, ul, dl, .blocks, .lines, .note")) {
        found.push(name + " has neither table nor list");
      }
    });
    document.querySelectorAll(".plotted").forEach(function (plotted) {
      var drawn = plotted.querySelector(".js-plotly-plot");
      if (drawn) { found = found.concat(untold(plotted, drawn)); }
    });
    return found;
  }

  // The points of a drawn figure that its table does not give: by their address and number.
  function untold(plotted, drawn) {
    var cells = {};
    plotted.querySelectorAll("table a[href]").forEach(function (each) {
      cells[each.getAttribute("href")] = each.textContent.trim();
    });
    var found = [];
    drawn.data.forEach(function (trace) {
      (trace.customdata || []).forEach(function (address, at) {
        // What has no place of its own is not drawn.
        if (!address || trace.y[at] === null) { return; }
        var said = String((trace.hovertext || [])[at] || "").replace(/<br>/g, " ");
        var number = (cells[address] || "").split(" ")[0].replace(/[()]/g, "");
        if (!number) { found.push(named(plotted) + " lacks " + address); }
        if (number && said.indexOf(number) < 0) {
          found.push(named(plotted) + ": " + number + " is not in " + said);
        }
      });
    });
    return found;
  }

  // Whether every figure is drawn, in the width of its place, and the letters are there.
  function still() {
    return document.fonts.status === "loaded" &&
      Array.from(document.querySelectorAll(".drawn .dash-graph")).every(function (each) {
        var drawn = each.querySelector(".main-svg");
        return !each.clientWidth || Boolean(drawn) && Math.abs(drawn.clientWidth - each.clientWidth) < 2;
      });
  }

  window.geometry = {
    still: still, wide: wide, cut: cut, covered: covered, small: small, tiny: tiny,
    unseen: unseen, unheard: unheard,
  };
})();
