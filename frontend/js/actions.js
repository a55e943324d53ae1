/* The editor of actions: steps one after the other, each with what it is told. The block beside it says what there is
   (settings_ui.actions); the hidden field always holds the steps as they would be saved. */
import { boxed, button, make, remover, select } from "./condition.js";

export function startActions() {
  for (const box of document.querySelectorAll("[data-steps]")) new Steps(box);
}

/** The steps without what says nothing: empty values are not sent. */
export function told(steps) {
  return steps.map((step) => Object.fromEntries(Object.entries(step).filter(([, value]) => !isEmpty(value))));
}

function isEmpty(value) {
  if (value === null || value === undefined || value === "" || value === false) return true;
  return typeof value === "object" && Object.values(value).every((one) => one === "");
}

class Steps {
  constructor(box) {
    this.box = box;
    this.meta = JSON.parse(box.querySelector("script").textContent);
    this.actions = new Map(this.meta.actions.map((action) => [action.key, action]));
    this.hidden = box.querySelector("input[type=hidden]");
    this.steps = this.meta.steps;
    this.home = box.querySelector("[data-list]");
    this.draw();
  }

  draw() {
    const { words } = this.meta;
    const rows = this.steps.map((step, place) => this.step(step, place));
    const none = rows.length ? [] : [make("p", { className: "hint", textContent: words.none })];
    this.home.replaceChildren(...none, ...rows, make("div", { className: "actions" }, [button(words.add, () => this.add())]));
    this.keep();
  }

  /* What is typed is kept as it is typed; only choices draw the list anew, so that no box loses its caret. */
  keep() {
    this.hidden.value = JSON.stringify(told(this.steps));
  }

  typed() {
    this.keep();
    this.hidden.dispatchEvent(new Event("change", { bubbles: true }));
  }

  changed() {
    this.draw();
    this.typed();
  }

  add() {
    this.steps.push({ do: this.meta.actions[0].key });
    this.changed();
    [...this.home.querySelectorAll("[data-action]")].at(-1)?.focus();
  }

  step(step, place) {
    const action = this.actions.get(step.do);
    const [asked, left] = parted(action ? action.fields : [], ({ only }) => !only || only.values.includes(step[only.name]));
    for (const { name } of left) delete step[name];
    const fields = asked.map((field) => this.field(step, field, place));
    return make("div", { className: "todo" }, [this.head(step, action, place), ...fields]);
  }

  head(step, action, place) {
    const { words } = this.meta;
    const list = make("select", { ariaLabel: `${words.action} ${place + 1}` });
    list.dataset.action = "";
    if (!action) list.append(new Option(words.gone, step.do, true, true));
    for (const [title, actions] of Map.groupBy(this.meta.actions, (one) => one.group)) {
      const group = make("optgroup", { label: title });
      group.append(...actions.map((one) => new Option(one.label, one.key, false, one.key === step.do)));
      list.append(group);
    }
    list.addEventListener("change", () => {
      this.steps[place] = { do: list.value };
      this.changed();
      this.home.querySelectorAll("[data-action]")[place].focus();
    });
    const move = (label, sign, to) => {
      const found = make("button", { type: "button", className: "btn btn--ghost btn--icon btn--sm", textContent: sign, ariaLabel: label, title: label });
      found.disabled = to < 0 || to >= this.steps.length;
      found.addEventListener("click", () => {
        [this.steps[place], this.steps[to]] = [this.steps[to], this.steps[place]];
        this.changed();
      });
      return found;
    };
    const drop = () => (this.steps.splice(place, 1), this.changed());
    return make("div", { className: "actions" }, [boxed(list), move(words.up, "↑", place - 1), move(words.down, "↓", place + 1), remover(words.remove, drop)]);
  }

  field(step, field, place) {
    const id = `step-${place}-${field.name}`;
    const hint = field.hint ? [make("span", { className: "hint", textContent: field.hint })] : [];
    if (field.form === "flag") return make("label", { className: "sw" }, [this.flag(step, field), make("b", { textContent: field.label }), ...hint]);
    if (TWO_LANGUAGES.has(field.form)) return make("div", { className: "ask" }, [make("b", { textContent: field.label }), ...hint, ...this.languages(step, field, id)]);
    const label = make("label", { htmlFor: id, textContent: field.label });
    return make("div", { className: "ask" }, [label, ...hint, ...this.control(step, field, id)]);
  }

  control(step, field, id) {
    if (field.form === "one") return [this.one(step, field, id)];
    if (field.form === "several") return [this.several(step, field, id)];
    const { lines, type } = field;
    return [this.typing(field.form === "lines" || lines > 1, { id, type, rows: lines, value: step[field.name] ?? "" }, (value) => (step[field.name] = value))];
  }

  typing(isLong, { type, rows, ...rest }, take) {
    const input = isLong ? make("textarea", { rows, ...rest }) : make("input", { type, ...rest });
    input.addEventListener("input", () => (take(input.value), this.typed()));
    return boxed(input, isLong ? "field field--area" : "field");
  }

  flag(step, field) {
    const input = make("input", { type: "checkbox", className: "switch", checked: step[field.name] === true });
    input.addEventListener("change", () => ((step[field.name] = input.checked), this.typed()));
    return input;
  }

  one(step, field, id) {
    const offered = field.options.filter((option) => !option.hidden || option.key === step[field.name]);
    const list = select([["", field.empty || this.meta.words.pick], ...offered.map((option) => [option.key, option.label])], step[field.name] ?? "", field.label, (key) => {
      step[field.name] = key;
      if (!this.actions.get(step.do)?.fields.some(({ only }) => only?.name === field.name)) return this.typed();
      this.changed();
      document.getElementById(id)?.focus();
    });
    list.querySelector("select").id = id;
    return list;
  }

  several(step, field, id) {
    const chosen = Array.isArray(step[field.name]) ? step[field.name] : (step[field.name] = []);
    const chips = chosen.map((key, place) => this.chip(field, key, () => (chosen.splice(place, 1), this.changed())));
    const offered = field.options.filter((option) => !option.hidden && !chosen.includes(option.key));
    const list = select([["", this.meta.words.choose], ...offered.map((option) => [option.key, option.label])], "", field.label, (key) => {
      if (key) chosen.push(key);
      this.changed();
      document.getElementById(id)?.focus();
    });
    list.querySelector("select").id = id;
    list.hidden = !offered.length;
    return make("div", { className: "actions" }, [...chips, list]);
  }

  chip(field, key, drop) {
    const name = field.options.find((option) => option.key === key)?.label ?? key;
    return make("span", { className: "chip chip--set" }, [make("span", { className: "chip__v", textContent: name }), remover(`${this.meta.words.remove}: ${name}`, drop)]);
  }

  languages(step, field, id) {
    const texts = (step[field.name] = { ...step[field.name] });
    const boxes = this.meta.languages.map(([code, name]) => {
      const box = this.typing(field.lines > 1, { id: `${id}-${code}`, type: "text", rows: field.lines, lang: code, value: texts[code] ?? "" }, (value) => (texts[code] = value));
      return make("div", {}, [make("label", { className: "ask__lang", htmlFor: `${id}-${code}`, textContent: name }), box]);
    });
    const pair = make("div", { className: "ask2" }, boxes);
    if (field.form === "words") return [pair];
    return [pair, make("p", { className: "hint", textContent: `${this.meta.words.put} ${this.meta.placeholders.join(", ")}` })];
  }
}

function parted(all, holds) {
  return [all.filter(holds), all.filter((one) => !holds(one))];
}

const TWO_LANGUAGES = new Set(["words", "template"]);
