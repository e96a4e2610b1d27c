// What every page loads. Heavy drawings come by themselves, when a page shows one.
import "htmx.org/dist/htmx.esm.js";
import { watch } from "./live.js";
import { startDeciding } from "./deciding.js";
import { startForms } from "./forms.js";
import { startKeys } from "./keys.js";
import { startSettling } from "./settling.js";
import "./text.js";

const DRAWINGS = {
  "rasad-map": () => import("./map.js"),
  "rasad-timeline": () => import("./timeline.js"),
  "rasad-graph": () => import("./graph.js"),
};

function load() {
  for (const [tag, part] of Object.entries(DRAWINGS)) if (document.querySelector(tag)) part();
}

load();
startForms();
startKeys();
startDeciding();
startSettling();
watch();
document.addEventListener("htmx:after:swap", load);
