/* Plain forms: one press sends once, unsaved text is not lost, errors get the focus, passwords can be shown. */
import { say } from "./words.js";

export function startForms() {
  document.querySelector("[data-focus]")?.focus();
  document.querySelectorAll("[data-reveal]").forEach((button) => (button.hidden = false));
  document.addEventListener("click", reveal);
  document.addEventListener("submit", sendOnce);
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(allowAgain));
  forgetAccepted();
  document.querySelectorAll("form[data-keep]").forEach(keep);
  document.querySelectorAll("form[data-guard]").forEach(guard);
  document.addEventListener("change", (event) => event.target.closest?.("[data-autosubmit]")?.form?.requestSubmit());
  document.addEventListener("click", copy);
  document.addEventListener("keydown", sendByKey);
}

function reveal(event) {
  const button = event.target.closest?.("[data-reveal]");
  if (!button) return;
  const input = button.parentElement.querySelector("input");
  input.type = input.type === "password" ? "text" : "password";
  button.querySelector(".i").className = `i i-${input.type === "password" ? "eye" : "eye-off"}`;
}

/* A second press while the first is on its way changes nothing: the page is about to go. */
function sendOnce(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.dataset.own !== undefined) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-busy", "true");
}

function allowAgain(form) {
  delete form.dataset.sent;
  form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
}

/* data-keep="key": what is typed is kept in the browser until the form is accepted; fields of type password, file
   and hidden never are. */
function keep(form) {
  const key = `form:${document.body.dataset.user ?? ""}:${form.dataset.keep}`;
  restore(form, JSON.parse(localStorage.getItem(key) ?? "{}"));
  form.addEventListener("input", () => localStorage.setItem(key, JSON.stringify(valuesOf(form))));
  form.addEventListener("submit", () => sessionStorage.setItem("form:sent", key));
}

/* A form that was sent and is not on this page again was accepted: what was kept of it goes. */
function forgetAccepted() {
  const key = sessionStorage.getItem("form:sent");
  sessionStorage.removeItem("form:sent");
  if (key && !document.querySelector(`form[data-keep="${CSS.escape(key.split(":").at(-1))}"]`)) localStorage.removeItem(key);
}

const KEPT = "textarea[name], select[name], input[name]:not([type=password], [type=file], [type=hidden], [type=submit])";

function valuesOf(form) {
  const values = {};
  for (const field of form.querySelectorAll(KEPT)) {
    if (field.type === "radio" || field.type === "checkbox") {
      if (field.checked) values[field.name] = field.value;
    } else values[field.name] = field.value;
  }
  return values;
}

function restore(form, values) {
  for (const field of form.querySelectorAll(KEPT)) {
    const value = values[field.name];
    if (value === undefined) continue;
    if (field.type === "radio") field.checked = field.value === value;
    else if (field.type !== "checkbox" && !field.value) field.value = value;
  }
}

/* data-guard: leaving with unsaved changes asks once. */
function guard(form) {
  let dirty = false;
  form.addEventListener("input", () => (dirty = true));
  form.addEventListener("submit", () => (dirty = false));
  addEventListener("beforeunload", (event) => dirty && event.preventDefault());
}

/* Ctrl Enter sends the form one writes in, by its button data-send-form. */
function sendByKey(event) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  const form = event.target.closest?.("form");
  const button = form?.querySelector("[data-send-form]");
  if (!button) return;
  event.preventDefault();
  form.requestSubmit(button);
}

async function copy(event) {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  await put(new URL(button.dataset.copy, location.href).href);
  document.dispatchEvent(new CustomEvent("toast", { detail: { text: say("copied"), seconds: 3 } }));
}

/* Without encryption browsers give no clipboard: then the old way, by what is selected. */
async function put(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const box = Object.assign(document.createElement("textarea"), { value: text });
  document.body.append(box);
  box.select();
  document.execCommand("copy");
  box.remove();
}
