// Builds everything the pages load into one folder: scripts, styles, fonts, outlines of the countries, API docs.
// Nothing is loaded from elsewhere when a page is shown; the workbench works without a network.
//
//   node build.mjs [OUTPUT]      default: ../src/rasad/serve/static

import { build } from "esbuild";
import { cp, mkdir, rm, writeFile, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? join(here, "../src/rasad/serve/static"));
const require = createRequire(import.meta.url);

// A package's "exports" may hide the file we want, so look its folder up by the file that is always there.
const packaged = (name, ...path) => join(here, "node_modules", name, ...path);

const COPIED = [
  [packaged("maplibre-gl", "dist/maplibre-gl-worker.mjs"), "maplibre-worker.js"], // .js: every server knows its type
  [packaged("world-atlas", "countries-110m.json"), "world/countries-110m.json"],
  [packaged("world-atlas", "countries-50m.json"), "world/countries-50m.json"],
  [packaged("swagger-ui-dist", "swagger-ui-bundle.js"), "swagger/swagger-ui-bundle.js"],
  [packaged("swagger-ui-dist", "swagger-ui.css"), "swagger/swagger-ui.css"],
  [join(here, "src/favicon.svg"), "favicon.svg"],
];

// What is bundled keeps its licence beside it.
const LICENCES = [
  ["maplibre-gl", "LICENSE.txt"],
  ["cytoscape", "LICENSE"],
  ["d3-scale", "LICENSE"],
  ["d3-shape", "LICENSE"],
  ["htmx.org", "LICENSE"],
  ["swagger-ui-dist", "LICENSE"],
  ["topojson-client", "LICENSE"],
  ["world-atlas", "LICENSE"],
  ["@fontsource/ibm-plex-sans-arabic", "LICENSE"],
  ["@fontsource/noto-naskh-arabic", "LICENSE"],
];

async function main() {
  await rm(out, { recursive: true, force: true });
  await mkdir(join(out, "world"), { recursive: true });
  await mkdir(join(out, "swagger"), { recursive: true });
  const common = { bundle: true, minify: true, outdir: out, logLevel: "warning", target: ["es2022"], legalComments: "none" };
  await build({
    ...common,
    absWorkingDir: here,
    entryPoints: { rasad: "src/rasad.js", docs: "src/docs.js" },
    format: "esm",
    splitting: true, // map, charts and graph become files of their own, fetched only by the pages that show one
    chunkNames: "parts/[name]-[hash]",
  });
  await build({
    ...common,
    absWorkingDir: here,
    entryPoints: { rasad: "src/rasad.css", map: packaged("maplibre-gl", "dist/maplibre-gl.css") },
    loader: { ".woff2": "file", ".svg": "dataurl" },
    assetNames: "fonts/[name]-[hash]",
  });
  for (const [from, to] of COPIED) await cp(from, join(out, to));
  await writeFile(join(out, "LICENSES.txt"), await licences());
}

async function licences() {
  const parts = [];
  for (const [name, file] of LICENCES) {
    const { version, license } = require(packaged(name, "package.json"));
    parts.push(`${name} ${version} (${license})\n\n${(await readFile(packaged(name, file), "utf8")).trim()}\n`);
  }
  return parts.join(`\n${"-".repeat(78)}\n\n`);
}

await main();
