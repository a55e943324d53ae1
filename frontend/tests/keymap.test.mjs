import assert from "node:assert/strict";
import test from "node:test";

import { Chord, keyOf, worksInFields } from "../js/keymap.js";

const press = (code, mods = {}) => keyOf({ code, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...mods });

test("a letter is read by its place, so the Russian layout gives the same key", () => {
  assert.equal(press("KeyJ"), "J"); // prints «о» in the Russian layout
  assert.equal(press("BracketLeft"), "[");
  assert.equal(press("Slash"), "/");
});

test("modifiers are part of the name, Alt and bare modifiers are nothing", () => {
  assert.equal(press("KeyX", { shiftKey: true }), "Shift+X");
  assert.equal(press("Enter", { ctrlKey: true }), "Ctrl+Enter");
  assert.equal(press("Enter", { metaKey: true }), "Ctrl+Enter");
  assert.equal(press("Enter", { ctrlKey: true, shiftKey: true }), "Ctrl+Shift+Enter");
  assert.equal(press("KeyA", { altKey: true }), "");
  assert.equal(press("ShiftLeft", { shiftKey: true }), "");
  assert.equal(press("Slash", { shiftKey: true }), "?");
});

test("digits of both rows are the same", () => {
  assert.equal(press("Digit3"), "3");
  assert.equal(press("Numpad3"), "3");
});

test("only chords with Ctrl and Esc work while typing", () => {
  assert.deepEqual(["J", "?", "Esc", "Ctrl+Enter", "Shift+X"].filter(worksInFields), ["Esc", "Ctrl+Enter"]);
});

test("G then M is one key, and G forgets itself after a moment", () => {
  const chord = new Chord();
  const starters = new Set(["G"]);
  assert.equal(chord.take("G", starters, 0), "G");
  assert.equal(chord.isOpen, true);
  assert.equal(chord.take("M", starters, 300), "G M");
  assert.equal(chord.take("M", starters, 400), "M");
  chord.take("G", starters, 1000);
  assert.equal(chord.take("M", starters, 3000), "M");
});
