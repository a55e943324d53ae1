/* A list of options under a field, by ARIA's combobox: the field keeps the focus, one option is marked. */

export class Walked {
  constructor(field, list) {
    Object.assign(this, { field, list });
    list.role = "listbox";
    field.role = "combobox";
    field.ariaAutoComplete = "list";
    field.ariaExpanded = "false";
    field.setAttribute("aria-controls", list.id);
  }

  get options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  get marked() {
    return this.list.querySelector("[data-active]");
  }

  mark(option) {
    for (const one of this.options) {
      one.toggleAttribute("data-active", one === option);
      one.ariaSelected = String(one === option);
    }
    if (option) this.field.setAttribute("aria-activedescendant", option.id);
    else this.field.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  /** The arrows; false for any other key. */
  step({ key }) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[key];
    const { options } = this;
    if (!by || !options.length) return false;
    const at = options.indexOf(this.marked);
    this.mark(options[at === -1 && by < 0 ? options.length - 1 : (at + by + options.length) % options.length]);
    return true;
  }
}
