// <rasad-text> : a published text with marks. Pointing at a field of the record, or moving to it by keyboard, lights its
// words, and the other way round. On a page of several events a mark leads to its event.

class Text extends HTMLElement {
  connectedCallback() {
    this.scope = this.closest("[data-scope]") ?? document;
    for (const type of ["pointerover", "focusin"]) this.scope.addEventListener(type, this);
    for (const type of ["pointerout", "focusout"]) this.scope.addEventListener(type, this);
    this.addEventListener("click", this);
    // An article in a box begins where its event is, without moving the page.
    const [box, at] = [this.querySelector(".body"), this.querySelector("mark.role-sentence")];
    if (at && box.scrollHeight > box.clientHeight) box.scrollTop = at.offsetTop - box.offsetTop - box.clientHeight / 3;
  }

  disconnectedCallback() {
    for (const type of ["pointerover", "focusin", "pointerout", "focusout"]) this.scope.removeEventListener(type, this);
  }

  handleEvent(event) {
    const at = event.target.closest?.("[data-path], [data-event-item]");
    if (event.type === "click") this.follow(event);
    else if (event.type === "pointerover" || event.type === "focusin") this.light(at);
    else this.dim();
  }

  light(at) {
    this.dim();
    if (!at) return;
    const { path, event, eventItem } = at.dataset;
    let selector;
    if (path === "text") return;
    if (eventItem) selector = `mark[data-event="${CSS.escape(eventItem)}"]`;
    else if (event) selector = `[data-event="${CSS.escape(event)}"], [data-event-item="${CSS.escape(event)}"]`;
    else selector = `[data-path="${CSS.escape(path)}"]`;
    for (const found of this.scope.querySelectorAll(selector)) found.classList.add("lit");
    if (at.tagName !== "MARK" && at.matches(":focus-visible")) {
      this.querySelector(selector)?.scrollIntoView({ block: "nearest" });
    }
  }

  dim() {
    for (const lit of this.scope.querySelectorAll(".lit")) lit.classList.remove("lit");
  }

  follow(event) {
    const mark = event.target.closest("mark[data-event]");
    if (mark && getSelection().isCollapsed) location.assign(`/event/${encodeURIComponent(mark.dataset.event)}`);
  }
}

customElements.define("rasad-text", Text);
