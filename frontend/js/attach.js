/* Early upload for plain forms (the client's answer, new tickets): any form with data-upload-url and, inside,
   <ul data-files> and <input type=file data-pick-files>. Sending waits until the files have gone up. */
import { Uploads, startRemoval } from "./uploads.js";
import { sayCount } from "./words.js";
import { toast } from "./toast.js";

export function startAttachments() {
  const forms = document.querySelectorAll("form[data-upload-url]:not([data-composer])");
  if (forms.length === 0) return;
  startRemoval(() => {});
  forms.forEach(attach);
}

function attach(form) {
  const list = form.querySelector("[data-files]");
  const { uploadUrl, maxBytes } = form.dataset;
  let waiting = null;
  const uploads = new Uploads({
    url: uploadUrl,
    maxBytes: Number(maxBytes),
    changed: () => {
      if (!waiting || uploads.pending(list)) return;
      const submitter = waiting;
      waiting = null;
      form.requestSubmit(submitter);
    },
  });
  form.addEventListener("change", ({ target }) => {
    if (target.dataset.pickFiles === undefined) return;
    uploads.add(list, target.files);
    target.value = ""; // they went up: the form must not send them a second time
  });
  form.addEventListener("paste", (event) => event.clipboardData.files.length && take(event, event.clipboardData.files));
  form.addEventListener("dragover", (event) => event.dataTransfer.types.includes("Files") && event.preventDefault());
  form.addEventListener("drop", (event) => event.dataTransfer.files.length && take(event, event.dataTransfer.files));
  form.addEventListener("submit", (event) => {
    const left = uploads.pending(list);
    if (!left) return;
    event.preventDefault();
    waiting = event.submitter;
    toast({ text: sayCount("waitUploads", left), seconds: 4 });
  });
  const take = (event, files) => {
    event.preventDefault();
    uploads.add(list, files);
  };
}
