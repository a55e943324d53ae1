/* Why something was not sent, above the box it was written in, with another try. */
import { say } from "./words.js";

export function refusal(error, again) {
  const box = document.createElement("div");
  box.className = "stop stop--error";
  const icon = Object.assign(document.createElement("span"), { className: "i i-warn" });
  icon.setAttribute("aria-hidden", "true");
  const text = document.createElement("span");
  text.textContent = error.status === 0 || error.status >= 500 ? say("sendFailed") : error.message;
  const retry = Object.assign(document.createElement("button"), { type: "button", className: "btn btn--sm", textContent: say("retry") });
  retry.addEventListener("click", again);
  box.append(icon, text, retry);
  return box;
}
