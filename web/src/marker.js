// The panel in which words that were chosen in the text become fields of a record.
import { call } from "./api.js";
import { Correction, FIELDS, KEYS } from "./correction.js";
import { Picker } from "./picking.js";
import { announce, element, name, names, say } from "./words.js";

const LETTERS = Object.fromEntries(Object.entries(KEYS).map(([code, field]) => [field, code.at(-1)]));

export class Marker {
  // `desk`: the part of the page with text, record and panel; `saved(record, act, note)` stores the decision.
  constructor(desk, saved) {
    this.panel = desk.querySelector("[data-marker]");
    this.docId = desk.dataset.article;
    this.blind = desk.dataset.blind === "true";
    const block = desk.querySelector("script.record");
    this.record = block ? JSON.parse(block.textContent) : null;
    this.saved = saved;
    // The sentence, and the article around it: what a sentence takes from another is marked there.
    const pickers = [...desk.querySelectorAll("rasad-text[data-base] .body")].map((body) => new Picker(body, (p) => this.picked(p)));
    this.picker = pickers[0];
  }

  get open() {
    return !this.panel.hidden;
  }

  // Whether a letter now means a field and not a decision.
  get choosing() {
    return this.open && this.picker.chosen;
  }

  start(act) {
    this.act = act;
    this.correction = new Correction(act === "add" ? null : this.record, this.docId);
    this.panel.hidden = false;
    this.build();
    this.picker.body.focus({ preventScroll: true });
  }

  stop() {
    this.panel.hidden = true;
    this.picker.clear();
  }

  build() {
    this.quoted = element("q", { dir: "auto" });
    this.hint = element("p", { class: "muted" }, say("marking_help"));
    this.keys = element("div", { class: "keys", role: "group", "aria-label": say("choose_field") }, FIELDS.map((f) => this.button(f)));
    this.keys.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the words selected
    this.list = element("dl", { class: "fields" });
    this.note = element("input", { type: "text", placeholder: say("note_optional"), "aria-label": say("note_optional"), dir: "auto" });
    const save = element("button", { type: "button", class: "main" }, say("save"));
    const cancel = element("button", { type: "button" }, say("cancel"));
    save.addEventListener("click", () => this.save(save));
    cancel.addEventListener("click", () => this.stop());
    this.panel.replaceChildren(
      element("h3", {}, say(this.act === "add" ? "add_event" : "correct")),
      this.hint,
      element("p", { "aria-live": "polite" }, `${say("selected_words")}: `, this.quoted),
      this.keys,
      element("div", { class: "row" }, this.choice("types", "type"), this.choice("statuses", "status")),
      this.list,
      this.note,
      element("div", { class: "row" }, save, cancel),
    );
    this.words();
    this.refresh();
  }

  button(field) {
    const [head, kind] = field.split(".");
    const letter = LETTERS[field];
    const made = element(
      "button", { type: "button", class: "small", "data-field": field },
      kind ? name("sizes", kind) : name("roles", head), letter ? element("kbd", {}, letter) : null,
    );
    made.addEventListener("click", () => this.mark(field));
    return made;
  }

  choice(table, key) {
    const options = Object.entries(names(table)).map(([code, shown]) => element("option", { value: code }, shown));
    if (!this.correction[key]) options.unshift(element("option", { value: "" }, `— ${say(key)} —`));
    const select = element("select", { "aria-label": say(key) }, options);
    select.value = this.correction[key];
    select.addEventListener("change", () => (this.correction[key] = select.value));
    return select;
  }

  picked(picker) {
    if (picker.chosen) this.picker = picker;
    this.words();
  }

  words() {
    if (!this.open) return;
    this.quoted.textContent = this.picker.quoted;
    for (const button of this.keys.children) button.disabled = !this.picker.chosen;
  }

  mark(field) {
    if (!this.picker.chosen) return announce(say("select_first"), true);
    const { start, end, quoted, base } = this.picker;
    this.correction.mark(field, base + start, base + end, quoted);
    announce(say("marked_as", { field: shown(field) }));
    this.picker.clear();
    this.refresh();
    return this.picker.body.focus({ preventScroll: true });
  }

  refresh() {
    const rows = Object.entries(this.correction.fields).filter(([, words]) => words.length).map(([field, words]) => {
      const chips = words.map((w, i) => {
        const chip = element("button", { type: "button", "aria-label": `${say("clear_field")}: ${w.text}` }, `${w.text} ×`);
        chip.addEventListener("click", () => {
          this.correction.remove(field, i);
          this.refresh();
          (this.list.querySelector("button") ?? this.picker.body).focus(); // the button that had the focus is gone
        });
        return chip;
      });
      return element("div", {}, element("dt", {}, shown(field)), element("dd", {}, chips));
    });
    this.list.replaceChildren(...rows);
  }

  async save(button) {
    if (this.act === "add" && (!this.correction.type || !this.correction.fields.trigger.length)) {
      return announce(say("add_needs"), true);
    }
    if (this.act === "correct" && !this.correction.changed) return this.stop();
    button.disabled = true;
    try {
      // Blind, the words are marked in the record as it was coded, whatever others made of it.
      const body = { ...this.correction.request(), blind: this.blind };
      const record = await call("/api/v1/articles/spans", { method: "POST", body });
      await this.saved(record, this.act, this.note.value);
    } catch (error) {
      announce(error.message, true);
    } finally {
      button.disabled = false;
    }
    return undefined;
  }
}

function shown(field) {
  const [head, kind] = field.split(".");
  return kind ? name("sizes", kind) : name("roles", head);
}
