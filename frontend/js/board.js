/* The board while it is open: its parts are asked for anew when something happened to a ticket one sees, and once a
   minute, as times pass by themselves; on a big screen each half minute. A part somebody points at or works in keeps
   still until it is let go. */
import { Failed, get } from "./http.js";
import { morph, parse } from "./swap.js";

const SOON_MS = 1500;
const SETTLED_MS = 7000; // the server's figures may be five seconds old
const EACH_MS = 60_000;
const EACH_ON_TV_MS = 30_000;

let sheet = null;
let timer = 0;
let asked = 0;

export function startBoard() {
  sheet = document.querySelector("[data-board]");
  if (!sheet) return;
  document.addEventListener("otklik:live", () => {
    soon(SOON_MS);
    setTimeout(() => soon(0), SETTLED_MS);
  });
  document.querySelector("[data-renew]").addEventListener("click", (event) => {
    event.preventDefault();
    renew();
  });
  setInterval(() => document.hidden || renew(), sheet.dataset.tv === undefined ? EACH_MS : EACH_ON_TV_MS);
  document.addEventListener("visibilitychange", () => document.hidden || soon(0));
}

function soon(wait) {
  timer ||= setTimeout(renew, Math.max(wait, asked + SETTLED_MS - Date.now()));
}

async function renew() {
  clearTimeout(timer);
  timer = 0;
  asked = Date.now();
  try {
    for (const part of parse(await (await get(sheet.dataset.board)).text())) await show(part);
  } catch (error) {
    if (!(error instanceof Failed)) throw error; // the next event or minute asks again; the clock tells how old it is
  }
}

async function show(part) {
  const present = document.getElementById(part.id);
  if (part.dataset.title) document.title = part.dataset.title;
  if (!part.id) return showAll([...part.children]);
  if (!present) return;
  if (present.dataset.calm !== undefined && isInUse(present)) return wait(present, part);
  present.otklikNext = null;
  await morph(present, part);
}

async function showAll(parts) {
  for (const part of parts) await show(part);
}

const isInUse = (part) => part.matches(":hover, :has(:focus-visible)");

function wait(present, part) {
  const isWaiting = present.otklikNext;
  present.otklikNext = part;
  if (isWaiting) return;
  const letGo = async () => {
    if (isInUse(present) || !present.otklikNext) return;
    present.removeEventListener("pointerleave", letGo);
    present.removeEventListener("focusout", later);
    const next = present.otklikNext;
    present.otklikNext = null;
    await morph(present, next);
  };
  const later = () => setTimeout(letGo);
  present.addEventListener("pointerleave", letGo);
  present.addEventListener("focusout", later);
}
