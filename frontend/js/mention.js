/* "@" in a note offers colleagues. The address answers JSON [{insert: "@Name", name, note}] for ?q=. */
import { get } from "./http.js";
import { startOffers } from "./offers.js";

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
  const ask = async (query) => (await (await get(`${url}?q=${encodeURIComponent(query)}`)).json()).slice(0, MOST);
  startOffers(area, { wanted, ask, take: ({ insert }) => take(area, insert) });
}

function take(area, insert) {
  const next = inserted(area.value, area.selectionStart, insert);
  area.value = next.text;
  area.setSelectionRange(next.caret, next.caret);
  area.dispatchEvent(new Event("input", { bubbles: true }));
}
