// Decisions on an event, by buttons and by keys: Enter accept, X reject, C correct, N add, S skip, Z undo, J and K the
// next and the previous one, ? the list of keys. Keys go by their place on the keyboard, so they work in any layout.
import { call } from "./api.js";
import { KEYS } from "./correction.js";
import { alone, asksHelp, askWhy, keysOff, showKeys } from "./keys.js";
import { Marker } from "./marker.js";
import { announce, element, say } from "./words.js";

const ACTS = { KeyX: "reject", KeyC: "correct", KeyN: "add", KeyS: "skip", KeyZ: "undo" };

export function startDeciding() {
  const desk = document.querySelector("[data-desk]");
  if (!desk) return;
  const decider = new Decider(desk);
  document.addEventListener("keydown", (event) => decider.key(event));
  desk.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (button) decider.act(button.dataset.act);
  });
  if (location.hash === "#correct") {
    history.replaceState(null, "", location.pathname + location.search); // once: not again when the page is loaded anew
    decider.act("correct");
  }
}

class Decider {
  constructor(desk) {
    this.desk = desk;
    addEventListener("beforeunload", (event) => {
      if (this.marker?.open && this.marker.correction.changed && !this.busy) event.preventDefault();
    });
    this.may = desk.dataset.may === "true";
    this.busy = false;
    if (this.may && desk.querySelector("[data-marker]") && desk.querySelector("rasad-text")) {
      this.marker = new Marker(desk, (record, act, note) => this.decide(act, { after: record, note }));
    }
  }

  key(event) {
    if (!alone(event)) return;
    if (event.key === "Escape" && this.marker?.open) return void this.marker.stop();
    if (keysOff()) return;
    if (asksHelp(event)) return void showKeys();
    if (this.marker?.open) return void this.markingKey(event);
    if (event.code === "KeyJ") return void this.go(this.desk.dataset.next);
    if (event.code === "KeyK") return void this.go(this.desk.dataset.previous);
    const act = event.key === "Enter" && !event.target.closest?.("a, button, summary") ? "accept" : ACTS[event.code];
    if (act && !event.shiftKey) {
      event.preventDefault();
      this.act(act);
    }
  }

  markingKey(event) {
    if (event.code === "KeyF") {
      event.preventDefault();
      this.marker.keys.querySelector("button:not(:disabled)")?.focus();
    } else if (this.marker.choosing && KEYS[event.code]) {
      event.preventDefault();
      this.marker.mark(KEYS[event.code]);
    }
  }

  act(act) {
    if (!this.may) return announce(say("may_not_decide"), true);
    if (act === "correct" || act === "add") return this.marker?.start(act);
    if (act === "skip") return askWhy((note) => this.decide("skip", { note }));
    if (act === "undo") return this.undo();
    return this.decide(act, { note: this.desk.querySelector("[data-note]")?.value ?? "" });
  }

  async decide(act, { after, note = "" } = {}) {
    if (this.busy) return;
    this.busy = true;
    const { event, seen, blind } = this.desk.dataset;
    const known = this.latest === undefined ? seen : this.latest; // after a conflict: the other's
    const added = act === "add";
    const body = { event_id: added ? after.id : event, act, note, seen: added ? null : known || null, blind: blind === "true" };
    if (after) body.after = after;
    try {
      await call("/api/v1/decisions", { method: "POST", body });
      announce(say("saved"));
      this.marker?.stop();
      if (added) location.reload();
      else this.go(this.desk.dataset.then || location.href);
    } catch (error) {
      this.refused(error);
    }
    this.busy = false;
  }

  refused(error) {
    if (error.status !== 409) return void announce(error.message, true);
    // What was marked stays; the coder looks at the other's decision when ready.
    const look = element("a", { class: "button small", href: location.href, target: "_blank" }, say("show_now"));
    this.desk.querySelector(".conflict")?.remove();
    this.desk.prepend(element("p", { class: "note bad conflict", role: "alert" }, say("conflict"), " ", look));
    scrollTo({ top: 0 });
    this.latest = error.body.error.last ?? null;
  }

  async undo() {
    const mine = this.desk.dataset.mine;
    if (!mine) return announce(say("nothing_to_undo"), true);
    try {
      await call(`/api/v1/decisions/${encodeURIComponent(mine)}/undo`, { method: "POST", body: {} });
      this.go(this.desk.dataset.undone || location.href);
    } catch (error) {
      this.refused(error);
    }
    return undefined;
  }

  go(address) {
    if (!address) return;
    if (address === location.href || address === location.pathname + location.search) location.reload();
    else location.assign(address);
  }
}
