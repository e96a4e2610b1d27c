// From places in the page to places in the article and back. The article counts code points; a sign (an invisible
// character that marks.py made visible) is an empty element that stands for one.

export function plainText(body) {
  return units(body).map((unit) => (unit.sign ? "\uFFFC" : unit.node.data)).join("");
}

export function offsetOf(body, node, offset) {
  const range = document.createRange();
  range.setStart(body, 0);
  range.setEnd(node, offset);
  const before = range.cloneContents();
  return length(before.textContent) + before.querySelectorAll(".sign").length;
}

export function rangeOf(body, start, end) {
  const range = document.createRange();
  let at = 0;
  let begun = false;
  for (const unit of units(body)) {
    const size = unit.sign ? 1 : length(unit.node.data);
    if (!begun && start < at + size) {
      if (unit.sign) range.setStartBefore(unit.node);
      else range.setStart(unit.node, codeUnits(unit.node.data, start - at));
      begun = true;
    }
    if (begun && end <= at + size) {
      if (unit.sign) range.setEndAfter(unit.node);
      else range.setEnd(unit.node, codeUnits(unit.node.data, end - at));
      return range;
    }
    at += size;
  }
  return begun ? range : null;
}

export const length = (text) => [...text].length;
export const slice = (text, start, end) => [...text].slice(start, end).join("");

function units(body) {
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  const found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeType === Node.TEXT_NODE) found.push({ node });
    else if (node.classList.contains("sign")) found.push({ node, sign: true });
  }
  return found;
}

const codeUnits = (text, codePoints) => [...text].slice(0, codePoints).join("").length;
