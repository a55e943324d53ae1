/* The answer box: two texts that never mix, drafts, files, sending once. The box itself is never swapped. */
import { LocalDrafts, Saver, choose } from "./drafts.js";
import { Failed, post, scriptHeaders } from "./http.js";
import { onKey } from "./keys.js";
import { refusal } from "./refusal.js";
import { parse, place, wake } from "./swap.js";
import { addMessages } from "./thread.js";
import { toast } from "./toast.js";
import { moveOn } from "./walk.js";
import { say, sayCount } from "./words.js";

export function startComposer() {
  const form = document.querySelector("form[data-composer]");
  if (form) new Composer(form);
}

class Composer {
  #waiting = null;
  #saving = {};

  constructor(form) {
    this.form = form;
    form.dataset.own = ""; // forms.js leaves it alone: it may be sent again after a refusal
    this.local = new LocalDrafts(localStorage, form.dataset.draftKey);
    this.saver = new Saver((kind) => this.#saveDraft(kind));
    this.#startDrafts();
    this.#startFiles();
    this.#startKeys();
    form.addEventListener("submit", (event) => this.#submit(event));
    form.addEventListener("focusin", () => this.#editor());
    if (document.querySelector("[data-remove], [data-held]")) this.#editor(); // files of a draft, a reply on its way
    const canned = form.querySelector("[data-canned]");
    if (canned && form.dataset.cannedUrl) this.#offerCanned(canned);
  }

  /* Loaded once; where the network fails, with the next touch. Without it files travel with the form. */
  #editor() {
    this.equipped ??= import("./editor.js").then(
      (part) => this.#equip(part),
      () => (this.equipped = null),
    );
    return this.equipped;
  }

  /* The first press may come before what it opens. */
  #offerCanned(button) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      if (this.ready) return;
      await this.#editor();
      if (this.ready) button.click();
    });
  }

  #equip({ Uploads, startCanned, startFixing, startHeld, startMentions, startRemoval }) {
    const { uploadUrl, maxBytes, mentionUrl, cannedUrl } = this.form.dataset;
    startRemoval(() => this.#filesChanged());
    if (uploadUrl) this.uploads = new Uploads({ url: uploadUrl, maxBytes: Number(maxBytes), changed: () => this.#filesChanged() });
    const note = this.#area("note");
    if (note && mentionUrl) startMentions(note, mentionUrl);
    const areas = [...this.form.querySelectorAll("[data-text]")];
    if (cannedUrl) startCanned(areas, cannedUrl, this.form.querySelector("[data-canned]"), () => this.#area(this.mode));
    startFixing(this.form);
    startHeld(this.form, this.saver, () => (this.#open("reply"), this.#touched("reply")));
    this.ready = true;
  }

  get mode() {
    return this.form.elements.kind.value || this.form.querySelector("[data-mode]").value;
  }

  #area(kind) {
    return this.form.querySelector(`[data-text="${kind}"]`);
  }

  #fileList(kind) {
    return this.form.querySelector(`[data-files="${kind}"]`);
  }

  /* ---------- drafts ---------- */

  #startDrafts() {
    for (const area of this.form.querySelectorAll("[data-text]")) {
      const kind = area.dataset.text;
      const server = { text: area.value, at: Date.parse(area.dataset.savedAt ?? "") || 0 };
      const { text, other } = choose(server, this.local.read(kind));
      if (text !== area.value) area.value = text;
      if (other) this.#offer(kind, other);
      area.addEventListener("input", () => this.#touched(kind));
      area.addEventListener("blur", () => this.saver.flush());
    }
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.saver.flush());
    addEventListener("online", () => this.saver.flush());
  }

  #touched(kind) {
    this.local.write(kind, this.#area(kind).value, Date.now());
    this.saver.touched(kind);
  }

  #offer(kind, text) {
    toast({
      text: say("draftOther"),
      actionLabel: say("draftTake"),
      action: () => {
        this.#area(kind).value = text;
        this.#touched(kind);
      },
    });
  }

  async #saveDraft(kind) {
    const url = this.form.dataset.draftUrl;
    if (!url) return true;
    const saving = this.form.elements.idempotency_key.value;
    const { signal } = (this.#saving[kind] = new AbortController());
    // With the key it will be sent under: what comes behind its own sending the server does not keep.
    const body = new URLSearchParams({ kind, text: this.#area(kind).value, idempotency_key: saving });
    for (const { value } of this.#fileList(kind).querySelectorAll("input")) body.append(`${kind}_file`, value);
    body.append("then", this.form.querySelector("[data-restored]")?.value ?? "");
    const saved = await fetch(url, { method: "POST", body, headers: scriptHeaders(), keepalive: true, signal }).then(
      (response) => (response.ok && !response.redirected ? response.json() : null),
      () => null,
    );
    // Sent meanwhile: what was saved is no draft any more, and nothing is to be said of it.
    if (signal.aborted || saving !== this.form.elements.idempotency_key.value) return true;
    this.#status(saved?.at ? say("draftSaved", saved.at) : say("draftLocal"), saved ? "" : "error");
    return saved !== null;
  }

  #status(text, state = "") {
    const place = this.form.querySelector("[data-saved]");
    place.textContent = text;
    place.dataset.state = state;
  }

  /* ---------- files ---------- */

  #startFiles() {
    if (!this.form.dataset.uploadUrl) return;
    this.form.addEventListener("change", async ({ target }) => {
      if (!target.dataset.pickFiles) return;
      await this.#editor();
      if (!this.uploads) return;
      this.uploads.add(this.#fileList(target.dataset.pickFiles), target.files);
      target.value = ""; // they went up: the form must not send them a second time
    });
    this.form.addEventListener("paste", (event) => {
      if (!event.clipboardData.files.length) return;
      event.preventDefault();
      this.#addFiles(event.clipboardData.files);
    });
    this.#startDrop(this.form.closest("main") ?? document.body, this.form.querySelector("[data-pad]"));
  }

  #startDrop(area, pad) {
    const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
    area.addEventListener("dragover", (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      pad.classList.add("pad--drop");
    });
    area.addEventListener("dragleave", (event) => !area.contains(event.relatedTarget) && pad.classList.remove("pad--drop"));
    area.addEventListener("drop", (event) => {
      pad.classList.remove("pad--drop");
      if (!hasFiles(event)) return;
      event.preventDefault();
      this.#addFiles(event.dataTransfer.files);
    });
  }

  async #addFiles(files) {
    const [list, given] = [this.#fileList(this.mode), [...files]]; // a drop is empty once its event is over
    await this.#editor();
    if (this.uploads) this.uploads.add(list, given);
    else toast({ text: say("offline"), kind: "error" });
  }

  #filesChanged() {
    this.saver.touched(this.mode);
    if (!this.#waiting) return;
    const left = this.uploads.pending(this.#fileList(this.mode));
    if (left) return this.#status(sayCount("waitUploads", left));
    const submitter = this.#waiting;
    this.#waiting = null;
    this.form.requestSubmit(submitter);
  }

  /* ---------- keys ---------- */

  #startKeys() {
    onKey("R", say("keyReply"), "write", () => this.#open("reply"));
    onKey("N", say("keyNote"), "write", () => this.#open("note"));
    onKey("Ctrl+Enter", say("keySend"), "write", (event) => this.#sendByKey(event, `[data-send="${this.mode}"]`));
    onKey("Ctrl+Shift+Enter", say("keySendComplete"), "write", (event) =>
      this.#sendByKey(event, this.mode === "note" ? '[data-send="note"]' : "[data-send-complete]"),
    );
  }

  #open(kind) {
    const radio = this.form.querySelector(`[data-mode="${kind}"]`);
    if (!radio) return false;
    radio.checked = true;
    const area = this.#area(kind);
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
    return true;
  }

  #sendByKey(event, selector) {
    const button = this.form.contains(event.target) && this.form.querySelector(selector);
    if (!button) return false;
    this.form.requestSubmit(button);
    return true;
  }

  /* ---------- sending ---------- */

  async #submit(event) {
    event.preventDefault();
    if (this.form.dataset.sent) return;
    const kind = this.mode;
    const submitter = event.submitter ?? this.form.querySelector(`[data-send="${kind}"]`);
    document.querySelector("#send-menu:popover-open")?.hidePopover();
    const area = this.#area(kind);
    // Nothing written: the server says what is missing, in the words of the button that was pressed.
    if (!area.value.trim() && !this.#fileList(kind).children.length) area.focus();
    if (this.uploads?.pending(this.#fileList(kind))) {
      this.#waiting = submitter;
      return this.#filesChanged();
    }
    await this.#send(kind, submitter);
  }

  async #send(kind, submitter) {
    const shown = submitter.closest("[popover], .pad__go") ? this.form.querySelector(`[data-send="${kind}"]`) : submitter;
    this.form.dataset.sent = "1";
    shown.setAttribute("aria-busy", "true");
    this.saver.forget(kind);
    this.#saving[kind]?.abort();
    try {
      const response = await post(this.form.action, this.#fields(kind, submitter));
      await this.#accepted(kind, await response.text());
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      this.#refused(error, submitter);
      this.saver.touched(kind);
    } finally {
      delete this.form.dataset.sent;
      shown.removeAttribute("aria-busy");
    }
  }

  /* The other kind's text and files do not leave the page at all. The key stays the same until the server
     has accepted: a retry after a lost answer cannot send twice. */
  #fields(kind, submitter) {
    const fields = new FormData(this.form, submitter);
    const other = kind === "reply" ? "note" : "reply";
    for (const name of [`${other}_text`, `${other}_file`, `${other}_files`, `${kind}_files`]) fields.delete(name);
    for (const file of this.#filesWithoutUpload(kind)) fields.append(`${kind}_files`, file);
    return fields;
  }

  #filesWithoutUpload(kind) {
    return this.uploads ? [] : [...(this.form.querySelector(`[data-pick-files="${kind}"]`)?.files ?? [])];
  }

  async #accepted(kind, html) {
    const area = this.#area(kind);
    area.value = "";
    this.#fileList(kind).replaceChildren();
    this.local.drop(kind);
    this.form.elements.idempotency_key.value = crypto.randomUUID();
    this.form.querySelector("[data-notice]").replaceChildren();
    this.#status("");
    const strangers = await place(html);
    const messages = strangers.filter((element) => element.dataset.id);
    addMessages(messages, { toBottom: true });
    const last = messages.at(-1)?.dataset.id;
    if (last) this.form.elements.base_message.value = last;
    this.form.querySelector('[data-mode="reply"]')?.click();
    this.form.querySelector("[data-restored]")?.removeAttribute("data-restored");
    if (kind === "reply" && this.form.dataset.after) return moveOn(this.form.dataset.after);
    this.form.dispatchEvent(new CustomEvent("otklik:sent", { bubbles: true, detail: { kind } }));
  }

  #refused(error, submitter) {
    const notice = this.form.querySelector("[data-notice]");
    if (error.html) notice.replaceChildren(...parse(error.html));
    else notice.replaceChildren(refusal(error, () => this.form.requestSubmit(submitter)));
    notice.querySelectorAll("*").forEach(wake);
  }
}
