// Where two coders differ: the differing fields stand out, and one version is taken as the decision.
import { call } from "./api.js";
import { announce, say } from "./words.js";

export function startSettling() {
  for (const version of document.querySelectorAll("[data-differs]")) {
    for (const path of version.dataset.differs.split(" ").filter(Boolean)) {
      const field = path.replace(/\[\d+\]$/, "");
      for (const words of version.querySelectorAll(`[data-path^="${CSS.escape(field)}"]:not(mark)`)) words.classList.add("differs");
    }
  }
  for (const button of document.querySelectorAll("[data-take]")) button.addEventListener("click", () => take(button));
}

async function take(button) {
  const kase = button.closest("[data-case]");
  const block = button.closest(".coder-version").querySelector("script.record");
  const act = button.dataset.take;
  const body = { event_id: kase.dataset.event, act, note: "", seen: kase.dataset.seen || null, blind: false };
  if (act === "correct") body.after = JSON.parse(block.textContent);
  button.disabled = true;
  try {
    await call("/api/v1/decisions", { method: "POST", body });
    announce(say("saved"));
    kase.remove();
  } catch (error) {
    announce(error.status === 409 ? say("conflict") : error.message, true);
    button.disabled = false;
  }
}
