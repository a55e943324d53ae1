import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { charactersOf } from "../build/fonts.mjs";
import { iconCss, sheet, slim } from "../build/icons.mjs";

const here = dirname(dirname(fileURLToPath(import.meta.url)));
const root = dirname(here);
const dist = join(root, "otklik", "web", "static", "dist");
const KB = 1024;

const manifest = async () => JSON.parse(await readFile(join(dist, "manifest.json"), "utf8"));

async function built(logical) {
  return readFile(join(dist, (await manifest())[logical]));
}

test("an icon keeps its drawing and loses the rest", () => {
  const svg = '<!-- @license x -->\n<svg\n  class="lucide"\n  xmlns="http://www.w3.org/2000/svg"\n  width="24"\n  height="24"\n  viewBox="0 0 24 24"\n  stroke="currentColor"\n  stroke-width="2"\n>\n  <path d="M5 12h14" />\n</svg>';
  assert.equal(
    slim(svg),
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' stroke='#000' stroke-width='1.8'><path d='M5 12h14'/></svg>",
  );
});

test("every icon a bundle names exists", async () => {
  assert.match(await iconCss(here, "both"), /\.i-s-new\{/);
  assert.match(await iconCss(here, "staff"), /\.i-macro\{/);
});

test("a place on the clients' sheet is the same on the staff's, and every picture has one", async () => {
  const [both, staff] = await Promise.all([sheet(here, root, "both"), sheet(here, root, "staff")]);
  const cells = (svg) => svg.split(/(?=<svg y=)/).slice(1).map((cell) => cell.replace("</svg></svg>", "</svg>"));
  assert.deepEqual(cells(staff).slice(0, cells(both).length), cells(both));
  const places = (await iconCss(here, "both")) + (await iconCss(here, "staff"));
  assert.deepEqual(
    [...places.matchAll(/\{--i:(\d+)\}/g)].map((match) => Number(match[1])),
    cells(staff).map((_, place) => place),
  );
  assert.match(await iconCss(here, "staff"), new RegExp(`--i-last:${cells(staff).length - 1};`));
});

test("every icon a template or script names is drawn", async () => {
  const css = (await iconCss(here, "both")) + (await iconCss(here, "staff"));
  const drawn = new Set([...css.matchAll(/\.i-([a-z0-9-]+)\{/g)].map((match) => match[1]));
  const templates = join(root, "otklik", "web", "templates");
  const files = (await readdir(templates, { recursive: true })).filter((name) => name.endsWith(".html"));
  const missing = [];
  for (const file of files) {
    const html = await readFile(join(templates, file), "utf8");
    for (const [, name] of html.matchAll(/\bicon\("([a-z0-9-]+)"/g)) {
      if (!name.endsWith("-") && !drawn.has(name)) missing.push(`${file}: ${name}`);
    }
  }
  assert.deepEqual(missing, []);
});

test("ranges of code points are read", () => {
  assert.equal(charactersOf("U+0041-0043,U+2116"), "ABC№");
});

test("what a page loads stays inside its budget", async () => {
  const sizes = {};
  const styles = ["both.css", "staff.css", "lists.css", "desk.css", "board.css", "clients.css", "settings.css", "portal.css"];
  const shared = Object.keys(await manifest()).filter((name) => name.startsWith("shared-"));
  for (const name of [...styles, ...shared, "desk.js", "settings.js", "portal.js"]) sizes[name] = gzipSync(await built(name), { level: 9 }).length;
  const within = (limit, ...names) => {
    const sum = names.reduce((total, name) => total + sizes[name], 0);
    assert.ok(sum <= limit * KB, `${names.join(" + ")}: ${sum}`);
  };
  within(25, "both.css", "staff.css", "lists.css", "desk.css");
  within(25, "both.css", "staff.css", "lists.css", "clients.css");
  within(25, "both.css", "staff.css", "board.css");
  within(25, "both.css", "staff.css", "settings.css");
  within(25, "both.css", "portal.css");
  within(40, ...styles);
  within(35, ...shared, "desk.js", "settings.js");
  within(20, "portal.js");
  const fonts = (await built("golos-latin.woff2")).length + (await built("golos-cyrillic.woff2")).length;
  assert.ok(fonts <= 45 * KB, `first two fonts ${fonts}`);
});

test("client pages carry no nesting and nothing newer than Chrome 109 and Firefox 115", async () => {
  const css = String(await built("both.css")) + String(await built("portal.css"));
  const outside = css.replace(/@supports[^{]*\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}/g, "");
  assert.equal(/[{;}]\s*&/.test(css), false, "nesting");
  assert.equal(/light-dark\(|oklch\(from|@starting-style|position-area/.test(outside), false, "new functions outside @supports");
});

test("no file of ours is longer than 300 lines", async () => {
  const long = [];
  for (const folder of ["css", "js", "build", "tests"]) {
    for (const name of await readdir(join(here, folder), { recursive: true })) {
      if (!/\.(css|m?js)$/.test(name)) continue;
      const lines = (await readFile(join(here, folder, name), "utf8")).split("\n").length;
      if (lines > 301) long.push(`${folder}/${name}: ${lines}`);
    }
  }
  assert.deepEqual(long, []);
});
