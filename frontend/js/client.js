/* The client field: who fits is offered while typing; the choice goes with the form as its uid, and what is open
   for that client is shown. Without script the words themselves are sent. */
import { Failed, get } from "./http.js";
import { parse, place } from "./swap.js";
import { explain } from "./toast.js";

const PAUSE_MS = 150;

export function startClientField() {
  const box = document.querySelector("[data-client]");
  if (box) new ClientField(box);
}

class ClientField {
  #timer = 0;
  #asked = "";
  #places = {}; // site and equipment as chosen: kept while the client is looked for again

  constructor(box) {
    this.box = box;
    this.field = box.querySelector("[role=combobox]");
    this.uid = box.querySelector('input[type=hidden][name="contact"]');
    this.list = box.querySelector("[role=listbox]");
    this.field.addEventListener("input", () => this.#typed());
    this.field.addEventListener("keydown", (event) => this.#steer(event));
    this.field.addEventListener("blur", () => setTimeout(() => this.#hide(), 150)); // after a press on an option
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      this.#take(event.target.closest(".item"));
    });
  }

  #typed() {
    this.uid.value = "";
    for (const box of document.querySelectorAll("#client-chosen select")) this.#places[box.name] = box.value;
    document.getElementById("client-chosen").replaceChildren();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), PAUSE_MS);
  }

  async #ask() {
    const words = this.field.value.trim();
    this.#asked = words;
    if (!words) return this.#hide();
    try {
      const html = await (await get(`${this.box.dataset.client}?q=${encodeURIComponent(words)}`)).text();
      if (this.#asked === words && document.activeElement === this.field) this.#show(html);
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      explain(error, () => this.#ask());
    }
  }

  #show(html) {
    this.list.replaceChildren(...parse(html));
    if (!this.#isOpen) this.list.showPopover();
    this.field.setAttribute("aria-expanded", "true");
    const at = this.field.closest(".field").getBoundingClientRect();
    this.list.style.left = `${at.left}px`;
    this.list.style.top = `${at.bottom + 4}px`;
    this.list.style.width = `${at.width}px`;
    this.#mark(this.#items[0]);
  }

  #hide() {
    if (this.#isOpen) this.list.hidePopover();
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }

  get #isOpen() {
    return this.list.matches(":popover-open");
  }

  get #items() {
    return [...this.list.querySelectorAll(".item")];
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
    if (!this.#isOpen) return this.#hurry(event);
    const items = this.#items;
    const at = items.findIndex((item) => item.dataset.active !== undefined);
    if (event.key === "ArrowDown") this.#mark(items[(at + 1) % items.length]);
    else if (event.key === "ArrowUp") this.#mark(items[(at + items.length - 1) % items.length]);
    else if (event.key === "Enter" && !event.ctrlKey && items.length) this.#take(items[at]);
    else if (event.key === "Escape") this.#hide();
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

  async #take(item) {
    if (!item) return;
    this.uid.value = item.dataset.value;
    this.field.value = item.dataset.name;
    this.#hide();
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
    const about = new URLSearchParams({
      contact: item.dataset.value,
      service: this.field.form?.elements.service?.value ?? "",
      ...this.#places,
    });
    try {
      await place(await (await get(`${this.box.dataset.chosen}?${about}`)).text());
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      explain(error, () => this.#take(item));
    }
  }
}
