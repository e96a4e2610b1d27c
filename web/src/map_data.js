// Rows of places as GeoJSON: dots for towns, discs for what is wider than a town.
const TOWN = 4; // resolution: 5 within a town, 4 town, 3 district, 2 province, 1 country
const USUAL = { 3: 25, 2: 80, 1: 250 }; // kilometres, where a row does not say how far its place reaches
const EARTH = 6371;

// The API's list, bare or under "places", or a FeatureCollection.
export function rowsOf(data) {
  const list = Array.isArray(data) ? data : (data.places ?? data.features ?? []);
  const rows = list.map((row) =>
    row.type === "Feature" ? { ...row.properties, lon: row.geometry.coordinates[0], lat: row.geometry.coordinates[1] } : row,
  );
  return rows.filter((row) => Number.isFinite(row.lat) && Number.isFinite(row.lon));
}

export function points(rows) {
  return collection(
    rows.filter((row) => row.resolution >= TOWN).map((row) => ({
      type: "Feature", properties: row, geometry: { type: "Point", coordinates: [row.lon, row.lat] },
    })),
  );
}

// Wide discs first, so that the narrow ones lie on top and can be pointed at.
export function areas(rows) {
  const wide = rows.filter((row) => row.resolution < TOWN).map((row) => ({ ...row, reach: row.radius_km ?? USUAL[row.resolution] ?? 50 }));
  wide.sort((a, b) => b.reach - a.reach);
  return collection(wide.map((row) => ({ type: "Feature", properties: row, geometry: disc(row.lon, row.lat, row.reach) })));
}

// What holds all places, with some room around a single one.
export function bounds(rows) {
  if (!rows.length) return [[-18, 8], [62, 42]]; // from Morocco to Oman
  const lons = rows.map((row) => row.lon);
  const lats = rows.map((row) => row.lat);
  const [west, east] = [Math.min(...lons), Math.max(...lons)];
  const [south, north] = [Math.min(...lats), Math.max(...lats)];
  const room = Math.max(1.2, (east - west) * 0.08);
  return [[Math.max(-180, west - room), Math.max(-80, south - room)], [Math.min(180, east + room), Math.min(82, north + room)]];
}

function disc(lon, lat, kilometres) {
  const [angle, phi] = [kilometres / EARTH, (lat * Math.PI) / 180];
  const ring = [];
  for (let i = 0; i <= 64; i += 1) {
    const bearing = (i / 64) * 2 * Math.PI;
    const to = Math.asin(Math.sin(phi) * Math.cos(angle) + Math.cos(phi) * Math.sin(angle) * Math.cos(bearing));
    const turn = Math.atan2(Math.sin(bearing) * Math.sin(angle) * Math.cos(phi), Math.cos(angle) - Math.sin(phi) * Math.sin(to));
    ring.push([lon + (turn * 180) / Math.PI, (to * 180) / Math.PI]);
  }
  return { type: "Polygon", coordinates: [ring] };
}

// Outlines that pass the 180th meridian (Russia, Fiji) go on beyond it; as the atlas has them, at -180 again, they would
// be drawn straight across the map. The map itself brings what lies beyond 180 back to the other side.
export function unwrapped(world) {
  for (const { geometry } of world.features) {
    const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    for (const rings of polygons) rings.forEach((ring, i) => (rings[i] = goingOn(ring)));
  }
  return world;
}

function goingOn(ring) {
  let turns = 0;
  const found = ring.map(([lon, lat], i) => {
    const step = i ? lon - ring[i - 1][0] : 0;
    turns -= Math.abs(step) > 180 ? Math.sign(step) : 0;
    return [lon + 360 * turns, lat];
  });
  return turns ? ring : found; // around a pole there is no way back
}

// One label a country, in the middle of its largest part; large countries first where there is no room for all.
export function labels(world, nameOf) {
  return collection(
    world.features.map((country) => {
      const { type, coordinates } = country.geometry;
      const rings = (type === "Polygon" ? [coordinates] : coordinates).map(([outer]) => middle(outer));
      const { size, at } = rings.reduce((a, b) => (b.size > a.size ? b : a));
      return { type: "Feature", properties: { shown: nameOf(country), size }, geometry: { type: "Point", coordinates: at } };
    }),
  );
}

// Area and centroid of a ring, in degrees: good enough to place a word.
function middle(ring) {
  let [twice, x, y] = [0, 0, 0];
  for (let i = 0; i + 1 < ring.length; i += 1) {
    const cross = ring[i][0] * ring[i + 1][1] - ring[i + 1][0] * ring[i][1];
    twice += cross;
    x += (ring[i][0] + ring[i + 1][0]) * cross;
    y += (ring[i][1] + ring[i + 1][1]) * cross;
  }
  return twice ? { size: Math.abs(twice) / 2, at: [x / (3 * twice), y / (3 * twice)] } : { size: 0, at: ring[0] };
}

const collection = (features) => ({ type: "FeatureCollection", features });
