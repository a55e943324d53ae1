import assert from "node:assert/strict";
import test from "node:test";

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
