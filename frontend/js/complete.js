/* Operators and their values under the field of search. Nothing is marked until an arrow is pressed: Enter searches. */
import { Failed, get } from "./http.js";
import { parse } from "./swap.js";
import { Walked } from "./walked.js";

const PAUSE_MS = 120;

export class Complete extends Walked {
  #timer = 0;

  constructor(box) {
    const list = Object.assign(document.createElement("div"), { id: "complete-list", className: "suggest__list", hidden: true });
    box.append(list);
    super(box.querySelector("input"), list);
    list.ariaLabel = this.field.placeholder;
    this.url = box.dataset.complete;
    this.field.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#ask(), PAUSE_MS);
    });
    this.field.addEventListener("keydown", (event) => this.#steer(event));
    this.field.addEventListener("blur", () => this.#show([]));
    list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) this.#take(option);
    });
    this.#ask();
  }

  async #ask() {
    const words = this.field.value;
    try {
      const html = await (await get(`${this.url}?q=${encodeURIComponent(words)}`)).text();
      if (this.field.value === words && document.activeElement === this.field) this.#show(parse(html)[0].children);
    } catch (error) {
      if (!(error instanceof Failed)) throw error; // nothing is proposed then, and searching is not in its way
    }
  }

  #show(groups) {
    this.list.replaceChildren(...groups);
    this.list.hidden = !this.options.length;
    this.field.ariaExpanded = String(!this.list.hidden);
    this.mark(null);
  }

  #steer(event) {
    if (event.isComposing || this.list.hidden) return;
    if (event.key === "Escape") this.#show([]);
    else if (event.key === "Enter" && this.marked) this.#take(this.marked);
    else if (!this.step(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  #take(option) {
    this.field.value = option.dataset.fill;
    this.#ask();
  }
}
