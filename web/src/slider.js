// Two ranges that bound a span of days; in steps of a day, or of a week where the whole is longer than three years.
import { element, language, say } from "./words.js";

const DAY = 86_400_000;

export function slider(first, last, changed) {
  const origin = Date.parse(`${first}T00:00:00Z`);
  const days = Math.max(1, Math.round((Date.parse(`${last}T00:00:00Z`) - origin) / DAY));
  const step = days > 1100 ? 7 : 1;
  const most = Math.ceil(days / step) * step; // the last step may be short: the end must be within reach
  const iso = (value) => new Date(origin + Math.min(value, days) * DAY).toISOString().slice(0, 10);
  const shown = new Intl.DateTimeFormat(language === "ar" ? "ar-u-nu-latn" : "en-GB", { dateStyle: "long", timeZone: "UTC" });
  let waiting;

  const since = range(say("since"), 0);
  const until = range(say("until"), most);

  function range(label, value) {
    const input = element("input", { type: "range", min: 0, max: most, step, value });
    const told = element("output");
    input.addEventListener("input", () => {
      if (Number(since.input.value) > Number(until.input.value)) {
        (input === since.input ? until : since).input.value = input.value;
      }
      since.write();
      until.write();
      clearTimeout(waiting);
      waiting = setTimeout(() => changed(iso(Number(since.input.value)), iso(Number(until.input.value))), 250);
    });
    const write = () => {
      told.value = shown.format(new Date(`${iso(Number(input.value))}T00:00:00Z`));
      input.setAttribute("aria-valuetext", told.value);
    };
    write();
    return { input, write, label: element("label", {}, `${label}: `, told, input) };
  }

  return element("div", { class: "slider" }, since.label, until.label);
}
