/* Drafts: mirrored in the browser at once, kept by the server a second after the last key. Pure parts first. */

/**
 * Which text to start from. server = {text, at}: what the page brought; local = {text, at} or null.
 * Returns {text, other}: other is the newer copy to offer when both differ and both say something.
 */
export function choose(server, local) {
  if (!local?.text || local.text === server.text) return { text: server.text, other: "" };
  if (!server.text) return { text: local.text, other: "" };
  return local.at > server.at ? { text: server.text, other: local.text } : { text: server.text, other: "" };
}

/** Browser copies under one key per person, ticket and kind. */
export class LocalDrafts {
  constructor(storage, prefix) {
    this.storage = storage;
    this.prefix = prefix;
  }

  read(kind) {
    try {
      return JSON.parse(this.storage.getItem(this.#key(kind)) ?? "null");
    } catch {
      return null; // written by hand or by another version: not worth a broken page
    }
  }

  write(kind, text, at) {
    if (!text) return this.drop(kind);
    this.storage.setItem(this.#key(kind), JSON.stringify({ text, at }));
  }

  drop(kind) {
    this.storage.removeItem(this.#key(kind));
  }

  #key(kind) {
    return `draft:${this.prefix}:${kind}`;
  }
}

/**
 * Saves one kind's text through `save(kind)` a second after the last change; flush() saves at once.
 * A save that fails is tried again with the next change or flush; nothing is lost meanwhile.
 */
export class Saver {
  #timers = new Map();
  #dirty = new Set();

  constructor(save, delay = 1000, clock = globalThis) {
    this.save = save;
    this.delay = delay;
    this.clock = clock;
  }

  touched(kind) {
    this.#dirty.add(kind);
    this.clock.clearTimeout(this.#timers.get(kind));
    this.#timers.set(kind, this.clock.setTimeout(() => this.#run(kind), this.delay));
  }

  /** Everything that waits, now: on blur, on hiding the page. */
  flush() {
    return Promise.all([...this.#dirty].map((kind) => this.#run(kind)));
  }

  forget(kind) {
    this.clock.clearTimeout(this.#timers.get(kind));
    this.#dirty.delete(kind);
  }

  get isDirty() {
    return this.#dirty.size > 0;
  }

  async #run(kind) {
    if (!this.#dirty.delete(kind)) return;
    this.clock.clearTimeout(this.#timers.get(kind));
    const saved = await this.save(kind);
    if (!saved) this.#dirty.add(kind);
  }
}
