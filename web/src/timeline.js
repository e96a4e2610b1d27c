// <rasad-timeline src="/api/v1/timeline?..."> : bars of events by period in PLOVER's four quadrants: cooperation above the
// line, conflict below it; deeds full, words hollow.
// Scales and stacking are d3's; it is drawn here because Plot writes <style> into the page, which our policy refuses.
import { scaleBand, scaleLinear } from "d3-scale";
import { stack, stackOffsetDiverging } from "d3-shape";
import { Drawing } from "./drawing.js";
import { name, number, quad, say } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 264;
const BELOW = 54; // room for the name of the lower side, and under it the dates
const ABOVE = 24; // room for the name of the upper side
const BESIDE = 48;
const QUADS = [1, 2, 3, 4];
const MOST = 240; // periods
const WIDEST = 56; // pixels of a bar: one month alone is no wall

class Timeline extends Drawing {
  label = say("timeline_label");

  draw(rows) {
    const periods = byPeriod(rows);
    this.periods = periods;
    this.fill(
      [say("period"), ...QUADS.map((q) => name("quads", q)), say("count")],
      periods.map((p) => [p.period, ...QUADS.map((q) => number(p[q])), number(p.total)]),
    );
    this.paint();
    if (!this.watching) {
      this.watching = new ResizeObserver(() => this.paint());
      this.watching.observe(this);
    }
  }

  paint() {
    const width = Math.max(this.clientWidth, 280);
    if (width === this.painted && this.canvas.firstChild) return;
    this.painted = width;
    const svg = shape("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, role: "img", "aria-label": this.label });
    const x = scaleBand(this.periods.map((p) => p.period), [BESIDE, width - 6]).padding(0.18);
    const above = Math.max(1, ...this.periods.map((p) => p[1] + p[2]));
    const below = Math.max(1, ...this.periods.map((p) => p[3] + p[4]));
    const y = scaleLinear([-below, above], [HEIGHT - BELOW, ABOVE]).nice(4);
    svg.append(...grid(y, width), ...bars(this.periods, x, y), ...dates(this.periods, x, width));
    svg.append(side(say("together"), width, ABOVE - 9), side(say("against"), width, HEIGHT - BELOW + 17));
    this.canvas.replaceChildren(svg);
  }
}

// Periods without events stand too: a gap in the news is something to see. Where that makes too many to draw, days become
// months and months years.
function byPeriod(rows) {
  for (const width of [10, 7]) {
    const sorted = rows.map(({ period }) => period ?? "").filter((period) => period.length === width).sort();
    if ([...between(sorted[0], sorted.at(-1))].length < MOST) continue;
    return byPeriod(rows.map((row) => ({ ...row, period: row.period?.slice(0, width === 10 ? 7 : 4) })));
  }
  const found = new Map();
  for (const { period, type, count } of rows) {
    if (!period) continue;
    const row = found.get(period) ?? { period, 1: 0, 2: 0, 3: 0, 4: 0, total: 0 };
    row[quad(type)] += count;
    row.total += count;
    found.set(period, row);
  }
  const sorted = [...found.keys()].sort();
  for (const period of between(sorted[0], sorted.at(-1))) {
    if (!found.has(period)) found.set(period, { period, 1: 0, 2: 0, 3: 0, 4: 0, total: 0 });
  }
  return [...found.values()].sort((a, b) => (a.period < b.period ? -1 : 1));
}

function* between(first, last) {
  if (!first) return;
  const next = { 4: "FullYear", 7: "Month", 10: "Date" }[first.length]; // weeks (2016-W07) are left as they come
  if (!next || first.includes("W")) return;
  const at = new Date(`${first}${"-01-01".slice(first.length - 4)}T00:00:00Z`);
  for (let n = 0; n < MOST; n += 1) {
    const period = at.toISOString().slice(0, first.length);
    if (period > last) return;
    yield period;
    at[`setUTC${next}`](at[`getUTC${next}`]() + 1);
  }
}

function bars(periods, x, y) {
  const width = Math.min(WIDEST, x.bandwidth());
  const signed = stack().keys(QUADS).offset(stackOffsetDiverging).value((p, q) => (q > 2 ? -p[q] : p[q]));
  return signed(periods).flatMap((layer) =>
    layer.filter(([from, to]) => to > from).map((part) => {
      const [from, to] = part;
      const period = part.data.period;
      const bar = shape("rect", {
        x: x(period) + (x.bandwidth() - width) / 2, width, y: y(to), height: y(from) - y(to),
        fill: `var(--quad-${layer.key})`, stroke: `var(--quad-${layer.key})`, "fill-opacity": layer.key % 2 ? 0.22 : 1,
      });
      const told = shape("title");
      told.textContent = `${period} · ${name("quads", layer.key)}: ${number(to - from)}`;
      bar.append(told);
      return bar;
    }),
  );
}

function grid(y, width) {
  return y.ticks(4).filter(Number.isInteger).flatMap((value) => {
    const line = shape("line", { x1: BESIDE, x2: width, y1: y(value), y2: y(value), stroke: value ? "var(--line)" : "var(--ink)" });
    return [line, text(number(Math.abs(value)), { x: BESIDE - 8, y: y(value) + 5, "text-anchor": "end" })];
  });
}

function side(content, width, y) {
  return text(content, { x: width - 8, y, "text-anchor": "end" });
}

function dates(periods, x, width) {
  const every = Math.ceil(84 / Math.max(1, x.step())); // a label needs about 84 pixels
  return periods.filter((_, i) => i % every === 0).map(({ period }) =>
    text(period, { x: Math.min(width - 38, x(period) + x.bandwidth() / 2), y: HEIGHT - 10, "text-anchor": "middle" }),
  );
}

function text(content, attributes) {
  const made = shape("text", { fill: "var(--muted)", ...attributes });
  made.textContent = content;
  return made;
}

function shape(tag, attributes = {}) {
  const made = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

customElements.define("rasad-timeline", Timeline);
