// Builds the portal's scripts and its map into ../src/citygraph/web/static (or the folder named).
// The same sources give the same bytes: nothing of this machine or moment goes in.
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { europe } from "./europe.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.resolve(process.argv[2] ?? path.join(here, "../src/citygraph/web/static"));

const result = await build({
  absWorkingDir: here,
  entryPoints: ["src/portal.ts", "src/sparql.ts"],
  bundle: true,
  charset: "utf8",
  format: "iife",
  legalComments: "none",
  metafile: true,
  minify: true,
  outdir: out,
  target: ["es2022"],
});

await mkdir(out, { recursive: true });
await writeFile(path.join(out, "europe.svg"), await europe(here));
await writeFile(path.join(out, "LICENCES.txt"), await licences(result.metafile));
await writeFile(path.join(out, "sources.json"), await sources());

/** The licence of each package that is in a bundle or in the map. */
async function licences(metafile) {
  const names = new Set(["world-atlas"]);
  for (const input of Object.keys(metafile.inputs)) {
    const match = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match) names.add(match[1]);
  }
  const parts = ["The portal's scripts and map contain the following packages.\n"];
  for (const name of [...names].sort()) {
    const folder = path.join(here, "node_modules", name);
    const about = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? await readFile(path.join(folder, file), "utf8") : `${about.license}\n`;
    parts.push(`${"-".repeat(72)}\n${name} ${about.version} (${about.license})\n\n${text.trim()}\n`);
  }
  return parts.join("\n");
}

/** The checksum of each source, by which a test without Node sees that the bundle is stale. */
async function sources() {
  const names = ["build.mjs", "europe.mjs", "package.json", "package-lock.json", "tsconfig.json"];
  for (const name of await readdir(path.join(here, "src"))) names.push(`src/${name}`);
  const sums = {};
  for (const name of names.sort()) {
    const data = await readFile(path.join(here, name));
    sums[name] = createHash("sha256").update(data).digest("hex");
  }
  return `${JSON.stringify(sums, null, 2)}\n`;
}
