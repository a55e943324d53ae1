/* The editor of a condition: a tree of questions as rows of native controls. The block beside it says what can be
   asked (settings_ui.conditions); the hidden field always holds the tree as it would be saved. */
import { Suggest } from "./suggest.js";

const DEEPEST = 2; // groups in groups that a person still reads

export function startConditions() {
  for (const box of document.querySelectorAll("[data-condition]")) new Editor(box);
}

/** What a field is asked with when it is chosen: its first comparison, with no value yet. */
export function fresh(field, ops) {
  return { field: field.key, op: ops[field.kind][0][0], values: [] };
}

/** The tree without what says nothing: comparisons that take no value have none, empty groups inside are gone. */
export function tidy(node) {
  const parts = node.all ?? node.any;
  if (!parts) return TAKES[node.op] ? { ...node } : { field: node.field, op: node.op };
  const kept = parts.map(tidy).filter((part) => part.field || (part.all ?? part.any).length);
  return node.all ? { all: kept } : { any: kept };
}

const TAKES = { one_of: 1, none_of: 1, all_of: 1, at_least: 1, at_most: 1, between: 1 };

class Editor {
  constructor(box) {
    this.box = box;
    this.meta = JSON.parse(box.querySelector("script").textContent);
    this.fields = new Map(this.meta.fields.map((field) => [field.key, field]));
    this.hidden = box.querySelector("input[type=hidden]");
    const { tree } = this.meta;
    this.tree = tree.all || tree.any ? tree : { all: [tree] };
    this.home = box.querySelector("[data-tree]");
    this.draw();
  }

  draw(focus) {
    this.home.replaceChildren(this.group(this.tree, 0));
    this.hidden.value = JSON.stringify(tidy(this.tree));
    if (focus) this.home.querySelector(focus)?.focus();
  }

  /* Something was chosen: the form is no longer as it was loaded. */
  changed(focus) {
    this.draw(focus);
    this.hidden.dispatchEvent(new Event("change", { bubbles: true }));
  }

  group(node, depth, drop) {
    const { words } = this.meta;
    const parts = node.all ?? node.any;
    const rows = parts.map((part, place) => this.part(part, depth, () => (parts.splice(place, 1), this.changed())));
    const add = make("div", { className: "actions" }, [
      button(words.add, () => this.add(parts, fresh(this.meta.fields[0], this.meta.ops))),
      ...(depth < DEEPEST - 1 ? [button(words.group, () => this.add(parts, { any: [fresh(this.meta.fields[0], this.meta.ops)] }))] : []),
    ]);
    const head = parts.length > 1 || depth ? [this.joining(node, drop)] : [];
    const none = parts.length || depth ? [] : [make("p", { className: "hint", textContent: words.everything })];
    return make("div", { className: "cond" }, [...head, ...none, ...rows, add]);
  }

  add(parts, part) {
    parts.push(part);
    this.changed();
    [...this.home.querySelectorAll("[data-field]")].at(-1)?.focus();
  }

  joining(node, drop) {
    const { words } = this.meta;
    const list = select([["all", words.all], ["any", words.any]], node.all ? "all" : "any", words.op, (kind) => {
      const parts = node.all ?? node.any;
      delete node.all;
      delete node.any;
      node[kind] = parts;
      this.changed();
    });
    return make("div", { className: "actions" }, [list, ...(drop ? [remover(words.remove, drop)] : [])]);
  }

  part(part, depth, drop) {
    if (part.all || part.any) return this.group(part, depth + 1, drop);
    const { words, ops } = this.meta;
    const field = this.fields.get(part.field);
    const row = make("div", { className: "actions" }, [this.fieldBox(part, field)]);
    if (field) {
      const asked = select(ops[field.kind], part.op, words.op, (op) => {
        Object.assign(part, { op, values: TAKES[op] ? part.values ?? [] : [] });
        this.changed();
      });
      row.append(asked);
      if (TAKES[part.op]) row.append(...this.values(part, field));
    }
    row.append(remover(words.remove, drop));
    return row;
  }

  fieldBox(part, field) {
    const groups = Map.groupBy(this.meta.fields, (one) => one.group);
    const list = make("select", { ariaLabel: this.meta.words.field });
    list.dataset.field = "";
    if (!field) list.append(new Option(part.field, part.field, true, true));
    for (const [title, fields] of groups) {
      const box = make("optgroup", { label: title });
      box.append(...fields.map((one) => new Option(one.label, one.key, false, one.key === part.field)));
      list.append(box);
    }
    list.addEventListener("change", () => {
      Object.assign(part, fresh(this.fields.get(list.value), this.meta.ops));
      this.changed();
    });
    return boxed(list);
  }

  values(part, field) {
    part.values ??= [];
    if (field.kind === "number") return this.numbers(part, field);
    const chips = part.values.map((value, place) => this.chip(part, field, value, place));
    if (field.options.length) return [...chips, this.chooser(part, field)];
    return [...chips, field.finds ? this.finder(part, field) : this.typing(part)];
  }

  chip(part, field, value, place) {
    const option = field.options.find((one) => one.key === value);
    const name = option?.label ?? this.meta.names[field.key]?.[value] ?? value;
    const drop = () => (part.values.splice(place, 1), this.changed());
    return make("span", { className: "chip chip--set" }, [make("span", { className: "chip__v", textContent: name }), remover(`${this.meta.words.remove}: ${name}`, drop)]);
  }

  take(part, value, focus) {
    if (value !== "" && !part.values.includes(value)) part.values.push(value);
    this.changed(focus);
  }

  chooser(part, field) {
    const offered = field.options.filter((one) => !one.hidden && !part.values.includes(one.key));
    const list = select([["", this.meta.words.choose], ...offered.map((one) => [one.key, one.label])], "", this.meta.words.value, (key) => this.take(part, key));
    list.hidden = !offered.length;
    return list;
  }

  typing(part) {
    const input = make("input", { type: "text", maxLength: 100, placeholder: this.meta.words.type, ariaLabel: this.meta.words.value });
    const take = () => input.value.trim() && this.take(part, input.value.trim());
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== ",") return;
      if (event.ctrlKey || !input.value.trim()) return;
      event.preventDefault();
      event.stopPropagation();
      take();
    });
    input.addEventListener("change", take);
    return boxed(input, "field");
  }

  numbers(part, field) {
    const count = part.op === "between" ? 2 : 1;
    part.values.length = Math.min(part.values.length, count);
    const boxes = Array.from({ length: count }, (_, place) => {
      const input = make("input", { type: "number", value: part.values[place] ?? "", ariaLabel: this.meta.words.value });
      input.addEventListener("change", () => {
        part.values[place] = Number.parseInt(input.value, 10) || 0;
        this.changed();
      });
      return boxed(input, "field");
    });
    return [...boxes, make("span", { textContent: field.unit })];
  }

  finder(part, field) {
    const id = `cond-${field.key}-${part.values.length}`;
    const input = make("input", { type: "text", autocomplete: "off", placeholder: this.meta.words.find, ariaLabel: this.meta.words.value });
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-controls", id);
    input.setAttribute("aria-expanded", "false");
    const list = make("div", { className: "suggest__list", id, hidden: true });
    list.setAttribute("role", "listbox");
    const box = make("span", { className: "suggest" }, [make("input", { type: "hidden" }), boxed(input, "field"), list]);
    const suggest = new Suggest(box, field.finds);
    suggest.take = (item) => {
      this.meta.names[field.key] = { ...this.meta.names[field.key], [item.dataset.value]: item.dataset.name };
      this.take(part, item.dataset.value);
    };
    return box;
  }
}

export function make(tag, properties, children = []) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

export function select(options, chosen, label, choose) {
  const list = make("select", { ariaLabel: label }, options.map(([key, words]) => new Option(words, key, false, key === chosen)));
  list.addEventListener("change", () => choose(list.value));
  return boxed(list);
}

export function boxed(control, className = "field field--select") {
  const sign = control.tagName === "SELECT" ? [make("span", { className: "i i-down" })] : [];
  return make("span", { className }, [control, ...sign]);
}

export function button(label, press) {
  const found = make("button", { type: "button", className: "add" }, [make("span", { className: "i i-plus" }), label]);
  found.addEventListener("click", press);
  return found;
}

export function remover(label, drop) {
  const found = make("button", { type: "button", className: "btn btn--ghost btn--icon btn--sm", textContent: "×", ariaLabel: label, title: label });
  found.addEventListener("click", drop);
  return found;
}
