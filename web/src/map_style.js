// How the map looks, in the colours of the theme.
import { colour } from "./words.js";

const EMPTY = { type: "FeatureCollection", features: [] };
const FONT = ["Plex Arabic"]; // drawn by the browser from the page's fonts: no glyph server

export function baseStyle({ world, names }, tiles) {
  const style = {
    version: 8,
    sources: { countries: { type: "geojson", data: world }, names: { type: "geojson", data: names } },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colour("info-soft") } },
      { id: "land", type: "fill", source: "countries", paint: { "fill-color": colour("surface") } },
      { id: "borders", type: "line", source: "countries", paint: { "line-color": colour("line-strong"), "line-width": 0.7 } },
    ],
  };
  if (tiles) {
    style.sources.tiles = { type: "raster", tiles: [tiles], tileSize: 256 };
    style.layers.push({ id: "tiles", type: "raster", source: "tiles" });
  }
  return style;
}

export function layers(map) {
  map.addLayer({
    id: "country-names", type: "symbol", source: "names",
    layout: { "text-field": ["get", "shown"], "text-font": FONT, "text-size": 14, "text-max-width": 7, "text-padding": 6, "symbol-sort-key": ["-", ["get", "size"]] },
    paint: { "text-color": colour("muted"), "text-halo-color": colour("surface"), "text-halo-width": 1.5 },
  });
  map.addSource("areas", { type: "geojson", data: EMPTY });
  map.addSource("points", {
    type: "geojson", data: EMPTY, cluster: true, clusterRadius: 34, clusterMaxZoom: 9,
    clusterProperties: { sum: ["+", ["get", "count"]] },
  });
  map.addLayer({
    id: "disc", type: "fill", source: "areas", paint: { "fill-color": colour("warm"), "fill-opacity": 0.16 },
  });
  map.addLayer({
    id: "disc-edge", type: "line", source: "areas",
    paint: { "line-color": colour("warm"), "line-width": 1.2, "line-dasharray": [3, 2], "line-opacity": 0.8 },
  });
  const ring = { "circle-stroke-color": colour("surface"), "circle-stroke-width": 1.5 };
  const size = (count) => ["interpolate", ["linear"], ["sqrt", count], 1, 6, 5, 13, 20, 26, 60, 36];
  map.addLayer({
    id: "dot", type: "circle", source: "points", filter: ["!", ["has", "point_count"]],
    paint: { ...ring, "circle-color": colour("accent"), "circle-radius": size(["get", "count"]) },
  });
  map.addLayer({
    id: "cluster", type: "circle", source: "points", filter: ["has", "point_count"],
    paint: { ...ring, "circle-color": colour("quad-1"), "circle-radius": ["max", 13, size(["get", "sum"])] },
  });
  map.addLayer({
    id: "cluster-sum", type: "symbol", source: "points", filter: ["has", "point_count"],
    layout: { "text-field": ["to-string", ["get", "sum"]], "text-font": FONT, "text-size": 14, "text-allow-overlap": true },
    paint: { "text-color": colour("surface") },
  });
}
