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
const BUNDLES = [
  { entry: "desk", target: ["chrome123", "firefox128", "safari17.5"] },
  { entry: "portal", target: ["chrome109", "firefox115", "safari16.4"] },
];

/* Hashed names never clash, so a new build is written beside the old one and becomes current when
   manifest.json is replaced. Files of the build before are kept for pages that are still open. */
async function main() {
  await mkdir(dist, { recursive: true });
  const before = await readManifest(dist);
  let manifest = {};
  for (const bundle of BUNDLES) {
    const { metafile } = await bundleOne(bundle);
    manifest = { ...manifest, ...manifestOf(metafile) };
  }
  manifest = { ...manifest, ...(await addPictures(join(staticDir, "img"), dist)) };
  manifest = { ...manifest, ...(await addNotices(root, dist)) };
  await compressAll(dist, manifest);
  await writeManifest(dist, manifest);
  await prune(dist, [before, manifest]);
  if (process.argv.includes("--report")) await report(dist, manifest);
}

function bundleOne({ entry, target }) {
  return build({
    absWorkingDir: root,
    entryPoints: [join(here, "css", `${entry}.css`), join(here, "js", `${entry}.js`)],
    entryNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
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
