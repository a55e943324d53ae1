/* Putting HTML from the server into the page without losing focus, selection, scroll or open parts. */
import htmx from "htmx.org/dist/htmx.esm.min.js";

/**
 * Puts an answer into the page: every top-level element with an id replaces the element with that id, keeping
 * focus, selection, scroll and open parts; ids that the page does not have are returned.
 */
export async function place(html) {
  const strangers = [];
  for (const element of parse(html)) {
    const target = element.id && document.getElementById(element.id);
    if (target && (isFilledIn(target, element) || isFolded(target, element))) continue;
    if (target) await morph(target, element);
    else strangers.push(element);
  }
  return strangers;
}

/* A part with an open form that came later stays: the page's new one has none. Its form follows the ticket's version,
   as every other does. */
function isFilledIn(target, element) {
  const form = target.querySelector("[data-filled][open] form");
  const now = element.querySelector("[data-version]")?.dataset.version;
  if (form?.elements.version && now) form.elements.version.value = now;
  return Boolean(form);
}

/* A line of the history that stands folded with others stays so. */
const isFolded = (target, element) => target.matches("details.evs") && !element.matches("details");

export function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return [...template.content.children];
}

export async function morph(target, element) {
  const giveBack = target.matches("[data-row]") ? marksOf(target) : () => {};
  await htmx.swap({
    text: element.outerHTML,
    target,
    swap: "outerMorph",
    sourceElement: target.isConnected ? target : document.body,
    hx: {},
  });
  giveBack();
}

/* The cursor of a list and the tick of a row are the person's, not the server's. */
function marksOf(row) {
  const [id, cursor, ticked] = [row.id, row.classList.contains("row--cursor"), row.querySelector(".box")?.checked];
  return () => {
    const now = document.getElementById(id);
    if (cursor) now?.classList.add("row--cursor");
    const box = now?.querySelector(".box");
    if (box && ticked) box.checked = true;
  };
}

/** Wakes up htmx attributes inside something inserted by hand. */
export function wake(element) {
  htmx.process(element);
  element.dispatchEvent(new CustomEvent("otklik:added", { bubbles: true }));
}
