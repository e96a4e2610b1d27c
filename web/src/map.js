// <rasad-map src="/api/v1/places?..." [time] [tall]> : where events happened, over outlines of the countries that come
// with the package. A town is a dot; of a district, province or country only the extent is known, so it is a pale disc.
// `data-first`, `data-last` (ISO days) bound the time slider; `data-tiles` is the address of one's own tile server.
import { AttributionControl, Map as MapLibre, NavigationControl, Popup, setWorkerUrl } from "maplibre-gl";
import { feature } from "topojson-client";
import { Drawing } from "./drawing.js";
import { areas, bounds, labels, points, rowsOf, unwrapped } from "./map_data.js";
import { baseStyle, layers } from "./map_style.js";
import { slider } from "./slider.js";
import { element, name, number, say } from "./words.js";

const root = new URL("..", import.meta.url); // parts/ lies in the folder of the static files
setWorkerUrl(new URL("maplibre-worker.js", root).href);
const FINE = 3.2; // from this zoom on the finer outlines are worth their 700 kB

class RasadMap extends Drawing {
  label = say("map_label");

  prepare() {
    const sheet = new URL("map.css", root).href;
    if (!document.querySelector(`link[href="${sheet}"]`)) {
      document.head.append(element("link", { rel: "stylesheet", href: sheet }));
    }
    if (this.hasAttribute("time") && this.dataset.first && this.dataset.last) {
      this.canvas.after(slider(this.dataset.first, this.dataset.last, (since, until) => this.between(since, until)));
    }
  }

  disconnectedCallback() {
    this.map?.remove();
    this.map = null;
  }

  between(since, until) {
    const address = new URL(this.getAttribute("src"), location.href);
    address.searchParams.set("since", since);
    address.searchParams.set("until", until);
    this.reload(address.pathname + address.search);
  }

  async draw(data) {
    const rows = rowsOf(data);
    this.tabulate(rows);
    this.map ??= await this.start(rows);
    this.map.getSource("points").setData(points(rows));
    this.map.getSource("areas").setData(areas(rows));
    this.map.once("idle", () => this.setAttribute("data-ready", ""));
  }

  tabulate(rows) {
    this.fill(
      [say("places"), say("count"), ""],
      rows.map((row) => {
        const show = element("button", { type: "button", class: "small" }, say("show_on_map"));
        show.addEventListener("click", () => this.show(row));
        return [titleOf(row), number(row.count), show];
      }),
    );
  }

  async start(rows) {
    this.canvas.replaceChildren();
    const map = new MapLibre({
      container: this.canvas,
      style: baseStyle(await outlines("110m"), this.dataset.tiles),
      bounds: bounds(rows),
      fitBoundsOptions: { padding: 48, maxZoom: 7 },
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      maxZoom: this.dataset.tiles ? 18 : 10,
      renderWorldCopies: false,
      locale: {
        "NavigationControl.ZoomIn": say("zoom_in"), "NavigationControl.ZoomOut": say("zoom_out"), "Map.Title": this.label,
        "AttributionControl.ToggleAttribution": say("sources"),
      },
    });
    map.touchZoomRotate.disableRotation();
    map.addControl(new NavigationControl({ showCompass: false }), "top-left");
    map.addControl(new AttributionControl({ compact: true, customAttribution: "Natural Earth" }), "bottom-left");
    await new Promise((loaded) => map.once("load", loaded));
    layers(map);
    map.on("zoomend", () => this.refine(map));
    for (const layer of ["dot", "disc"]) {
      map.on("click", layer, (event) => this.open(map, event.features[0].properties, event.lngLat));
      map.on("mouseenter", layer, () => (map.getCanvas().style.cursor = "pointer"));
      map.on("mouseleave", layer, () => (map.getCanvas().style.cursor = ""));
    }
    map.on("click", "cluster", async (event) => {
      const cluster = event.features[0];
      const zoom = await map.getSource("points").getClusterExpansionZoom(cluster.properties.cluster_id);
      map.easeTo({ center: cluster.geometry.coordinates, zoom: zoom + 0.2 });
    });
    return map;
  }

  async refine(map) {
    if (this.fine || map.getZoom() < FINE) return;
    this.fine = true;
    map.getSource("countries").setData((await outlines("50m")).world);
  }

  show(row) {
    if (!this.map || row.lat == null) return;
    this.canvas.scrollIntoView({ block: "nearest" });
    this.map.jumpTo({ center: [row.lon, row.lat], zoom: row.resolution >= 4 ? 8 : row.resolution > 1 ? 6 : 4 });
    this.open(this.map, row, [row.lon, row.lat]);
  }

  // Where towns lie under one point of the screen, a popup of one is enough: the table has all.
  open(map, place, at) {
    const { pathname, search } = new URL(this.getAttribute("src") ?? "", location.href);
    const kept = new URLSearchParams(pathname.includes("/places") ? search : "");
    kept.delete("limit");
    kept.set("place", place.key);
    const radius = place.radius_km ? say("about", { km: number(Math.round(place.radius_km)) }) : null;
    const told = element(
      "div",
      {},
      element("b", {}, titleOf(place)),
      element("br"),
      [name("resolution", place.resolution), radius].filter(Boolean).join(" · "),
      element("br"),
      element("a", { href: `/events?${kept}` }, `${say("events")}: ${number(place.count)}`),
    );
    this.popup?.remove();
    this.popup = new Popup({ maxWidth: "18rem" }).setLngLat(at).setDOMContent(told).addTo(map);
  }
}

function titleOf(row) {
  const [first, second] = document.documentElement.lang === "en" ? [row.name_en, row.name] : [row.name, row.name_en];
  return first ?? second ?? row.key;
}

async function outlines(scale) {
  const atlas = await (await fetch(new URL(`world/countries-${scale}.json`, root))).json();
  const world = unwrapped(feature(atlas, atlas.objects.countries));
  return { world, names: labels(world, countryName) };
}

// The atlas has ISO 3166 numbers and English names; the browser knows the names in the page's language.
const regions = new Intl.DisplayNames(document.documentElement.lang, { type: "region", fallback: "none" });

function countryName({ id, properties }) {
  const code = id ?? (properties.name === "Kosovo" ? "XK" : null);
  // 400 becomes JO. What has no code, such as Northern Cyprus, gets no name rather than one in the wrong language.
  return (code && regions.of(new Intl.Locale(`und-${code}`).region)) ?? "";
}

customElements.define("rasad-map", RasadMap);
