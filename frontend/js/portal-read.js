/* A client's request that has been looked at for a moment: its messages have been read. What could not be said is
   said with the next look. */
import { post } from "./http.js";

export function startReading() {
  const tell = () => {
    const talks = document.querySelector("[data-reading]");
    if (talks && !document.hidden) post(talks.dataset.reading).catch(() => {});
  };
  const look = () => setTimeout(tell, 1500);
  document.addEventListener("visibilitychange", look);
  look();
}
