/* Opening the palette: the field is there at once and takes every key, what it finds comes with its own script
   (palette.js). Without it the words go to the page of search. Here also what was opened is remembered: in this
   browser alone, marks without words; the server says what they are, while they are open to the person. */
import { say } from "./words.js";

const OBJECT = /^\/desk\/(?:tickets\/([A-Za-z]*-?\d+)|clients\/(companies|contacts)\/([\da-f-]{36}))$/;
const KINDS = { companies: "o", contacts: "c" };
const KEPT = 60;

export function startPalette() {
  remember(location.pathname);
  document.addEventListener("focusin", complete);
  complete({ target: document.activeElement });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-palette]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    open(link);
  });
}

/* The field of the page of search proposes operators once somebody is in it. */
function complete({ target }) {
  const box = target.closest?.("[data-complete]");
  if (!box || box.dataset.started !== undefined) return;
  box.dataset.started = "";
  import("./complete.js").then(({ Complete }) => new Complete(box));
}

function open(link) {
  if (document.querySelector("dialog[open]")) return;
  document.getElementById("side")?.hidePopover?.(); // on a phone the sections lie over the page
  const dialog = Object.assign(document.createElement("dialog"), { className: "dialog palette", ariaLabel: say("palette") });
  const field = Object.assign(document.createElement("input"), { type: "search", autocomplete: "off", placeholder: say("paletteField"), ariaLabel: say("paletteField") });
  field.enterKeyHint = "go";
  const box = Object.assign(document.createElement("label"), { className: "field" });
  const close = Object.assign(document.createElement("button"), { type: "button", className: "lnk palette__close", textContent: say("close") });
  close.addEventListener("click", () => dialog.close()); // fingers have no Esc
  box.append(field, close);
  dialog.append(box);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  field.focus();
  let entered = false;
  const early = (event) => (entered ||= event.key === "Enter");
  field.addEventListener("keydown", early);
  import("./palette.js").then(
    ({ Palette }) => {
      field.removeEventListener("keydown", early);
      const palette = new Palette(dialog, field, link.dataset.palette);
      if (entered) palette.enter();
    },
    () => location.assign(`${link.href}?q=${encodeURIComponent(field.value)}`),
  );
}

export const keptOpened = () => JSON.parse(localStorage.getItem(keyOf()) ?? "[]");

const keyOf = () => `opened:${document.body.dataset.user ?? ""}`;

/* [mark, times], the one opened last first. */
function remember(path) {
  const [, number, kind, uid] = OBJECT.exec(path) ?? [];
  const mark = number ? `t:${number}` : uid && `${KINDS[kind]}:${uid}`;
  if (!mark) return;
  const before = keptOpened();
  const times = before.find(([one]) => one === mark)?.[1] ?? 0;
  const rest = before.filter(([one]) => one !== mark).slice(0, KEPT - 1);
  localStorage.setItem(keyOf(), JSON.stringify([[mark, times + 1], ...rest]));
}
