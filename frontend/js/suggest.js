/* A field whose choices are searched on the server: options are offered while typing, the choice goes with the form
   as its uid beside the words. Without script the words themselves are sent, and looked up then. */
import { Failed, get } from "./http.js";
import { parse } from "./swap.js";
import { explain } from "./toast.js";

const PAUSE_MS = 150;

/* Boxes come and go with the chosen client, so each is started when somebody enters it. */
export function startSuggests() {
  const started = new WeakSet();
  document.addEventListener("focusin", ({ target }) => {
    const box = target.closest?.("[data-suggest]");
    if (!box || started.has(box)) return;
    started.add(box);
    new Suggest(box, box.dataset.suggest);
  });
}

export class Suggest {
  #timer = 0;
  #asked = "";

  constructor(box, url) {
    this.box = box;
    this.url = url;
    this.field = box.querySelector("[role=combobox]");
    this.uid = box.querySelector("input[type=hidden]");
    this.list = box.querySelector("[role=listbox]");
    this.field.addEventListener("input", () => this.typed());
    this.field.addEventListener("keydown", (event) => this.#steer(event));
    this.field.addEventListener("blur", () => setTimeout(() => this.hide(), 150)); // after a press on an option
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const item = event.target.closest("[role=option]");
      if (item) this.take(item);
    });
  }

  typed() {
    this.uid.value = "";
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), PAUSE_MS);
  }

  async #ask() {
    const words = this.field.value.trim();
    this.#asked = words;
    if (!words) return this.hide();
    try {
      const sign = this.url.includes("?") ? "&" : "?";
      const html = await (await get(`${this.url}${sign}q=${encodeURIComponent(words)}`)).text();
      if (this.#asked === words && document.activeElement === this.field) this.#show(html);
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      explain(error, () => this.#ask());
    }
  }

  #show(html) {
    this.list.replaceChildren(...parse(html));
    this.open();
    this.field.setAttribute("aria-expanded", "true");
    this.#mark(this.#items[0]);
  }

  open() {
    this.list.hidden = false;
  }

  close() {
    this.list.hidden = true;
    this.list.replaceChildren(); // another box may search the same kind: ids stand once
  }

  get isOpen() {
    return !this.list.hidden;
  }

  hide() {
    if (this.isOpen) this.close();
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }

  get #items() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  #mark(item) {
    for (const one of this.#items) {
      one.toggleAttribute("data-active", one === item);
      one.setAttribute("aria-selected", String(one === item));
    }
    if (item) this.field.setAttribute("aria-activedescendant", item.id);
    item?.scrollIntoView({ block: "nearest" });
  }

  #steer(event) {
    if (!this.isOpen) return this.#hurry(event);
    const items = this.#items;
    const at = items.findIndex((item) => item.dataset.active !== undefined);
    if (event.key === "ArrowDown") this.#mark(items[(at + 1) % items.length]);
    else if (event.key === "ArrowUp") this.#mark(items[(at + items.length - 1) % items.length]);
    else if (event.key === "Enter" && !event.ctrlKey && items.length) this.take(items[at]);
    else if (event.key === "Escape") this.hide();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /* Enter before the list has come: it is asked for now, and the form stays. The next Enter takes who is marked. */
  #hurry(event) {
    const words = this.field.value.trim();
    if (event.key !== "Enter" || event.ctrlKey || event.isComposing || !words || this.uid.value) return;
    event.preventDefault();
    event.stopPropagation();
    clearTimeout(this.#timer);
    this.#ask();
  }

  take(item) {
    if (this.box.dataset.adds) return this.#add(item.dataset);
    this.uid.value = item.dataset.value;
    this.field.value = item.dataset.name;
    this.hide();
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /* Of several: what is taken becomes a box of the form, chosen already. */
  #add({ value, name }) {
    const { form } = this.field;
    const there = [...form.querySelectorAll(`[type=checkbox][name="${this.box.dataset.adds}"]`)].find((box) => box.value === value);
    const box = there ?? Object.assign(document.createElement("input"), { type: "checkbox", className: "box", name: this.box.dataset.adds, value });
    if (!there) {
      const label = Object.assign(document.createElement("label"), { className: "opt" });
      label.append(box, Object.assign(document.createElement("span"), { className: "clip", textContent: name }));
      this.box.parentElement.querySelector("[data-added]").append(label);
    }
    box.checked = true;
    this.field.value = "";
    this.hide();
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
