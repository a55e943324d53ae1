/* "@" in a note offers colleagues. The address answers JSON [{insert: "@Name", name, note}] for ?q=. */
import { get } from "./http.js";

const AFTER_AT = /(?:^|[\s(])@([\p{L}\p{N}._-]{0,30})$/u;
const MOST = 6;

/** What is typed after "@" before the caret, or null. */
export function wanted(text, caret) {
  return AFTER_AT.exec(text.slice(0, caret))?.[1] ?? null;
}

/** The text with the name put in place of "@…", and where the caret goes. */
export function inserted(text, caret, name) {
  const start = caret - wanted(text, caret).length - 1;
  const head = `${text.slice(0, start)}${name} `;
  return { text: head + text.slice(caret).replace(/^ /, ""), caret: head.length };
}

export function startMentions(area, url) {
  const popup = makePopup(area);
  let asked = "";
  area.addEventListener("input", async () => {
    const query = wanted(area.value, area.selectionStart);
    if (query === null) return hide(popup);
    asked = query;
    const people = await (await get(`${url}?q=${encodeURIComponent(query)}`)).json();
    if (asked === query && document.activeElement === area) show(popup, area, people.slice(0, MOST));
  });
  area.addEventListener("keydown", (event) => popup.matches(":popover-open") && steer(event, popup));
  area.addEventListener("blur", () => setTimeout(() => hide(popup), 150)); // after a press on the popup
  popup.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    take(area, popup, event.target.closest(".item"));
  });
  area.addEventListener("otklik:mention", (event) => take(area, popup, event.detail));
}

function steer(event, popup) {
  const items = [...popup.querySelectorAll(".item")];
  const at = items.findIndex((item) => item.dataset.active !== undefined);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const next = items[(at + (event.key === "ArrowDown" ? 1 : items.length - 1)) % items.length];
    items.forEach((item) => delete item.dataset.active);
    next.dataset.active = "";
  } else if (event.key === "Enter" || event.key === "Tab") {
    event.target.dispatchEvent(new CustomEvent("otklik:mention", { detail: items[at] }));
  } else if (event.key === "Escape") hide(popup);
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

function take(area, popup, item) {
  if (!item) return;
  const next = inserted(area.value, area.selectionStart, item.dataset.insert);
  area.value = next.text;
  area.setSelectionRange(next.caret, next.caret);
  area.dispatchEvent(new Event("input", { bubbles: true }));
  hide(popup);
}

function makePopup(area) {
  const popup = document.createElement("div");
  popup.className = "pop pop--mention pop--at";
  popup.popover = "manual";
  popup.setAttribute("role", "listbox");
  area.after(popup);
  return popup;
}

function show(popup, area, people) {
  if (people.length === 0) return hide(popup);
  popup.replaceChildren(...people.map(option));
  popup.firstElementChild.dataset.active = "";
  if (!popup.matches(":popover-open")) popup.showPopover();
  const at = area.getBoundingClientRect();
  popup.style.left = `${at.left + 16}px`;
  popup.style.top = `${Math.max(8, at.top - popup.offsetHeight + 4)}px`;
}

function option({ insert, name, note }) {
  const item = document.createElement("button");
  item.type = "button";
  item.className = "item";
  item.dataset.insert = insert;
  item.setAttribute("role", "option");
  const text = document.createElement("span");
  text.append(name, Object.assign(document.createElement("small"), { textContent: note ?? "" }));
  item.append(text);
  return item;
}

function hide(popup) {
  if (popup.matches(":popover-open")) popup.hidePopover();
}
