/* Names proposed under a field while somebody types: a list to press or to steer with the arrows. Without script,
   and when nothing comes, what was typed is looked up on sending. */
import { Failed, get } from "./http.js";

const PAUSE_MS = 200;
const LEAST = 2;

export class Colleagues {
  #timer = 0;

  constructor(field, list, url) {
    Object.assign(this, { field, list, url });
    field.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#ask(), PAUSE_MS);
    });
    field.addEventListener("keydown", (event) => this.#steer(event));
    field.addEventListener("blur", () => this.#show([]));
    list.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // the field keeps the focus
      this.#take(event.target.closest("[role=option]"));
    });
  }

  async #ask() {
    const words = this.field.value.trim();
    if (words.length < LEAST) return this.#show([]);
    try {
      const { people } = await (await get(`${this.url}?q=${encodeURIComponent(words)}`)).json();
      if (this.field.value.trim() === words && document.activeElement === this.field) this.#show(people);
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      this.#show([]);
    }
  }

  #show(labels) {
    this.list.replaceChildren(...labels.map(option));
    this.list.hidden = !labels.length;
    this.field.setAttribute("aria-expanded", String(labels.length > 0));
    this.#mark(this.list.firstElementChild);
  }

  #mark(item) {
    for (const one of this.list.children) one.setAttribute("aria-selected", String(one === item));
    if (item) this.field.setAttribute("aria-activedescendant", item.id);
    else this.field.removeAttribute("aria-activedescendant");
    item?.scrollIntoView({ block: "nearest" });
  }

  #take(item) {
    if (!item) return;
    this.field.value = item.textContent;
    this.#show([]);
  }

  #steer(event) {
    if (this.list.hidden) return;
    const all = [...this.list.children];
    const at = all.findIndex((item) => item.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown") this.#mark(all[(at + 1) % all.length]);
    else if (event.key === "ArrowUp") this.#mark(all[(at + all.length - 1) % all.length]);
    else if (event.key === "Enter" && !event.ctrlKey) this.#take(all[at]);
    else if (event.key === "Escape") this.#show([]);
    else return;
    event.preventDefault();
  }
}

function option(label, place) {
  const item = Object.assign(document.createElement("li"), { id: `person-${place}`, textContent: label });
  item.setAttribute("role", "option");
  return item;
}
