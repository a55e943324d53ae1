import assert from "node:assert/strict";
import test from "node:test";

import { opening, wanted } from "../js/canned.js";

const asked = (text) => wanted(text, text.length);

test("a sign at the beginning of a word asks, with the words behind it", () => {
  assert.equal(asked("/"), "");
  assert.equal(asked("Здравствуйте! /сброс пар"), "сброс пар");
  assert.equal(asked("one\n/two"), "two");
  assert.equal(wanted("/abc def", 3), "ab");
});

test("a sign inside a word, before a space or in a path asks nothing", () => {
  assert.equal(asked("и/или"), null);
  assert.equal(asked("24 / 7"), null);
  assert.equal(asked("/etc/hosts"), null);
  assert.equal(asked("/a\nb"), null);
});

test("the button begins a word", () => {
  assert.equal(opening("", 0), "/");
  assert.equal(opening("Hello", 5), " /");
  assert.equal(opening("Hello ", 6), "/");
});
