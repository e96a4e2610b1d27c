// Choosing words of a text: by mouse or touch as any selection, by keyboard word by word. With Alt the end moves letter
// by letter, for words that carry a conjunction or a pronoun. What is chosen is the browser's own selection.
import { length, offsetOf, plainText, rangeOf, slice } from "./offsets.js";

export class Picker {
  constructor(body, changed) {
    this.body = body;
    this.base = Number(body.closest("[data-base]").dataset.base); // where in the article this text begins
    this.text = plainText(body);
    this.words = wordsOf(this.text);
    this.start = this.end = null;
    this.changed = changed;
    body.tabIndex = 0;
    body.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("selectionchange", () => this.read());
  }

  get chosen() {
    return this.start !== null;
  }

  get quoted() {
    return this.chosen ? slice(this.text, this.start, this.end) : "";
  }

  clear() {
    getSelection().removeAllRanges();
    this.set(null, null);
  }

  // What the browser has selected, without the spaces around it.
  read() {
    const selection = getSelection();
    const inside = selection.rangeCount && this.body.contains(selection.anchorNode) && this.body.contains(selection.focusNode);
    // A click elsewhere keeps the words, so that a button can be pressed; words chosen in another text take their place.
    const kept = !inside && (!selection.rangeCount || selection.isCollapsed);
    if (!inside || selection.isCollapsed) return kept && this.chosen ? undefined : this.set(null, null);
    const range = selection.getRangeAt(0);
    let start = offsetOf(this.body, range.startContainer, range.startOffset);
    let end = offsetOf(this.body, range.endContainer, range.endOffset);
    while (start < end && /\s/u.test(slice(this.text, start, start + 1))) start += 1;
    while (end > start && /\s/u.test(slice(this.text, end - 1, end))) end -= 1;
    return start < end ? this.set(start, end) : this.set(null, null);
  }

  set(start, end) {
    if (start === this.start && end === this.end) return;
    [this.start, this.end] = [start, end];
    this.changed(this);
  }

  key(event) {
    const way = { ArrowLeft: 1, ArrowRight: -1 }[event.key];
    if (!way || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const forward = getComputedStyle(this.body).direction === "rtl" ? way : -way;
    if (!this.chosen) this.select(this.words[0]?.start ?? 0, this.words[0]?.end ?? 1);
    else if (event.altKey && event.shiftKey) this.select(this.start, this.end + forward);
    else if (event.altKey) this.select(this.start + forward, this.end);
    else if (event.shiftKey) this.select(this.start, this.edge(forward));
    else this.step(forward);
  }

  step(forward) {
    const at = this.words.findIndex((word) => word.end > this.start);
    const word = this.words[Math.min(this.words.length - 1, Math.max(0, at + forward))];
    if (word) this.select(word.start, word.end);
  }

  // The end of the next word, or of the last but one of those chosen.
  edge(forward) {
    if (forward > 0) return this.words.find((word) => word.end > this.end)?.end ?? this.end;
    return this.words.findLast((word) => word.end < this.end && word.end > this.start)?.end ?? this.end;
  }

  select(start, end) {
    const total = length(this.text);
    if (start < 0 || end > total || start >= end) return;
    const range = rangeOf(this.body, start, end);
    if (!range) return;
    const selection = getSelection();
    selection.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
    this.set(start, end); // the browser tells later, and the next key may come before
    range.startContainer.parentElement.scrollIntoView({ block: "nearest" });
  }
}

function wordsOf(text) {
  const found = [];
  let at = 0;
  for (const { segment, isWordLike } of new Intl.Segmenter("ar", { granularity: "word" }).segment(text)) {
    const size = length(segment);
    if (isWordLike) found.push({ start: at, end: at + size });
    at += size;
  }
  return found;
}
