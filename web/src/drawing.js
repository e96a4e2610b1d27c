// What map, timeline and graph share: where their data comes from, and the table that says the same in words.
import { call } from "./api.js";
import { element, say } from "./words.js";

export class Drawing extends HTMLElement {
  #running;

  connectedCallback() {
    if (this.canvas) return;
    this.canvas = element("div", { class: "canvas" }, element("p", { class: "empty" }, say("loading")));
    this.table = element("div", { tabindex: "0" });
    const beside = element(
      "details",
      { class: "beside" },
      element("summary", {}, say("table_of", { what: this.getAttribute("label") ?? this.label })),
      this.table,
    );
    this.append(this.canvas, beside);
    this.prepare?.();
    this.reload();
  }

  // Data stands in the page as JSON, or is fetched from `src`.
  async reload(address = this.getAttribute("src")) {
    this.#running?.abort();
    this.#running = new AbortController();
    this.setAttribute("aria-busy", "true");
    try {
      const inline = this.querySelector('script[type="application/json"]');
      const data = inline ? JSON.parse(inline.textContent) : await call(address, { signal: this.#running.signal });
      await this.draw(data);
    } catch (error) {
      if (error.name === "AbortError") return;
      console.error(error);
      const again = element("button", { type: "button" }, say("try_again"));
      again.addEventListener("click", () => this.reload(address));
      this.canvas.replaceChildren(element("div", { class: "empty" }, element("p", {}, say("load_failed")), again));
    }
    this.removeAttribute("aria-busy");
  }

  // Rows are lists of texts or elements; the first column names the row.
  fill(heads, rows) {
    const body = rows.map(([head, ...cells]) =>
      element("tr", {}, element("th", { scope: "row" }, head), cells.map((cell) => element("td", {}, cell))),
    );
    const top = element("tr", {}, heads.map((head) => element("th", { scope: "col" }, head)));
    this.table.replaceChildren(element("table", {}, element("thead", {}, top), element("tbody", {}, body)));
  }
}
