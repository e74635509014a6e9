// The outlines of Europe's countries as one SVG symbol, in the projection of the maps.
//
// Lambert's azimuthal equal-area projection on a sphere, centred on 52 N 10 E (as in EPSG:3035);
// one unit is 1 km, x to the east, y to the south. citygraph.web.pages.maps places points alike.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { feature } from "topojson-client";

const RADIUS = 6371;
const CENTRE = [(10 * Math.PI) / 180, (52 * Math.PI) / 180];
const BOX = { west: -3600, east: 4200, north: -2900, south: 3100 };

/** Place a longitude and a latitude, in degrees. */
function place([longitude, latitude]) {
  const [lon0, lat0] = CENTRE;
  const lon = (longitude * Math.PI) / 180;
  const lat = (latitude * Math.PI) / 180;
  const cosine = Math.sin(lat0) * Math.sin(lat) + Math.cos(lat0) * Math.cos(lat) * Math.cos(lon - lon0);
  const k = Math.sqrt(2 / (1 + cosine));
  const x = RADIUS * k * Math.cos(lat) * Math.sin(lon - lon0);
  const y = RADIUS * k * (Math.cos(lat0) * Math.sin(lat) - Math.sin(lat0) * Math.cos(lat) * Math.cos(lon - lon0));
  return [x, -y];
}

/** One ring as path data, or nothing where it lies outside or is too small to see. */
function ring(points) {
  const near = points.filter(([lon, lat]) => lat > 15 && lat < 85 && lon > -60 && lon < 80);
  if (near.length < 4) return "";
  const placed = near.map(place);
  const xs = placed.map(([x]) => x);
  const ys = placed.map(([, y]) => y);
  const [west, east] = [Math.min(...xs), Math.max(...xs)];
  const [north, south] = [Math.min(...ys), Math.max(...ys)];
  if (east < BOX.west || west > BOX.east || south < BOX.north || north > BOX.south) return "";
  if (east - west < 14 && south - north < 14) return "";
  const rounded = placed.map(([x, y]) => [Math.round(x), Math.round(y)]);
  let [x0, y0] = rounded[0];
  let data = `M${x0} ${y0}l`;
  for (const [x, y] of rounded.slice(1)) {
    if (Math.abs(x - x0) + Math.abs(y - y0) < 9) continue;
    data += `${x - x0 < 0 || data.endsWith("l") ? "" : " "}${x - x0}${y - y0 < 0 ? "" : " "}${y - y0}`;
    [x0, y0] = [x, y];
  }
  return `${data}z`;
}

/** The SVG file. */
export async function europe(here) {
  const file = path.join(here, "node_modules/world-atlas/countries-50m.json");
  const atlas = JSON.parse(await readFile(file, "utf8"));
  const paths = [];
  for (const country of feature(atlas, atlas.objects.countries).features) {
    const { type, coordinates } = country.geometry;
    const polygons = type === "Polygon" ? [coordinates] : coordinates;
    const data = polygons.flatMap((polygon) => polygon.map(ring)).join("");
    if (data) paths.push(`<path d="${data}"/>`);
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${BOX.west} ${BOX.north} ${BOX.east - BOX.west} ${BOX.south - BOX.north}"><g id="land">\n${paths.join("\n")}\n</g></svg>\n`;
}
