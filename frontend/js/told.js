/* What the server finds wrong in a form that was sent behind the page, said beside its fields. */

/** Puts a sentence beside each field named in `errors` ({name: sentence}) and goes to the first; false where one of
 *  them has no place in the form. */
export function tellBeside(form, errors) {
  forget(form);
  const found = Object.entries(errors).map(([name, sentence]) => [document.getElementById(`f-${name}`), sentence]);
  if (!found.length || found.some(([field]) => !field || !form.contains(field))) return false;
  found.forEach(([field, sentence]) => mark(field, sentence));
  found[0][0].focus();
  return true;
}

/** Takes away what was said of an attempt before, as the server drew it or as it was put here. */
function forget(form) {
  form.querySelectorAll(".ask .err").forEach((words) => words.remove());
  form.querySelectorAll(".field--bad").forEach((field) => field.classList.remove("field--bad"));
  form.querySelectorAll("[aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
}

function mark(field, sentence) {
  const box = field.closest(".field");
  const words = Object.assign(document.createElement("p"), { className: "err", id: `${field.id}-err` });
  const sign = Object.assign(document.createElement("span"), { className: "i i-warn" });
  sign.setAttribute("aria-hidden", "true");
  words.append(sign, Object.assign(document.createElement("span"), { textContent: sentence }));
  box?.classList.add("field--bad");
  field.setAttribute("aria-invalid", "true");
  const hint = document.getElementById(`${field.id}-hint`);
  field.setAttribute("aria-describedby", [hint?.id, words.id].filter(Boolean).join(" "));
  if (box) box.before(words);
  else field.append(words);
}
