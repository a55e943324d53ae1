/* Keys on a page: handlers registered by scripts first, then elements that carry data-key. */
import { Chord, keyOf, worksInFields } from "./keymap.js";
import { say } from "./words.js";

const handlers = new Map();
const chord = new Chord();

/** A script's own key. `run` returns false to let the next one have it. group: move, do, write, go. */
export function onKey(key, label, group, run) {
  handlers.set(key, [...(handlers.get(key) ?? []), { label, group, run }]);
}

export function startKeys() {
  document.addEventListener("keydown", pressed);
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-show-keys]")) showKeys();
  });
  onKey("?", say("keys"), "go", showKeys);
  onKey("/", "", "go", () => {
    const field = document.querySelector("[data-search]");
    if (!field) return press(document.querySelector("[data-palette]"));
    field.focus();
    field.select?.();
    return true;
  });
  onKey("Ctrl+K", "", "go", () => press(document.querySelector("[data-palette]")));
}

function pressed(event) {
  if (event.defaultPrevented || event.isComposing || event.repeat && event.code === "Enter") return;
  const key = keyOf(event);
  const typing = isField(event.target) && isShown(event.target); // a closed box keeps the focus for another frame
  if (!key || (typing && !worksInFields(key))) return;
  if (!typing && !worksInFields(key) && document.body.dataset.keys === "off") return;
  if (document.querySelector("dialog[open]") && key !== "Esc") return;
  const whole = chord.take(key, chordStarters(), event.timeStamp);
  if (runHandlers(whole, event) || pressElement(whole)) event.preventDefault();
  else if (chord.isOpen) event.preventDefault();
}

function runHandlers(key, event) {
  return (handlers.get(key) ?? []).some(({ run }) => run(event) !== false);
}

/** Does what a key does on this page, as if it had been pressed. */
export function runKey(key) {
  return (handlers.get(key) ?? []).some(({ run }) => run(new Event("keydown")) !== false) || pressElement(key);
}

function pressElement(key) {
  const element = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(isShown);
  return press(element);
}

function press(element) {
  if (!element) return false;
  if (element.matches("input:not([type=radio], [type=checkbox]), textarea, select")) element.focus();
  else element.click();
  return true;
}

function chordStarters() {
  return new Set([...document.querySelectorAll('[data-key*=" "]')].map((element) => element.dataset.key.split(" ")[0]));
}

export function isField(element) {
  if (!element?.closest) return false;
  if (element.isContentEditable) return true;
  return element.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit])");
}

export function isShown(element) {
  return element.checkVisibility ? element.checkVisibility() : element.offsetParent !== null;
}

/* Only keys that do something here: registered ones with a label, and visible elements. */
function showKeys() {
  const open = document.querySelector("dialog[data-keys-help]");
  if (open) return open.remove();
  const dialog = document.createElement("dialog");
  dialog.className = "dialog dialog--wide";
  dialog.dataset.keysHelp = "";
  dialog.append(heading("h2", say("keys")), ...keyGroups());
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
}

function keyGroups() {
  const groups = { move: [], do: [], write: [], go: [] };
  for (const [key, list] of handlers) {
    for (const { label, group } of list) if (label) groups[group].push([key, label]);
  }
  for (const element of document.querySelectorAll("[data-key]")) {
    if (isShown(element)) groups[element.dataset.key.includes(" ") ? "go" : "do"].push([element.dataset.key, nameOf(element)]);
  }
  const titles = { move: say("keysMove"), do: say("keysDo"), write: say("keysWrite"), go: say("keysGo") };
  const box = document.createElement("div");
  box.className = "keys";
  for (const [group, pairs] of Object.entries(groups)) {
    if (pairs.length) box.append(heading("h3", titles[group]), keyList(pairs));
  }
  return [box];
}

function keyList(pairs) {
  const list = document.createElement("ul");
  for (const [key, label] of pairs) {
    const item = document.createElement("li");
    const sign = document.createElement("kbd");
    sign.textContent = key.replaceAll("+", " ");
    item.append(label, sign);
    list.append(item);
  }
  return list;
}

function heading(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

function nameOf(element) {
  const named = element.dataset.keyLabel ?? element.getAttribute("aria-label") ?? element.title?.split(",")[0];
  if (named) return named;
  const copy = element.cloneNode(true);
  copy.querySelectorAll("kbd, [aria-hidden], .count").forEach((part) => part.remove());
  return copy.textContent.trim();
}
