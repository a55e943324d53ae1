/* One event stream per browser, shared by its tabs; a poll twice a minute when it is lost.
   An event is JSON {id, kind, numbers: ["INC1", …]}: what changed, never the content. */
import { get } from "./http.js";

const POLL_MS = 30_000;
const LOST_AFTER_MS = 6_000;

/**
 * Calls heard(event) for every event and state("live" | "lost") when the connection changes.
 * url: the stream; pollUrl: answers JSON [{id, kind, numbers}] for ?since=id.
 */
export function listen({ url, pollUrl, heard, state }) {
  const stream = new Stream({ url, pollUrl, heard, state });
  stream.start();
  return stream;
}

class Stream {
  #last = "";
  #seen = new Set();
  #lostTimer = 0;
  #pollTimer = 0;

  constructor(options) {
    Object.assign(this, options);
  }

  /* The tab that holds the lock holds the connection and tells the others; when it closes, another takes over. */
  start() {
    this.channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(`otklik:${this.url}`) : null;
    if (!this.channel || !navigator.locks) return this.#open();
    this.channel.onmessage = ({ data }) => (data.state ? this.#stateIs(data.state) : this.#take(data.event));
    navigator.locks.request(`otklik:${this.url}`, () => {
      this.#open((message) => this.channel.postMessage(message));
      return new Promise(() => {}); // held until the tab goes
    });
  }

  #open(tell = () => {}) {
    const source = new EventSource(this.url);
    this.#lostTimer = setTimeout(() => this.#lost(tell), LOST_AFTER_MS);
    source.onopen = () => this.#live(tell);
    source.onerror = () => {
      clearTimeout(this.#lostTimer);
      this.#lostTimer = setTimeout(() => this.#lost(tell), LOST_AFTER_MS);
      if (source.readyState === EventSource.CLOSED) setTimeout(() => this.#reopen(source, tell), POLL_MS);
    };
    const hear = ({ data, lastEventId }) => {
      this.#live(tell);
      const event = JSON.parse(data);
      event.id ??= lastEventId;
      this.#take(event);
      tell({ event });
    };
    source.onmessage = hear;
    source.addEventListener("reset", hear); // too much was missed to be told one by one
  }

  #reopen(source, tell) {
    source.close();
    this.#open(tell);
  }

  #live(tell) {
    clearTimeout(this.#lostTimer);
    clearInterval(this.#pollTimer);
    this.#pollTimer = 0;
    this.#stateIs("live");
    tell({ state: "live" });
  }

  #lost(tell) {
    this.#stateIs("lost");
    tell({ state: "lost" });
    if (this.#pollTimer || !this.pollUrl) return;
    this.#pollTimer = setInterval(() => this.#poll(tell), POLL_MS);
    this.#poll(tell);
  }

  async #poll(tell) {
    const url = new URL(this.pollUrl, location.href);
    if (this.#last) url.searchParams.set("since", this.#last);
    try {
      for (const event of await (await get(url)).json()) {
        this.#take(event);
        tell({ event });
      }
    } catch {
      // still lost: the dot says so, and the next poll tries again
    }
  }

  #take(event) {
    if (event.id && this.#seen.has(event.id)) return;
    if (event.id) {
      this.#seen.add(event.id);
      this.#last = event.id;
    }
    this.heard(event);
  }

  #stateIs(state) {
    if (this.current === state) return;
    this.current = state;
    this.state(state);
  }
}
