// The page of a form: reads what is typed into it, and shows what the filled form says.
import {SEVERAL, SILENT, STRUCTURE} from "./model.js";

const TICKED = ["radio", "checkbox"];

export class Page {
  constructor(form, survey, words) {
    Object.assign(this, {form, survey, words});
    this.index();
  }

  /** Note where everything stands: anew whenever an instance comes or goes. */
  index() {
    this.nodes = new Map([...this.form.querySelectorAll(".node[data-at]")].map((node) => [node.dataset.at, node]));
    this.quotes = [...this.form.querySelectorAll("[data-value]")];
    this.grids = [...this.form.querySelectorAll("table.grid")];
    this.named = new Map();
    for (const field of this.form.elements) {
      if (!this.named.has(field.name)) this.named.set(field.name, []);
      this.named.get(field.name).push(field);
    }
  }

  fields(at) { return this.named.get(`a:${at}`) || []; }

  /** Where an error leads to and what it is named after. */
  id(at) { return `q-${at}`; }

  rows(at) {
    return [...this.form.querySelectorAll(`[data-repeat="${at}"] > [data-instance]`)];
  }

  // --- what is typed ---

  /** The answers as typed: {path: text or list; a repeat's path: [the same]}. */
  data(plan = this.survey.plan, prefix = "", into = {}) {
    for (const kid of plan.kids.values()) {
      const at = prefix + kid.name, type = kid.item ? kid.item.type : "group";
      if (type === "repeat") into[kid.path] = this.rows(at).map((row, place) => this.data(kid, `${at}[${place + 1}]/`));
      else if (kid.kids.size) this.data(kid, `${at}/`, into);
      else if (!STRUCTURE.includes(type) && type !== "note" && this.fields(at).length) into[kid.path] = this.typed(at, kid.item);
    }
    return into;
  }

  typed(at, item) {
    const fields = this.fields(at);
    const values = fields.filter((field) => !TICKED.includes(field.type) || field.checked).map((field) => field.value);
    if (SEVERAL.includes(item.type)) return values.filter(Boolean);
    const [file] = this.named.get(`f:${at}`) || [];
    if (file && file.files.length) return file.files[0].name;
    const text = values[0] || "";
    // a field that asks for a month or a year only: the server takes its first day
    return item.type === "date" ? text.replace(/^(\d{4})$/, "$1-01").replace(/^(\d{4}-\d\d)$/, "$1-01") : text;
  }

  /** Put a text into the fields of a place. True when that changes anything. */
  write(at, text) {
    let changed = false;
    const names = text.split(" ");
    for (const field of this.fields(at)) {
      if (TICKED.includes(field.type)) {
        const checked = field.type === "radio" ? field.value === text : names.includes(field.value);
        changed = changed || checked !== field.checked;
        field.checked = checked;
      } else if (field.value !== text) {
        field.value = text;
        changed = true;
      }
    }
    return changed;
  }

  // --- what shows ---

  show(filled) {
    for (const [at, spot] of filled.spots) {
      const node = this.nodes.get(at);
      if (!node || SILENT.includes(spot.kind)) continue;
      node.hidden = !spot.shown;
      if (spot.repeats) this.showRows(spot);
      else if (spot.shown && !STRUCTURE.includes(spot.kind)) this.showQuestion(spot, node, filled);
    }
    for (const quote of this.quotes) {
      const place = quote.closest("[data-at]"), spot = place && filled.spots.get(place.dataset.at);
      const text = spot ? filled.textHere(quote.dataset.value, spot) : null;
      if (text !== null && quote.textContent !== text) quote.textContent = text;
    }
    // the head of a table of ratings says nothing when none of its rows shows
    for (const grid of this.grids) grid.hidden = [...grid.querySelectorAll(".node")].every((row) => row.hidden);
  }

  showRows(spot) {
    this.rows(spot.at).forEach((row, place) => { row.hidden = place >= spot.count; });
    const [count] = this.named.get(`r:${spot.at}`) || [];
    if (count) count.value = spot.count;
  }

  showQuestion(spot, node, filled) {
    const optional = node.querySelector("[data-optional]"), {calculation, required, readonly} = spot.item;
    if (optional && required) optional.hidden = filled.required(spot);
    if (calculation && !spot.unknown) this.write(spot.at, spot.text);
    if (readonly) this.lock(node, spot.at, filled.holds(readonly, spot, false));
  }

  /** A question that may be changed only now and then. Its answer is sent either way. */
  lock(node, at, locked) {
    for (const field of this.fields(at)) {
      if (field.type === "hidden") { if (!locked) field.disabled = true; continue; }
      field.readOnly = locked;
      if (TICKED.includes(field.type) || field.type === "select-one") field.disabled = locked && field.disabled;
    }
  }

  // --- what is wrong ---

  /** What is wrong with an answer, in words: {text, lang}; null when nothing is. */
  wrongAt(spot, filled) {
    const found = filled.complaint(spot), {wrong} = this.words;
    if (!found) return null;
    if (found.said) return {text: filled.say(found.said.text, spot), lang: found.said.lang};
    const {start = "0", end = "10"} = spot.item.range || {}, least = Math.min(start, end), most = Math.max(start, end);
    return {text: (wrong[found.kind] || this.words[found.kind]).replace("%(least)s", least).replace("%(most)s", most), lang: ""};
  }

  complains(at) { return Boolean(document.getElementById(`${this.id(at)}-error`)); }

  /** Say what is wrong at a question, or that nothing is any more. */
  say(at, wrong) {
    const node = this.nodes.get(at), id = `${this.id(at)}-error`;
    if (!node) return;
    let place = document.getElementById(id);
    node.classList.toggle("wrong", Boolean(wrong));
    this.describe(node, at, id, Boolean(wrong));
    if (!wrong) { if (place) place.remove(); return; }
    if (!place) {
      place = document.createElement("div");
      Object.assign(place, {id, className: "error", innerHTML: `${this.words.icon}<p></p>`});
      place.setAttribute("aria-live", "polite");
      (node.querySelector("th") || node).append(place);
    }
    const text = place.querySelector("p");
    if (wrong.lang) text.lang = wrong.lang; else text.removeAttribute("lang");
    if (text.textContent !== wrong.text) text.textContent = wrong.text;
  }

  describe(node, at, id, wrong) {
    const [field] = this.fields(at).filter((one) => one.type !== "hidden");
    const owner = node.tagName === "FIELDSET" ? node : field;
    if (!owner) return;
    const ids = (owner.getAttribute("aria-describedby") || "").split(" ").filter((one) => one && one !== id);
    if (wrong) ids.push(id);
    if (ids.length) owner.setAttribute("aria-describedby", ids.join(" ")); else owner.removeAttribute("aria-describedby");
    if (owner === node) return;
    if (wrong) field.setAttribute("aria-invalid", "true"); else field.removeAttribute("aria-invalid");
  }
}
