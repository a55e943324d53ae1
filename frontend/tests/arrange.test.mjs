import assert from "node:assert/strict";
import test from "node:test";

import { blockLength, step } from "../js/arrange.js";

test("a row takes the deeper rows below it along", () => {
  const depths = [0, 1, 2, 1, 0, 1];
  assert.deepEqual(depths.map((_depth, index) => blockLength(depths, index)), [4, 2, 1, 1, 2, 1]);
  assert.equal(blockLength([0], 0), 1);
});

test("a neighbour steps aside when its middle is passed, and only then", () => {
  const above = { top: 0, bottom: 40 };
  const below = { top: 80, bottom: 120 };
  assert.equal(step(60, above, below), 0);
  assert.equal(step(100, above, below), 0);
  assert.equal(step(101, above, below), 1);
  assert.equal(step(19, above, below), -1);
  assert.equal(step(500, above, null), 0);
  assert.equal(step(-500, null, below), 0);
});

test("what stepped aside does not step back at once, however tall it is", () => {
  const y = 161;
  assert.equal(step(y, null, { top: 40, bottom: 280 }), 1);
  assert.equal(step(y, { top: 0, bottom: 240 }, null), 0);
});
