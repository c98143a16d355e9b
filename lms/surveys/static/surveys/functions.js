// The functions that a form's expressions may call, as the server works them out (domain/xpath_functions.py, xpath_dates.py).
// What draws lots or makes digests is left to the server: random(), uuid(), digest(), base64, areas and distances.
import {dayOf, Failed, Moment, numberOf, readMoment, textOf, textsOf, TIME, timeOf, truthOf, Undecided}
  from "./values.js";

/** Functions by name: run(values, here). */
export const FUNCTIONS = new Map();

const PARK_MILLER = 2147483647;
const LONGEST_FOR_PATTERN = 10000;
const own = (values, here) => values.length ? values[0] : here.node.string;

export const nodesOf = (value) => {
  if (!Array.isArray(value)) throw new Failed("nodes are wanted here");
  return value;
};

const remainder = (one, other) => other === 0 || Math.abs(one) === Infinity ? NaN
  : Math.abs(other) === Infinity ? one : Math.abs(one) % Math.abs(other) * (one < 0 ? -1 : 1);

export const ARITHMETIC = {
  "+": (one, other) => one + other,
  "-": (one, other) => one - other,
  "*": (one, other) => one * other,
  div: (one, other) => other !== 0 ? one / other : !one ? NaN : Infinity * one,
  mod: remainder,
};

const add = (all) => { for (const name of Object.keys(all)) FUNCTIONS.set(name, all[name]); };

// --- texts ---

const rounded = (number) => Number.isFinite(number) ? Math.floor(number + 0.5) : number;

/** Python's classes of letters and digits are wider than this language's: \d takes the digits of every script. */
const wider = (pattern) => {
  let inside = false;
  return pattern.replace(/\\[\s\S]|\[|\]/g, (sign) => {
    if (sign === "[") inside = true;
    if (sign === "]") inside = false;
    if (sign === "\\d") return "\\p{Nd}";
    if (sign === "\\w") return inside ? "\\p{L}\\p{M}\\p{N}_" : "[\\p{L}\\p{M}\\p{N}_]";
    return /^\\[^\w\s^$\\.*+?()[\]{}|/-]$/.test(sign) ? sign.slice(1) : sign;
  });
};

const patterns = new Map();
const patternOf = (text) => {
  if (!patterns.has(text)) {
    try { patterns.set(text, new RegExp(`^(?:${wider(text)})$`, "u")); } catch (error) { patterns.set(text, null); }
  }
  if (!patterns.get(text)) throw new Undecided("a pattern of another kind");
  return patterns.get(text);
};

add({
  string: (values, here) => textOf(own(values, here)),
  "string-length": (values, here) => Array.from(textOf(own(values, here))).length,
  "normalize-space": (values, here) => textOf(own(values, here)).split(/[ \t\r\n]+/).filter(Boolean).join(" "),
  concat: (values) => textsOf(values).join(""),
  join: ([separator, ...values]) => textsOf(values).join(textOf(separator)),
  contains: ([text, part]) => textOf(text).includes(textOf(part)),
  "starts-with": ([text, part]) => textOf(text).startsWith(textOf(part)),
  "ends-with": ([text, part]) => textOf(text).endsWith(textOf(part)),
  "substring-before"([text, part]) {
    const whole = textOf(text);
    return whole.slice(0, Math.max(0, whole.indexOf(textOf(part))));
  },
  "substring-after"([text, part]) {
    const whole = textOf(text), mark = textOf(part), at = whole.indexOf(mark);
    return at >= 0 ? whole.slice(at + mark.length) : "";
  },
  substring([text, start, length]) {
    const first = rounded(numberOf(start)), end = length === undefined ? Infinity : first + rounded(numberOf(length));
    return Array.from(textOf(text)).filter((letter, at) => first <= at + 1 && at + 1 < end).join("");
  },
  substr([text, start, end]) {
    const letters = Array.from(textOf(text)), first = numberOf(start), last = end === undefined ? letters.length : numberOf(end);
    return Number.isNaN(first) || Number.isNaN(last) ? "" : letters.slice(Math.trunc(first), Math.trunc(last)).join("");
  },
  translate([text, of, to]) {
    const from = Array.from(textOf(of)), into = Array.from(textOf(to));
    return Array.from(textOf(text)).map((letter) => {
      const at = from.indexOf(letter);
      return at < 0 ? letter : into[at] || "";
    }).join("");
  },
  regex([value, pattern]) {
    const text = textOf(value), known = patternOf(textOf(pattern));
    return text.length <= LONGEST_FOR_PATTERN && known.test(text);
  },
  property: () => "",
  version: () => "",
});

// --- truths ---

const ticks = (value) => Array.isArray(value) ? value.map((one) => numberOf(one.string) > 0)
  : [typeof value === "boolean" ? value : numberOf(value) > 0];
const between = (total, least, most) => {
  const low = numberOf(least), high = numberOf(most);
  return (low < 0 || total >= low) && (high < 0 || total <= high);
};

add({
  true: () => true,
  false: () => false,
  boolean: ([value]) => truthOf(value),
  not: ([value]) => !truthOf(value),
  "boolean-from-string": ([value]) => ["true", "1"].includes(textOf(value).trim().toLowerCase()),
  checklist: ([least, most, ...values]) => between(values.flatMap(ticks).filter(Boolean).length, least, most),
  "weighted-checklist"([least, most, ...values]) {
    const ticked = values.filter((value, at) => at % 2 === 0).flatMap(ticks);
    const weights = textsOf(values.filter((value, at) => at % 2)).map(numberOf);
    return between(weights.reduce((sum, weight, at) => ticked[at] ? sum + weight : sum, 0), least, most);
  },
});

// --- numbers ---

/** A function of numbers; outside of what it can work out it gives NaN. */
const plain = (work) => (values) => {
  const numbers = values.map(numberOf);
  return numbers.some(Number.isNaN) ? NaN : work(...numbers) + 0;
};
const power = (number, exponent) => {
  const found = Math.pow(number, exponent);
  if (Number.isFinite(found) || !Number.isFinite(number) || !Number.isFinite(exponent)) return found;
  return Number.isNaN(found) || number === 0 ? NaN : Infinity;
};
const finite = (work) => plain((number) => {
  const found = work(number);
  return found === -Infinity ? NaN : found;
});
for (const name of ["sin", "cos", "tan", "asin", "acos", "atan", "sqrt", "exp", "abs", "floor", "atan2"])
  FUNCTIONS.set(name, plain(Math[name]));

/** A decimal text with its point so many places further right. */
const moved = (number, places) => {
  const [digits, exponent] = number.toExponential(14).split("e");
  return Number(`${digits}e${Number(exponent) + places}`);
};
const answered = (values) => textsOf(values).filter((text) => text.trim()).map(numberOf);
const most = (work) => (values) => {
  const numbers = answered(values);
  return numbers.length && !numbers.some(Number.isNaN) ? work(...numbers) : NaN;
};

add({
  number: (values, here) => numberOf(own(values, here)),
  round([value, digits = 0]) {
    const number = numberOf(value), places = Math.max(-12, Math.min(12, Math.trunc(numberOf(digits))));
    if (!Number.isFinite(numberOf(digits))) return NaN;
    if (!Number.isFinite(number)) return number;
    return moved(Math.floor(moved(number, places) + 0.5), -places) + 0;
  },
  int: plain(Math.trunc),
  ceiling: plain(Math.ceil),
  log: finite(Math.log),
  log10: finite(Math.log10),
  pow: plain(power),
  exp10: plain((number) => power(10, number)),
  pi: () => Math.PI,
  sum: (values) => answered(values).reduce((sum, number) => sum + number, 0),
  min: most(Math.min),
  max: most(Math.max),
});

// --- choices, nodes, lists ---

const namesIn = (value) => textOf(value).split(/\s+/).filter(Boolean);
const cell = (row, name) => row.kids.has(name) ? row.kids.get(name)[0] : null;

add({
  selected: ([chosen, name]) => namesIn(chosen).includes(textOf(name).trim()),
  "selected-at": ([chosen, place]) => numberOf(place) >= 0 ? namesIn(chosen)[Math.trunc(numberOf(place))] || "" : "",
  "count-selected": ([chosen]) => namesIn(chosen).length,
  count: ([value]) => nodesOf(value).length,
  "count-non-empty": ([value]) => nodesOf(value).filter((one) => one.string).length,
  name: (values, here) => (values.length ? nodesOf(values[0]) : [here.node]).map((one) => one.name)[0] || "",
  instance: ([name], here) => here.scope.list(textOf(name)),
  pulldata([name, wanted, key, value], here) {
    const sought = textOf(value);
    for (const top of here.scope.list(textOf(name)))
      for (const row of top.kids.get("root")[0].kids.get("item") || []) {
        const found = cell(row, textOf(key));
        if (found && found.text === sought) return (cell(row, textOf(wanted)) || {text: ""}).text;
      }
    return "";
  },
  "jr:itext"([key], here) {
    const found = /^(.+)-(\d+)$/.exec(textOf(key)), list = found && here.scope.lists[found[1]];
    return list && list[found[2]] ? here.scope.plain(list[found[2]].label) : "";
  },
});
FUNCTIONS.set("local-name", FUNCTIONS.get("name"));

/** A row in another order that stands still, as ODK's clients shuffle by a number. */
export const seededShuffle = (row, seed) => {
  if (!Number.isFinite(seed)) throw new Undecided("a shuffle without a number");
  const mixed = [...row];
  let state = ((Math.trunc(seed) % PARK_MILLER) + PARK_MILLER) % PARK_MILLER || PARK_MILLER - 1;
  for (let left = mixed.length; left > 0; left--) {
    state = state * 16807 % PARK_MILLER;
    const at = Math.trunc((state - 1) / (PARK_MILLER - 1) * left);
    [mixed[left - 1], mixed[at]] = [mixed[at], mixed[left - 1]];
  }
  return mixed;
};

// --- days and times, in the site's own time zone ---

const momentOf = (value, here) => {
  if (value instanceof Moment) return value;
  if (typeof value === "number") return timeOf(value);
  const text = textOf(value), found = readMoment(text, here.scope.zone), number = numberOf(text);
  return found || (Number.isNaN(number) || TIME.test(text.trim()) ? null : timeOf(number));
};
const padded = (number, length = 2) => String(number).padStart(length, "0");

const format = ([value, pattern], here) => {
  const moment = momentOf(value, here);
  if (!moment) return "";
  const date = new Date(Math.round(moment.number * 86400000)), {months, days} = here.scope.calendar;
  const year = date.getUTCFullYear(), month = date.getUTCMonth() + 1, day = date.getUTCDate(), hour = date.getUTCHours();
  const signs = {Y: padded(year, 4), y: padded(year % 100), m: padded(month), n: month, b: months[month - 1],
    d: padded(day), e: day, a: days[(date.getUTCDay() + 6) % 7], H: padded(hour), h: hour,
    M: padded(date.getUTCMinutes()), S: padded(date.getUTCSeconds()), 3: padded(date.getUTCMilliseconds(), 3), "%": "%"};
  return textOf(pattern).replace(/%([\s\S]?)/g, (whole, sign) => sign in signs ? String(signs[sign]) : sign);
};

add({
  today: (values, here) => dayOf(here.scope.now.number),
  now: (values, here) => here.scope.now,
  date(values, here) {
    const moment = momentOf(values[0], here);
    return (moment && dayOf(moment.number)) || "";
  },
  "date-time"(values, here) {
    const moment = momentOf(values[0], here);
    return (moment && timeOf(moment.number)) || "";
  },
  "decimal-date-time"(values, here) {
    const moment = momentOf(values[0], here);
    return moment ? moment.number : NaN;
  },
  "decimal-time"(values, here) {
    const moment = momentOf(values[0], here);
    return moment ? moment.number - Math.floor(moment.number) : numberOf(values[0]);
  },
  "format-date": format,
  "format-date-time": format,
});

