/* Icons as CSS masks: one class sets the picture, currentColor paints it, no request of its own.
   Line icons come from Lucide by the map in icons.json; s-* (status), p-* (priority) and the rest of
   frontend/icons/ are drawn for this product. */
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";

const FILTER = /^icons:(both|staff)$/;
const STROKE = "1.8";

export function iconPlugin(here, root) {
  return {
    name: "icons",
    setup(build) {
      build.onResolve({ filter: FILTER }, ({ path }) => ({ path, namespace: "icons" }));
      build.onLoad({ filter: FILTER, namespace: "icons" }, async ({ path }) => ({
        contents: await iconCss(here, root, path.replace("icons:", "")),
        loader: "css",
      }));
    },
  };
}

/** One `.i-name { --i: url(data:…) }` per icon: those both sides show, or those of staff pages alone. */
export async function iconCss(here, root, bundle) {
  const { lucide, both } = JSON.parse(await readFile(join(here, "icons.json"), "utf8"));
  const own = (await readdir(join(here, "icons"))).map((file) => basename(file, ".svg"));
  const names = bundle === "both" ? both : [...Object.keys(lucide), ...own].filter((name) => !both.includes(name));
  const rules = await Promise.all(
    names.map(async (name) => {
      const file = own.includes(name)
        ? join(here, "icons", `${name}.svg`)
        : join(root, "node_modules/lucide-static/icons", `${lucide[name]}.svg`);
      return `.i-${name}{--i:url("data:image/svg+xml,${encode(slim(await readFile(file, "utf8")))}")}`;
    }),
  );
  return `@layer icons{${rules.join("\n")}}`;
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

/** Only what a quoted data address cannot hold: a full percent-encoding would double the size. */
function encode(svg) {
  return svg.replace(/[%#<>]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
