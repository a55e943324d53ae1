import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";

import { inserted, wanted } from "../js/mention.js";
import { fill, pickForm } from "../js/words.js";

const forms = ["# новая", "# новые", "# новых"];

test("Russian numbers agree", () => {
  const said = [1, 2, 5, 11, 21, 22, 25, 112].map((n) => fill(pickForm(forms, n, "ru"), [n]));
  assert.deepEqual(said, ["1 новая", "2 новые", "5 новых", "11 новых", "21 новая", "22 новые", "25 новых", "112 новых"]);
});

test("English has two forms", () => {
  const english = ["# file", "# files", "# files"];
  assert.deepEqual([0, 1, 2, 5].map((n) => fill(pickForm(english, n, "en"), [n])), ["0 files", "1 file", "2 files", "5 files"]);
});

test("two places are filled in order", () => {
  assert.equal(fill("# h ## min", [1, 12]), "1 h 12 min");
});

test("a mention begins after a space and takes letters of any script", () => {
  assert.equal(wanted("спросить @Ели", 13), "Ели");
  assert.equal(wanted("@", 1), "");
  assert.equal(wanted("mail@example", 12), null);
  assert.equal(wanted("нет", 3), null);
});

test("the name takes the place of what was typed", () => {
  assert.deepEqual(inserted("см. @Ел сейчас", 7, "@Елена Белова"), { text: "см. @Елена Белова сейчас", caret: 18 });
});

test("scripts say only words the page brings, and the page brings no others", async () => {
  const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
  const page = await readFile(join(root, "otklik/web/templates/components/words.html"), "utf8");
  const brought = [...page.matchAll(/^ {2}"(\w+)":/gm)].map((match) => match[1]);
  const scripts = (await readdir(join(root, "frontend/js"))).map((name) => readFile(join(root, "frontend/js", name), "utf8"));
  const code = (await Promise.all(scripts)).join("\n");
  const said = [...code.matchAll(/\bsay(?:Count)?\(\s*"(\w+)"/g)].map((match) => match[1]);
  assert.deepEqual([...new Set(said)].filter((key) => !brought.includes(key)), []);
  assert.deepEqual(brought.filter((key) => !said.includes(key)), []);
});
