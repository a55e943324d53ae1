/* Parts of a page that come when somebody wants them. data-load="id" on a link: its address answers with the element of
   that id. A box (popover) opens at the link, anything else takes the link's place. Without script the link leads to the
   same as a page. */
import { Failed, get } from "./http.js";
import { openAt } from "./listbox.js";
import { parse, wake } from "./swap.js";
import { explain } from "./toast.js";

const FIRST = "input:not([type=hidden]), select, textarea";
let closing = null; // the box that a press on its own link is about to close

export function startLoading() {
  document.addEventListener("pointerdown", ({ target }) => {
    const box = boxOf(target.closest?.("[data-load]"));
    closing = box?.matches(":popover-open") ? box : null;
  }, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-load]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    want(link);
  });
}

const boxOf = (link) => link && document.getElementById(link.dataset.load);

async function want(link) {
  const there = boxOf(link);
  if (there && there === closing) return (closing = null);
  if (there) return show(there, link);
  if (link.ariaBusy === "true") return;
  link.ariaBusy = "true";
  try {
    const [part] = parse(await (await get(link.href)).text());
    if (part.popover) document.querySelector("main").append(part);
    else link.replaceWith(part);
    wake(part);
    if (part.dataset.once !== undefined) {
      part.addEventListener("toggle", ({ newState }) => newState === "closed" && part.remove()); // asked for anew next time
    }
    show(part, link);
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    explain(error, () => want(link));
  } finally {
    link.ariaBusy = null;
  }
}

function show(part, link) {
  if (part.popover) openAt(part, link);
  if (matchMedia("(pointer: fine)").matches) part.querySelector(FIRST)?.focus();
}
