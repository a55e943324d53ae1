/* The card apart from its thread: folded sections, and on a phone one part at a time. */

export function startCard() {
  keepFolds();
  openAtNew();
  const tabs = document.querySelector("[data-card-tabs]");
  if (!tabs) return;
  addEventListener("hashchange", () => markTab(tabs));
  markTab(tabs);
}

/* The page opens at the first unread message, or at the end. */
function openAtNew() {
  const talk = document.querySelector("[data-talk]");
  if (!talk || location.hash) return;
  const fresh = talk.querySelector("#new");
  talk.scrollTop = fresh ? fresh.offsetTop - talk.offsetTop - 12 : talk.scrollHeight;
}

/* The style follows :target by itself; screen readers need the mark. */
function markTab(tabs) {
  const links = [...tabs.querySelectorAll("a")];
  const open = links.find((link) => link.hash === location.hash) ?? links[0];
  for (const link of links) {
    if (link === open) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

/* Which sections are open is remembered per person in the browser. */
function keepFolds() {
  const key = `folds:${document.body.dataset.user ?? ""}`;
  const folds = JSON.parse(localStorage.getItem(key) ?? "{}");
  for (const section of document.querySelectorAll("details[data-fold]")) {
    const kept = folds[section.dataset.fold];
    if (kept !== undefined) section.open = kept;
    section.addEventListener("toggle", () => {
      folds[section.dataset.fold] = section.open;
      localStorage.setItem(key, JSON.stringify(folds));
    });
  }
}
