/* The list while others work: a changed row is replaced in place unless it is in use, rows that left the view fade.
   New rows come in by themselves while nobody works in the list, else they wait behind "N new": nothing jumps
   under the cursor. */
import { Failed, get } from "./http.js";
import { rowsOf, selectionChanged } from "./list.js";
import { morph, parse, wake } from "./swap.js";
import { say, sayCount } from "./words.js";

/** Returns the listener for changed numbers, or null when the page has no list. */
export function listenList() {
  const list = document.querySelector("[data-list][data-rows-url]");
  if (!list) return null;
  const waiting = new Map();
  const button = document.querySelector("[data-fresh]");
  button?.addEventListener("click", () => showWaiting(list, button, waiting));
  return (numbers) => numbers.size && renew(list, [...numbers], waiting, button);
}

async function renew(list, numbers, waiting, button) {
  const url = new URL(list.dataset.rowsUrl, location.href);
  url.searchParams.set("numbers", numbers.join(","));
  let rows;
  try {
    rows = parse(await (await get(url)).text()).filter((row) => row.dataset.number);
  } catch (error) {
    if (error instanceof Failed) return; // the next event asks again; the dot shows a lost connection
    throw error;
  }
  const shown = new Map(rowsOf(list).map((row) => [row.dataset.number, row]));
  for (const row of rows) {
    const present = shown.get(row.dataset.number);
    if (present) await replace(present, row);
    else waiting.set(row.dataset.number, row);
  }
  const answered = new Set(rows.map((row) => row.dataset.number));
  for (const number of numbers) {
    if (answered.has(number)) continue;
    waiting.delete(number);
    if (shown.has(number)) fade(shown.get(number));
  }
  if (waiting.size && isIdle(list)) showWaiting(list, button, waiting);
  else count(button, waiting);
}

/* Nobody points at a row, has ticked one, walks by keys, reads further down or chooses in a box. */
function isIdle(list) {
  const touched = list.matches(":hover, :focus-within") || list.querySelector(".row--cursor, .row .box:checked");
  return !touched && (list.closest(".scroll")?.scrollTop ?? 0) < 8 && !document.querySelector(".pop:popover-open");
}

/* In use = under the pointer, holding the focus, or with an open box: marked now, replaced when let go. */
async function replace(present, row) {
  present.classList.remove("row--left");
  if (!inUse(present)) {
    await morphRow(present, row);
    return;
  }
  present.classList.add("row--stale");
  present.otklikNext = row;
  const letGo = async () => {
    if (inUse(present) || !present.otklikNext) return;
    const next = present.otklikNext;
    present.otklikNext = null;
    present.removeEventListener("pointerleave", later);
    present.removeEventListener("focusout", later);
    await morphRow(present, next);
  };
  const later = () => setTimeout(letGo, 120);
  present.addEventListener("pointerleave", later);
  present.addEventListener("focusout", later);
}

const inUse = (row) => row.matches(":hover, :focus-within") || row.querySelector('[aria-expanded="true"], [aria-busy="true"]');

async function morphRow(present, row) {
  await morph(present, row);
  document.getElementById(row.id).classList.add("row--fresh");
}

function fade(row) {
  row.classList.add("row--left");
  row.title = say("left");
}

function count(button, waiting) {
  if (!button) return;
  button.hidden = waiting.size === 0;
  const words = button.querySelector("[data-words]") ?? button;
  if (waiting.size) words.textContent = sayCount("new", waiting.size);
}

/* New rows go to the top of their group, or of the list. */
function showWaiting(list, button, waiting) {
  for (const row of [...waiting.values()].reverse()) {
    const head = headOf(list, row.dataset.group);
    if (head) head.after(row);
    else list.querySelector("tbody").prepend(row);
    row.classList.add("row--fresh");
    wake(row);
  }
  list.closest(".scroll")?.querySelector(".empty")?.remove();
  waiting.clear();
  count(button, waiting);
  selectionChanged(list);
  list.closest(".scroll")?.scrollTo({ top: 0, behavior: "smooth" });
}

/* The line above a group; one that had no rows so far is taken from the page's spare ones, in its order. */
function headOf(list, group) {
  if (!group) return null;
  const present = list.querySelector(`[data-group-head="${CSS.escape(group)}"]`);
  const spare = document.querySelector("template[data-heads]")?.content;
  if (present || !spare) return present;
  const head = spare.querySelector(`[data-spare-head="${CSS.escape(group)}"]`)?.cloneNode(true);
  if (!head) return null;
  head.dataset.groupHead = group;
  const next = [...list.querySelectorAll("[data-group-head]")].find((other) => other.dataset.groupHead > group);
  if (next) next.before(head);
  else list.querySelector("tbody").append(head);
  return head;
}
