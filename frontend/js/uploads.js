/* Files go up as soon as they are chosen, dropped or pasted: progress, error with retry, removal.
   The upload address answers JSON {uid, name, size}; the uid travels with the form as a hidden field. */
import { scriptHeaders } from "./http.js";
import { say } from "./words.js";

const AT_ONCE = 3;

export class Uploads {
  #queue = [];
  #running = 0;

  /** url: where files go; field(list): name of the hidden field; changed(): called after every change. */
  constructor({ url, maxBytes, changed }) {
    this.url = url;
    this.maxBytes = maxBytes;
    this.changed = changed;
  }

  /** list: the <ul data-files="kind"> that shows them. */
  add(list, files) {
    for (const file of files) {
      const item = line(file.name, list);
      list.append(item);
      this.#wire(item, list, file);
      if (this.maxBytes && file.size > this.maxBytes) fail(item, say("tooLarge"), false);
      else this.#enqueue(item, list, file);
    }
    this.changed();
  }

  /** How many of this list are still on their way. */
  pending(list) {
    return list ? list.querySelectorAll("[data-state=up]").length : 0;
  }

  #wire(item, list, file) {
    item.addEventListener("click", (event) => {
      if (event.target.closest("[data-retry]")) this.#enqueue(item, list, file);
    });
  }

  #enqueue(item, list, file) {
    start(item);
    this.#queue.push(() => this.#send(item, list, file));
    this.#next();
  }

  #next() {
    while (this.#running < AT_ONCE && this.#queue.length) {
      this.#running += 1;
      this.#queue.shift()().finally(() => {
        this.#running -= 1;
        this.changed();
        this.#next();
      });
    }
  }

  #send(item, list, file) {
    return new Promise((resolve) => {
      const request = new XMLHttpRequest(); // fetch cannot tell how much has gone up
      item.addEventListener("otklik:remove", () => request.abort(), { once: true });
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) item.querySelector("progress").value = (100 * event.loaded) / event.total;
      });
      request.addEventListener("loadend", () => {
        finish(item, list, request);
        resolve();
      });
      request.open("POST", this.url);
      for (const [name, value] of Object.entries(scriptHeaders())) request.setRequestHeader(name, value);
      const body = new FormData();
      body.append("file", file, file.name || "image.png");
      request.send(body);
    });
  }
}

/** Removal works for files of the page (drafts) and for new ones alike. */
export function startRemoval(changed) {
  document.addEventListener("click", (event) => {
    const item = event.target.closest?.("[data-remove]")?.closest(".upfile");
    if (!item) return;
    item.dispatchEvent(new CustomEvent("otklik:remove"));
    item.remove();
    changed();
  });
}

function finish(item, list, request) {
  if (!item.isConnected) return;
  if (request.status >= 200 && request.status < 300) return done(item, list, JSON.parse(request.responseText));
  let words = say("uploadFailed");
  if ((request.getResponseHeader("Content-Type") ?? "").includes("json")) {
    words = JSON.parse(request.responseText).detail ?? words;
  }
  fail(item, words, request.status === 0 || request.status >= 500);
}

function done(item, list, { uid, name, size }) {
  item.dataset.state = "done";
  item.dataset.uid = uid;
  item.querySelector("progress").remove();
  item.querySelector("b").textContent = name;
  item.querySelector("small").textContent = size;
  const field = Object.assign(document.createElement("input"), { type: "hidden", name: fieldOf(list), value: uid });
  item.append(field);
}

/* "reply" → reply_file, "" → file */
function fieldOf(list) {
  return list.dataset.files ? `${list.dataset.files}_file` : "file";
}

function start(item) {
  item.dataset.state = "up";
  item.classList.remove("upfile--error");
  item.querySelector("[data-retry]")?.remove();
  item.querySelector("small").textContent = say("uploading");
  item.querySelector("progress").value = 0;
}

function fail(item, words, mayRetry) {
  item.dataset.state = "error";
  item.classList.add("upfile--error");
  item.querySelector("small").textContent = words;
  if (mayRetry) item.querySelector(".upfile__acts").prepend(button("data-retry", "refresh", say("retry")));
}

function line(name) {
  const item = document.createElement("li");
  item.className = "upfile";
  const title = document.createElement("b");
  title.textContent = name;
  const text = document.createElement("span");
  text.className = "upfile__t";
  text.append(title, document.createElement("small"));
  const acts = document.createElement("span");
  acts.className = "upfile__acts";
  acts.append(button("data-remove", "x", say("remove", name)));
  const bar = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
  bar.setAttribute("aria-label", `${name}, ${say("uploading")}`);
  item.append(icon("file"), text, acts, bar);
  return item;
}

function button(mark, sign, label) {
  const element = Object.assign(document.createElement("button"), { type: "button" });
  element.setAttribute(mark, "");
  element.setAttribute("aria-label", label);
  element.append(icon(sign));
  return element;
}

function icon(name) {
  const element = document.createElement("span");
  element.className = `i i-${name}`;
  element.setAttribute("aria-hidden", "true");
  return element;
}
