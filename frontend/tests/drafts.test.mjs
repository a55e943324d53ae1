import assert from "node:assert/strict";
import test from "node:test";

import { LocalDrafts, Saver, choose } from "../js/drafts.js";

function memory() {
  const kept = new Map();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
    kept,
  };
}

test("an empty page takes the copy of the browser; the newer of two is offered, never forced", () => {
  assert.deepEqual(choose({ text: "", at: 5 }, { text: "mine", at: 1 }), { text: "mine", other: "" });
  assert.deepEqual(choose({ text: "server", at: 5 }, { text: "mine", at: 9 }), { text: "server", other: "mine" });
  assert.deepEqual(choose({ text: "server", at: 9 }, { text: "old", at: 5 }), { text: "server", other: "" });
  assert.deepEqual(choose({ text: "same", at: 1 }, { text: "same", at: 9 }), { text: "same", other: "" });
  assert.deepEqual(choose({ text: "server", at: 1 }, null), { text: "server", other: "" });
});

test("reply and note never share a key", () => {
  const storage = memory();
  const drafts = new LocalDrafts(storage, "u3:INC1");
  drafts.write("reply", "to the client", 1);
  drafts.write("note", "for us only", 2);
  assert.equal(drafts.read("reply").text, "to the client");
  assert.equal(drafts.read("note").text, "for us only");
  drafts.drop("reply");
  assert.equal(drafts.read("reply"), null);
  assert.equal(drafts.read("note").text, "for us only");
});

test("an emptied text drops the copy, a broken copy is as good as none", () => {
  const storage = memory();
  const drafts = new LocalDrafts(storage, "p");
  drafts.write("reply", "a", 1);
  drafts.write("reply", "", 2);
  assert.equal(storage.kept.size, 0);
  storage.setItem("draft:p:reply", "{not json");
  assert.equal(drafts.read("reply"), null);
});

function fakeClock() {
  const timers = new Map();
  let next = 1;
  return {
    setTimeout: (run) => (timers.set(next, run), next++),
    clearTimeout: (id) => timers.delete(id),
    fire: () => {
      const runs = [...timers.values()];
      timers.clear();
      return Promise.all(runs.map((run) => run()));
    },
    timers,
  };
}

test("many keys are one save, a flush does not wait and does not save twice", async () => {
  const clock = fakeClock();
  const saved = [];
  const saver = new Saver(async (kind) => Boolean(saved.push(kind)), 1000, clock);
  saver.touched("reply");
  saver.touched("reply");
  assert.equal(clock.timers.size, 1);
  await saver.flush();
  await clock.fire();
  assert.deepEqual(saved, ["reply"]);
  assert.equal(saver.isDirty, false);
});

test("a save that failed is tried again with the next flush", async () => {
  const clock = fakeClock();
  let reachable = false;
  const saver = new Saver(async () => reachable, 1000, clock);
  saver.touched("note");
  await clock.fire();
  assert.equal(saver.isDirty, true);
  reachable = true;
  await saver.flush();
  assert.equal(saver.isDirty, false);
});

test("a sent text is forgotten before its save runs", async () => {
  const clock = fakeClock();
  const saved = [];
  const saver = new Saver(async (kind) => Boolean(saved.push(kind)), 1000, clock);
  saver.touched("reply");
  saver.forget("reply");
  await clock.fire();
  await saver.flush();
  assert.deepEqual(saved, []);
});
