/* Small changes sent behind the page: a value chosen in a box is painted at once and comes back when it is
   refused; forms with data-quick have their answer placed instead of loading a page. */
import { Failed, post } from "./http.js";
import { place } from "./swap.js";
import { addMessages } from "./thread.js";
import { explain, withdraw } from "./toast.js";
import { tellBeside } from "./told.js";

export function startQuick() {
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.dataset.quick === undefined) return;
    event.preventDefault();
    send(event.target, event.submitter);
  });
}

/* What answers a small change: parts with known ids are replaced, history lines go to the end of the thread. */
async function show(html) {
  const strangers = await place(html);
  addMessages(strangers.filter(({ id }) => /^[em]-/.test(id)));
}

async function send(form, submitter) {
  const fields = new URLSearchParams(new FormData(form, submitter));
  form.closest("[popover]:popover-open")?.hidePopover();
  submitter?.setAttribute("aria-busy", "true");
  withdraw();
  try {
    const answer = await (await post(form.action, fields)).text();
    const part = form.closest("[data-filled]");
    part?.removeAttribute("data-filled");
    await show(answer);
    if (part) document.querySelector(`[data-load="${part.id}"]`)?.focus({ preventScroll: true });
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    if (!tellBeside(form, error.errors)) explain(error, () => send(form, submitter));
  } finally {
    submitter?.removeAttribute("aria-busy");
  }
}

/**
 * trigger: the control that shows the value (holds .lb__v); label: nodes to show; url, fields: what to post.
 * The server answers with fresh elements (row, facts, sections); each replaces the one with its id.
 */
export async function change(trigger, label, url, fields) {
  const shown = trigger.querySelector(".lb__v");
  const before = [...shown.childNodes];
  shown.replaceChildren(...label);
  trigger.setAttribute("aria-busy", "true");
  try {
    const response = await post(url, new URLSearchParams(fields));
    await show(await response.text());
    return true;
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    shown.replaceChildren(...before);
    explain(error, () => change(trigger, label, url, fields));
    return false;
  } finally {
    trigger.removeAttribute("aria-busy");
  }
}

/** Posts an undo address and puts the answer into the page. */
export async function undo(url) {
  try {
    const response = await post(url, new URLSearchParams());
    await show(await response.text());
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    explain(error, () => undo(url));
  }
}
