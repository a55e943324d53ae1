/* Custom fields of a form that are asked for some types or services only: shown when these are chosen. A hidden
   one is disabled, so that it is neither sent nor required. */
export function startFields() {
  for (const form of document.querySelectorAll("form:has([data-for-types], [data-for-services])")) {
    fit(form);
    form.addEventListener("change", ({ target }) => ["type", "service"].includes(target.name) && fit(form));
  }
}

function fit(form) {
  const type = form.elements.type?.value || "-"; // a dash among the codes: also while no type is chosen
  const service = form.elements.service?.value ?? "";
  for (const part of form.querySelectorAll("[data-for-types], [data-for-services]")) {
    part.disabled = part.hidden = !(holds(part.dataset.forTypes, type) && holds(part.dataset.forServices, service));
  }
}

const holds = (codes, code) => !codes || codes.split(" ").includes(code);
