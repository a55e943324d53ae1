/* "/" at the beginning of a word, or the button, offers canned replies. The address answers JSON [{uid, name, note,
   text}] for ?q=, and {text} for a posted uid: that goes in at the cursor, and what was typed stays. */
import { Failed, get, post } from "./http.js";
import { startOffers } from "./offers.js";
import { explain } from "./toast.js";

const AFTER_SLASH = /(?:^|\s)\/((?! )[^\n/]{0,40})$/u;

/** What is typed after "/" before the caret, or null. */
export function wanted(text, caret) {
  return AFTER_SLASH.exec(text.slice(0, caret))?.[1] ?? null;
}

/** What the button types at the caret: the sign begins a word. */
export function opening(text, caret) {
  return caret === 0 || /\s/.test(text[caret - 1]) ? "/" : " /";
}

export function startCanned(areas, url, button, shown) {
  let byButton = false;
  for (const area of areas) {
    const ask = async (query) => (await (await get(`${url}?q=${encodeURIComponent(query)}`)).json()).map(withText);
    const left = () => {
      if (byButton && wanted(area.value, area.selectionStart) === "") remove(area);
      byButton = false;
    };
    startOffers(area, { wanted, ask, left, many: true, take: ({ uid }) => put(area, url, uid) });
  }
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const area = shown();
    area.focus();
    const caret = area.selectionEnd;
    byButton = true;
    typeOver(area, caret, caret, opening(area.value, caret));
  });
}

const withText = (offer) => ({ ...offer, note: [offer.note, offer.text].filter(Boolean).join(" · ") });

/* The command goes at once; the text comes to where the cursor then stands. */
async function put(area, url, uid) {
  remove(area);
  await fill(area, url, uid);
}

async function fill(area, url, uid) {
  try {
    const { text } = await (await post(url, new URLSearchParams({ uid }))).json();
    typeOver(area, area.selectionEnd, area.selectionEnd, text);
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    explain(error, () => fill(area, url, uid));
  }
}

function remove(area) {
  const caret = area.selectionStart;
  const typed = wanted(area.value, caret);
  if (typed !== null) typeOver(area, caret - typed.length - 1, caret, "");
}

/* The one way to write into a text that the browser's own undo takes back; elsewhere the text is set. */
function typeOver(area, from, to, text) {
  if (document.activeElement === area) {
    area.setSelectionRange(from, to);
    if (document.execCommand(text ? "insertText" : "delete", false, text)) return;
  }
  area.setRangeText(text, from, to, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}
