/* A small change painted at once: status, assignee, priority. Sent behind; on refusal the old value comes
   back and the reason is said, with one press to try again. */
import { Failed, post } from "./http.js";
import { place } from "./swap.js";
import { toast } from "./toast.js";
import { say } from "./words.js";

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
    await place(await response.text());
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

/** Says why something did not work; another try is offered when the server was not reached or broke. */
export function explain(error, again) {
  const retry = error.status === 0 || error.status >= 500;
  toast({ text: error.message, kind: "error", action: retry ? again : null, actionLabel: say("retry") });
}

/** Posts an undo address and puts the answer into the page. */
export async function undo(url) {
  try {
    const response = await post(url, new URLSearchParams());
    await place(await response.text());
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    explain(error, () => undo(url));
  }
}
