// A form while somebody fills it in: what shows, what is worked out and what can be chosen follow each answer at once.
// The server judges everything again when it is sent; without this script it does all of it alone.
import {Page} from "./fields.js";
import {Filled, Survey} from "./model.js";
// these are the modules of those above: named here, a slow line fetches all of them at once and not one after the other
import "./functions.js";
import "./syntax.js";
import "./values.js";
import "./xpath.js";

const PAUSE = 150; // milliseconds after a key before the form is worked out anew
// what is wrong is said a moment after a field is left: said at once, it would push away the button that is being pressed
const UNTIL_JUDGED = 300;
const MOST_ROUNDS = 6; // an instance or a choice that comes or goes may bring the next one

class Form {
  /** `parts`: what choices.js, repeats.js, pages.js and places.js export, as far as the form needs them. */
  constructor(form, block, parts) {
    this.form = form;
    this.parts = parts;
    this.survey = new Survey(block);
    this.page = new Page(form, this.survey, block.words);
    this.wait = 0;
    this.unsent = false;
    this.enhance(form);
    this.refresh();
    this.pages = form.querySelectorAll("[data-page]").length > 1 ? new parts.Pages(this.page, (sheet) => this.missing(sheet)) : null;
    form.addEventListener("input", ({target}) => this.typed(target));
    form.addEventListener("change", ({target}) => this.changed(target));
    form.addEventListener("click", (event) => this.clicked(event));
    form.addEventListener("submit", () => { this.unsent = false; });
    addEventListener("beforeunload", (event) => { if (this.unsent) { event.preventDefault(); event.returnValue = ""; } });
    // the server need not say which questions the answers opened: they have been on the screen
    const shown = form.elements.shown;
    if (shown) shown.disabled = true;
  }

  /** What the script adds to the questions in a part of the page. */
  enhance(part) {
    const changed = (field) => { this.unsent = true; this.changed(field); };
    for (const node of part.querySelectorAll(".node.rank")) this.parts.rank(node, this.page.words, changed);
    for (const field of part.querySelectorAll("[data-geo=geopoint]")) this.parts.locate(field, this.page.words, changed);
  }

  refresh() {
    clearTimeout(this.wait);
    for (let round = 0; round < MOST_ROUNDS; round++) {
      this.filled = new Filled(this.survey, this.page.data());
      const more = this.grow();
      if (!more) this.page.show(this.filled);
      if (!more && !this.chosen()) break;
    }
    if (this.pages) this.pages.update();
  }

  /** Instances that the answers ask for and the page does not have yet. */
  grow() {
    let grown = false;
    for (const [at, spot] of this.filled.spots) {
      if (!spot.repeats || !spot.item.count) continue;
      for (let missing = spot.count - this.page.rows(at).length; missing > 0; missing--) {
        const row = this.parts.add(this.page, at);
        if (!row) break;
        this.enhance(row);
        grown = true;
      }
    }
    return grown;
  }

  chosen() {
    const changed = Boolean(this.parts.cascade) && this.parts.cascade(this.page, this.filled);
    if (changed) this.page.index();
    return changed;
  }

  // --- what the person does ---

  typed(field) {
    if (!field.name) return;
    this.unsent = true;
    clearTimeout(this.wait);
    this.wait = setTimeout(() => this.refresh(), PAUSE);
  }

  changed(field) {
    const node = field.closest(".node[data-at]");
    if (!node) return;
    this.unsent = true;
    this.refresh();
    this.trigger(node.dataset);
    setTimeout(() => {
      for (const at of this.page.nodes.keys())
        if (at === node.dataset.at || this.page.complains(at)) this.judge(at, at === node.dataset.at);
    }, UNTIL_JUDGED);
  }

  /** Work out anew what waits for a change of this answer. */
  trigger({at, path}) {
    const within = at.slice(0, at.lastIndexOf("]") + 1);
    let written = false;
    for (const item of this.survey.items) {
      for (const {when, value} of item.changes || []) {
        if (when !== path) continue;
        for (const spot of this.filled.spots.values()) {
          const text = spot.item === item && spot.at.startsWith(within) ? this.filled.textHere(value, spot) : null;
          if (text === null) continue;
          if (spot.silent) this.survey.kept[spot.at] = text;
          written = this.page.write(spot.at, text) || spot.silent || written;
        }
      }
    }
    if (written) this.refresh();
  }

  /** Say at a question what is wrong with its answer. One that was emptied is not missed before it is sent. */
  judge(at, own = false) {
    const spot = this.filled.spots.get(at);
    if (!spot || spot.repeats || spot.below.length) return;
    const missed = own && !spot.text && !spot.wrong && !this.page.complains(at);
    this.page.say(at, missed ? null : this.page.wrongAt(spot, this.filled));
  }

  /** What is wrong on one page: said at each question, and returned as [{label, target}]. */
  missing(sheet) {
    clearTimeout(this.wait);
    this.refresh();
    const found = [];
    for (const node of sheet.querySelectorAll(".node[data-at]")) {
      const spot = this.filled.spots.get(node.dataset.at), wrong = spot && this.page.wrongAt(spot, this.filled);
      if (!wrong) continue;
      this.page.say(spot.at, wrong);
      const label = node.querySelector(".label > span, th > span > span, .choice > span > span, .choice > span");
      const [field] = this.page.fields(spot.at).filter((one) => one.type !== "hidden");
      found.push({label: label ? label.textContent : wrong.text, target: field && field.id ? field.id : this.page.id(spot.at)});
    }
    return found;
  }

  clicked(event) {
    const button = event.target.closest("button[name=do]"), [action, place] = button ? button.value.split(/:(.*)/) : [];
    if (action === "add") {
      const row = this.parts.add(this.page, place);
      if (!row) return; // the server adds it
      event.preventDefault();
      this.unsent = true;
      this.enhance(row);
      this.refresh();
      const first = [...row.querySelectorAll("input, select, textarea")].find((field) => field.offsetParent);
      if (first) first.focus();
    } else if (action === "remove") {
      event.preventDefault();
      this.unsent = true;
      this.parts.remove(this.page, place, () => this.refresh());
    }
  }
}

/** Fetch what this form needs, and begin. */
const begin = async (form, block) => {
  const asks = (wanted) => block.items.some(wanted);
  const parts = await Promise.all([
    asks((item) => item.filter || item.type === "rank") && import("./choices.js"),
    asks((item) => item.type === "repeat") && import("./repeats.js"),
    asks((item) => item.type === "geopoint") && import("./places.js"),
    form.querySelector("[data-page]") && import("./pages.js"),
  ]);
  return new Form(form, block, Object.assign({}, ...parts));
};

const block = document.getElementById("survey"), start = document.querySelector(".node[data-at]");
if (block && start && start.closest("form")) begin(start.closest("form"), JSON.parse(block.textContent));
