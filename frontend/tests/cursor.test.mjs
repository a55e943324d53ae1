import assert from "node:assert/strict";
import test from "node:test";

import { afterRemoval, between, moved } from "../js/cursor.js";

const ids = ["1", "2", "3", "4", "5"];

test("the cursor moves inside the list and stays at its ends", () => {
  assert.equal(moved(ids, "2", 1), "3");
  assert.equal(moved(ids, "5", 1), "5");
  assert.equal(moved(ids, "1", -1), "1");
  assert.equal(moved([], "1", 1), "");
});

test("without a cursor the first press stands on an end", () => {
  assert.equal(moved(ids, "", 1), "1");
  assert.equal(moved(ids, "gone", -1), "5");
});

test("a range holds both ends in the order of the list", () => {
  assert.deepEqual(between(ids, "4", "2"), ["2", "3", "4"]);
  assert.deepEqual(between(ids, "", "2"), ["2"]);
  assert.deepEqual(between(ids, "1", "gone"), []);
});

test("when its row leaves, the cursor goes to the next one, else to the one before", () => {
  assert.equal(afterRemoval(ids, "2", ["2"]), "3");
  assert.equal(afterRemoval(ids, "5", ["5", "4"]), "3");
  assert.equal(afterRemoval(ids, "2", ["4"]), "2");
  assert.equal(afterRemoval(["1"], "1", ["1"]), "");
});
