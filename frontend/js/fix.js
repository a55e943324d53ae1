/* "Fix" beside what to look at before a reply leaves: shows the phrase in the text, or opens the box of files. */

export function startFixing(form) {
  form.addEventListener("otklik:added", () => reveal(form));
  form.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-fix]");
    if (button) fix(form, button);
  });
  reveal(form);
}

function reveal(form) {
  for (const button of form.querySelectorAll("[data-fix][hidden]")) button.hidden = false;
}

function fix(form, button) {
  const area = form.querySelector('[data-text="reply"]');
  const at = area.value.indexOf(button.dataset.fix);
  area.focus();
  if (at >= 0) area.setSelectionRange(at, at + button.dataset.fix.length);
  if (button.dataset.fix === "file") form.querySelector('[data-pick-files="reply"]').click();
  button.closest(".stop").remove();
}
