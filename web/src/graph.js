// <rasad-graph src="/api/v1/pairs?..."> : who did something to whom. Nodes by how often they act or suffer, edges in the
// colour of the quadrant; deeds are drawn through, words dashed. Those with most partners stand in the middle.
import cytoscape from "cytoscape";
import { Drawing } from "./drawing.js";
import { colour, element, name, number, quad, say } from "./words.js";

// Cytoscape would write a <style> into the page, which our policy refuses, unless an element has this id already; its
// one rule (position: relative) stands in parts.css.
const MARKER = "__________cytoscape_stylesheet";

const PLACE = 30_000; // square pixels that a node with its name takes
const FEW = 12; // edges whose types can all be read at once

class Graph extends Drawing {
  label = say("graph_label");

  draw({ nodes, edges }) {
    if (!document.getElementById(MARKER)) document.head.append(element("meta", { id: MARKER }));
    const known = new Map(nodes.map((node) => [node.id, node]));
    const told = edges.filter((edge) => known.has(edge.actor) && known.has(edge.recipient));
    this.fill(
      [say("actor"), say("recipient"), say("type"), say("count")],
      told.map((edge) => [
        link(known.get(edge.actor)), link(known.get(edge.recipient)), name("types", edge.type), number(edge.count),
      ]),
    );
    this.graph?.destroy();
    // The table has all; the picture those there is room for, so that their names can be read.
    const room = Math.max(6, Math.round((this.canvas.clientWidth * this.canvas.clientHeight) / PLACE));
    const most = new Set(nodes.toSorted((a, b) => b.count - a.count).slice(0, room).map(({ id }) => id));
    const drawn = told.filter((edge) => most.has(edge.actor) && most.has(edge.recipient));
    // Who has no partner stands in the lists; here they would only take up room.
    const joined = new Set(drawn.flatMap((edge) => [edge.actor, edge.recipient]));
    if (!drawn.length) {
      this.canvas.replaceChildren(element("p", { class: "empty" }, say("nothing_here")));
      return;
    }
    this.canvas.replaceChildren();
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", this.label);
    this.graph = cytoscape({
      container: this.canvas,
      elements: [...nodes.filter(({ id }) => joined.has(id)).map(node), ...drawn.map(edge)],
      style: style(),
      layout: {
        name: "concentric", padding: 40, minNodeSpacing: drawn.length > FEW ? 60 : 110, startAngle: 0.5,
        concentric: (actor) => actor.degree(), levelWidth: (all) => Math.max(1, all.maxDegree() / 3),
      },
      minZoom: 0.3,
      maxZoom: 3,
    });
    if (this.graph.zoom() > 1.3) {
      this.graph.zoom(1.3); // a small network is not blown up
      this.graph.center();
    }
    if (drawn.length > FEW) this.whisper();
    this.graph.on("tap", "node", (event) => location.assign(address(event.target.data())));
  }

  // The types of many edges would lie over each other: they are said of those that one points at.
  whisper() {
    const edges = (target) => (target.isNode() ? target.connectedEdges() : target);
    this.graph.edges().addClass("silent");
    this.graph.on("mouseover tapstart", "node, edge", ({ target }) => edges(target).removeClass("silent"));
    this.graph.on("mouseout", "node, edge", ({ target }) => edges(target).addClass("silent"));
  }
}

const address = ({ id }) => `/actor?id=${encodeURIComponent(id)}`;
const link = (actor) => element("a", { href: address(actor) }, actor.name ?? actor.id);
const node = ({ id, name: shown, count }) => ({ data: { id, label: shown ?? id, size: 14 + 7 * Math.sqrt(count) } });

function edge({ actor, recipient, type, count }, i) {
  const q = quad(type);
  return {
    data: {
      id: `e${i}`, source: actor, target: recipient, label: name("types", type),
      colour: colour(`quad-${q}`), line: q % 2 ? "dashed" : "solid",
      tip: q < 3 ? "circle" : "triangle", filled: q % 2 ? "hollow" : "filled", width: 1.5 + Math.log2(count + 1),
    },
  };
}

function style() {
  const label = {
    "font-family": "Plex Arabic, sans-serif", color: colour("ink"), "text-background-color": colour("surface"),
    "text-background-opacity": 0.85, "text-background-padding": 2,
  };
  return [
    {
      selector: "node",
      style: {
        ...label, label: "data(label)", width: "data(size)", height: "data(size)", "background-color": colour("accent"),
        "font-size": 15, "text-valign": "bottom", "text-margin-y": 4, "text-wrap": "ellipsis", "text-max-width": 150,
      },
    },
    {
      selector: "edge",
      style: {
        ...label, width: "data(width)", "line-color": "data(colour)", "target-arrow-color": "data(colour)",
        "target-arrow-shape": "data(tip)", "target-arrow-fill": "data(filled)", "arrow-scale": 1.2, "line-style": "data(line)", "curve-style": "bezier", "font-size": 14,
        label: "data(label)", "min-zoomed-font-size": 11, "text-rotation": "autorotate",
      },
    },
    { selector: "edge.silent", style: { "text-opacity": 0, "text-background-opacity": 0 } },
  ];
}

customElements.define("rasad-graph", Graph);
