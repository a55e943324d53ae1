/* What a page does with live events: rows, thread, parts of the card, counters. The page asks only for the
   fragments it shows; answers that come close together are asked for once. */
import { listenCard } from "./live-card.js";
import { listenList } from "./live-list.js";
import { Failed, get } from "./http.js";
import { listen } from "./stream.js";

const GATHER_MS = 250;
const COUNTS_MS = 1500;
const SETTLED_MS = 7000; // the server's figures may be five seconds old

export function startLive() {
  startOffline();
  const { live, livePoll, counts } = document.body.dataset;
  if (!live) return;
  const parts = [listenList(), listenCard()].filter(Boolean);
  const gather = gatherer((numbers, kinds) => parts.forEach((part) => part(numbers, kinds)));
  const figures = document.querySelector("[data-list][data-counts]")?.dataset.counts ?? counts;
  const recount = figures ? later(() => renewCounts(figures), COUNTS_MS) : () => {};
  const again = figures ? later(() => renewCounts(figures), SETTLED_MS) : () => {};
  listen({
    url: live,
    pollUrl: livePoll,
    heard: (event) => {
      gather(event);
      recount();
      again();
    },
    state: (state) => {
      for (const dot of document.querySelectorAll("[data-live-dot]")) dot.dataset.state = state;
    },
  });
}

/* Bursts (a bulk change of 50 tickets) become one request a kind of fragment. */
function gatherer(run) {
  let numbers = new Set();
  let kinds = new Set();
  const flush = later(() => {
    const [n, k] = [numbers, kinds];
    numbers = new Set();
    kinds = new Set();
    run(n, k);
    document.dispatchEvent(new Event("otklik:live"));
  }, GATHER_MS);
  return (event) => {
    const concerned = event.kind === "reset" ? shownNumbers() : (event.numbers ?? []);
    for (const number of concerned) numbers.add(number);
    kinds.add(event.kind);
    flush();
  };
}

/* After a reset everything on the page may have changed. */
function shownNumbers() {
  return [...document.querySelectorAll("[data-number]")].map((element) => element.dataset.number);
}

function later(run, ms) {
  let timer = 0;
  return () => {
    timer ||= setTimeout(() => {
      timer = 0;
      run();
    }, ms);
  };
}

/* JSON {"mine": "9", "late": "2", …}: words for every [data-count] of that key. */
async function renewCounts(url) {
  try {
    const counts = await (await get(url)).json();
    for (const element of document.querySelectorAll("[data-count]")) {
      const text = counts[element.dataset.count];
      if (text !== undefined) element.textContent = text;
    }
  } catch (error) {
    if (!(error instanceof Failed)) throw error; // counters are renewed with the next event
  }
}

function startOffline() {
  const strip = document.querySelector("[data-offline]");
  if (!strip) return;
  const show = () => (strip.hidden = navigator.onLine);
  addEventListener("online", show);
  addEventListener("offline", show);
  show();
}
