// Choices that depend on other answers, and the order of a ranking.

const seen = new WeakMap();

/** The rows of choices or options that a container has had, by name: pictures in them come back with them. */
const rowsOf = (box) => {
  if (!seen.has(box)) seen.set(box, new Map());
  const rows = seen.get(box);
  for (const row of box.children) {
    const field = row.tagName === "OPTION" ? row : row.querySelector("input");
    if (field && field.value) rows.set(field.value, row);
  }
  return rows;
};

const option = (choice, words) => {
  const made = document.createElement("option");
  made.value = choice.name;
  made.textContent = words;
  if (choice.lang) made.lang = choice.lang;
  return made;
};

const row = (choice, words, name, type, id) => {
  const made = document.createElement("label"), field = document.createElement("input"), text = document.createElement("span");
  made.className = "choice";
  Object.assign(field, {type, name, value: choice.name});
  if (id) field.id = id;
  text.textContent = words;
  if (choice.lang) text.lang = choice.lang;
  made.append(field, text);
  return made;
};

const shown = (box) => [...box.children].map((one) => one.tagName === "OPTION" ? one.value : one.querySelector("input").value)
  .filter(Boolean);

/** Let a container offer these choices and no others. True when a chosen one went. */
const fill = (box, choices, make) => {
  if (choices.map((one) => one.name).join(" ") === shown(box).join(" ")) return false;
  const rows = rowsOf(box), blank = [...box.children].filter((one) => one.tagName === "OPTION" && !one.value);
  const before = box.tagName === "SELECT" ? box.value : "";
  const made = choices.map((choice, place) => {
    if (!rows.has(choice.name)) rows.set(choice.name, make(choice, place));
    return rows.get(choice.name);
  });
  let gone = before !== "" && !choices.some((one) => one.name === before);
  for (const one of box.querySelectorAll("input:checked"))
    if (!choices.some((choice) => choice.name === one.value)) { one.checked = false; gone = true; }
  box.replaceChildren ? box.replaceChildren(...blank, ...made) : renew(box, [...blank, ...made]);
  if (before) box.value = gone ? "" : before;
  return gone;
};

/** For browsers from before replaceChildren. */
const renew = (box, children) => {
  while (box.firstChild) box.firstChild.remove();
  box.append(...children);
};

/** Show at each question the choices that its filter lets through. True when a chosen one went, or fields are new. */
export const cascade = (page, filled) => {
  let changed = false;
  for (const [at, node] of page.nodes) {
    const spot = filled.spots.get(at), main = node.matches("[data-choices]") ? node : node.querySelector("[data-choices]");
    const choices = spot && spot.shown && spot.item.filter && main ? filled.choices(spot) : null;
    if (!choices) continue;
    const type = spot.kind === "select_multiple" ? "checkbox" : "radio", words = (choice) => filled.say(choice.label || choice.name, spot);
    const boxes = main.tagName === "OL" ? main.querySelectorAll("select") : [main];
    for (const box of boxes) {
      const before = shown(box).join(" ");
      const gone = fill(box, choices, (choice, place) => box.tagName === "SELECT" ? option(choice, words(choice))
        : row(choice, words(choice), `a:${at}`, type, place === 0 ? `${page.id(at)}:1` : ""));
      changed = gone || before !== shown(box).join(" ") || changed;
    }
  }
  return changed;
};

// --- rank ---

const button = (words, sign, on) => {
  const made = document.createElement("button");
  Object.assign(made, {type: "button", className: "move", textContent: sign});
  made.setAttribute("aria-label", words);
  made.addEventListener("click", on);
  return made;
};

/** A ranking has each answer once: an answer that is given a place leaves its old one to what stood there before. */
export const rank = (node, words, changed) => {
  const places = [...node.querySelectorAll("ol > li > select")];
  const before = new Map(places.map((place) => [place, place.value]));
  const note = () => { for (const place of places) before.set(place, place.value); };
  const swap = (one, other) => {
    [one.value, other.value] = [other.value, one.value];
    note();
    changed(one);
  };
  node.addEventListener("change", ({target}) => {
    const other = places.find((place) => place !== target && place.value && place.value === target.value);
    if (other) other.value = before.get(target);
    note();
  });
  places.forEach((place, at) => {
    const up = at > 0 && button(words.up, "\u2191", () => { swap(place, places[at - 1]); places[at - 1].focus(); });
    const down = at < places.length - 1 && button(words.down, "\u2193", () => { swap(place, places[at + 1]); places[at + 1].focus(); });
    place.parentNode.append(...[up, down].filter((one) => one && !place.disabled));
  });
};
