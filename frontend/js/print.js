/* Printing: the sheet of the style, with internal notes only when asked for. */
export function startPrint() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-print]");
    if (!button) return;
    button.closest("[popover]")?.hidePopover();
    document.documentElement.toggleAttribute("data-print-notes", button.dataset.print === "notes");
    print();
  });
}
