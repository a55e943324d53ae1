/* Icons as CSS masks: one class chooses the picture, currentColor paints it. The pictures are a sheet, one below the
   other: icons-both.svg for client pages, icons-staff.svg (the same and what staff pages alone show) for the others.
   Line icons come from Lucide by the map in icons.json; s-* (status), p-* (priority) and the rest of frontend/icons/
   are drawn for this product. */
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";

const FILTER = /^icons:(both|staff)$/;
const SHEET = /^icons-(both|staff)\.svg$/;
const STROKE = "1.8";
const CELL = 24;

export function iconPlugin(here, root) {
  return {
    name: "icons",
    setup(build) {
      build.onResolve({ filter: FILTER }, ({ path }) => ({ path, namespace: "icons" }));
      build.onLoad({ filter: FILTER, namespace: "icons" }, async ({ path }) => ({
        contents: await iconCss(here, path.replace("icons:", "")),
        loader: "css",
      }));
      build.onResolve({ filter: SHEET, namespace: "icons" }, ({ path }) => ({ path, namespace: "icon-sheet" }));
      build.onLoad({ filter: SHEET, namespace: "icon-sheet" }, async ({ path }) => ({
        contents: await sheet(here, root, path.match(SHEET)[1]),
        loader: "file",
      }));
    },
  };
}

/** The sheet of one side, and for each icon that is new on it its place: `.i-name { --i: 7 }`. */
export async function iconCss(here, bundle) {
  const [both, all] = await Promise.all([namesOf(here, "both"), namesOf(here, bundle)]);
  const places = all.map((name, place) => `.i-${name}{--i:${place}}`);
  const own = bundle === "both" ? places : places.slice(both.length);
  const ofAll = `.i{--i-last:${all.length - 1};-webkit-mask-image:url("icons-${bundle}.svg");mask-image:url("icons-${bundle}.svg")}`;
  return `@layer icons{${[ofAll, ...own].join("\n")}}`;
}

/** Every picture of one side in cells of 24 × 24, the first on top. */
export async function sheet(here, root, bundle) {
  const [names, { lucide }] = await Promise.all([namesOf(here, bundle), mapOf(here)]);
  const drawings = await Promise.all(
    names.map((name) => drawing(name in lucide ? join(root, "node_modules/lucide-static/icons", `${lucide[name]}.svg`) : join(here, "icons", `${name}.svg`))),
  );
  const cells = drawings.map((svg, place) => svg.replace("<svg ", `<svg y='${CELL * place}' width='${CELL}' height='${CELL}' `));
  const height = CELL * names.length;
  return `<svg xmlns='http://www.w3.org/2000/svg' width='${CELL}' height='${height}' viewBox='0 0 ${CELL} ${height}'>${cells.join("")}</svg>`;
}

/** Client pages' icons come first on both sheets, so that a place holds on either. */
async function namesOf(here, bundle) {
  const { lucide, both } = await mapOf(here);
  if (bundle === "both") return both;
  const own = (await readdir(join(here, "icons"))).sort().map((file) => basename(file, ".svg"));
  return [...both, ...[...Object.keys(lucide), ...own].filter((name) => !both.includes(name))];
}

const mapOf = async (here) => JSON.parse(await readFile(join(here, "icons.json"), "utf8"));

async function drawing(file) {
  return slim(await readFile(file, "utf8")).replace(" xmlns='http://www.w3.org/2000/svg'", "");
}

/** Drops what a mask does not need: licence comment (kept in the notices), classes, sizes, line breaks. */
export function slim(svg) {
  return svg
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/\s(class|width|height)="[^"]*"(?=[^>]*viewBox)/g, "")
    .replace(/stroke-width="2"/, `stroke-width="${STROKE}"`)
    .replaceAll("currentColor", "#000")
    .replace(/\s+/g, " ")
    .replace(/> </g, "><")
    .replace(/\s*(\/?>)/g, "$1")
    .trim()
    .replaceAll('"', "'");
}
