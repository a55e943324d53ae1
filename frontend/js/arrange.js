/* Lists with arrows are put into order by them and by grips: a row goes among its family (data-family), with the
   deeper rows that stand below it. One request says the new order; where it is refused, the old one comes back.
   Focus stays on the arrow, and what the page says of the order is said anew. */
import { get, post } from "./http.js";
import { explain } from "./toast.js";

const EDGE = 48;
const SPEED = 9;

export function startArrange() {
  document.querySelectorAll("[data-grip]").forEach((grip) => (grip.hidden = false));
  document.addEventListener("pointerdown", (event) => {
    const grip = event.button === 0 ? event.target.closest?.("[data-grip]") : null;
    if (!grip) return;
    event.preventDefault();
    drag(grip.closest("[data-family]"), event);
  });
  document.addEventListener("click", (event) => {
    const arrow = event.target.closest?.("[data-family] .updown [name]");
    if (!arrow) return;
    event.preventDefault();
    press(arrow.closest("[data-family]"), arrow);
  });
}

function press(row, arrow) {
  const home = [...row.parentElement.children];
  const family = familyOf(row);
  const other = family[family.indexOf(row) + (arrow.name === "up" ? -1 : 1)];
  if (!other) return;
  if (arrow.name === "up") blockOf(row).at(-1).after(...blockOf(other));
  else row.before(...blockOf(other));
  send(row, home);
  const ends = [arrow, ...row.querySelectorAll(".updown [name]")];
  ends.find((one) => !one.disabled)?.focus();
}

/** How many rows a row takes along: itself and those deeper that follow it. */
export function blockLength(depths, index) {
  const end = depths.findIndex((depth, place) => place > index && depth <= depths[index]);
  return (end < 0 ? depths.length : end) - index;
}

/** -1: past the middle of what stands above, 1: of what stands below, 0: stay. Places are tops and bottoms. */
export function step(y, above, below) {
  if (below && y > (below.top + below.bottom) / 2) return 1;
  return above && y < (above.top + above.bottom) / 2 ? -1 : 0;
}

function drag(row, { clientY, pointerId }) {
  const home = [...row.parentElement.children];
  const before = familyOf(row);
  const scroller = scrollerOf(row);
  const listening = new AbortController();
  let y = clientY;
  let frame = requestAnimationFrame(follow);
  row.classList.add("is-dragged");

  function follow() {
    const { top, bottom } = scroller.getBoundingClientRect();
    if (y < top + EDGE) scroller.scrollBy(0, -SPEED);
    if (y > bottom - EDGE) scroller.scrollBy(0, SPEED);
    while (moveTowards(row, y));
    frame = requestAnimationFrame(follow);
  }
  function end(keep) {
    cancelAnimationFrame(frame);
    listening.abort();
    row.classList.remove("is-dragged");
    if (!keep) row.parentElement.append(...home);
    else if (familyOf(row).some((other, place) => other !== before[place])) send(row, home);
  }
  const on = (name, act) => document.addEventListener(name, act, { signal: listening.signal });
  on("pointermove", (event) => event.pointerId === pointerId && (y = event.clientY));
  on("pointerup", (event) => event.pointerId === pointerId && end(true));
  on("pointercancel", (event) => event.pointerId === pointerId && end(false));
  on("keydown", (event) => event.key === "Escape" && end(false));
}

/* The neighbour steps over the dragged block, so that the dragged row itself never leaves the page. */
function moveTowards(row, y) {
  const family = familyOf(row);
  const place = family.indexOf(row);
  const above = place > 0 ? blockOf(family[place - 1]) : null;
  const below = place + 1 < family.length ? blockOf(family[place + 1]) : null;
  const way = step(y, above && spanOf(above), below && spanOf(below));
  if (way > 0) row.before(...below);
  if (way < 0) blockOf(row).at(-1).after(...above);
  return way !== 0;
}

async function send(row, home) {
  const form = row.querySelector("[name=up]").form;
  const body = new FormData();
  const family = familyOf(row);
  family.forEach((one) => body.append("ids", one.dataset.id));
  setEnds(family);
  try {
    await post(form.action, body);
    if (document.querySelector(".rules, aside.effect")) sayAnew(await get(location.href));
  } catch (error) {
    row.parentElement.append(...home);
    setEnds(familyOf(row));
    explain(error);
  }
}

/* What stands beside the rows and depends on their order. */
async function sayAnew(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of page.querySelectorAll("[data-family][id] .rule__meta")) {
    document.querySelector(`#${part.closest("[id]").id} .rule__meta`)?.replaceWith(part);
  }
  const [old, fresh] = [document, page].map((one) => one.querySelector("aside.effect"));
  if (fresh) old?.replaceWith(fresh);
}

/* The first of a family goes no higher, the last no lower; numbered rows are numbered anew. */
function setEnds(family) {
  for (const [place, one] of family.entries()) {
    const number = one.querySelector(".rule__n");
    if (number?.textContent) number.textContent = place + 1;
    one.querySelector("[name=up]").disabled = place === 0;
    one.querySelector("[name=down]").disabled = place === family.length - 1;
  }
}

function familyOf(row) {
  return [...row.parentElement.children].filter((other) => other.dataset.family === row.dataset.family);
}

function blockOf(row) {
  const rows = [...row.parentElement.children];
  const index = rows.indexOf(row);
  const depths = rows.map((one) => Number(one.dataset.depth));
  return rows.slice(index, index + blockLength(depths, index));
}

function spanOf(block) {
  return { top: block[0].getBoundingClientRect().top, bottom: block.at(-1).getBoundingClientRect().bottom };
}

function scrollerOf(element) {
  for (let at = element.parentElement; at; at = at.parentElement) {
    if (at.scrollHeight > at.clientHeight && /auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
  }
  return document.scrollingElement;
}
