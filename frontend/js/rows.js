/* Plain tables whose rows lead somewhere (clients, sites, equipment, contracts): J and K go from row to row, Enter
   follows the link as everywhere. */
import { onKey } from "./keys.js";
import { moved } from "./cursor.js";
import { say } from "./words.js";

const LEADS = ".tbl--rows tbody a.lk";

export function startRows() {
  if (!document.querySelector(LEADS) || document.querySelector("[data-row]")) return;
  onKey("J", say("keyDown"), "move", () => step(1));
  onKey("K", say("keyUp"), "move", () => step(-1));
}

function step(by) {
  const links = [...document.querySelectorAll(LEADS)];
  const at = links.find((link) => link.closest("tr").contains(document.activeElement));
  moved(links, at, by).focus();
}
