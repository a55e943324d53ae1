/* The thread of a card: what is added at its end, and older messages above. */
import { get } from "./http.js";
import { parse, wake } from "./swap.js";
import { explain } from "./toast.js";

/** Puts messages and history lines at the end of the thread, each once; ids are the server's. */
export function addMessages(articles, { toBottom = false } = {}) {
  const thread = document.querySelector("[data-thread]");
  const talk = document.querySelector("[data-talk]");
  if (!thread) return [];
  const fresh = articles.filter((article) => !article.id || !document.getElementById(article.id));
  for (const article of fresh) {
    article.classList.add("msg--enter");
    thread.append(article);
    wake(article);
  }
  if (fresh.length && toBottom && talk) talk.scrollTop = talk.scrollHeight;
  return fresh;
}

/* "Earlier messages" puts the page before into the thread; what is being read stays where it is. Without script
   the same address is a page. */
export function startEarlier() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-earlier]");
    if (link && !event.metaKey && !event.ctrlKey) load(event, link);
  });
}

async function load(event, link) {
  event.preventDefault();
  link.setAttribute("aria-busy", "true");
  try {
    const [next, ...older] = parse(await (await get(link.href)).text());
    const talk = document.querySelector("[data-talk]");
    const below = talk.scrollHeight - talk.scrollTop;
    document.querySelector("[data-thread]").prepend(...older.filter(({ id }) => !id || !document.getElementById(id)));
    document.getElementById("earlier").replaceWith(next);
    talk.scrollTop = talk.scrollHeight - below;
    (next.querySelector("a") ?? talk).focus({ preventScroll: true });
  } catch (error) {
    link.removeAttribute("aria-busy");
    explain(error, () => link.click());
  }
}
