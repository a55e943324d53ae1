/* The contract of a new or changed ticket: told anew whenever what decides about it is chosen anew. */
import { Failed, get } from "./http.js";
import { place } from "./swap.js";
import { explain } from "./toast.js";

const DECIDE = ["service", "site", "asset", "contract"];

export function startAgreed() {
  document.addEventListener("change", ({ target }) => {
    const told = document.getElementById("agreed");
    if (told && DECIDE.includes(target.name.replace("_words", "")) && target.form?.contains(told)) tell(told, target.form);
  });
}

async function tell(told, form) {
  const about = new URLSearchParams(["contact", "company", ...DECIDE].map((name) => [name, form.elements[name]?.value ?? ""]));
  try {
    await place(await (await get(`${told.dataset.agreed}?${about}`)).text());
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    explain(error, () => tell(told, form));
  }
}
