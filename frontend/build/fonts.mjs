/* Golos Text (SIL OFL 1.1) cut to what Russian and English pages need. The files of the package hold
   weights up to 900 and 60 KB for the first text; cut to 400–700 and to the ranges below the first two
   take 44 KB, and the rouble sign costs 1 KB instead of a 19 KB latin-ext file. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import subsetFont from "subset-font";

const FILTER = /^fonts:golos$/;

/* name → [file of the package, code points]. Order matters: later ranges win where they overlap. */
const SUBSETS = {
  "golos-rouble": ["latin-ext", "U+20BD"],
  "golos-accents": ["latin", "U+00C0-00D6,U+00D8-00F6,U+00F8-00FF,U+0152-0153"],
  "golos-latin": [
    "latin",
    "U+0020-007E,U+00A0-00BF,U+00D7,U+00F7,U+2009-2027,U+2030,U+2039-203A,U+20AC,U+2122,U+2191,U+2193,U+2212",
  ],
  "golos-cyrillic": ["cyrillic", "U+0400-045F,U+0490-0491,U+2116"],
};

export function fontPlugin(root) {
  return {
    name: "fonts",
    setup(build) {
      build.onResolve({ filter: FILTER }, ({ path }) => ({ path, namespace: "fonts" }));
      build.onLoad({ filter: FILTER, namespace: "fonts" }, () => ({
        contents: Object.entries(SUBSETS).map(fontFace).join("\n"),
        loader: "css",
      }));
      build.onResolve({ filter: /^golos-[a-z]+\.woff2$/, namespace: "fonts" }, ({ path }) => ({
        path,
        namespace: "font-file",
      }));
      build.onLoad({ filter: /.*/, namespace: "font-file" }, async ({ path }) => ({
        contents: await cut(root, path.replace(".woff2", "")),
        loader: "file",
      }));
    },
  };
}

function fontFace([name, [, range]]) {
  return `@font-face {
    font-family: "Golos Text";
    src: url("${name}.woff2") format("woff2");
    font-weight: 400 700;
    font-display: swap;
    unicode-range: ${range};
  }`;
}

async function cut(root, name) {
  const [file, range] = SUBSETS[name];
  const source = join(root, "node_modules/@fontsource-variable/golos-text/files", `golos-text-${file}-wght-normal.woff2`);
  return subsetFont(await readFile(source), charactersOf(range), {
    targetFormat: "woff2",
    variationAxes: { wght: { min: 400, max: 700 } },
  });
}

/** "U+0041-0043,U+2116" → "ABC№" */
export function charactersOf(range) {
  const spans = range.split(",").map((span) => span.replace("U+", "").split("-").map((hex) => parseInt(hex, 16)));
  return spans
    .flatMap(([from, to = from]) => Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)))
    .join("");
}
