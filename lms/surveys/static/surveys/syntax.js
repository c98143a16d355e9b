// Reads an expression into a tree of arrays, as the server does (domain/xpath_syntax.py):
//   ["number", 1] ["text", "a"] ["negative", tree] ["call", name, [tree]] ["where", tree, [tree]] ["union", [tree]]
//   ["chain", tree, [[operator, tree]]]       one level of precedence, from left to right
//   ["path", start, [[axis, name, [tree]]]]   start: "root", "here" or a tree
import {Undecided} from "./values.js";

const NAME = "[\\p{L}_][\\p{L}\\p{M}\\p{N}_.\\-]*";
const TOKEN = new RegExp(`\\s*(?:("[^"]*"|'[^']*')|(\\d+(?:\\.\\d*)?|\\.\\d+)|([a-z-]+)\\s*::|(${NAME}(?::${NAME})?)` +
  "|(//|\\.\\.|!=|<=|>=|[/.()\\[\\],|+\\-*=<>]))", "uy");
const KINDS = ["text", "number", "axis", "name", "sign"];
const LEVELS = [["or"], ["and"], ["=", "!="], ["<", "<=", ">", ">="], ["+", "-"], ["*", "div", "mod"]];
const WORDS = ["or", "and", "div", "mod"];
const AXES = ["child", "parent", "self", "ancestor", "ancestor-or-self", "descendant", "descendant-or-self",
  "following-sibling", "preceding-sibling"];
const ONWARD = ["descendant-or-self", "node()", []];
const known = new Map();

const refuse = () => { throw new Undecided("unreadable"); };

const tokensOf = (expression) => {
  const tokens = [], text = expression.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const found = TOKEN.exec(text) || refuse();
    const at = found.findIndex((one, place) => place > 0 && one !== undefined), last = tokens[tokens.length - 1];
    const operand = last && (["text", "number", "name", "any"].includes(last[0]) || [")", "]", ".", ".."].includes(last[1]));
    let kind = KINDS[at - 1];
    // a name or * after an operand is an operator, as XPath says
    if (kind === "name" && operand && WORDS.includes(found[at])) kind = "sign";
    else if (found[at] === "*" && !operand) kind = "any";
    tokens.push([kind, found[at]]);
  }
  return [...tokens, ["end", ""]];
};

class Reader {
  constructor(tokens) { this.tokens = tokens; this.at = 0; }

  peek(...texts) { return this.tokens[this.at][0] === "sign" && texts.includes(this.tokens[this.at][1]); }

  take() { return this.tokens[this.at++] || refuse(); }

  expect(text) { if (this.take()[1] !== text) refuse(); }

  /** Everything that binds at least as tightly as a level of precedence. */
  expression(lowest = 0) {
    let value = this.negative(), level;
    while ((level = this.level()) >= lowest) {
      const rest = [];
      while (this.level() === level) rest.push([this.take()[1], this.expression(level + 1)]);
      value = ["chain", value, rest];
    }
    return value;
  }

  level() { return LEVELS.findIndex((signs) => this.peek(...signs)); }

  negative() {
    let signs = 0;
    for (; this.peek("-"); signs++) this.take();
    let value = this.union();
    for (let left = signs && 2 - signs % 2; left > 0; left--) value = ["negative", value];
    return value;
  }

  union() {
    const parts = [this.path()];
    while (this.peek("|")) { this.take(); parts.push(this.path()); }
    return parts.length === 1 ? parts[0] : ["union", parts];
  }

  path() {
    if (this.peek("/")) { this.take(); return ["path", "root", this.stepAhead() ? this.steps() : []]; }
    if (this.peek("//")) { this.take(); return ["path", "root", [ONWARD, ...this.steps()]]; }
    const [kind, text] = this.tokens[this.at], next = this.tokens[this.at + 1];
    const called = kind === "name" && next[0] === "sign" && next[1] === "(" && text !== "node" && text !== "text";
    if (!(called || kind === "text" || kind === "number" || this.peek("(")))
      return this.stepAhead() ? ["path", "here", this.steps()] : refuse();
    let value = this.primary();
    const tests = this.tests();
    if (tests.length) value = ["where", value, tests];
    if (!this.peek("/", "//")) return value;
    return ["path", value, [...(this.take()[1] === "//" ? [ONWARD] : []), ...this.steps()]];
  }

  primary() {
    const [kind, text] = this.take();
    if (kind === "text") return ["text", text.slice(1, -1)];
    if (kind === "number") return ["number", Number(text)];
    if (kind === "name") { this.take(); return ["call", text, this.given()]; }
    const value = this.expression();
    this.expect(")");
    return value;
  }

  given() {
    const values = [];
    while (!this.peek(")")) {
      if (values.length) this.expect(",");
      values.push(this.expression());
    }
    this.take();
    return values;
  }

  tests() {
    const tests = [];
    while (this.peek("[")) { this.take(); tests.push(this.expression()); this.expect("]"); }
    return tests;
  }

  stepAhead() { return ["name", "any", "axis"].includes(this.tokens[this.at][0]) || this.peek(".", ".."); }

  steps() {
    const steps = [this.step()];
    while (this.peek("/", "//")) {
      if (this.take()[1] === "//") steps.push(ONWARD);
      steps.push(this.step());
    }
    return steps;
  }

  step() {
    let [kind, text] = this.take(), axis = "child";
    if (kind === "sign" && (text === "." || text === ".."))
      return [text === "." ? "self" : "parent", "node()", this.tests()];
    if (kind === "axis") {
      axis = AXES.includes(text) ? text : refuse();
      [kind, text] = this.take();
    }
    if (kind !== "name" && kind !== "any") refuse();
    if (kind === "name" && (text === "node" || text === "text") && this.peek("(")) {
      this.take();
      this.expect(")");
      if (text === "text") return ["self", "node()", this.tests()];
      return [axis, "node()", this.tests()];
    }
    return [axis, text.slice(text.lastIndexOf(":") + 1), this.tests()];
  }
}

/** The tree of an expression, read once. Throws Undecided. */
export const read = (expression) => {
  if (!known.has(expression)) {
    const reader = new Reader(tokensOf(expression)), tree = reader.expression();
    known.set(expression, reader.take()[0] === "end" ? tree : refuse());
  }
  return known.get(expression);
};
