// A filled form at rest: what shows, what is calculated, how often a repeat stands there. It follows the server step by
// step (domain/evaluation_tree.py, evaluation_rest.py) and knows nothing of the page.
import {seededShuffle} from "./functions.js";
import {Element, Failed, Moment, numberOf, numberText, offsetOf, readMoment, textOf, truthOf} from "./values.js";
import {evaluate, Scope} from "./xpath.js";

// --- one typed answer as it is kept, or what kind it should have been of (domain/reading.py) ---

export const SEVERAL = ["select_multiple", "rank"];
export const SILENT = ["calculate", "meta", "hidden"];
export const STRUCTURE = ["group", "repeat"];
const INTEGER = /^[+-]?\d{1,9}$/, DECIMAL = /^[+-]?\d{1,12}([.,]\d{1,9})?$/;
const DAY = /^(\d{4})-(\d{1,2})-(\d{1,2})$/, CLOCK = /^(\d{1,2}):(\d\d)(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?$/;
const wrongly = (kind) => ({text: "", wrong: kind});
const right = (text) => ({text, wrong: ""});

/** With digits of any script as 0 to 9: a digit is as much as there are digits before it in its row of ten. */
const ascii = (text) => text.replace(/[^\x00-\x7f]/gu, (letter) => {
  if (!/\p{Nd}/u.test(letter)) return letter;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(letter.codePointAt(0) - value - 1))) value++;
  return String(value);
});

const numeric = (text, pattern, kind) => {
  const digits = ascii(text);
  return pattern.test(digits) ? right(numberText(Number(digits.replace(",", ".")))) : wrongly(kind);
};

const onRange = (text, {start = "0", end = "10", step = "1"}) => {
  const found = numeric(text, DECIMAL, "range"), [low, high, by] = [start, end, step].map(Number), at = Number(found.text);
  const steps = by ? (at - low) / Math.abs(by) : 0;
  const inside = at >= Math.min(low, high) && at <= Math.max(low, high) && Math.abs(steps - Math.round(steps)) < 1e-9;
  return found.wrong || !inside ? wrongly("range") : found;
};

const day = (text) => {
  const found = DAY.exec(ascii(text).split("T")[0]), padded = found && found.slice(1).map((part) => part.padStart(2, "0"));
  const date = padded && new Date(`${padded.join("-")}T00:00:00Z`);
  const real = date && date.getTime() === date.getTime() && date.getUTCDate() === Number(found[3]);
  return real && found[1] >= 1800 && found[1] <= 2200 ? right(padded.join("-")) : wrongly("date");
};

const clock = (text) => {
  const found = CLOCK.exec(ascii(text));
  return found && found[1] < 24 && found[2] < 60 ? right(`${found[1].padStart(2, "0")}:${found[2]}`) : wrongly("time");
};

const dayAndClock = (text) => {
  const [date, ...time] = text.replace(" ", "T").split("T"), first = day(date), second = clock(time.join("T"));
  return first.wrong || second.wrong ? wrongly("dateTime") : right(`${first.text}T${second.text}`);
};

const point = (text) => {
  const bare = ascii(text).replace(/, /g, " "), parts = /\s/.test(bare) ? bare.split(/\s+/) : bare.split(",");
  const numbers = parts.map(Number);
  const fine = parts.every((part) => /^[+-]?\d{1,9}(\.\d{1,18})?$/.test(part)) && parts.length >= 2 && parts.length <= 4;
  return fine && Math.abs(numbers[0]) <= 90 && Math.abs(numbers[1]) <= 180
    ? right([...numbers, 0, 0].slice(0, 4).map(numberText).join(" ")) : wrongly("geopoint");
};

const several = (item, given, names) => {
  const chosen = (Array.isArray(given) ? given : given.split(/\s+/)).filter(Boolean);
  if (item.type === "rank") return new Set(chosen).size < chosen.length ? wrongly("rank") : right(chosen.join(" "));
  return right((names ? names.filter((name) => chosen.includes(name)) : chosen).join(" "));
};

/** {text, wrong}: the text of an answer's node, or the kind that it should have been of. `names`: the list's, if known. */
const readAnswer = (item, given, names) => {
  if (SEVERAL.includes(item.type)) return several(item, given, names);
  const text = String(given).replace(/\r\n?/g, "\n").trim();
  if (!text) return right("");
  switch (item.type) {
    case "integer": return numeric(text, INTEGER, "integer");
    case "decimal": return numeric(text, DECIMAL, "decimal");
    case "range": return onRange(text, item.range || {});
    case "date": return day(text);
    case "time": return clock(text);
    case "dateTime": return dayAndClock(text);
    case "geopoint": return point(text);
    case "acknowledge": return right(text.toUpperCase());
    default: return right(text);
  }
};

// --- the filled form ---

const ROOT = "data", MOST_INSTANCES = 200, MOST_PASSES = 100;
const NOTHING = {};

/** The text of a choice without the answers that it may quote. */
const plain = (label = "") => Array.isArray(label) ? label.filter((part) => typeof part === "string").join("") : label;

/** A list of choices as expressions see it: /root/item with a child for the name, the label and every further column. */
const listElement = (name, choices) => {
  const top = new Element("instance"), root = top.add(new Element("root", top));
  choices.forEach((choice, place) => {
    const item = root.add(new Element("item", root));
    const cells = {name: choice.name, label: plain(choice.label), itextId: `${name}-${place}`, ...choice.more};
    for (const column of Object.keys(cells)) item.add(new Element(column, item, null, String(cells[column])));
  });
  return top;
};

/** One version of a form, from the block that the page carries. */
export class Survey {
  constructor(block) {
    Object.assign(this, {lists: {}, kept: {}, items: [], seed: "", calendar: NOTHING}, block);
    this.byPath = new Map(this.items.map((item) => [item.path, item]));
    this.trees = new Map();
    this.plan = {name: ROOT, path: "", item: null, kids: new Map()};
    for (const item of this.items) {
      let plan = this.plan;
      for (const name of item.path.split("/")) {
        const path = plan.path ? `${plan.path}/${name}` : name;
        if (!plan.kids.has(name)) plan.kids.set(name, {name, path, item: null, kids: new Map()});
        plan = plan.kids.get(name);
      }
      plan.item = item;
    }
    this.zone = offsetOf(this.now.slice(-6));
    this.started = Date.now();
  }

  /** The site's own time now: the server's when it made the page, and what has gone by since. */
  get moment() {
    const zone = this.now.slice(-6), number = readMoment(this.now).number + (Date.now() - this.started) / 86400000;
    return new Moment(number, new Date(Math.round(number * 86400000)).toISOString().slice(0, 23) + zone);
  }

  list(name) {
    if (!Object.prototype.hasOwnProperty.call(this.lists, name)) return [];
    if (!this.trees.has(name)) this.trees.set(name, listElement(name, this.lists[name]));
    return [this.trees.get(name)];
  }

  choiceName(node, name) {
    const found = node.item && (this.lists[node.item.list] || []).find((choice) => choice.name === name);
    return found ? plain(found.label) : "";
  }
}

/** A node of the filled form. A repeat's stands beside the tree: its instances in `pool`, of which `count` are in use. */
class Spot extends Element {
  constructor(plan, parent, at) {
    const repeats = plan.item !== null && plan.item.type === "repeat";
    super(plan.name, parent, plan.path, "", at, repeats);
    Object.assign(this, {plan, item: plan.item, below: [], pool: [], count: 0, given: false, fresh: false, wrong: "", worked: ""});
  }

  get kind() { return this.item ? this.item.type : "group"; }

  get silent() { return SILENT.includes(this.kind); }

  take(typed, names) {
    const found = this.silent ? {text: String(typed), wrong: ""} : readAnswer(this.item, typed, names);
    this.text = found.text;
    this.wrong = found.wrong;
  }

  /** The spots below in document order: a repeat, then what is in its instances in use. */
  * each() {
    for (const spot of this.below) {
      yield spot;
      if (spot.repeats) for (const instance of spot.pool.slice(0, spot.count)) yield* instance.each();
      else yield* spot.each();
    }
  }
}

/** The filled form of `data`, {path: text or list of names; a repeat's path: [the same]}. */
export class Filled {
  constructor(survey, data) {
    this.survey = survey;
    this.root = new Spot(survey.plan, null, "");
    this.fill(this.root, survey.plan, data, "", data === null);
    this.scope = new Scope({
      root: this.root, now: survey.moment, zone: survey.zone, seed: survey.seed, lists: survey.lists,
      calendar: survey.calendar, plain, list: (name) => survey.list(name),
      choiceName: (node, name) => survey.choiceName(node, name)});
    this.begin(this.root);
    for (let pass = 0; pass < MOST_PASSES && this.pass(this.root, true); pass++);
    this.spots = new Map([...this.root.each()].map((spot) => [spot.at, spot]));
  }

  // --- the tree ---

  fill(spot, plan, data, prefix, fresh) {
    const known = data || NOTHING;
    if (prefix.endsWith("]/") || !prefix) spot.fresh = fresh;
    for (const kid of plan.kids.values()) {
      const one = new Spot(kid, spot, prefix + kid.name);
      spot.below.push(one);
      if (one.repeats) {
        spot.kids.set(kid.name, []);
        const rows = known[kid.path] || (fresh && !kid.item.count ? [null] : []);
        for (const row of rows.slice(0, MOST_INSTANCES)) this.instance(one, row);
        this.use(one, one.pool.length);
        continue;
      }
      spot.add(one);
      if (kid.kids.size) this.fill(one, kid, data, `${prefix}${kid.name}/`, fresh);
      else if (kid.item && kid.item.type === "note") one.text = kid.item.default || "";
      else if (kid.item && !STRUCTURE.includes(kid.item.type)) this.give(one, kid, known, fresh);
    }
  }

  give(spot, plan, known, fresh) {
    const choices = this.survey.lists[plan.item.list];
    spot.given = plan.path in known;
    const typed = spot.given ? known[plan.path] : fresh ? plan.item.default || "" : "";
    spot.take(typed === "" && spot.silent ? this.survey.kept[spot.at] || "" : typed, choices && choices.map((one) => one.name));
  }

  instance(repeat, row) {
    const at = `${repeat.at}[${repeat.pool.length + 1}]`, one = new Spot(repeat.plan, repeat.parent, at);
    const empty = row === null || Object.keys(row).length === 0;
    this.fill(one, repeat.plan, empty ? null : row, `${at}/`, empty);
    repeat.pool.push(one);
  }

  use(repeat, count) {
    while (repeat.pool.length < count) this.instance(repeat, null);
    const changed = count !== repeat.count;
    repeat.count = count;
    repeat.parent.kids.set(repeat.name, repeat.pool.slice(0, count));
    return changed;
  }

  // --- expressions at a spot ---

  /** The value of an expression; "" when it cannot be worked out. Throws Undecided when only the server can tell. */
  value(expression, spot) {
    try {
      return evaluate(expression, this.scope, spot);
    } catch (error) {
      if (error instanceof Failed) return "";
      throw error;
    }
  }

  text(expression, spot) {
    const value = this.value(expression, spot);
    return typeof value === "number" && Number.isNaN(value) ? "" : textOf(value);
  }

  /** The text of an expression; null when only the server can tell. */
  textHere(expression, spot) {
    try { return this.text(expression, spot); } catch (error) { return null; }
  }

  /** True when the expression is; `otherwise` when there is none, it breaks, or only the server can tell. */
  holds(expression, spot, otherwise = true) {
    if (!expression) return otherwise;
    try { return truthOf(evaluate(expression, this.scope, spot)); } catch (error) { return otherwise; }
  }

  // --- until it rests ---

  begin(scope) {
    for (const spot of scope.each())
      if (spot.item && spot.item.first && !spot.repeats && this.untouched(spot)) spot.take(this.textHere(spot.item.first, spot) || "");
  }

  untouched(spot) {
    let above = spot.parent;
    while (above && above.parent && !above.repeats) above = above.parent;
    return Boolean(above && above.fresh);
  }

  pass(scope, above) {
    let changed = false;
    for (const spot of scope.below) {
      const shown = above && (!spot.item || this.holds(spot.item.relevant, spot));
      changed = shown !== spot.shown || changed;
      spot.shown = shown;
      if (spot.repeats) changed = this.repeat(spot) || changed;
      else if (spot.below.length) changed = this.pass(spot, shown) || changed;
      else if (spot.item && shown && (spot.item.calculation || spot.item.changes)) changed = this.workOut(spot) || changed;
    }
    return changed;
  }

  repeat(spot) {
    let changed = false;
    const {count} = spot.item, had = spot.pool.length;
    if (count && spot.shown) {
      const wanted = numberOf(this.textHere(count, spot) || "");
      changed = this.use(spot, wanted >= 1 ? Math.trunc(Math.min(wanted, MOST_INSTANCES)) : 0);
      for (const instance of spot.pool.slice(had)) this.begin(instance);
    }
    for (const instance of spot.pool.slice(0, spot.count)) {
      instance.shown = spot.shown;
      changed = this.pass(instance, spot.shown) || changed;
    }
    return changed;
  }

  workOut(spot) {
    const {calculation, changes = []} = spot.item;
    if (!calculation && (spot.text || (spot.given && !spot.silent))) return false;
    let text;
    try {
      const change = calculation ? null : changes.find((one) => textOf(this.value(`/${ROOT}/${one.when}`, spot)));
      text = calculation ? this.text(calculation, spot) : change ? this.text(change.value, spot) : "";
    } catch (error) {
      const kept = this.survey.kept[spot.at], before = spot.unknown;
      spot.unknown = kept === undefined;
      if (!spot.unknown) spot.text = kept;
      return spot.unknown !== before;
    }
    const known = spot.unknown;
    spot.unknown = false;
    if (text === spot.worked && !known) return false;
    spot.worked = text;
    spot.take(text);
    return true;
  }

  // --- what a page asks ---

  /** The choices that a question offers now, in the list's order; null when the script does not know its list. */
  choices(spot) {
    const {list, filter, shuffle} = spot.item, all = this.survey.lists[list];
    if (!all) return null;
    const rows = filter ? this.survey.list(list)[0].kids.get("root")[0].kids.get("item") || [] : [];
    const left = filter ? all.filter((choice, place) => this.passes(filter, rows[place], place + 1, rows.length, spot)) : all;
    if (!shuffle || shuffle === "by instance") return left;
    try { return seededShuffle(left, numberOf(this.value(shuffle, spot))); } catch (error) { return left; }
  }

  passes(filter, row, position, size, spot) {
    try {
      const value = evaluate(filter, this.scope, row, {position, size, current: spot});
      return typeof value === "number" ? value === position : truthOf(value);
    } catch (error) {
      return true;
    }
  }

  required(spot) { return this.holds(spot.item.required, spot, false) && !this.holds(spot.item.readonly, spot, false); }

  /** Why an answer will not be taken: {kind, said}, `said` the form's own words for it; null when it will. */
  complaint(spot) {
    if (!spot.shown || !spot.item || spot.silent || spot.kind === "note" || STRUCTURE.includes(spot.kind)) return null;
    if (spot.wrong && !spot.item.calculation) return {kind: spot.wrong};
    if (!spot.text) return this.required(spot) ? {kind: "required", said: spot.item.required_message} : null;
    const offered = spot.item.filter ? this.choices(spot) : null, names = SEVERAL.includes(spot.kind) ? spot.text.split(" ") : [spot.text];
    if (offered && !names.every((name) => offered.some((choice) => choice.name === name))) return {kind: "choice"};
    return this.holds(spot.item.constraint, spot) ? null : {kind: "outside", said: spot.item.constraint_message};
  }

  /** A text in pieces with the answers that it quotes. */
  say(text, spot) {
    return Array.isArray(text)
      ? text.map((part) => typeof part === "string" ? part : this.textHere(part.value, spot) || "").join("") : text;
  }
}
