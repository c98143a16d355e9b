// A form page by page: Back and Next, how far one is, and what is still missing before one goes on.

const HEADINGS = "h2, h3, h4, h5, h6, legend, label, .said";

const made = (tag, className, textContent = "") => Object.assign(document.createElement(tag), {className, textContent});

export class Pages {
  constructor(page, check) {
    this.page = page;
    this.check = check;
    this.sheets = [...page.form.querySelectorAll("[data-page]")];
    this.progress = made("p", "small progress");
    this.missing = made("div", "note lacquer missing");
    this.back = made("button", "button outlined", page.words.back);
    this.next = made("button", "button", page.words.next);
    this.turn = made("p", "buttons turn");
    this.actions = page.form.querySelector(".actions");
    this.begin();
  }

  begin() {
    this.back.type = this.next.type = "button";
    this.missing.hidden = true;
    this.missing.tabIndex = this.progress.tabIndex = -1;
    this.turn.append(this.back, this.next);
    this.sheets[0].before(this.progress);
    this.sheets[this.sheets.length - 1].after(this.missing, this.turn);
    this.back.addEventListener("click", () => this.step(-1));
    this.next.addEventListener("click", () => this.forward());
    addEventListener("popstate", ({state}) => this.show(state && state.sheet || 0, true));
    addEventListener("hashchange", () => this.reveal(location.hash));
    const wrong = this.sheets.findIndex((sheet) => sheet.querySelector(".wrong"));
    this.here = Math.max(0, wrong);
    // a page loaded again, or come back to, opens where it was left
    if (wrong < 0 && history.state && history.state.sheet < this.sheets.length) this.here = history.state.sheet;
    this.update();
    this.reveal(location.hash);
  }

  /** The numbers of the pages with something on them. */
  get open() {
    return this.sheets.map((sheet, at) => at).filter((at) =>
      [...this.sheets[at].children].some((node) => !node.hidden && !node.matches(".error")));
  }

  /** Show where one is: after every answer, because answers open and close pages. */
  update() {
    const open = this.open, place = Math.max(0, open.indexOf(this.here));
    this.here = open.length ? open[place] : 0;
    this.sheets.forEach((sheet, at) => { sheet.hidden = at !== this.here; });
    const written = (number) => String(number).replace(/\d/g, (digit) => this.page.words.digits[digit]);
    const text = this.page.words.page.replace("%(here)s", written(place + 1)).replace("%(all)s", written(open.length));
    if (this.progress.textContent !== text) this.progress.textContent = text;
    this.back.hidden = place === 0;
    this.next.hidden = place >= open.length - 1;
    const send = this.actions && this.actions.querySelector("[value=send]");
    if (send) send.hidden = !this.next.hidden;
  }

  step(by) {
    const open = this.open;
    this.show(open[open.indexOf(this.here) + by]);
  }

  /** Say what is missing here the first time; the second time go on, for the server asks again at the end. */
  forward() {
    const wrong = this.missing.hidden ? this.check(this.sheets[this.here]) : [];
    if (!wrong.length) { this.step(1); return; }
    const list = made("ul", "");
    for (const {label, target} of wrong) {
      const line = made("li", ""), link = made("a", "", label);
      link.href = `#${target}`;
      line.append(link);
      list.append(line);
    }
    const box = made("div", "");
    box.append(made("p", "", this.page.words.missing), list);
    this.missing.innerHTML = this.page.words.icon;
    this.missing.append(box);
    this.missing.hidden = false;
    this.next.textContent = this.page.words.on;
    this.missing.focus();
  }

  show(at, kept = false) {
    if (at === undefined) return;
    this.here = at;
    this.missing.hidden = true;
    this.next.textContent = this.page.words.next;
    this.update();
    if (!kept) history.pushState({sheet: this.here}, "");
    this.focus();
  }

  focus() {
    const heading = [...this.sheets[this.here].querySelectorAll(HEADINGS)].find((one) => one.offsetParent) || this.progress;
    heading.tabIndex = -1;
    heading.focus({preventScroll: true});
    this.progress.scrollIntoView();
  }

  /** Open the page that an address leads to. */
  reveal(hash) {
    const target = hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)));
    const at = target ? this.sheets.findIndex((sheet) => sheet.contains(target)) : -1;
    if (at < 0) return;
    if (at !== this.here) { this.here = at; this.update(); }
    target.focus();
    target.scrollIntoView();
  }
}
