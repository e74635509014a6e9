// Results as a table with names, and as a map or a chart where the columns fit.
import { enhanceTables } from "./tables";
import { zoomable } from "./pictures";

interface Value {
  type: "uri" | "literal" | "bnode";
  value: string;
  "xml:lang"?: string;
  datatype?: string;
}

type Row = Record<string, Value | undefined>;

export interface Results {
  head: { vars?: string[] };
  boolean?: boolean;
  results?: { bindings: Row[] };
}

interface Options {
  seconds: string;
  labels: string;
  land: string;
}

interface Known {
  name: string;
  language: string;
  link: string;
}

const SHOWN = 1000;
const NAMES_AT_ONCE = 40;
const MOST_NAMES = 400;
const SVG = "http://www.w3.org/2000/svg";

/** Show results, and return a sentence about them. */
export async function showResults(place: HTMLElement, results: Results, options: Options): Promise<string> {
  if (results.boolean !== undefined) {
    const answer = document.createElement("p");
    answer.className = "lead";
    answer.textContent = results.boolean ? "Yes" : "No";
    place.replaceChildren(answer);
    return `Answered in ${options.seconds} s.`;
  }
  const columns = results.head.vars ?? [];
  const rows = results.results?.bindings ?? [];
  const shown = rows.slice(0, SHOWN);
  const known = await names(shown, options.labels);
  const parts: Node[] = [];
  const map = drawMap(columns, rows, options.land);
  const chart = map ? null : drawChart(columns, rows);
  if (map) parts.push(map);
  if (chart) parts.push(chart);
  if (shown.length) parts.push(table(columns, shown, known));
  place.replaceChildren(...parts);
  enhanceTables(place);
  for (const svg of place.querySelectorAll<SVGSVGElement>("svg[data-zoom]")) zoomable(svg);
  const count = `${rows.length.toLocaleString("en")} ${rows.length === 1 ? "row" : "rows"} in ${options.seconds} s`;
  return rows.length > SHOWN ? `${count}; the first ${SHOWN.toLocaleString("en")} are shown, the files hold all.` : `${count}.`;
}

/** Ask for the names of the things in a table. */
async function names(rows: Row[], address: string): Promise<Map<string, Known>> {
  const iris = new Set<string>();
  for (const row of rows) {
    for (const value of Object.values(row)) if (value?.type === "uri") iris.add(value.value);
    if (iris.size >= MOST_NAMES) break;
  }
  const known = new Map<string, Known>();
  const list = [...iris];
  const parts: string[][] = [];
  for (let from = 0; from < list.length; from += NAMES_AT_ONCE) parts.push(list.slice(from, from + NAMES_AT_ONCE));
  for (const part of parts) {
    const query = new URLSearchParams(part.map((iri) => ["iri", iri]));
    try {
      const answer = await fetch(`${address}?${query}`);
      if (!answer.ok) continue;
      const found = (await answer.json()) as Record<string, Known>;
      for (const [iri, each] of Object.entries(found)) known.set(iri, each);
    } catch {
      return known;
    }
  }
  return known;
}

function table(columns: string[], rows: Row[], known: Map<string, Known>): HTMLElement {
  const scroll = document.createElement("div");
  scroll.className = "scroll";
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-label", "Table of results");
  const made = document.createElement("table");
  made.className = "rows sortable";
  const caption = made.createCaption();
  caption.className = "unseen";
  caption.textContent = "Results";
  const head = made.createTHead().insertRow();
  for (const column of columns) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = column;
    head.append(cell);
  }
  const body = made.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    for (const column of columns) fill(line.insertCell(), row[column], known);
  }
  scroll.append(made);
  return scroll;
}

function fill(cell: HTMLTableCellElement, value: Value | undefined, known: Map<string, Known>): void {
  if (!value) return;
  if (value.type === "uri") {
    const name = known.get(value.value);
    const link = document.createElement("a");
    if (/^https?:/.test(value.value)) link.href = name?.link || value.value;
    link.title = value.value;
    link.textContent = name?.name ?? value.value.replace(/^https?:\/\//, "");
    if (name?.language && name.language !== "en") link.lang = name.language;
    cell.append(link);
    return;
  }
  cell.textContent = value.value;
  const language = value["xml:lang"];
  if (language && language !== "en") cell.lang = language;
  if (isNumber(value)) cell.className = "number";
}

function isNumber(value: Value | undefined): boolean {
  return value?.type === "literal" && /(integer|decimal|double|float)$/.test(value.datatype ?? "");
}

/** Draw a map where there are columns of latitude and longitude, or of WKT points. */
function drawMap(columns: string[], rows: Row[], land: string): HTMLElement | null {
  const find = (pattern: RegExp) => columns.find((column) => pattern.test(column));
  const [lat, long] = [find(/^(lat|latitude|north)$/i), find(/^(lon|long|lng|longitude|east)$/i)];
  const wkt = columns.find((column) => rows.some((row) => row[column]?.datatype?.endsWith("wktLiteral")));
  if (!(lat && long) && !wkt) return null;
  const label = find(/Label$/) ?? columns.find((column) => column !== lat && column !== long && column !== wkt);
  const points: { x: number; y: number; title: string }[] = [];
  for (const row of rows) {
    let place: [number, number] | null = null;
    if (lat && long) place = [Number(row[lat]?.value), Number(row[long]?.value)];
    else if (wkt) {
      const match = /POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)/i.exec(row[wkt]?.value ?? "");
      if (match) place = [Number(match[2]), Number(match[1])];
    }
    if (!place || place.some(Number.isNaN)) continue;
    const [x, y] = project(...place);
    if (x > -2900 && x < 3400 && y > -2300 && y < 2500) points.push({ x, y, title: (label && row[label]?.value) || "" });
  }
  if (!points.length) return null;
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [west, east, north, south] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const height = Math.max((south - north) * 1.24, (east - west) * 0.62, 500);
  const width = Math.max((east - west) * 1.24, height * 1.5);
  const svg = element("svg", {
    viewBox: `${(west + east - width) / 2} ${(north + south - height) / 2} ${width} ${height}`,
    class: "map",
    "aria-hidden": "true",
    "data-zoom": "",
  });
  svg.append(element("use", { href: `${land}#land`, class: "land" }));
  const dots = element("g", { class: "dots" });
  for (const { x, y, title } of points) {
    const dot = element("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: (width / 220).toFixed(1), class: "dot" });
    const name = element("title", {});
    name.textContent = title;
    dot.append(name);
    dots.append(dot);
  }
  svg.append(dots);
  return figure(svg, `${points.length} places; the table below has the same.`, "big-map");
}

/** Place a point as citygraph.web.pages.mapping does. */
function project(latitude: number, longitude: number): [number, number] {
  const [lat, lon, lat0] = [(latitude * Math.PI) / 180, ((longitude - 10) * Math.PI) / 180, (52 * Math.PI) / 180];
  const cosine = Math.sin(lat0) * Math.sin(lat) + Math.cos(lat0) * Math.cos(lat) * Math.cos(lon);
  const k = 6371 * Math.sqrt(2 / Math.max(1 + cosine, 1e-9));
  return [
    k * Math.cos(lat) * Math.sin(lon),
    -k * (Math.cos(lat0) * Math.sin(lat) - Math.sin(lat0) * Math.cos(lat) * Math.cos(lon)),
  ];
}

const MOST_BARS = 30;

/** Draw bars where there is one column of numbers beside names. */
function drawChart(columns: string[], rows: Row[]): HTMLElement | null {
  const numbers = columns.filter((column) => rows.every((row) => isNumber(row[column])));
  const label = columns.find((column) => /Label$/.test(column)) ?? columns.find((column) => !numbers.includes(column));
  const [value] = numbers;
  if (numbers.length !== 1 || !value || !label || rows.length < 2 || rows.length > MOST_BARS) return null;
  const bars = rows.map((row) => ({ text: row[label]?.value ?? "", size: Number(row[value]?.value) }));
  const most = Math.max(...bars.map(({ size }) => size));
  if (!(most > 0) || bars.some(({ size }) => size < 0)) return null;
  const svg = element("svg", { viewBox: `0 0 800 ${bars.length * 26 + 4}`, class: "bars", "aria-hidden": "true" });
  for (const [place, { text, size }] of bars.entries()) {
    const y = place * 26;
    const name = text.replace(/^.*[#/]/, "");
    const title = element("text", { x: 292, y: y + 17, "text-anchor": "end", class: "label" });
    title.textContent = name.length > 40 ? `${name.slice(0, 39)}…` : name;
    const width = (size / most) * 430;
    const amount = element("text", { x: 306 + width, y: y + 17, class: "label" });
    amount.textContent = size.toLocaleString("en");
    svg.append(title, element("rect", { x: 300, y: y + 4, width: width.toFixed(1), height: 17, rx: 3, class: "bar" }), amount);
  }
  return figure(svg, `${value} by ${label}; the table below has the same.`, "picture");
}

function figure(svg: Element, text: string, name: string): HTMLElement {
  const made = document.createElement("figure");
  made.className = name;
  const caption = document.createElement("figcaption");
  caption.className = "soft small";
  caption.textContent = text;
  made.append(svg, caption);
  return made;
}

function element(name: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
