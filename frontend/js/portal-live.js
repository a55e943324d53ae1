/* A client's request while it is open: when it changes, how it stands and what was said are asked for again; the
   answer box is left alone. */
import { Failed, get } from "./http.js";
import { listen } from "./stream.js";

const PARTS = ["standing", "talks"];
const GATHER_MS = 400;

export function startPortalLive() {
  const page = document.querySelector("[data-live-page]");
  const { live, livePoll } = document.body.dataset;
  if (!page || !live) return;
  let timer = 0;
  const heard = ({ numbers }) => {
    if (!numbers?.includes(page.dataset.livePage)) return;
    timer ||= setTimeout(() => {
      timer = 0;
      renew();
    }, GATHER_MS);
  };
  listen({ url: live, pollUrl: livePoll, heard, state: () => {} });
}

async function renew() {
  try {
    const fresh = new DOMParser().parseFromString(await (await get(location.href)).text(), "text/html");
    for (const id of PARTS) {
      const old = document.getElementById(id);
      // Where somebody writes nothing is exchanged: the page is asked again with the next event.
      if (old && !isWrittenIn(old)) old.replaceWith(fresh.getElementById(id));
    }
  } catch (error) {
    if (!(error instanceof Failed)) throw error; // asked again with the next event
  }
}

function isWrittenIn(part) {
  if (part.contains(document.activeElement)) return true;
  return [...part.querySelectorAll("textarea, input")].some((field) => field.value !== field.defaultValue || field.checked !== field.defaultChecked);
}
