/* Sites and equipment in one form: the list of machines keeps to the site chosen, a machine says its site. Where
   there are more than a list holds, a box searches instead and the server settles both. */
export function startPlaces() {
  document.querySelectorAll("select[name=asset]").forEach(({ form }) => form && keepTo(form));
  // before whoever asks the server about this choice: both must stand then
  document.addEventListener("change", agree, true);
}

function agree({ target }) {
  if (!target.matches?.("select[name=site], select[name=asset]")) return;
  const { site } = target.form.elements;
  const standsAt = target.name === "asset" ? target.selectedOptions[0]?.dataset.site : "";
  if (standsAt && site?.matches?.("select")) site.value = standsAt;
  keepTo(target.form);
}

function keepTo(form) {
  const { asset, site } = form.elements;
  if (!asset?.matches?.("select") || !site?.matches?.("select")) return;
  for (const option of asset.options) {
    const elsewhere = Boolean(site.value && option.dataset.site) && option.dataset.site !== site.value;
    option.hidden = option.disabled = elsewhere;
  }
  if (asset.selectedOptions[0]?.disabled) asset.value = "";
}
