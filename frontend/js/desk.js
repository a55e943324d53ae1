/* Staff pages. Every part looks for its own elements and does nothing when the page has none. */
import htmx from "htmx.org/dist/htmx.esm.min.js";

import { startAgreed } from "./agreed.js";
import { startCard } from "./card.js";
import { startClientField } from "./client.js";
import { startComposer } from "./composer.js";
import { startFields, startWhen } from "./fields.js";
import { startPlaces } from "./places.js";
import { startForms } from "./forms.js";
import { csrfToken } from "./http.js";
import { onKey, startKeys } from "./keys.js";
import { startPalette } from "./palette-open.js";
import { startList } from "./list.js";
import { startListboxes } from "./listbox.js";
import { startLoading } from "./load.js";
import { startLive } from "./live.js";
import { startPresence } from "./presence.js";
import { startPrint } from "./print.js";
import { startQuick, undo } from "./quick.js";
import { startRows } from "./rows.js";
import { startSuggests } from "./suggest.js";
import { startTheme } from "./theme.js";
import { startEarlier } from "./thread.js";
import { startTimes } from "./times.js";
import { pressUndo, startToasts, toast } from "./toast.js";
import { startWalk } from "./walk.js";
import { say } from "./words.js";

startLoading();
startListboxes(); // before the keys: an open box takes letters and digits for itself
startQuick(); // before the forms: what it sends is not sent twice
startForms();
startWhen();
startFields(); // behind the forms: what was kept of one is chosen again by then
startPlaces();
startToasts(undo);
startTheme();
startTimes();
startCard();
startWalk();
startClientField();
startSuggests();
startAgreed();
startEarlier();
startPresence();
startPrint();
startList();
startRows();
startComposer();
startKeys();
startPalette();
startLive();
startHtmx();
startParts();
onKey("Z", say("undo"), "do", pressUndo);
onKey("Ctrl+Enter", "", "do", sendFromOutside);

/* What few pages have comes behind the page. */
function startParts() {
  if (document.querySelector("[data-board]")) import("./board.js").then((part) => part.startBoard());
  if (document.querySelector("[data-family]")) import("./arrange.js").then((part) => part.startArrange());
  if (document.querySelector("form[data-upload-url]")) import("./attach.js").then((part) => part.startAttachments());
}

/* The button that sends a form may stand below it, outside (startForms looks inside). */
function sendFromOutside({ target }) {
  const button = target.form && document.querySelector(`[data-send-form][form="${target.form.id}"]`);
  button?.click();
  return Boolean(button);
}

/* htmx's own requests carry the token and say in words when they fail. */
function startHtmx() {
  document.addEventListener("htmx:config:request", ({ detail }) => {
    detail.ctx.request.headers["X-CSRFToken"] = csrfToken();
  });
  document.addEventListener("htmx:response:error", () => toast({ text: say("saveFailed"), kind: "error" }));
  document.addEventListener("htmx:error", ({ detail }) => {
    if (detail.ctx) toast({ text: say("offline"), kind: "error" });
  });
  globalThis.htmx = htmx;
}
