/* A ticket that is the reader's by opening it: every 15 s the server hears that this window is open, and when it is
   closed. */
import { csrfToken } from "./http.js";

const BEAT_MS = 15_000;

export function startPresence() {
  const url = document.body.dataset.presence;
  if (!url) return;
  const key = `${Date.now()}${Math.random()}`;
  // The timers of a hidden page run once a minute, except those that are set when an answer comes.
  const again = () => setTimeout(beat, BEAT_MS);
  const beat = () => fetch(url, { method: "POST", body: sign(key, "") }).then(again, again);
  beat();
  addEventListener("pagehide", () => navigator.sendBeacon(url, sign(key, "gone")));
  // A page that comes back as it was left: what it says is no longer so.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}

function sign(window, state) {
  const body = new FormData();
  for (const [name, value] of Object.entries({ window, state, csrfmiddlewaretoken: csrfToken() })) body.append(name, value);
  return body;
}
