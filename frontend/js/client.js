/* The client field: who fits is offered while typing; the choice goes with the form as its uid, and what is open
   for that client is shown. Without script the words themselves are sent. */
import { Failed, get } from "./http.js";
import { Suggest } from "./suggest.js";
import { place } from "./swap.js";
import { explain } from "./toast.js";

export function startClientField() {
  const box = document.querySelector("[data-client]");
  if (box) new ClientField(box, box.dataset.client);
}

class ClientField extends Suggest {
  #places = {}; // site and equipment as chosen: kept while the client is looked for again

  constructor(box, url) {
    super(box, url);
    box.addEventListener("change", ({ target }) => {
      if (target.name === "company") this.#tell(this.uid.value, target.value);
    });
  }

  typed() {
    for (const box of document.querySelectorAll("#client-chosen :is(select, input[type=hidden])")) {
      this.#places[box.name] = box.value;
    }
    document.getElementById("client-chosen").replaceChildren();
    super.typed();
  }

  open() {
    if (!this.isOpen) this.list.showPopover();
    const at = this.field.closest(".field").getBoundingClientRect();
    this.list.style.left = `${at.left}px`;
    this.list.style.top = `${at.bottom + 4}px`;
    this.list.style.width = `${at.width}px`;
  }

  close() {
    this.list.hidePopover();
  }

  get isOpen() {
    return this.list.matches(":popover-open");
  }

  take(item) {
    super.take(item);
    this.#tell(item.dataset.value);
  }

  async #tell(contact, company = "") {
    const service = this.field.form?.elements.service?.value ?? "";
    const about = new URLSearchParams({ ...this.#places, contact, service, company });
    try {
      await place(await (await get(`${this.box.dataset.chosen}?${about}`)).text());
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      explain(error, () => this.#tell(contact, company));
    }
  }
}
