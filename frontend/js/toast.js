/* What just happened, with one way back: two at most, ten seconds, longer while looked at. */
import { say } from "./words.js";

const STAY_MS = 10_000;
const MOST = 2;

/** toast({text, kind, actionLabel, action, seconds}): action runs once on press; kind: "" or "error". Its element. */
export function toast({ text, kind = "", actionLabel = "", action = null, seconds = STAY_MS / 1000 }) {
  const box = document.querySelector("[data-toasts]");
  if (!box) return;
  const element = document.createElement("div");
  element.className = `toast${kind ? ` toast--${kind}` : ""}`;
  element.dataset.toast = "";
  element.append(sign(kind), words(text));
  if (action) element.append(button(actionLabel || say("undo"), "toast__do", () => finish(element, action), true));
  element.append(button(say("close"), "btn--icon", () => element.remove()));
  box.append(element);
  trim(box);
  arm(element, seconds * 1000);
  return element;
}

/** Toasts that came with the page, and those a response asks for: HX-Trigger {"toast": {text, undo, seconds}}. */
export function startToasts(postUndo) {
  document.querySelectorAll("[data-toast]").forEach((element) => arm(element, STAY_MS));
  document.addEventListener("toast", ({ detail }) => {
    const action = detail.undo ? () => postUndo(detail.undo) : null;
    toast({ text: detail.text, kind: detail.kind, action, actionLabel: detail.label, seconds: detail.seconds });
  });
}

/** Says why something did not work; another try is offered when the server was not reached or broke. */
export function explain(error, again) {
  const retry = error.status === 0 || error.status >= 500;
  toast({ text: error.message, kind: "error", action: retry ? again : null, actionLabel: say("retry") });
}

/** Takes away what was said of attempts that did not work: another one is on its way. */
export function withdraw() {
  document.querySelectorAll("[data-toasts] .toast--error").forEach((element) => element.remove());
}

/** The newest undo on the screen, for the Z key: of a toast, else of the page. */
export function pressUndo() {
  const undo = [...document.querySelectorAll("[data-undo]")].pop();
  undo?.click();
  return Boolean(undo);
}

function finish(element, action) {
  element.remove();
  action();
}

function arm(element, ms) {
  let timer = setTimeout(() => element.remove(), ms);
  const hold = () => clearTimeout(timer);
  const go = () => {
    hold();
    timer = setTimeout(() => element.remove(), ms / 2);
  };
  element.addEventListener("pointerenter", hold);
  element.addEventListener("focusin", hold);
  element.addEventListener("pointerleave", go);
  element.addEventListener("focusout", go);
}

function trim(box) {
  while (box.children.length > MOST) box.firstElementChild.remove();
}

function sign(kind) {
  const icon = document.createElement("span");
  icon.className = `i i-${kind === "error" ? "warn" : "check"}`;
  icon.setAttribute("aria-hidden", "true");
  return icon;
}

function words(text) {
  const span = document.createElement("span");
  span.className = "toast__t";
  span.textContent = text;
  return span;
}

function button(label, cls, run, isUndo = false) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = `btn btn--sm ${cls}`;
  if (isUndo) element.dataset.undo = "";
  if (cls === "btn--icon") {
    element.setAttribute("aria-label", label);
    element.append(Object.assign(document.createElement("span"), { className: "i i-x" }));
  } else element.textContent = label;
  element.addEventListener("click", run);
  return element;
}
