/* The card while others work: new messages are added at the end, parts are renewed, the answer box is left alone. */
import { Failed, get } from "./http.js";
import { parse, place } from "./swap.js";
import { addMessages } from "./thread.js";
import { sayCount } from "./words.js";

const NEAR_PX = 80;

/** Returns the listener for changed numbers, or null when the page shows no thread. */
export function listenCard() {
  const thread = document.querySelector("[data-thread]");
  if (!thread) return null;
  const below = document.querySelector("[data-below]");
  const talk = document.querySelector("[data-talk]");
  below?.addEventListener("click", () => talk.scrollTo({ top: talk.scrollHeight, behavior: "smooth" }));
  talk?.addEventListener("scroll", () => isAtBottom(talk) && below && (below.hidden = true));
  return (numbers) => numbers.has(thread.dataset.number) && renew(thread, talk, below);
}

async function renew(thread, talk, below) {
  try {
    await renewMessages(thread, talk, below);
    await Promise.all([...document.querySelectorAll("[data-part]")].map(renewPart));
  } catch (error) {
    if (!(error instanceof Failed)) throw error; // asked again with the next event; the dot shows a lost connection
  }
}

async function renewMessages(thread, talk, below) {
  const url = new URL(thread.dataset.messagesUrl, location.href);
  url.searchParams.set("after", lastId(thread));
  const wasAtBottom = !talk || isAtBottom(talk);
  const fresh = addMessages(parse(await (await get(url)).text()), { toBottom: wasAtBottom });
  if (fresh.length === 0) return;
  if (wasAtBottom && document.visibilityState === "visible") seen(fresh);
  else if (below) {
    below.hidden = false;
    below.textContent = sayCount("below", Number(below.dataset.waiting ?? 0) + fresh.length);
  }
}

/* What the writer has seen moves the base of the answer. A colleague's answer does not while a text is being
   written: then the server stops the sending and says who was first. */
function seen(articles) {
  const form = document.querySelector("form[data-composer]");
  if (!form) return;
  const writing = [...form.querySelectorAll("[data-text]")].some((area) => area.value.trim());
  for (const { dataset } of articles) {
    if (!dataset.id) continue;
    if (dataset.kind === "ours" && writing) return;
    form.elements.base_message.value = dataset.id;
  }
}

async function renewPart(element) {
  const html = await (await get(element.dataset.part)).text();
  if (element.contains(document.activeElement) && element.querySelector(":popover-open")) return;
  await place(html);
}

function lastId(thread) {
  return [...thread.querySelectorAll("[data-id]")].at(-1)?.dataset.id ?? "";
}

function isAtBottom(talk) {
  return talk.scrollHeight - talk.scrollTop - talk.clientHeight < NEAR_PX;
}
