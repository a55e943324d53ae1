/* "For a colleague": the field for the name is there when it is needed; out of the way it is not sent. */
import { Colleagues } from "./colleague.js";

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
  new Colleagues(field, part.querySelector("[role=listbox]"), part.dataset.people);
}
