/* data-filter="#id" on a search field: while one types, only what holds every word stays in the list below. Links
   are searched with the headings of the folds they stand in; without script the form asks the server. */
export function startFilter() {
  const field = document.querySelector("[data-filter]");
  const list = field && document.querySelector(field.dataset.filter);
  if (!list) return;
  const links = [...list.querySelectorAll("li > a")];
  const open = new Map([...list.querySelectorAll("details")].map((fold) => [fold, fold.open]));
  field.addEventListener("input", () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    const found = links.filter((link) => words.every((word) => textOf(link, list).includes(word)));
    for (const item of list.querySelectorAll("li")) item.hidden = !found.some((link) => item.contains(link));
    for (const [fold, was] of open) fold.open = words.length > 0 || was;
    list.querySelector("[data-filter-empty]").hidden = found.length > 0;
  });
}

function textOf(link, list) {
  let text = link.textContent;
  for (let up = link.closest("details"); up && list.contains(up); up = up.parentElement.closest("details")) {
    text += ` ${up.querySelector("summary").textContent}`;
  }
  return plain(text);
}

function plain(text) {
  return text.toLowerCase().replaceAll("ё", "е");
}
