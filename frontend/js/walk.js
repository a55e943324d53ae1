/* From card to card in the order of the list one came from: the list leaves its numbers and its address behind. */
import { say } from "./words.js";

const KEY = "walk";

/** Called when the list's page goes. */
export function leave(numbers) {
  const title = document.querySelector(".head h1")?.firstChild.textContent.trim() ?? "";
  sessionStorage.setItem(KEY, JSON.stringify({ numbers, title, url: location.pathname + location.search }));
}

export function startWalk() {
  const place = document.querySelector("[data-walk]");
  const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  if (!place || !kept) return;
  const at = kept.numbers.indexOf(place.dataset.walk);
  if (at === -1) return;
  leadBack(kept);
  const steps = { "-1": kept.numbers[at - 1], 1: kept.numbers[at + 1] };
  for (const link of place.querySelectorAll("[data-step]")) {
    const number = steps[link.dataset.step];
    if (number) link.href = `${place.dataset.base}/${number}`;
    else link.remove();
  }
  place.querySelector("[data-words]").textContent = say("walk", at + 1, kept.numbers.length);
  place.hidden = false;
}

/* The way back is the list as it was: its filters, its order. */
function leadBack({ url, title }) {
  const links = document.querySelectorAll(".bar__path a");
  for (const link of links) link.href = url;
  if (title && links[1]) links[1].textContent = title;
}

/** After a reply: to the next ticket of the list one came from, or back to the list. */
export function moveOn(where) {
  const next = where === "next" && document.querySelector('[data-walk]:not([hidden]) [data-step="1"][href]');
  location.assign((next || document.querySelector(".bar__path a")).href);
}
