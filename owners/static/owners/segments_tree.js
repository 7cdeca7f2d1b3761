/* The tree of conditions as data: changed by paths, with every step kept for undo. It draws nothing. */
(function () {
  "use strict";

  function clone(value) { return JSON.parse(JSON.stringify(value)); }
  function steps(path) { return path.split("/").filter(Boolean).map(function (step) { return /^\d+$/.test(step) ? Number(step) : step; }); }
  function at(tree, path) { return steps(path).reduce(function (node, step) { return node[step]; }, tree); }
  function parentOf(path) { return path.replace(/\/parts\/\d+$/, ""); }
  function indexIn(path) { return Number(path.match(/\/parts\/(\d+)$/)[1]); }

  /* `changed(tree, where)` is told after each step, also after an undo; `where` is the place that is typed in. */
  function Tree(start, changed) {
    this.tree = clone(start);
    this.changed = changed;
    this.past = [];
    this.future = [];
  }
  /* Typing in one place is one step: `where` names it. */
  Tree.prototype.step = function (work, where) {
    var before = JSON.stringify(this.tree);
    work(this.tree);
    if (JSON.stringify(this.tree) === before) { return; }
    var last = this.past[this.past.length - 1];
    if (!(where && last && last.where === where)) { this.past.push({ tree: before, where: where || "" }); }
    if (this.past.length > 200) { this.past.shift(); }
    this.future = [];
    this.changed(this.tree, where);
  };
  Tree.prototype.undo = function () { return this.back(this.past, this.future); };
  Tree.prototype.redo = function () { return this.back(this.future, this.past); };
  Tree.prototype.back = function (from, to) {
    var step = from.pop();
    if (!step) { return false; }
    to.push({ tree: JSON.stringify(this.tree), where: "" });
    this.tree = JSON.parse(step.tree);
    this.changed(this.tree);
    return true;
  };
  Tree.prototype.get = function (path) { return at(this.tree, path); };
  Tree.prototype.put = function (path, key, value, where) {
    this.step(function (tree) {
      if (value === undefined) { delete at(tree, path)[key]; } else { at(tree, path)[key] = value; }
    }, where);
  };
  Tree.prototype.add = function (path, part) {
    this.step(function (tree) { at(tree, path).parts.push(clone(part)); });
    return path + "/parts/" + (at(this.tree, path).parts.length - 1);
  };
  Tree.prototype.remove = function (path) {
    this.step(function (tree) { at(tree, parentOf(path)).parts.splice(indexIn(path), 1); });
  };
  Tree.prototype.repeat = function (path) {
    this.step(function (tree) { at(tree, parentOf(path)).parts.splice(indexIn(path) + 1, 0, clone(at(tree, path))); });
  };
  Tree.prototype.depth = function (path) { return (path.match(/\/parts\//g) || []).length + 1; };
  Tree.prototype.count = function () {
    return (function conditions(node) {
      return node.parts ? node.parts.reduce(function (sum, part) { return sum + conditions(part); }, 0) : 1;
    })(this.tree);
  };

  window.SegmentTree = Tree;
})();
