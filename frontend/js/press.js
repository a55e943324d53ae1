/* Forms that letters lead to (data-press): only a person's press sends them. Programs that open the links of mails
   run scripts too; they neither press keys nor move a pointer, and they do not wait. The button wakes after a
   moment, and the form says whether it was pressed: the server refuses one that was sent by script alone. */
const MOMENT_MS = 800;

export function startPress() {
  document.querySelectorAll("form[data-press]").forEach(guard);
}

function guard(form) {
  const field = Object.assign(document.createElement("input"), { type: "hidden", name: "pressed", value: "no" });
  form.append(field);
  const button = form.querySelector("button[type=submit]");
  button.disabled = true;
  setTimeout(() => (button.disabled = false), MOMENT_MS);
  for (const kind of ["pointerdown", "keydown", "click"]) {
    form.addEventListener(kind, (event) => {
      if (event.isTrusted && !button.disabled) field.value = "yes";
    });
  }
}
