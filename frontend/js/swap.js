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
    if (target) await morph(target, element);
    else strangers.push(element);
  }
  return strangers;
}

export function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return [...template.content.children];
}

export function morph(target, element) {
  return htmx.swap({
    text: element.outerHTML,
    target,
    swap: "outerMorph",
    sourceElement: target.isConnected ? target : document.body,
    hx: {},
  });
}

/** Wakes up htmx attributes inside something inserted by hand. */
export function wake(element) {
  htmx.process(element);
  element.dispatchEvent(new CustomEvent("otklik:added", { bubbles: true }));
}
