// Evaluates the expressions of a form on its filled form, as the server does (domain/xpath.py).
import {ARITHMETIC, FUNCTIONS, nodesOf, seededShuffle} from "./functions.js";
import {read} from "./syntax.js";
import {compare, Element, numberOf, textOf, truthOf, Undecided} from "./values.js";

const MOST_VISITS = 200000; // far above what real forms need: beyond it the phone would stand still

/** What an expression sees besides its own node. `now` is a Moment, `zone` its minutes ahead of UTC. */
export class Scope {
  constructor(given) { Object.assign(this, {seed: "", lists: {}, left: MOST_VISITS}, given); }

  spend(visits) {
    this.left -= visits;
    if (this.left < 0) throw new Undecided("too much work");
  }
}

/** The value of an expression at a node: text, number, boolean, Moment or an array of nodes. Throws Undecided or Failed. */
export const evaluate = (expression, scope, node, {position = 1, size = 1, current = node} = {}) => {
  scope.current = current;
  return run(read(expression), {scope, node, position, size});
};

const at = (here, node, position, size) => ({scope: here.scope, node, position, size});

const run = (tree, here) => {
  switch (tree[0]) {
    case "number": case "text": return tree[1];
    case "negative": return -numberOf(run(tree[1], here));
    case "chain": return chain(tree, here);
    case "union": return union(tree[1], here);
    case "where": return tested(nodesOf(run(tree[1], here)), tree[2], here);
    case "path": return path(tree, here);
    default: return call(tree, here);
  }
};

const chain = ([, first, rest], here) => {
  const sign = rest[0][0];
  if (sign === "or" || sign === "and") {
    const stop = sign === "or";
    return [first, ...rest.map(([, part]) => part)].some((part) => truthOf(run(part, here)) === stop) ? stop : !stop;
  }
  return rest.reduce((value, [operator, part]) => ARITHMETIC[operator]
    ? ARITHMETIC[operator](numberOf(value), numberOf(run(part, here)))
    : compare(operator, value, run(part, here)), run(first, here));
};

const union = (parts, here) => {
  const found = new Set(parts.flatMap((part) => nodesOf(run(part, here))));
  const order = here.scope.root.within();
  here.scope.spend(order.length);
  const place = (one) => order.indexOf(one);
  return [...found].sort((one, other) => place(one) - place(other));
};

const tested = (nodes, tests, here) => tests.reduce((left, test) => {
  here.scope.spend(left.length);
  return left.filter((one, place) => {
    const value = run(test, at(here, one, place + 1, left.length));
    return typeof value === "number" ? value === place + 1 : truthOf(value);
  });
}, nodes);

// --- paths ---

const follow = (nodes, steps, here) => steps.reduce((from, [axis, name, tests]) => {
  const found = new Set();
  for (const one of from) {
    const onward = move(one, axis, name);
    here.scope.spend(onward.length + 1);
    for (const node of tested(onward, tests, here)) found.add(node);
  }
  return [...found];
}, nodes);

const path = ([, start, steps], here) => {
  if (start === "here") return follow([here.node], steps, here);
  if (start !== "root") return follow(nodesOf(run(start, here)), steps, here);
  const {root, current} = here.scope;
  const names = steps.map(([axis, name, tests]) => tests.length || axis !== "child" ? null : name);
  if (!names.length || (names[0] !== root.name && names[0] !== "*")) {
    const above = new Element("");
    above.add(root);
    return follow([above], steps, here);
  }
  const [from, done] = bound(root, here.node.path === null ? current : here.node, names);
  return follow([from], steps.slice(done), here);
};

/** How far an absolute path runs along the node's own ancestors: so far it means the same instance of a repeat. */
const bound = (root, base, names) => {
  const own = line(base, true).reverse();
  let here = root, done = 1;
  for (let place = 1; place < Math.min(own.length, names.length); place++) {
    if (own[place].name !== names[place] || (own[place].repeats && place === names.length - 1)) break;
    here = own[place];
    done = place + 1;
  }
  return [here, done];
};

const move = (node, axis, name) => {
  const whole = name === "*" || name === "node()";
  if (axis === "child" && !whole) return (node.kids.get(name) || []).filter((kid) => kid.shown);
  const named = {
    child: () => [...node.kids.values()].flat().filter((kid) => kid.shown),
    parent: () => node.parent ? [node.parent] : [],
    self: () => [node],
    descendant: () => node.within(),
    "descendant-or-self": () => [node, ...node.within()],
    ancestor: () => line(node, false),
    "ancestor-or-self": () => line(node, true),
    "following-sibling": () => beside(node, true),
    "preceding-sibling": () => beside(node, false),
  }[axis]();
  return whole ? named : named.filter((one) => one.name === name);
};

const line = (node, own) => {
  const found = own ? [node] : [];
  for (let above = node.parent; above; above = above.parent) found.push(above);
  return found;
};

const beside = (node, after) => {
  if (!node.parent) return [];
  const row = [...node.parent.kids.values()].flat().filter((kid) => kid.shown || kid === node);
  const place = row.indexOf(node);
  return after ? row.slice(place + 1) : row.slice(0, place).reverse();
};

// --- functions: those that need more than their values stand here ---

const call = ([, name, given], here) => {
  if (Object.prototype.hasOwnProperty.call(SPECIAL, name)) return SPECIAL[name](given, here);
  const known = FUNCTIONS.get(name);
  if (!known) throw new Undecided(`${name}()`);
  const values = given.map((tree) => run(tree, here));
  return known(values, here);
};

/** The nodes of a form's path below a node. */
const down = (node, wanted) => {
  const start = node.path ? `${node.path}/` : "";
  if (wanted === null || !wanted.startsWith(start)) return [];
  return wanted.slice(start.length).split("/").reduce((nodes, name) =>
    nodes.flatMap((one) => move(one, "child", name)), [node]);
};

const spelled = (tree) => tree[0] === "path" && tree[1] === "root" ? tree[2].slice(1).map((step) => step[1]).join("/") : null;

const SPECIAL = {
  if: ([test, yes, no], here) => run(truthOf(run(test, here)) ? yes : no, here),
  coalesce(given, here) {
    for (const part of given) {
      const text = textOf(run(part, here));
      if (text) return text;
    }
    return "";
  },
  once: ([inner], here) => here.node.unknown ? here.node.string : here.node.text || run(inner, here),
  last: (given, here) => here.size,
  current: (given, here) => [here.scope.current],
  position(given, here) {
    if (!given.length) return here.position;
    const nodes = nodesOf(run(given[0], here));
    if (!nodes.length || !nodes[0].parent) return nodes.length ? 1 : NaN;
    const row = nodes[0].parent.kids.get(nodes[0].name) || [], place = row.indexOf(nodes[0]);
    return place < 0 ? row.length + 1 : place + 1;
  },
  "indexed-repeat"([target, ...places], here) {
    const nodes = nodesOf(run(target, here));
    let from = here.scope.root;
    for (let n = 0; n + 1 < places.length; n += 2) {
      const rows = nodesOf(run(places[n], here)), wanted = numberOf(run(places[n + 1], here));
      const found = rows.length ? down(from, rows[0].path) : [];
      if (!(wanted >= 1 && wanted <= found.length)) return [];
      from = found[Math.trunc(wanted) - 1];
    }
    return down(from, nodes.length ? nodes[0].path : spelled(target));
  },
  "jr:choice-name"([value, where], here) {
    const nodes = nodesOf(run(where[0] === "text" ? read(where[1].trim()) : where, here));
    const name = textOf(run(value, here));
    return nodes.length ? here.scope.choiceName(nodes[0], name) : "";
  },
  randomize([nodes, seed], here) {
    if (!seed) throw new Undecided("randomize()");
    return seededShuffle(nodesOf(run(nodes, here)), numberOf(run(seed, here)));
  },
};
