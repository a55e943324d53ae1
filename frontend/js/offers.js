/* A list that opens while somebody types in a text, and is chosen from by keyboard: names behind "@", canned replies
   behind "/". wanted(text, caret) says what is asked for, null: nothing; ask(query) brings [{name, note}]; take(offer)
   puts the chosen one into the text; left() is told when somebody closes the list with Escape. */
import { Failed } from "./http.js";

export function startOffers(area, { wanted, ask, take, left = () => {}, many = false }) {
  const popup = makePopup(area, many);
  let asked = null;
  let offers = [];
  area.addEventListener("input", async () => {
    const query = wanted(area.value, area.selectionStart);
    asked = query;
    if (query === null) return hide(popup);
    const found = await asking(ask, query);
    if (asked !== query || document.activeElement !== area) return;
    offers = found;
    show(popup, area, offers);
  });
  const choose = (item) => {
    if (!item) return;
    hide(popup);
    take(offers[Number(item.dataset.place)]);
  };
  area.addEventListener("keydown", (event) => popup.matches(":popover-open") && steer(event, popup, choose, left));
  // After a press on the popup; a button that opens it gives the text its cursor back meanwhile.
  area.addEventListener("blur", () => setTimeout(() => document.activeElement !== area && hide(popup), 150));
  popup.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    choose(event.target.closest(".item"));
  });
}

async function asking(ask, query) {
  try {
    return await ask(query);
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    return []; // what cannot be offered is typed by hand
  }
}

function steer(event, popup, choose, left) {
  const items = [...popup.querySelectorAll(".item")];
  const at = items.findIndex((item) => item.dataset.active !== undefined);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    mark(items, (at + (event.key === "ArrowDown" ? 1 : items.length - 1)) % items.length);
  } else if ((event.key === "Enter" && !event.ctrlKey && !event.metaKey) || event.key === "Tab") {
    choose(items[at]);
  } else if (event.key === "Escape") {
    hide(popup);
    left();
  } else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

function mark(items, place) {
  items.forEach((item, number) => {
    item.toggleAttribute("data-active", number === place);
    item.setAttribute("aria-selected", String(number === place));
  });
  items[place].scrollIntoView({ block: "nearest" });
}

function makePopup(area, many) {
  const popup = document.createElement("div");
  popup.className = `pop pop--mention pop--at${many ? " pop--many" : ""}`;
  popup.popover = "manual";
  popup.setAttribute("role", "listbox");
  area.after(popup);
  return popup;
}

function show(popup, area, offers) {
  if (offers.length === 0) return hide(popup);
  popup.replaceChildren(...offers.map(option));
  if (!popup.matches(":popover-open")) popup.showPopover();
  mark([...popup.children], 0);
  const at = area.getBoundingClientRect();
  popup.style.left = `${Math.max(8, Math.min(at.left + 16, innerWidth - popup.offsetWidth - 8))}px`;
  popup.style.top = `${Math.max(8, at.top - popup.offsetHeight + 4)}px`;
}

function option({ name, note }, place) {
  const item = document.createElement("button");
  item.type = "button";
  item.className = "item";
  item.dataset.place = place;
  item.setAttribute("role", "option");
  const text = document.createElement("span");
  text.append(name, Object.assign(document.createElement("small"), { textContent: note ?? "" }));
  item.append(text);
  return item;
}

function hide(popup) {
  if (popup.matches(":popover-open")) popup.hidePopover();
}
