// Says when the store has grown since the page was made, without moving anything that somebody is reading.
import { call } from "./api.js";
import { element, number, say } from "./words.js";

const EVERY = 15_000;
let first = null;

export function watch() {
  const place = document.querySelector("#live");
  if (!place || !document.querySelector("[data-live]")) return;
  const look = async () => {
    if (document.visibilityState === "visible") {
      try {
        show(place, await call("/api/v1/live"));
      } catch {
        // The next look may succeed; a page that only reads need not complain.
      }
    }
    setTimeout(look, EVERY);
  };
  look();
}

function show(place, now) {
  first ??= now;
  const parts = [];
  const ingesting = (now.ingesting ?? []).map((job) => job.name ?? job.id ?? String(job));
  if (ingesting.length) parts.push(element("span", {}, say("ingesting", { what: ingesting.join("، ") })));
  const fresh = now.events - first.events;
  if (fresh > 0) {
    parts.push(element("span", {}, say("new_events", { n: number(fresh) })));
    parts.push(element("a", { href: location.href, class: "button small" }, say("show_them")));
  }
  // Only where it says something new: screen readers read every change.
  if (place.textContent !== parts.map((part) => part.textContent).join("")) place.replaceChildren(...parts);
}
