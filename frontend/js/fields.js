/* Custom fields of a form that are asked for some types or services only: shown when these are chosen. A hidden
   one is disabled, so that it is neither sent nor required. */
export function startFields() {
  for (const form of document.querySelectorAll("form:has([data-for-types], [data-for-services])")) {
    fit(form);
    form.addEventListener("change", ({ target }) => ["type", "service"].includes(target.name) && fit(form));
  }
}

/* data-when="kind:money owner:ticket,asset": shown while all of these are chosen ("kind:-long": while that is not).
   What the form does not ask at all is as it should be. A hidden part is disabled: it says nothing. */
export function startWhen() {
  for (const form of document.querySelectorAll("form:has([data-when])")) {
    suit(form);
    form.addEventListener("change", () => suit(form));
  }
}

function suit(form) {
  for (const part of form.querySelectorAll("[data-when]")) {
    const shown = part.dataset.when.split(" ").every((rule) => fits(form, ...rule.split(":")));
    part.hidden = !shown;
    for (const control of part.querySelectorAll("input, select, textarea")) control.disabled = !shown;
  }
}

function fits(form, name, values) {
  const control = form.elements[name];
  if (!control) return true;
  return values.startsWith("-") ? control.value !== values.slice(1) : values.split(",").includes(control.value);
}

function fit(form) {
  const type = form.elements.type?.value || "-"; // a dash among the codes: also while no type is chosen
  const service = form.elements.service?.value ?? "";
  for (const part of form.querySelectorAll("[data-for-types], [data-for-services]")) {
    part.disabled = part.hidden = !(holds(part.dataset.forTypes, type) && holds(part.dataset.forServices, service));
  }
}

const holds = (codes, code) => !codes || codes.split(" ").includes(code);
