// Single keys on pages where one decides: whether one is meant now, the list of them, and the question why one skips.

const OFF = "rasad-keys-off"; // single keys can be switched off: they get in the way of speech input

export const keysOff = () => localStorage.getItem(OFF) === "1";

// Whether a key is pressed by itself, and neither typed into a field nor meant for an open dialog.
export function alone(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false;
  if (document.querySelector("dialog[open]")) return false;
  const field = event.target.closest?.("input, select, textarea");
  return !field || field.matches("dialog:not([open]) *"); // a dialog just closed may keep the focus for a moment
}

export const asksHelp = (event) => event.key === "?" || event.key === "؟";

export function showKeys() {
  document.querySelector("#keys")?.showModal();
}

export function startKeys() {
  for (const help of document.querySelectorAll("[data-keys-help]")) help.addEventListener("click", showKeys);
  const off = document.querySelector("#keys-off");
  if (!off) return;
  off.checked = keysOff();
  off.addEventListener("change", () => localStorage.setItem(OFF, off.checked ? "1" : "0"));
}

// Ask why an event is skipped; `then` gets the reason, unless one thinks better of it.
export function askWhy(then) {
  const dialog = document.querySelector("#skip");
  const why = dialog.querySelector("input");
  why.value = "";
  dialog.querySelector("form").onsubmit = () => then(why.value);
  dialog.showModal();
}
