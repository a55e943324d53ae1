/* Names proposed under a field while somebody types: a list to press or to steer with the arrows. Without script,
   and when nothing comes, what was typed is looked up on sending. */
import { Failed, get } from "./http.js";

const PAUSE_MS = 200;
const LEAST = 2;

export function proposeColleagues(field, list, url) {
  let timer = 0;
  const items = () => [...list.children];
  const hide = () => {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const mark = (item) => {
    for (const one of items()) one.setAttribute("aria-selected", String(one === item));
    if (item) field.setAttribute("aria-activedescendant", item.id);
  };
  const take = (item) => {
    if (!item) return;
    field.value = item.textContent;
    hide();
  };
  const show = (labels) => {
    list.replaceChildren(...labels.map(option));
    list.hidden = !labels.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    mark(list.firstElementChild);
  };
  const ask = async () => {
    const words = field.value.trim();
    if (words.length < LEAST) return hide();
    try {
      const { people } = await (await get(`${url}?q=${encodeURIComponent(words)}`)).json();
      if (field.value.trim() === words && document.activeElement === field) show(people);
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      hide();
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS);
  });
  field.addEventListener("keydown", (event) => steer(event, list, { items, mark, take, hide }));
  field.addEventListener("blur", hide);
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault(); // the field keeps the focus
    take(event.target.closest("[role=option]"));
  });
}

function steer(event, list, { items, mark, take, hide }) {
  if (list.hidden) return;
  const all = items();
  const at = all.findIndex((item) => item.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown") mark(all[(at + 1) % all.length]);
  else if (event.key === "ArrowUp") mark(all[(at + all.length - 1) % all.length]);
  else if (event.key === "Enter" && !event.ctrlKey) take(all[at]);
  else if (event.key === "Escape") hide();
  else return;
  event.preventDefault();
}

function option(label, place) {
  const item = Object.assign(document.createElement("li"), { id: `person-${place}`, textContent: label });
  item.setAttribute("role", "option");
  return item;
}
