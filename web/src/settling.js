// Versions of an event side by side: the differing fields stand out, and one version is taken as the decision. Where
// two engines differ, also by keys: J and K the next and the previous one, 1 and 2 take a version, the rest as in review.
import { call } from "./api.js";
import { alone, asksHelp, askWhy, keysOff, showKeys } from "./keys.js";
import { announce, say } from "./words.js";

const ACTS = { KeyX: "reject", KeyC: "correct", KeyS: "skip", KeyZ: "undo" };
const PLACES = { Digit1: 0, Digit2: 1, Numpad1: 0, Numpad2: 1 };

export function startSettling() {
  for (const version of document.querySelectorAll("[data-differs]")) {
    for (const path of version.dataset.differs.split(" ").filter(Boolean)) {
      const field = path.replace(/\[\d+\]$/, "");
      for (const words of version.querySelectorAll(`[data-path^="${CSS.escape(field)}"]:not(mark)`)) words.classList.add("differs");
    }
  }
  const cases = new Cases();
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-case] [data-take], [data-case] [data-act], [data-made] [data-act]");
    if (!button) return;
    const kase = button.closest("[data-case]");
    if (button.dataset.take) cases.take(button);
    else cases.act(kase, button.dataset.act);
  });
  if (document.querySelector("[data-cases]")) document.addEventListener("keydown", (event) => cases.key(event));
}

class Cases {
  made = []; // decisions on this page, by their ids, the last one last

  get all() {
    return [...document.querySelectorAll("[data-case]")];
  }

  get current() {
    return document.activeElement?.closest("[data-case]") ?? this.all[0];
  }

  key(event) {
    if (!alone(event) || keysOff()) return;
    if (asksHelp(event)) return void showKeys();
    if (event.shiftKey) return;
    const kase = this.current;
    if (event.code === "KeyJ" || event.code === "KeyK") return void this.move(event.code === "KeyJ" ? 1 : -1);
    const place = PLACES[event.code];
    const act = event.key === "Enter" && !event.target.closest?.("a, button, summary") ? "accept" : ACTS[event.code];
    if (place === undefined && !act) return;
    event.preventDefault();
    if (act) this.act(kase, act);
    else if (kase) kase.querySelectorAll("[data-take]")[place]?.click();
  }

  move(by) {
    const at = this.all.indexOf(document.activeElement?.closest("[data-case]"));
    this.show(this.all[at < 0 ? 0 : at + by]);
  }

  show(kase) {
    kase?.focus({ preventScroll: true });
    kase?.scrollIntoView({ block: "start" });
  }

  act(kase, act) {
    if (act === "undo") return this.undo(kase);
    if (!kase) return undefined;
    if (act === "skip") return askWhy((note) => this.decide(kase, { act, note }));
    if (act === "correct") return kase.querySelector("[data-correct]")?.click();
    const version = act === "accept" && kase.querySelector('[data-take="accept"]');
    return version ? this.take(version) : this.decide(kase, { act, note: "" });
  }

  take(button) {
    const act = button.dataset.take;
    const body = { act, note: "" };
    if (act === "correct") body.after = JSON.parse(button.closest(".coder-version").querySelector("script.record").textContent);
    return this.decide(button.closest("[data-case]"), body);
  }

  async decide(kase, body) {
    if (this.busy) return;
    this.busy = true;
    const { event, seen } = kase.dataset;
    try {
      const decision = await call("/api/v1/decisions", { method: "POST", body: { event_id: event, seen: seen || null, blind: false, ...body } });
      announce(say("saved"));
      this.made.push(decision.id);
      this.remove(event, kase);
    } catch (error) {
      announce(error.status === 409 ? say("conflict") : error.message, true);
    }
    this.busy = false;
  }

  // Take what was decided on out of the page: an event, of which several engines may say something else each.
  remove(event, kase) {
    const focused = kase.contains(document.activeElement) || document.activeElement === document.body;
    const gone = this.all.filter((other) => other.dataset.event === event);
    const following = this.all.slice(this.all.indexOf(kase)).find((other) => !gone.includes(other));
    for (const other of gone) other.remove();
    const left = document.querySelector("[data-left]");
    if (left) left.textContent = (Number(left.dataset.left) - gone.length).toLocaleString("en");
    if (left) left.dataset.left -= gone.length;
    const made = document.querySelector("[data-made]");
    if (made) made.hidden = false;
    if (focused) this.show(following ?? this.all.at(-1));
  }

  async undo(kase) {
    const last = this.made.at(-1) ?? kase?.dataset.mine;
    if (!last) return announce(say("nothing_to_undo"), true);
    try {
      await call(`/api/v1/decisions/${encodeURIComponent(last)}/undo`, { method: "POST", body: {} });
      location.reload();
    } catch (error) {
      announce(error.message, true);
    }
    return undefined;
  }
}
