/* What happens to the bundles after esbuild: manifest, pictures, .gz and .br beside each text file. */
import { createHash } from "node:crypto";
import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const COMPRESSED = new Set([".css", ".js", ".svg", ".txt", ".json"]);
const HASHED = /^(?<stem>.+)-[A-Z0-9]{8}(?<rest>(?:\.[a-z0-9]+)+)$/i;

/** "otklik/web/static/dist/desk-AB12CD34.css" → { "desk.css": "desk-AB12CD34.css" }. Parts of scripts go by their
   hashed names, except those `eager` loads at once: shared-1.js, shared-2.js …, which pages ask for early. */
export function manifestOf(metafile, eager) {
  const logical = new Map();
  for (const path of Object.keys(metafile.outputs)) {
    const { stem, rest } = basename(path).match(HASHED).groups;
    logical.set(path, stem.startsWith("part-") ? basename(path) : `${stem}${rest}`);
  }
  const entry = [...logical.keys()].find((path) => logical.get(path) === eager);
  [...importedBy(metafile, entry)].forEach((path, place) => logical.set(path, `shared-${place + 1}.js`));
  return Object.fromEntries([...logical].map(([path, name]) => [name, basename(path)]));
}

function importedBy(metafile, path, found = new Set()) {
  for (const { path: next, kind } of metafile.outputs[path]?.imports ?? []) {
    if (kind !== "import-statement" || found.has(next)) continue;
    found.add(next);
    importedBy(metafile, next, found);
  }
  return found;
}

/** Copies the program's own pictures (favicon, logo) under hashed names. */
export async function addPictures(from, dist) {
  const manifest = {};
  for (const name of await readdir(from)) manifest[name] = await emit(dist, name, await readFile(join(from, name)));
  return manifest;
}

/** The licences of everything that is built in: ISC and OFL ask that they travel with the copy. */
export async function addNotices(root, dist) {
  const { dependencies } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const parts = await Promise.all(
    Object.entries(dependencies).map(async ([name, version]) => {
      const licence = await readFile(join(root, "node_modules", name, "LICENSE"), "utf8");
      return `${name} ${version}\n${"=".repeat(60)}\n${licence.trim()}\n`;
    }),
  );
  return { "notices.txt": await emit(dist, "notices.txt", Buffer.from(parts.join("\n\n"))) };
}

async function emit(dist, name, body) {
  const hash = createHash("sha256").update(body).digest("hex").slice(0, 8).toUpperCase();
  const ext = extname(name);
  const hashed = `${basename(name, ext)}-${hash}${ext}`;
  await writeFile(join(dist, hashed), body);
  return hashed;
}

/** Fonts are compressed already; the rest is served as .br or .gz without work per request. */
export async function compressAll(dist, manifest) {
  const names = Object.values(manifest).filter((name) => COMPRESSED.has(extname(name)));
  await Promise.all(names.map((name) => compressOne(join(dist, name))));
}

async function compressOne(path) {
  const body = await readFile(path);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: body.length };
  await writeFile(`${path}.gz`, await promisify(gzip)(body, { level: 9 }));
  await writeFile(`${path}.br`, await promisify(brotliCompress)(body, { params }));
}

export async function readManifest(dist) {
  try {
    return JSON.parse(await readFile(join(dist, "manifest.json"), "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return {};
    throw error;
  }
}

/** Written under another name first: a reader sees the old manifest or the new one, never a half. */
export async function writeManifest(dist, manifest) {
  const sorted = Object.fromEntries(Object.entries(manifest).sort(([a], [b]) => a.localeCompare(b)));
  const temporary = join(dist, "manifest.json.next");
  await writeFile(temporary, `${JSON.stringify(sorted, null, 2)}\n`);
  await rename(temporary, join(dist, "manifest.json"));
}

export async function prune(dist, manifests) {
  const keep = new Set(["manifest.json"]);
  for (const name of manifests.flatMap((manifest) => Object.values(manifest))) {
    for (const kept of [name, `${name}.gz`, `${name}.br`]) keep.add(kept);
  }
  const gone = (await readdir(dist)).filter((name) => !keep.has(name));
  await Promise.all(gone.map((name) => rm(join(dist, name), { recursive: true })));
}

/** A table of sizes as sent: for people, and for the budget test. */
export async function report(dist, manifest) {
  for (const [logical, name] of Object.entries(manifest).sort()) {
    const body = await readFile(join(dist, name));
    const zipped = COMPRESSED.has(extname(name)) ? (await promisify(gzip)(body, { level: 9 })).length : body.length;
    console.log(`${logical.padEnd(36)} ${String(body.length).padStart(8)} ${String(zipped).padStart(8)} gz`);
  }
}
