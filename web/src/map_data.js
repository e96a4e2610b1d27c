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

const collection = (features) => ({ type: "FeatureCollection", features });
