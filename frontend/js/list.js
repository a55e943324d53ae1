/* The list of tickets: cursor, selection, counters of the bulk bar, "show more", place kept on return. */
import { afterRemoval, between, moved } from "./cursor.js";
import { get } from "./http.js";
import { isShown, onKey } from "./keys.js";
import { wake } from "./swap.js";
import { explain } from "./toast.js";
import { leave } from "./walk.js";
import { say, sayCount } from "./words.js";

let anchor = "";

export function startList() {
  const list = document.querySelector("[data-list]");
  if (!list) return;
  registerKeys(list);
  list.addEventListener("change", (event) => {
    if (event.target.matches("[data-pick-all]")) pickAll(list, event.target.checked);
    if (event.target.matches(".box")) selectionChanged(list);
  });
  list.addEventListener("pointerdown", (event) => event.shiftKey && event.target.matches(".box") && rangeTo(list, event));
  document.addEventListener("reset", (event) => event.target.matches("[data-bulk]") && queueMicrotask(() => selectionChanged(list)));
  document.addEventListener("click", (event) => {
    const next = event.target.closest?.("[data-more] [data-next]");
    if (next && !event.metaKey && !event.ctrlKey) more(event, list, next);
  });
  keepPlace(list);
  selectionChanged(list);
}

export const rowsOf = (list) => [...list.querySelectorAll("[data-row]")];
const idsOf = (list) => rowsOf(list).map((row) => row.dataset.number);
const rowOf = (list, number) => list.querySelector(`[data-row][data-number="${CSS.escape(number)}"]`);
const cursorRow = (list) => list.querySelector(".row--cursor");

function registerKeys(list) {
  const step = (by) => () => setCursor(list, moved(idsOf(list), cursorRow(list)?.dataset.number ?? "", by));
  const on = (run) => () => {
    const row = cursorRow(list);
    return row ? run(row) : false;
  };
  onKey("J", say("keyDown"), "move", step(1));
  onKey("K", say("keyUp"), "move", step(-1));
  onKey("ArrowDown", "", "move", step(1));
  onKey("ArrowUp", "", "move", step(-1));
  onKey("Enter", say("keyOpen"), "move", (event) => event.target.closest("a, button, input, summary") ? false : on((row) => row.querySelector(".row__subj").click())());
  onKey("X", say("keySelect"), "do", on((row) => toggle(list, row)));
  onKey("Shift+X", "", "do", on((row) => selectRange(list, row.dataset.number)));
  onKey("A", say("keyAssign"), "do", forSelectedOr(list, "A", '[data-pick="pick-assignee"]'));
  onKey("S", say("keyStatus"), "do", forSelectedOr(list, "S", '[data-pick="pick-status"]'));
  onKey("H", say("keyPostpone"), "do", () => postpone(list));
  onKey("P", "", "do", forSelectedOr(list, "P", '[data-pick="pick-priority"]'));
  onKey("I", say("keyTake"), "do", on((row) => take(list, row)));
  if (document.getElementById("inbox-done")) onKey("E", say("keyDone"), "do", on((row) => putAside(list, row)));
  onKey("Esc", "", "do", () => clear(list));
}

/* With ticked rows the key belongs to the bulk bar, else to the row under the cursor. */
function forSelectedOr(list, key, cell) {
  return () => {
    const bulk = document.querySelector(`[data-bulk] [data-key="${key}"]`);
    const target = bulk && isShown(bulk) ? bulk : cursorRow(list)?.querySelector(cell);
    target?.click();
    return Boolean(target);
  };
}

/* Postponing is done from the bulk bar: the row under the cursor is ticked first. */
function postpone(list) {
  const button = document.querySelector('[data-bulk] [data-key="H"]');
  if (!button || (!isShown(button) && !(cursorRow(list) && toggle(list, cursorRow(list))))) return false;
  button.click();
  return true;
}

/* "I take it" is choosing myself in the box of assignees: same address, same answer. */
function take(list, row) {
  const me = list.dataset.me;
  const cell = row.querySelector('[data-pick="pick-assignee"]');
  const option = document.querySelector(`#pick-assignee .item[value="${CSS.escape(me ?? "")}"]`);
  if (!me || !cell || !option) return false;
  cell.click();
  option.click();
  return true;
}

/* An inbox alone has this button; the next row is next. */
function putAside(list, row) {
  const button = row.querySelector("[data-done]");
  if (!button) return false;
  const next = moved(idsOf(list), row.dataset.number, 1);
  button.click(); // the click puts the cursor on its row
  setCursor(list, next);
  return true;
}

export function setCursor(list, number, { scroll = true } = {}) {
  cursorRow(list)?.classList.remove("row--cursor");
  const row = number && rowOf(list, number);
  if (!row) return false;
  row.classList.add("row--cursor");
  if (scroll) row.scrollIntoView({ block: "nearest" });
  return true;
}

/** Called before rows leave, so that the cursor does not get lost with them. */
export function rowsLeave(list, numbers) {
  const current = cursorRow(list)?.dataset.number ?? "";
  setCursor(list, afterRemoval(idsOf(list), current, numbers), { scroll: false });
}

const boxOf = (row) => row.querySelector(".box");

function toggle(list, row) {
  const box = boxOf(row);
  if (!box) return false;
  box.checked = !box.checked;
  anchor = row.dataset.number;
  selectionChanged(list);
  return true;
}

function selectRange(list, number) {
  for (const id of between(idsOf(list), anchor, number)) {
    const box = boxOf(rowOf(list, id));
    if (box) box.checked = true;
  }
  selectionChanged(list);
}

function rangeTo(list, event) {
  event.preventDefault();
  selectRange(list, event.target.closest("[data-row]")?.dataset.number ?? "");
}

function pickAll(list, checked) {
  for (const row of rowsOf(list)) if (boxOf(row)) boxOf(row).checked = checked;
}

function clear(list) {
  const some = rowsOf(list).some((row) => boxOf(row)?.checked);
  pickAll(list, false);
  selectionChanged(list);
  return some;
}

export function selectionChanged(list) {
  const boxes = rowsOf(list).map(boxOf).filter(Boolean);
  const count = boxes.filter((box) => box.checked).length;
  const words = document.querySelector("[data-selected]");
  if (words && count) words.textContent = sayCount("selected", count);
  const all = list.querySelector("[data-pick-all]");
  if (!all) return;
  all.checked = count > 0 && count === boxes.length;
  all.indeterminate = count > 0 && count < boxes.length;
}

/* The next page's rows are taken out of the page behind the link, whatever else it contains. */
async function more(event, list, link) {
  event.preventDefault();
  link.setAttribute("aria-busy", "true");
  try {
    const page = new DOMParser().parseFromString(await (await get(link.href)).text(), "text/html");
    const known = new Set(idsOf(list));
    const body = list.querySelector("tbody:last-of-type");
    const fresh = [...page.querySelectorAll("[data-list] tbody > tr")].filter((row) => !known.has(row.dataset.number));
    body.append(...fresh);
    fresh.forEach(wake);
    const nav = link.closest("[data-more]");
    const next = page.querySelector("[data-more]");
    if (next) nav.replaceWith(next);
    else nav.remove();
    selectionChanged(list);
  } catch (error) {
    explain(error, () => link.click());
    link.removeAttribute("aria-busy");
  }
}

/* Back from a card: same scroll, same cursor. */
function keepPlace(list) {
  const key = `place:${location.pathname}${location.search}`;
  const scroller = list.closest(".scroll");
  const kept = JSON.parse(sessionStorage.getItem(key) ?? "null");
  if (kept) {
    if (scroller) scroller.scrollTop = kept.top;
    setCursor(list, kept.cursor, { scroll: false });
  }
  list.addEventListener("click", (event) => {
    const row = event.target.closest("[data-row]");
    if (row) setCursor(list, row.dataset.number, { scroll: false });
  });
  addEventListener("pagehide", () => {
    const cursor = cursorRow(list)?.dataset.number ?? "";
    sessionStorage.setItem(key, JSON.stringify({ top: scroller?.scrollTop ?? 0, cursor }));
    if (document.querySelector("[data-bulk]")) leave(idsOf(list));
  });
}

