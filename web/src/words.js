// What the page says: strings and names of codes, in the language of the page, from its #words block.
const words = JSON.parse(document.querySelector("#words")?.textContent || "{}");

export const language = words.language ?? "ar";

export function say(key, values = {}) {
  return (words.ui?.[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export const name = (table, code) => words[table]?.[code] ?? String(code ?? "");
export const names = (table) => words[table] ?? {};
export const quad = (type) => words.quad?.[type] ?? 1;
export const number = (value) => Number(value).toLocaleString("en");

// An element with attributes and children; texts become text nodes, so nothing of an article is ever markup.
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(key, "");
    else if (value !== false && value != null) made.setAttribute(key, value);
  }
  made.append(...children.flat().filter((child) => child != null));
  return made;
}

// A message at the foot of the window, read out by screen readers; one that reports a failure stays longer.
export function announce(text, bad = false) {
  const note = element("p", { class: bad ? "bad" : "" }, text);
  document.querySelector("#said")?.replaceChildren(note);
  setTimeout(() => note.remove(), bad ? 12000 : 5000);
}

// A colour of the style sheet, for what is drawn on a canvas.
export function colour(variable) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${variable}`).trim();
}
