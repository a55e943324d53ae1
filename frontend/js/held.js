/* A reply on its way: counted down on the card, taken back by its button, by Z or by the toast, and drawn anew when it
   has left. What another page took back, or a new message stopped, comes into the box as well. */
import { Failed, get, post } from "./http.js";
import { parse, wake } from "./swap.js";
import { explain, toast } from "./toast.js";
import { say } from "./words.js";

const SECOND = 1000;

/** form: the answer box; saver: its drafts; filled(): called when a reply came back into it. */
export function startHeld(form, saver, filled) {
  const look = () => {
    const isNew = Boolean(form.dataset.sent); // it comes with the answer to its own sending
    for (const foot of document.querySelectorAll("[data-thread] [data-held]:not([data-counted])")) new Held(foot, isNew, { form, saver, filled });
  };
  document.querySelector("[data-thread]").addEventListener("otklik:added", look);
  look();
}

class Held {
  constructor(foot, isNew, box) {
    foot.dataset.counted = "";
    foot.dataset.own = ""; // forms.js leaves it alone
    Object.assign(this, { foot, box, article: foot.closest("article"), until: performance.now() + Number(foot.dataset.held) * SECOND });
    foot.addEventListener("submit", (event) => {
      event.preventDefault();
      this.recall();
    });
    if (isNew) this.announce(Number(foot.dataset.held));
    this.count();
  }

  /* The box lets the focus go, so that Z is a key again. */
  announce(seconds) {
    document.activeElement?.blur();
    document.querySelector("[data-talk]")?.focus({ preventScroll: true });
    this.toast = toast({ text: say("willSend", seconds), action: () => this.recall(), seconds });
  }

  count() {
    if (!this.article.isConnected) return;
    const left = Math.ceil((this.until - performance.now()) / SECOND);
    this.foot.querySelector("span:last-of-type").textContent = left > 0 ? say("willSend", left) : say("sending");
    setTimeout(() => (left > 0 ? this.count() : this.look()), SECOND);
  }

  async look() {
    if (!this.article.isConnected || this.foot.ariaBusy) return;
    this.toast?.remove();
    const url = new URL(document.querySelector("[data-thread]").dataset.messagesUrl, location.href);
    url.searchParams.set("after", this.article.dataset.id - 1);
    try {
      const now = parse(await (await get(url)).text()).find(({ id }) => id === this.article.id);
      if (!now) return this.recall();
      if (now.querySelector("[data-held]")) return void setTimeout(() => this.look(), 2 * SECOND);
      this.article.replaceWith(now);
      wake(now);
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      setTimeout(() => this.look(), 5 * SECOND);
    }
  }

  async recall() {
    if (this.foot.ariaBusy) return;
    this.foot.ariaBusy = "true";
    this.toast?.remove();
    try {
      await this.box.saver.flush(); // what was begun meanwhile stands behind what comes back
      const body = new URLSearchParams({ restore: "1" });
      const parts = parse(await (await post(this.foot.action, body)).text());
      this.article.remove();
      this.fill(parts);
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      explain(error, () => this.recall());
      this.foot.ariaBusy = null;
      this.look();
    }
  }

  fill(parts) {
    const { form, filled } = this.box;
    const notice = form.querySelector("[data-notice]");
    notice.replaceChildren();
    for (const part of parts) {
      if (part.matches("textarea")) form.querySelector('[data-text="reply"]').value = part.value;
      else if (part.matches("ul")) form.querySelector('[data-files="reply"]').replaceChildren(...part.children);
      else if (part.matches(".pad__send")) form.querySelector(".pad__send.if-reply").replaceWith(part);
      else notice.append(part);
    }
    if (!notice.children.length) toast({ text: say("recalled"), seconds: 4 });
    filled();
  }
}
