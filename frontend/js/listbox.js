/* Popovers with options: search, digits 1–9, arrows, type to find. Without script they are plain popovers with
   submit buttons; with it the choice is painted at once (quick.js). */
import { isShown } from "./keys.js";
import { change } from "./quick.js";

let opener = null;

export function startListboxes() {
  document.addEventListener("click", (event) => {
    const cell = event.target.closest?.("[data-pick]");
    if (cell && !event.metaKey && !event.ctrlKey) openShared(event, cell);
    const option = event.target.closest?.("[data-options] .item");
    if (option) choose(event, option);
  });
  document.addEventListener("toggle", toggled, true);
  document.addEventListener("input", (event) => {
    if (event.target.matches?.("[data-filter]")) filter(event.target.closest("[popover]"), event.target.value);
  });
  document.addEventListener("keydown", keydown);
}

/** Opens a popover at an element and remembers who asked. */
export function openAt(popover, element) {
  opener = element;
  popover.classList.add("pop--at");
  popover.showPopover();
}

function openShared(event, cell) {
  const popover = document.getElementById(cell.dataset.pick);
  if (!popover) return;
  event.preventDefault();
  const allowed = cell.dataset.allowed?.split(" ");
  for (const option of optionsOf(popover)) {
    option.hidden = Boolean(allowed) && !allowed.includes(option.value) && option.value !== cell.dataset.value;
    option.setAttribute("aria-selected", String(option.value === cell.dataset.value));
  }
  openAt(popover, cell);
}

function toggled(event) {
  const popover = event.target;
  // What is proposed under a field that somebody types in leaves the focus there.
  if (!popover.matches?.(".pop:not(.pop--mention, .pop--client)")) return;
  const trigger = triggerOf(popover);
  trigger?.setAttribute("aria-expanded", String(event.newState === "open"));
  if (event.newState !== "open") return closed(popover);
  if (trigger) position(popover, trigger);
  const field = popover.querySelector("[data-filter]");
  const first = popover.querySelector('[aria-selected="true"], [aria-current="true"]') ?? shownOptions(popover)[0];
  if (field && matchMedia("(pointer: fine)").matches) field.focus();
  else first?.focus();
}

function closed(popover) {
  const field = popover.querySelector("[data-filter]");
  if (field?.value) {
    field.value = "";
    filter(popover, "");
  }
  if (popover.classList.contains("pop--at")) opener = null;
}

function triggerOf(popover) {
  if (popover.classList.contains("pop--at") && opener) return opener;
  const triggers = [...document.querySelectorAll(`[popovertarget="${CSS.escape(popover.id)}"]`)];
  return triggers.find(isShown) ?? triggers[0];
}

/* Under the control, above it when there is no room, never outside the window. */
function position(popover, trigger) {
  if (popover.dataset.sheet !== undefined && matchMedia("(max-width: 760px)").matches) return; // from below
  const at = trigger.getBoundingClientRect();
  const box = popover.getBoundingClientRect();
  const below = at.bottom + 4 + box.height <= innerHeight - 8 || at.top < innerHeight - at.bottom;
  const top = below ? at.bottom + 4 : at.top - 4 - box.height;
  const endSide = at.left + box.width > innerWidth - 8;
  const left = endSide ? at.right - box.width : at.left;
  popover.classList.add("pop--set"); // from here on the place is ours, not the anchor's
  popover.style.top = `${Math.max(8, Math.min(top, innerHeight - box.height - 8))}px`;
  popover.style.left = `${Math.max(8, Math.min(left, innerWidth - box.width - 8))}px`;
}

function choose(event, option) {
  const popover = option.closest("[data-options]");
  const trigger = triggerOf(popover);
  if (!trigger?.querySelector(".lb__v")) return;
  event.preventDefault();
  popover.hidePopover(); // the focus goes back where it was: a cell that was pressed, or the page when keys were
  if (!trigger.dataset.pick) trigger.focus();
  const form = option.form;
  const url = trigger.dataset.action ?? form.action;
  change(trigger, labelOf(option), url, fieldsOf(trigger, form, option));
}

function fieldsOf(trigger, form, option) {
  const fields = form?.matches("[data-listbox]") ? Object.fromEntries(new FormData(form)) : {};
  if (trigger.dataset.version) fields.version = trigger.dataset.version;
  fields[option.name] = option.value;
  return fields;
}

export function labelOf(option) {
  const copy = option.cloneNode(true);
  copy.querySelectorAll("kbd").forEach((key) => key.remove());
  return [...copy.childNodes];
}

function optionsOf(popover) {
  return [...popover.querySelectorAll(".item")];
}

function shownOptions(popover) {
  return optionsOf(popover).filter((option) => !option.hidden && !option.classList.contains("item--off"));
}

/* Words of the option that begin with what was typed; ё and е are the same letter here. */
function filter(popover, text) {
  const wanted = fold(text);
  let shown = 0;
  for (const option of optionsOf(popover)) {
    const words = ` ${fold(option.dataset.text || option.textContent)}`;
    const fits = !wanted || words.includes(` ${wanted}`);
    option.classList.toggle("item--off", !fits);
    if (fits && !option.hidden) shown += 1;
  }
  const none = popover.querySelector("[data-none]");
  if (none) none.hidden = shown > 0;
}

export function fold(text) {
  return text.trim().toLocaleLowerCase().replaceAll("ё", "е");
}

function keydown(event) {
  const popover = event.target.closest?.(".pop:popover-open");
  if (!popover) return;
  const shown = shownOptions(popover);
  const inField = event.target.matches("[data-filter]");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    step(shown, event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter" && inField) {
    event.preventDefault();
    shown[0]?.click();
  } else if (/^(Digit|Numpad)[1-9]$/.test(event.code) && !(inField && event.target.value)) {
    event.preventDefault();
    shown[Number(event.code.at(-1)) - 1]?.click();
  } else if (!inField && event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
    popover.querySelector("[data-filter]")?.focus();
  }
  if (event.key !== "Escape") event.stopImmediatePropagation(); // single letters are not commands in here
}

function step(shown, by) {
  const at = shown.indexOf(document.activeElement);
  shown[at === -1 ? (by > 0 ? 0 : shown.length - 1) : (at + by + shown.length) % shown.length]?.focus();
}
