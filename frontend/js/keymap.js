/* Which key was pressed, by its place on the keyboard (event.code), so that the Russian layout works.
   Pure: no document here. A key is written as it is printed in Latin: "J", "Shift+X", "Ctrl+Enter", "?", "G M". */

const NAMED = { Slash: "/", Escape: "Esc", BracketLeft: "[", BracketRight: "]" };
const PLAIN = /^(Key([A-Z])|(?:Digit|Numpad)(\d))$/;
const CHORD_MS = 1200;

/** "J" for a plain press, "Shift+X", "Ctrl+Enter"; "" for a key that means nothing here. */
export function keyOf({ code, shiftKey, ctrlKey, metaKey, altKey }) {
  if (altKey) return "";
  const match = PLAIN.exec(code ?? "");
  const name = match ? (match[2] ?? match[3]) : (NAMED[code] ?? code ?? "");
  if (!name || /^(Shift|Control|Meta)/.test(name)) return "";
  if (name === "/" && shiftKey) return "?";
  return `${ctrlKey || metaKey ? "Ctrl+" : ""}${shiftKey ? "Shift+" : ""}${name}`;
}

/** Keys that work even while typing. */
export function worksInFields(key) {
  return key.startsWith("Ctrl+") || key === "Esc";
}

/** Remembers the first key of a two-key chord ("G" then "M") for a moment. */
export class Chord {
  #first = "";
  #at = 0;

  /** Returns the chord that is complete with this key, or the key itself. */
  take(key, starters, now) {
    if (this.#first && now - this.#at < CHORD_MS) {
      const whole = `${this.#first} ${key}`;
      this.#first = "";
      return whole;
    }
    this.#first = starters.has(key) ? key : "";
    this.#at = now;
    return key;
  }

  get isOpen() {
    return this.#first !== "";
  }
}
