/* Builds everything a browser loads into otklik/web/static/dist: bundles, icons, fonts, pictures,
   each under a name that carries the hash of its content, and manifest.json that maps
   "desk.css" to the hashed name. Run: npm ci --ignore-scripts && node frontend/build.mjs [--report] */
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

import { fontPlugin } from "./build/fonts.mjs";
import { iconPlugin } from "./build/icons.mjs";
import { addNotices, addPictures, compressAll, manifestOf, prune, readManifest, report, writeManifest } from "./build/outputs.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const staticDir = join(root, "otklik", "web", "static");
const dist = join(staticDir, "dist");

/* Staff browsers: see docs/frontend.md. Client pages must open on Windows 7 and 8.1:
   Chrome 109 and Firefox ESR 115 are the last ones there. */
const STAFF = ["chrome123", "firefox128", "safari17.5"];
const CLIENTS = ["chrome109", "firefox115", "safari16.4"];
const STAFF_STYLES = ["staff", "lists", "desk", "board", "clients", "settings"].map((name) => `css/${name}.css`);
const BUNDLES = [
  { entries: ["css/both.css", "css/portal.css", "js/portal.js"], target: CLIENTS },
  { entries: STAFF_STYLES.concat("js/desk.js", "js/settings.js"), target: STAFF },
];

/* Hashed names never clash, so a new build is written beside the old one and becomes current when
   manifest.json is replaced. Files of the build before are kept for pages that are still open. */
async function main() {
  await mkdir(dist, { recursive: true });
  const before = await readManifest(dist);
  let manifest = {};
  for (const bundle of BUNDLES) {
    const { metafile } = await bundleOne(bundle);
    manifest = { ...manifest, ...manifestOf(metafile, "desk.js") };
  }
  manifest = { ...manifest, ...(await addPictures(join(staticDir, "img"), dist)) };
  manifest = { ...manifest, ...(await addNotices(root, dist)) };
  await compressAll(dist, manifest);
  await writeManifest(dist, manifest);
  await prune(dist, [before, manifest]);
  if (process.argv.includes("--report")) await report(dist, manifest);
}

function bundleOne({ entries, target }) {
  return build({
    absWorkingDir: root,
    entryPoints: entries.map((entry) => join(here, entry)),
    entryNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    chunkNames: "part-[name]-[hash]", // what several entries use, and what is loaded when it is first needed
    splitting: true,
    outdir: dist,
    bundle: true,
    minify: true,
    format: "esm",
    target,
    metafile: true,
    legalComments: "none", // notices.txt carries the licences of what is built in
    logLevel: "warning",
    plugins: [iconPlugin(here, root), fontPlugin(root)],
  });
}

await main();
