/* One way to talk to the server: token, marks of a scripted request, refusals in words. */
import { say } from "./words.js";

/** A refusal or a failure: `message` can be shown, `status` is 0 when the server was not reached, `errors` are the
 *  sentences by field. */
export class Failed extends Error {
  constructor(message, status, html = "", errors = {}) {
    super(message);
    this.status = status;
    this.html = html;
    this.errors = errors;
  }
}

export function csrfToken() {
  return document.querySelector('meta[name="csrf-token"]')?.content ?? "";
}

export function scriptHeaders() {
  return { "X-CSRFToken": csrfToken(), "HX-Request": "true", Accept: "text/html, application/json" };
}

export const get = (url) => send(url, { method: "GET" });
export const post = (url, body, options = {}) => send(url, { method: "POST", body, ...options });

/** fetch that resolves to a good response only; anything else is a Failed with words to show. */
async function send(url, options) {
  let response;
  try {
    response = await fetch(url, { credentials: "same-origin", headers: scriptHeaders(), ...options });
  } catch {
    throw new Failed(say("offline"), 0);
  }
  if (response.redirected && new URL(response.url).pathname.startsWith("/login")) {
    throw new Failed(say("signIn"), 401);
  }
  if (!response.ok) throw await refusal(response);
  announce(response);
  return response;
}

/* Refusals come as problem details (RFC 9457) or as ready HTML for the place they concern. */
async function refusal(response) {
  const type = response.headers.get("Content-Type") ?? "";
  if (type.includes("json")) {
    const problem = await response.json();
    return new Failed(problem.detail ?? problem.title ?? say("saveFailed"), response.status, "", problem.errors);
  }
  const html = response.status === 409 || response.status === 422 ? await response.text() : "";
  return new Failed(say("saveFailed"), response.status, html);
}

/* HX-Trigger: {"toast": {...}} works here as it does for htmx's own requests; HX-Redirect too. */
function announce(response) {
  const trigger = response.headers.get("HX-Trigger");
  if (trigger?.startsWith("{")) {
    for (const [name, detail] of Object.entries(JSON.parse(trigger))) {
      document.body.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
    }
  }
  const redirect = response.headers.get("HX-Redirect");
  if (redirect) location.assign(redirect);
}
