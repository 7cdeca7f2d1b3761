/* The builder of segments: draws the tree of segments_tree.js, and asks the server what it finds. */
(function () {
  "use strict";
  function read(id) { return JSON.parse(document.getElementById(id).textContent); }

  var form, board, hidden, found, picker, catalogue, says, words, fields, tree, wrong;
  var LISTED = ["any_of", "none_of"], SPANS = ["in_last", "longer_ago", "in_next"];
  var BARE = ["known", "unknown", "this_month", "next_month", "yes", "no"];

  /* ——— small pieces ——— */
  function make(tag, attributes, children) {
    var element = document.createElement(tag);
    Object.keys(attributes || {}).forEach(function (name) {
      if (name === "text") { element.textContent = attributes.text; }
      else if (name === "on") { Object.keys(attributes.on).forEach(function (event) { element.addEventListener(event, attributes.on[event]); }); }
      else if (attributes[name] === true) { element.setAttribute(name, ""); }
      else if (attributes[name] !== false && attributes[name] !== undefined) { element.setAttribute(name, attributes[name]); }
    });
    (children || []).forEach(function (child) { if (child) { element.append(child); } });
    return element;
  }
  function options(pairs, chosen) {
    return pairs.map(function (pair) {
      var option = make("option", { value: pair.value, text: pair.label });
      option.selected = String(pair.value) === String(chosen);
      return option;
    });
  }
  function select(pairs, chosen, label, change, key) {
    return make("select", { "class": "form-select", "aria-label": label, "data-focus": key, on: { change: change } }, options(pairs, chosen));
  }
  function sign(drawing, label, act, key) {
    var icon = document.getElementById("segment-icon-" + drawing).content.cloneNode(true);
    return make("button", { "class": "btn", type: "button", title: label, "aria-label": label, "data-focus": key, on: { click: act } }, [icon]);
  }
  function field(key) { return fields[key]; }

  /* ——— what a condition starts with ——— */
  function first(chosen) { return { field: chosen.key, is: chosen.operators[0].value, value: blank(chosen, chosen.operators[0].value) }; }
  function blank(chosen, operator) {
    if (BARE.indexOf(operator) >= 0) { return undefined; }
    if (LISTED.indexOf(operator) >= 0 || operator === "in_month") { return []; }
    if (SPANS.indexOf(operator) >= 0) { return { n: operator === "in_last" ? 90 : 30, unit: "days" }; }
    if (operator === "from_to") { return ["", ""]; }
    if (chosen.kind === "money") { return { amount: null, currency: catalogue.currencies[0].value }; }
    if (operator === "between") { return [null, null]; }
    return chosen.kind === "count" ? 1 : chosen.kind === "number" ? null : "";
  }
  /* What was typed stays where the next comparison can hold it. */
  function carried(chosen, before, operator) {
    var empty = blank(chosen, operator), value = before.value;
    if (value === undefined || empty === undefined) { return empty; }
    var alike = Array.isArray(value) === Array.isArray(empty) && typeof value === typeof empty;
    return alike && (typeof value !== "object" || value === null || Object.keys(value).join() === Object.keys(empty).join() || Array.isArray(value)) ? value : empty;
  }

  /* ——— drawing ——— */
  function draw() {
    var focus = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.focus : "";
    board.replaceChildren(group(tree.tree, ""));
    if (focus) {
      var again = board.querySelector('[data-focus="' + CSS.escape(focus) + '"]');
      if (again) { again.focus(); }
    }
    mark();
    steps();
  }
  function steps() {
    document.querySelector('[data-seg="undo"]').disabled = !tree.past.length;
    document.querySelector('[data-seg="redo"]').disabled = !tree.future.length;
  }
  function group(node, path) {
    var join = select(catalogue.joins, node.join, says.join, function () { tree.put(path, "join", join.value); }, path + "#join");
    var head = make("header", {}, [join]);
    if (path) { head.append(make("span", { "class": "seg-away" }, [sign("remove", says.removeGroup, function () { tree.remove(path); }, path + "#remove")])); }
    var parts = make("ol", { "class": "seg-parts" }, node.parts.map(function (part, index) {
      var place = path + "/parts/" + index;
      return make("li", {}, [part.parts ? group(part, place) : condition(part, place)]);
    }));
    var full = tree.count() >= catalogue.most;
    var add = make("div", { "class": "seg-add" }, [
      make("button", { "class": "btn", type: "button", text: "+ " + says.add, disabled: full, "data-focus": path + "#add", on: { click: function () { pick(function (chosen) { focusOn(tree.add(path, first(chosen))); }); } } })
    ]);
    if (tree.depth(path) < catalogue.deepest) {
      add.append(make("button", { "class": "btn btn-link", type: "button", text: "+ " + says.addGroup, disabled: full, "data-focus": path + "#group", on: { click: function () { tree.add(path, { join: node.join === "any" ? "all" : "any", parts: [] }); } } }));
    }
    return make("fieldset", { "class": "seg-group", "data-path": path, "data-join": node.join, "aria-label": says.group }, [head, parts, make("p", { "class": "seg-wrong", role: "status" }), add]);
  }
  function condition(node, path) {
    var asked = field(node.field);
    var what = make("button", { "class": "btn seg-field", type: "button", title: says.change, "data-focus": path + "#field", text: asked ? asked.label : says.choose,
      on: { click: function () { pick(function (chosen) { tree.step(function (all) { Object.assign(walk(all, path), { where: undefined }, first(chosen)); }); }); } } });
    var line = make("div", { "class": "seg-line-of" }, [what]);
    if (asked) {
      line.append(operator(asked, node, path));
      var value = valueOf(asked, node, path);
      if (value) { line.append(value); }
    }
    line.append(make("span", { "class": "seg-away" }, [
      sign("repeat", says.duplicate, function () { tree.repeat(path); }, path + "#repeat"),
      sign("remove", says.remove, function () { tree.remove(path); }, path + "#remove")
    ]));
    var box = make("div", { "class": "seg-condition", "data-path": path }, [line]);
    if (asked && asked.narrowings.length) { box.append(narrowings(asked, node, path)); }
    box.append(make("p", { "class": "seg-wrong", role: "status" }));
    return box;
  }
  function walk(all, path) { return path.split("/").filter(Boolean).reduce(function (node, step) { return node[step]; }, all); }
  function operator(asked, node, path) {
    var chosen = select(asked.operators, node.is, says.operator, function () {
      tree.step(function (all) {
        var there = walk(all, path), value = carried(asked, there, chosen.value);
        there.is = chosen.value;
        if (value === undefined) { delete there.value; } else { there.value = value; }
      });
    }, path + "#is");
    return chosen;
  }

  /* ——— values, by kind ——— */
  function valueOf(asked, node, path) {
    var put = function (value, where) { tree.put(path, "value", value, where); };
    if (BARE.indexOf(node.is) >= 0) { return null; }
    if (LISTED.indexOf(node.is) >= 0) { return asked.looked_up ? looked(asked, node.value || [], put, path) : chips(asked.choices, node.value || [], put, path, says.value); }
    if (node.is === "in_month") { return chips(catalogue.months, node.value || [], put, path, says.value); }
    if (SPANS.indexOf(node.is) >= 0) { return span(node.value || {}, put, path); }
    if (node.is === "from_to") { return two(function (end, now, set) { return day(now, set, path + "#" + end); }, node.value, put, path); }
    if (asked.kind === "date") { return day(node.value, function (value) { put(value, path + "#day"); }, path + "#day"); }
    if (asked.kind === "money") { return money(node, put, path); }
    if (asked.kind === "text") { return text(node.value, put, path); }
    if (node.is === "between") { return two(function (end, now, set) { return number(asked, now, set, path + "#" + end); }, node.value, put, path); }
    return number(asked, node.value, function (value) { put(value, path + "#number"); }, path + "#number");
  }
  function two(draws, value, put, path) {
    var pair = Array.isArray(value) ? value : ["", ""];
    function set(end) { return function (now) { var next = tree.get(path).value.slice(); next[end] = now; put(next, path + "#end" + end); }; }
    return make("span", { "class": "seg-line-of" }, [draws(0, pair[0], set(0)), make("span", { text: says.between }), draws(1, pair[1], set(1))]);
  }
  function number(asked, value, set, key) {
    var input = make("input", { "class": "form-control", type: "number", min: 0, max: asked.largest || false, step: asked.kind === "count" ? 1 : "any", inputmode: "decimal", "aria-label": says.value, "data-focus": key,
      on: { input: function () { set(input.value === "" ? null : Number(input.value)); } } });
    input.value = value === null || value === undefined ? "" : value;
    return input;
  }
  function day(value, set, key) {
    var input = make("input", { "class": "form-control", type: "date", "aria-label": says.value, "data-focus": key, on: { change: function () { set(input.value); } } });
    input.value = value || "";
    return input;
  }
  function text(value, put, path) {
    var input = make("input", { "class": "form-control", type: "text", maxlength: 80, "aria-label": says.value, "data-focus": path + "#text",
      on: { input: function (event) { if (!event.isComposing) { put(input.value, path + "#text"); } }, compositionend: function () { put(input.value, path + "#text"); } } });
    input.value = value || "";
    return input;
  }
  function span(value, put, path) {
    var n = make("input", { "class": "form-control", type: "number", min: 1, max: 1000, step: 1, "aria-label": says.howLong, "data-focus": path + "#n",
      on: { input: function () { put({ n: n.value === "" ? null : Number(n.value), unit: unit.value }, path + "#n"); } } });
    n.value = value.n || "";
    var unit = select(catalogue.units, value.unit || "days", says.unit, function () { put({ n: n.value === "" ? null : Number(n.value), unit: unit.value }, path + "#unit"); }, path + "#unit");
    return make("span", { "class": "seg-line-of" }, [n, unit]);
  }
  function money(node, put, path) {
    var value = node.value || {}, code = value.currency || catalogue.currencies[0].value;
    /* A currency of somebody else's projects stays what it is. */
    if (!catalogue.currencies.some(function (each) { return each.value === code; })) { catalogue.currencies.push({ value: code, digits: catalogue.digits[code] || 2 }); }
    function digits() { return catalogue.currencies.filter(function (each) { return each.value === currency.value; }).map(function (each) { return each.digits; })[0] || 0; }
    var currency = select(catalogue.currencies.map(function (each) { return { value: each.value, label: each.value }; }), code, says.currency, said, path + "#currency");
    function amount(name) {
      var input = make("input", { "class": "form-control", type: "number", min: 0, step: "any", inputmode: "decimal", "aria-label": says.value, "data-focus": path + "#" + name, on: { input: function () { said(null, name); } } });
      input.value = typeof value[name] === "number" ? value[name] / Math.pow(10, digits()) : "";
      return input;
    }
    function minor(input) { return input.value === "" ? null : Math.round(Number(input.value) * Math.pow(10, digits())); }
    function said(_event, name) {
      var next = { amount: minor(low), currency: currency.value };
      if (high) { next.to = minor(high); }
      put(next, name && path + "#" + name);
    }
    var low = amount("amount"), high = node.is === "between" ? amount("to") : null;
    return make("span", { "class": "seg-line-of" }, high ? [low, make("span", { text: says.between }), high, currency] : [low, currency]);
  }
  function chips(pairs, chosen, put, path, legend, quiet) {
    var box = make("fieldset", { "class": "seg-chips", "aria-label": legend }, quiet ? [make("legend", { text: legend })] : []);
    pairs.forEach(function (pair) {
      var tick = make("input", { type: "checkbox", "data-focus": path + "#" + legend + pair.value, on: { change: function () {
        put(pairs.filter(function (each) { return each.value === pair.value ? tick.checked : chosen.indexOf(each.value) >= 0; }).map(function (each) { return each.value; }));
      } } });
      tick.checked = chosen.indexOf(pair.value) >= 0;
      box.append(make("label", { "class": "seg-chip" }, [tick, make("span", { text: pair.label })]));
    });
    return box;
  }
  function looked(asked, chosen, put, path) {
    var known = chosen.map(function (value) { return { value: value, label: words[asked.key + " " + value] || value }; });
    var box = make("span", { "class": "seg-line-of" }, [known.length ? chips(known, chosen, put, path, says.value) : null]);
    var list = make("ul", { "class": "seg-lookup-list" });
    var wait, asking;
    function offer() {
      clearTimeout(wait);
      wait = setTimeout(function () {
        if (asking) { asking.abort(); }
        asking = new AbortController();
        fetch(form.dataset.values + "?field=" + encodeURIComponent(asked.key) + "&text=" + encodeURIComponent(input.value), { signal: asking.signal, headers: { Accept: "application/json" } })
          .then(function (answer) { return answer.ok ? answer.json() : { values: [] }; })
          .then(function (answer) { show(answer.values); }, function () { /* the next letter asks again */ });
      }, 180);
    }
    function show(values) {
      var rest = values.filter(function (each) { return chosen.indexOf(each.value) < 0; });
      list.replaceChildren.apply(list, rest.length ? rest.map(function (each) {
        return make("li", {}, [make("button", { type: "button", text: each.label, on: { click: function () { words[asked.key + " " + each.value] = each.label; put(chosen.concat([each.value])); } } })]);
      }) : [make("li", { "class": "ds-muted ds-small", text: says.nothing })]);
    }
    var input = make("input", { "class": "form-control", type: "search", autocomplete: "off", placeholder: says.search, "aria-label": says.search, "data-focus": path + "#search", on: { input: offer, focus: offer } });
    var holder = make("span", { "class": "seg-lookup" }, [input, list]);
    holder.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && list.children.length) { list.replaceChildren(); event.stopPropagation(); }
      if (event.key === "ArrowDown" || event.key === "ArrowUp") { roam(holder.querySelectorAll("input, button"), event); }
      if (event.key === "Enter" && event.target === input && !event.isComposing) { event.preventDefault(); var one = list.querySelector("button"); if (one) { one.click(); } }
    });
    holder.addEventListener("focusout", function (event) { if (!holder.contains(event.relatedTarget)) { list.replaceChildren(); } });
    box.append(holder);
    return box;
  }
  function roam(stops, event) {
    var all = Array.prototype.slice.call(stops), here = all.indexOf(document.activeElement);
    var next = all[here + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) { next.focus(); event.preventDefault(); }
  }
  function narrowings(asked, node, path) {
    var where = node.where || {};
    function put(key, value, place) {
      tree.step(function (all) {
        var there = walk(all, path), next = Object.assign({}, there.where);
        if (value === undefined || (Array.isArray(value) && !value.length)) { delete next[key]; } else { next[key] = value; }
        if (Object.keys(next).length) { there.where = next; } else { delete there.where; }
      }, place);
    }
    var box = make("details", { "class": "seg-narrow" }, [make("summary", { text: says.narrow })]);
    box.open = Object.keys(where).length > 0 || opened[path];
    box.addEventListener("toggle", function () { opened[path] = box.open; });
    asked.narrowings.forEach(function (each) {
      box.append(each.period ? period(each, where[each.key], put, path) : chips(each.choices, where[each.key] || [], function (value) { put(each.key, value); }, path, each.label, true));
    });
    return box;
  }
  var opened = {};
  function period(each, value, put, path) {
    var ways = [{ value: "", label: says.whenever }, { value: "span", label: catalogue.spanLabel }, { value: "days", label: catalogue.daysLabel }];
    var way = Array.isArray(value) ? "days" : value ? "span" : "";
    var chosen = select(ways, way, each.label, function () {
      put(each.key, chosen.value === "span" ? { n: 12, unit: "months" } : chosen.value === "days" ? ["", ""] : undefined);
    }, path + "#way");
    var line = make("fieldset", { "class": "seg-chips" }, [make("legend", { text: each.label }), chosen]);
    if (way === "span") { line.append(span(value, function (next, place) { put(each.key, next, place); }, path + "#period")); }
    if (way === "days") {
      [0, 1].forEach(function (end) {
        if (end) { line.append(make("span", { text: says.between })); }
        line.append(day(value[end], function (now) { var next = tree.get(path).where[each.key].slice(); next[end] = now; put(each.key, next, path + "#period" + end); }, path + "#period" + end));
      });
    }
    return line;
  }

  /* ——— choosing a field ——— */
  var taken = null;
  function pick(take) {
    taken = take;
    picker.querySelector("#segment-picker-search").value = "";
    offerFields("");
    picker.showModal();
    picker.querySelector("#segment-picker-search").focus();
  }
  function offerFields(text) {
    var sought = text.trim().toLowerCase(), box = picker.querySelector("#segment-picker-fields");
    box.replaceChildren();
    catalogue.groups.forEach(function (each) {
      var fit = each.fields.filter(function (one) { return (each.label + " " + one.label + " " + one.key).toLowerCase().indexOf(sought) >= 0; });
      if (!fit.length) { return; }
      box.append(make("h3", { text: each.label }));
      fit.forEach(function (one) {
        box.append(make("button", { type: "button", role: "option", "aria-selected": "false", text: one.label, on: { click: function () { choose(one); } } }));
      });
    });
    if (!box.children.length) { box.append(make("p", { "class": "ds-muted", text: says.nothing })); }
  }
  function choose(one) {
    var take = taken;
    picker.close();
    if (take) { take(one); }
  }
  function pickerKeys(event) {
    var stops = picker.querySelectorAll("#segment-picker-search, #segment-picker-fields button");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { roam(stops, event); }
    if (event.key === "Enter" && event.target.type === "search" && !event.isComposing) {
      event.preventDefault();
      if (stops[1]) { stops[1].click(); }
    }
  }
  function focusOn(path) {
    var place = board.querySelector('.seg-condition[data-path="' + path + '"]');
    var next = place && place.querySelector(".seg-line-of select");
    if (next) { next.focus(); }
  }

  /* ——— what is wrong, at its place ——— */
  function mark() {
    board.querySelectorAll(".seg-wrong").forEach(function (line) { line.textContent = ""; });
    Object.keys(wrong).forEach(function (path) {
      var place = path, element = null;
      while (element === null) {
        element = board.querySelector('[data-path="' + place + '"]');
        if (place === "") { break; }
        place = place.replace(/\/[^/]*$/, "");
      }
      var line = element && element.querySelector(":scope > .seg-wrong");
      if (line) { line.textContent = (line.textContent ? line.textContent + " " : "") + wrong[path]; }
    });
  }

  /* What is being typed in is not drawn anew: the caret stays where it is. */
  function changed(_tree, where) {
    hidden.value = JSON.stringify(tree.tree);
    wrong = {};
    if (where) { mark(); steps(); } else { draw(); }
    if (tree.count()) { found.dispatchEvent(new CustomEvent("segment-changed", { bubbles: false })); }
    try { sessionStorage.setItem(store(), hidden.value); } catch (full) { /* the page still has it */ }
  }
  function store() { return "ds-segment:" + (document.body.dataset.user || "-") + ":" + location.pathname; }
  /* What was built here and never saved comes back with the page. */
  function kept() {
    try { return JSON.parse(sessionStorage.getItem(store())); } catch (broken) { return null; }
  }

  function keys(event) {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") { return; }
    var typing = /^(text|search|number|date)$/.test(event.target.type || "") || event.target.tagName === "TEXTAREA";
    if (typing && !board.contains(event.target)) { return; }
    event.preventDefault();
    if (event.shiftKey) { tree.redo(); } else { tree.undo(); }
  }

  function start() {
    form = document.getElementById("segment-form");
    if (!form) { return; }
    board = document.getElementById("segment-tree");
    hidden = document.getElementById("segment-tree-field");
    found = document.getElementById("segment-found");
    picker = document.getElementById("segment-picker");
    catalogue = read("segment-catalogue");
    says = catalogue.says;
    words = read("segment-words");
    wrong = read("segment-wrong");
    fields = {};
    catalogue.groups.forEach(function (each) { each.fields.forEach(function (one) { fields[one.key] = one; }); });
    var said = read("segment-said"), refused = form.classList.contains("seg-tried"), mine = refused ? null : kept();
    tree = new window.SegmentTree(said && said.parts ? said : catalogue.empty, changed);
    hidden.value = JSON.stringify(tree.tree);
    if (mine && mine.parts && JSON.stringify(mine) !== hidden.value) {
      tree.step(function (all) { all.join = mine.join; all.parts = mine.parts; });
      if (window.Doorstep) { window.Doorstep.toast(document.body.dataset.saidDraft, "calm"); }
    }
    draw();
    if (tree.count()) { requestAnimationFrame(function () { found.dispatchEvent(new CustomEvent("segment-changed", { bubbles: false })); }); }
    document.querySelector('[data-seg="undo"]').addEventListener("click", function () { tree.undo(); });
    document.querySelector('[data-seg="redo"]').addEventListener("click", function () { tree.redo(); });
    picker.querySelector('[data-seg="close"]').addEventListener("click", function () { picker.close(); });
    picker.querySelector("#segment-picker-search").addEventListener("input", function (event) { offerFields(event.target.value); });
    picker.addEventListener("keydown", pickerKeys);
    document.addEventListener("keydown", keys);
    form.addEventListener("submit", function () { try { sessionStorage.removeItem(store()); } catch (none) { /* nothing is kept */ } });
    found.addEventListener("htmx:afterSwap", function () {
      var said = document.getElementById("segment-found-wrong");
      wrong = said ? JSON.parse(said.textContent) : {};
      mark();
    });
  }
  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", start); } else { start(); }
})();
