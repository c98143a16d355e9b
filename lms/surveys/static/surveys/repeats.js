// Repeats: one more instance from the page's own pattern, one less with a way back, and numbers that follow.

const NAMED = /^(?:name|id|for|formaction|data-(?:at|instance|repeat|new)|aria-.*)$/;
const DEEP = "*";

const each = (top, work) => {
  work(top);
  for (const one of top.querySelectorAll(DEEP)) {
    work(one);
    if (one.tagName === "TEMPLATE") for (const inner of one.content.children) each(inner, work);
  }
};

/** Give an instance another number: wherever its place is part of a name. */
const renumber = (row, at, from, to, digits) => {
  const old = `${at}[${from}]`, now = `${at}[${to}]`;
  each(row, (one) => {
    for (const {name, value} of [...one.attributes]) {
      const named = NAMED.test(name) || (name === "value" && one.tagName === "BUTTON");
      if (named && value.includes(old)) one.setAttribute(name, value.split(old).join(now));
    }
    if (one.matches("[data-number]") && one.closest("[data-instance]") === row) one.textContent = written(to, digits);
  });
};

const written = (number, digits) => String(number).replace(/\d/g, (digit) => digits[digit]);

/** Empty the fields of a copied instance. */
const blank = (row) => {
  for (const field of row.querySelectorAll("input, textarea, select")) {
    if (field.type === "radio" || field.type === "checkbox") field.checked = field.defaultChecked = false;
    else if (field.type !== "hidden" || field.name.startsWith("a:")) field.value = field.defaultValue = "";
  }
  for (const error of row.querySelectorAll(".error")) error.remove();
};

/** A new instance at the end of a repeat; null when the page has no pattern for one. */
export const add = (page, at) => {
  const section = page.nodes.get(at), rows = page.rows(at);
  if (!section) return null;
  const pattern = [...section.children].find((one) => one.matches("template[data-new]")), last = rows[rows.length - 1];
  if (!pattern && !last) return null;
  const row = pattern ? document.importNode(pattern.content.querySelector("[data-instance]"), true) : last.cloneNode(true);
  if (!pattern) blank(row);
  renumber(row, at, pattern ? 0 : rows.length, rows.length + 1, page.words.digits);
  section.insertBefore(row, last ? last.nextElementSibling : pattern.previousElementSibling);
  settle(page, at);
  return row;
};

/** Number the instances of a repeat anew, and count them. */
const settle = (page, at) => {
  page.rows(at).forEach((row, place) => {
    const from = Number(/\[(\d+)\]$/.exec(row.dataset.instance)[1]);
    if (from !== place + 1) renumber(row, at, from, place + 1, page.words.digits);
  });
  page.form.elements[`r:${at}`].value = page.rows(at).length;
  page.index();
};

/** Take an instance away and leave a line that brings it back. `changed` is called after each. */
export const remove = (page, place, changed) => {
  const row = page.form.querySelector(`[data-instance="${place}"]`), section = row.closest("[data-repeat]");
  const line = document.createElement("p"), undo = document.createElement("button");
  for (const old of section.querySelectorAll("p.removed")) old.remove();
  Object.assign(line, {className: "removed small", tabIndex: -1, textContent: `${page.words.removed} `});
  Object.assign(undo, {type: "button", className: "plain", textContent: page.words.undo});
  line.append(undo);
  row.replaceWith(line);
  settle(page, section.dataset.repeat);
  undo.addEventListener("click", () => {
    line.replaceWith(row);
    settle(page, section.dataset.repeat);
    changed();
    (row.querySelector("input:not([type=hidden]), select, textarea") || row).focus();
  });
  changed();
  line.focus();
};
