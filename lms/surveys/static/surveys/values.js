// What an expression works on: nodes, texts, numbers, truths and moments, and how one becomes another.
// The rules are those of the server (domain/xpath_values.py): a date counts as its days since 1 January 1970.

const NUMBER = /^-?(?:\d+(?:\.\d*)?|\.\d+)$/;
const DATE = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?)?$/;
export const TIME = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?(?:Z|[+-]\d\d:?\d\d)?$/;
const DAY = 86400000;

/** Thrown by an expression that only the server can work out. */
export class Undecided extends Error {}
/** Thrown by an expression that cannot be worked out with these answers, here or on the server. */
export class Failed extends Error {}

/** A day, or a day with its time: local, as days since 1970 and as text. */
export class Moment {
  constructor(number, text) { this.number = number; this.text = text; }
}

/** A node of a filled form (`path` is its place without numbers) or of a list (`path` is null). */
export class Element {
  constructor(name, parent = null, path = null, text = "", at = "", repeats = false) {
    Object.assign(this, {name, parent, path, text, at, repeats, shown: true, unknown: false, kids: new Map()});
  }

  add(kid) {
    if (!this.kids.has(kid.name)) this.kids.set(kid.name, []);
    this.kids.get(kid.name).push(kid);
    return kid;
  }

  /** The nodes below that count, in document order. */
  within() {
    const found = [];
    for (const kids of this.kids.values())
      for (const kid of kids) if (kid.shown) found.push(kid, ...kid.within());
    return found;
  }

  get string() {
    if (this.unknown) throw new Undecided(this.path);
    return this.kids.size ? this.within().filter((one) => !one.kids.size).map((one) => one.string).join("") : this.text;
  }
}

/** Milliseconds of a calendar day, NaN when there is no such day. */
const dayStart = (year, month, day) => {
  const found = new Date(0);
  found.setUTCFullYear(year, month - 1, day);
  return year > 0 && found.getUTCMonth() === month - 1 && found.getUTCDate() === day ? found.getTime() : NaN;
};

/** Minutes that "+07:00", "+0700" or "Z" is ahead. */
export const offsetOf = (text) => {
  if (text === "Z") return 0;
  const digits = text.replace(/\D/g, "");
  return (text[0] === "-" ? -1 : 1) * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2)));
};

/** A date, or a date with a time, as text. `zone`: minutes ahead of that into which an offset is turned, if any. */
export const readMoment = (text, zone = null) => {
  const found = DATE.exec(text.trim());
  if (!found) return null;
  const [whole, year, month, day, hour, minute, second = "0", part = "", offset] = found;
  let when = dayStart(Number(year), Number(month), Number(day));
  if (Number.isNaN(when)) return null;
  if (hour === undefined) return new Moment(when / DAY, whole.slice(0, 10));
  if (hour > 23 || minute > 59 || second > 59) return null;
  when += hour * 3600000 + minute * 60000 + second * 1000 + Number(`0.${part || 0}`) * 1000;
  if (offset && zone !== null) when += (zone - offsetOf(offset)) * 60000;
  return new Moment(when / DAY, whole);
};

const written = (milliseconds, length) => {
  const date = new Date(milliseconds), year = date.getUTCFullYear();
  return year >= 1 && year <= 9999 ? date.toISOString().slice(0, length) : null;
};

/** The day that a number of days since 1970 falls on, null when the calendar has none. */
export const dayOf = (number) => {
  const text = written(Math.floor(number) * DAY, 10);
  return text && new Moment(Math.floor(number), text);
};

/** The moment that a number of days since 1970 stands for, null when the calendar has none. */
export const timeOf = (number) => {
  const text = written(Math.round(number * DAY), 23);
  return text && new Moment(number, text);
};

/** A number without an exponent, and without the noise of its last binary digit. */
export const numberText = (value) => {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
  const text = String(Number(value.toPrecision(15)) + 0);
  const found = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (!found) return text;
  const digits = found[2] + (found[3] || ""), point = 1 + Number(found[4]);
  return found[1] + (point <= 0 ? `0.${"0".repeat(-point)}${digits}` : digits.padEnd(point, "0"));
};

export const textOf = (value) => {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.length ? value[0].string : "";
  if (typeof value === "number") return numberText(value);
  return value instanceof Moment ? value.text : String(value);
};

/** The text of each value; of a node set the text of each node. */
export const textsOf = (values) => values.flatMap((value) =>
  Array.isArray(value) ? value.map((one) => one.string) : [textOf(value)]);

export const numberOf = (value) => {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value instanceof Moment) return value.number;
  const text = textOf(value).replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
  if (NUMBER.test(text)) return Number(text);
  const moment = readMoment(text);
  if (moment) return moment.number;
  const found = TIME.exec(text);
  return found ? (found[1] * 3600 + found[2] * 60 + Number(`${found[3] || 0}.${found[4] || 0}`)) / 86400 : NaN;
};

/** A value as true or false: a node gives its text, so a question without an answer is false. */
export const truthOf = (value) => {
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return value !== 0 && !Number.isNaN(value);
  if (!Array.isArray(value)) return value instanceof Moment || Boolean(value);
  return value.length > 1 || (value.length === 1 && (value[0].kids.size > 0 || value[0].string !== ""));
};

const equal = (left, right) => {
  if (typeof left === "boolean" || typeof right === "boolean") return truthOf(left) === truthOf(right);
  if (typeof left === "string" && typeof right === "string") return left === right;
  return numberOf(left) === numberOf(right);
};

/** = != < <= > >= as XPath compares: with a node set, true when it is true of any node. */
export const compare = (operator, left, right) => {
  if (Array.isArray(left)) {
    if (typeof right === "boolean") left = truthOf(left);
    else return left.length ? left.some((one) => compare(operator, one.string, right)) : compare(operator, "", right);
  }
  if (Array.isArray(right)) {
    if (typeof left === "boolean") right = truthOf(right);
    else return right.length ? right.some((one) => compare(operator, left, one.string)) : compare(operator, left, "");
  }
  if (operator === "=" || operator === "!=") return equal(left, right) === (operator === "=");
  const one = numberOf(left), other = numberOf(right);
  if (operator === "<") return one < other;
  if (operator === "<=") return one <= other;
  return operator === ">" ? one > other : one >= other;
};
