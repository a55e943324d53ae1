/* "For a colleague": the field for the name is there when it is needed; out of the way it is not sent. Names are
   proposed while somebody types; without script what was typed is looked up when the form is sent. */
import { Failed, get } from "./http.js";

const PAUSE_MS = 200;
const LEAST = 2;

export function startWhom() {
  const part = document.querySelector(".whom");
  if (!part) return;
  const field = part.querySelector("input");
  const show = () => {
    const other = document.querySelector("[name=whom]:checked")?.value === "colleague";
    part.hidden = !other;
    field.disabled = !other;
  };
  document.querySelectorAll("[name=whom]").forEach((radio) => radio.addEventListener("change", show));
  show();
  let timer = 0;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => propose(part.dataset.people, field), PAUSE_MS);
  });
}

async function propose(url, field) {
  const words = field.value.trim();
  if (words.length < LEAST || [...field.list.options].some(({ value }) => value === words)) return;
  try {
    const { people } = await (await get(`${url}?q=${encodeURIComponent(words)}`)).json();
    if (field.value.trim() !== words) return;
    field.list.replaceChildren(...people.map((label) => Object.assign(document.createElement("option"), { value: label })));
  } catch (error) {
    if (!(error instanceof Failed)) throw error; // without proposals the words are looked up on sending
  }
}
