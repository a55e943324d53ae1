/* Relative times and due times grow old on an open page: their words are renewed twice a minute. */
import { say } from "./words.js";

const EVERY_MS = 30_000;
const DAY_MIN = 24 * 60;

export function startTimes() {
  const renew = () => {
    const now = Date.now();
    document.querySelectorAll("time[data-since]").forEach((element) => renewSince(element, now));
    document.querySelectorAll("[data-due]").forEach((element) => renewDue(element, now));
  };
  setInterval(() => document.visibilityState === "visible" && renew(), EVERY_MS);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && renew());
}

/* Older than a day stays as the server wrote it: "yesterday" needs the person's time zone. */
function renewSince(element, now) {
  const minutes = Math.floor((now - Date.parse(element.dateTime)) / 60_000);
  if (minutes >= 0 && minutes < DAY_MIN) element.textContent = span(minutes);
}

function renewDue(element, now) {
  const minutes = Math.round((Date.parse(element.dataset.due) - now) / 60_000);
  if (Math.abs(minutes) >= DAY_MIN) return;
  const text = element.querySelector(".sla__t");
  if (text) text.textContent = `${minutes < 0 ? "−" : ""}${span(Math.abs(minutes))}`;
  if (minutes < 0 && !element.classList.contains("sla--late")) {
    element.className = "sla sla--late";
    const icon = element.querySelector(".i") ?? element.insertAdjacentElement("afterbegin", document.createElement("span"));
    icon.className = "i i-warn";
  }
}

/** 0 → "just now", 47 → "47 min", 72 → "1 h 12 min", 300 → "5 h". The server's filter `since` says the same. */
export function span(minutes) {
  if (minutes < 1) return say("now");
  if (minutes < 60) return say("min", minutes);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return rest ? say("hourMin", hours, rest) : say("hour", hours);
}
