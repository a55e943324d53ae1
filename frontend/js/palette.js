/* The palette's list: asked of the server while somebody types, walked by arrows, run by Enter. What is done goes the
   way of the page's own controls: the quick changes of a card, the form of the ticked rows, a press on a button. */
import { Failed, get } from "./http.js";
import { runKey } from "./keys.js";
import { keptOpened } from "./palette-open.js";
import { parse } from "./swap.js";
import { explain } from "./toast.js";
import { Walked } from "./walked.js";

const PAUSE_MS = 80;
const LISTED = 20;

export class Palette extends Walked {
  #timer = 0;
  #asked = null;
  #answer = null;

  constructor(dialog, field, url) {
    super(field, Object.assign(document.createElement("div"), { id: "palette-list", className: "palette__list", ariaLabel: dialog.ariaLabel }));
    Object.assign(this, { dialog, url });
    this.note = Object.assign(document.createElement("div"), { className: "palette__note", role: "status" });
    dialog.append(this.list, this.note);
    field.addEventListener("input", () => this.#typed());
    field.addEventListener("keydown", (event) => this.#steer(event));
    dialog.addEventListener("click", (event) => this.#pressed(event));
    this.#ask();
  }

  #typed() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), PAUSE_MS);
  }

  /** Resolves when what stands in the field has been answered, whoever asked first. */
  #ask() {
    clearTimeout(this.#timer);
    const words = this.field.value.trim();
    if (this.#asked !== words) this.#answer = this.#find(words);
    return this.#answer;
  }

  async #find(words) {
    this.#asked = words;
    try {
      const html = await (await get(`${this.url}?${this.#query(words)}`)).text();
      if (this.#asked === words && this.dialog.open) this.#show(html);
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      this.#asked = null;
      explain(error, () => this.#ask());
    }
  }

  /* What is typed, and what the page is about; without words what was opened here before. */
  #query(words) {
    const query = new URLSearchParams({ q: words });
    const number = document.querySelector("[data-thread]")?.dataset.number;
    if (number) query.set("ticket", number);
    if (document.querySelector("#bulk") && document.querySelector("[data-row] .box:checked")) query.set("ticked", "1");
    if (words) return query;
    const here = number ? `t:${number}` : "";
    const kept = keptOpened().filter(([mark]) => mark !== here);
    const often = kept.filter(([, times]) => times > 1).sort((a, b) => b[1] - a[1]);
    query.set("last", marksOf(kept));
    query.set("often", marksOf(often));
    return query;
  }

  #show(html) {
    const [groups, note] = parse(html);
    this.list.replaceChildren(...groups.children);
    this.note.replaceChildren(...note.childNodes);
    for (const option of this.options) {
      const { press } = option.dataset;
      if (press && press.length > 1 && !document.querySelector(press)) option.remove();
    }
    this.list.querySelectorAll("[role=group]").forEach((group) => group.querySelector("[role=option]") || group.remove());
    this.field.ariaExpanded = String(this.options.length > 0);
    this.mark(this.options[0]);
    this.list.scrollTop = 0;
  }

  async #steer(event) {
    if (event.isComposing) return;
    if (this.step(event)) return event.preventDefault();
    if ((event.ctrlKey || event.metaKey) && event.code === "KeyK") this.dialog.close();
    else if (event.key === "Escape" && this.field.value) this.#fill("");
    else if (event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Enter") await this.enter(event.ctrlKey || event.metaKey);
  }

  /** Take what is marked; what was typed last counts, not what was listed before it. */
  async enter(isNewTab = false) {
    await this.#ask();
    if (this.marked) this.#take(this.marked, isNewTab);
  }

  #pressed(event) {
    if (event.target === this.dialog) return this.dialog.close();
    const option = event.target.closest("[role=option]");
    if (!option || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.#take(option);
  }

  #fill(words) {
    this.field.value = words;
    this.#ask();
  }

  #take(option, isNewTab = false) {
    const { fill, press, run } = option.dataset;
    if (fill !== undefined) return this.#fill(fill);
    if (isNewTab && option.href) return open(option.href, "_blank", "noopener");
    this.dialog.close();
    if (option.href) location.assign(option.href);
    else if (run) perform(JSON.parse(run));
    else if (press.length > 1) document.querySelector(press)?.click();
    else runKey(press);
  }
}

const marksOf = (kept) => kept.slice(0, LISTED).map(([mark]) => mark).join(",");

/* One value, sent as the page would send it. */
function perform(run) {
  const bulk = document.getElementById("bulk");
  if (document.querySelector("[data-thread]")) sendForCard(run);
  else if (bulk) sendForRows(bulk, run);
}

function sendForCard({ url, name, value, with: more }) {
  const form = Object.assign(document.createElement("form"), { method: "post", action: url, hidden: true });
  const version = document.querySelector("#acts input[name=version]")?.value;
  form.dataset.quick = "";
  form.append(...Object.entries({ ...more, ...(version && { version }) }).map(([key, text]) => hiddenField(key, text)), hiddenField(name, value));
  document.body.append(form);
  form.requestSubmit();
  form.remove(); // what is sent has been read by now; trying again reads it from the form itself
}

function sendForRows(bulk, { url, name, value }) {
  const button = Object.assign(document.createElement("button"), { type: "submit", hidden: true, name, value });
  if (url) button.formAction = url;
  bulk.append(button);
  button.click();
  button.remove();
}

function hiddenField(name, value) {
  return Object.assign(document.createElement("input"), { type: "hidden", name, value });
}
